import { defineRule, type Report } from '../define-rule';
import type { Command } from '../../model/commands';
import { collectModeChanges, type ModeChange } from '../../model/file-modes';
import type { CopyFacts } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { stopsBuild } from '../../model/uid-collisions';
import type { UserState } from '../../model/users';
import { insertFlags } from '../../rewrite/insert-flags';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'root-owned-copy',
  code: 'IH214',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A step without root rights changes the mode of files that COPY left to root.',
  why: '`COPY` and `ADD` make files of root, also below a `USER`. Only the owner and root may change the mode of a file, so `chmod` fails with "Operation not permitted", and with it the build. Give the copy the mode it needs (`--chmod=755`), or the owner (`--chown`), or put the copy and the `chmod` above the `USER`.',
  fixNotes:
    '`--chown` with the user of the step is added to the copy, which then may change the files at run time as well. There is no fix when the same copy is made above the account, or has an option of its own for the owner.',
  equivalents: {},
  messages: {
    found: 'The build fails here: {{path}} belongs to root, and this runs as "{{user}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        USER node
        COPY start.sh ./
        RUN chmod +x start.sh
        #   ^^^^^ root-owned-copy
        CMD ["./start.sh"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        USER node
        COPY --chown=node start.sh ./
        RUN chmod +x start.sh
        CMD ["./start.sh"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const change of collectModeChanges(model, stage)) {
        const report = findReport(model, stage, change);
        if (report !== undefined) yield report;
      }
    }
  },
});

function findReport(
  model: DockerfileModel,
  stage: Stage,
  { kind, command, instruction, paths = [] }: ModeChange,
): Report<'found'> | undefined {
  const user = model.userAt(instruction);
  const word = command?.words[0];
  if (kind !== 'chmod' || command === undefined || word === undefined) return undefined;
  if (user?.privilege !== 'non-root' || user.name === undefined) return undefined;
  if (command.wrappers.length !== 0 || !stopsBuild(model, command)) return undefined;
  for (const path of paths) {
    const copy = findCopy(model, stage, path, command);
    if (copy === undefined || isTouched(model, stage, path, command)) continue;
    const report: Report<'found'> = {
      message: 'found',
      data: { path, user: user.name },
      span: word.span,
      related: [{ span: copy.instruction.keywordSpan, message: 'This leaves the files to root.' }],
    };
    if (!isThere(model, stage, copy, user)) {
      return { ...report, refusal: 'The account does not exist yet where the files are copied.' };
    }
    const owner = user.group === undefined ? user.name : `${user.name}:${user.group}`;
    const edits = [insertFlags(model, copy.instruction, [`--chown=${owner}`])];
    const title = `Give the files to "${user.name}"`;
    return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
  }
  return undefined;
}

/** The last copy above the command that surely brings the file and leaves it to root. */
function findCopy(
  model: DockerfileModel,
  stage: Stage,
  path: string,
  command: Command,
): CopyFacts | undefined {
  const copies = model
    .copiesOf(stage)
    .filter(({ instruction }) => instruction.span.end <= command.instruction.span.start);
  if (copies.some(({ target, chown }) => chown !== undefined && isAtOrBelow(path, target)))
    return undefined;
  return copies.findLast(({ origin, target, sources, intoFolder }) => {
    // What a copy from another stage does to owners differs between builders.
    if (origin.kind !== 'context' || target === undefined || path.includes('*')) return false;
    const prefix = target === '/' ? '/' : `${target}/`;
    return sources.some((source) => {
      if (source.kind !== 'path' || source.path === undefined) return false;
      const name = source.path.slice(source.path.lastIndexOf('/') + 1);
      const isFolder = source.path === '.';
      if (isFolder)
        return path.startsWith(prefix) && hasInContext(model, path.slice(prefix.length));
      return intoFolder || target === '/' ? path === `${prefix}${name}` : path === target;
    });
  });
}

/** A file of a copied folder may be missing, and then another step makes it. */
function hasInContext(model: DockerfileModel, path: string): boolean {
  return model.context?.has(path) === 'yes';
}

function isAtOrBelow(path: string, folder: string | undefined): boolean {
  return folder === undefined || folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** True when a command above names the file, so that it may belong to somebody else by now. */
function isTouched(model: DockerfileModel, stage: Stage, path: string, command: Command): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return model
    .commandsOf(stage)
    .some(
      (each) =>
        each.shell.span.end <= command.shell.span.start &&
        (each.words.some(({ text }) => text.includes(name)) ||
          /^(?:chown|sudo|su)$/.test(each.name ?? '')),
    );
}

function isThere(
  model: DockerfileModel,
  stage: Stage,
  { instruction }: CopyFacts,
  { name, instruction: user }: UserState,
): boolean {
  if (/^\d+$/.test(name ?? '') || user === undefined) return true;
  if (user.span.end <= instruction.span.start) return true;
  return model
    .accountsBefore(stage, instruction.span.start)
    .accounts.some((account) => account.name === name);
}

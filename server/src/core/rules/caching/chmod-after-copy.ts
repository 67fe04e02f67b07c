import type { Command } from '../../model/commands';
import type { CopyFacts } from '../../model/files';
import { frontendSupports } from '../../model/frontend';
import type { DockerfileModel } from '../../model/model';
import { resolvePath } from '../../model/secret-files';
import type { Stage } from '../../model/stage-graph';
import { removeCommand } from '../../rewrite/remove-command';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type Message = 'again';

export default defineRule({
  id: 'chmod-after-copy',
  code: 'IH415',
  category: 'caching',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN sets the mode of a file that a COPY has just brought.',
  why: 'A layer that changes the mode of a file holds the whole file once more, and the RUN is a step that has to be started. `COPY --chmod` sets the mode at once; BuildKit knows it since version 1.2 of the Dockerfile syntax.',
  fixNotes:
    'The fix gives the COPY the mode and takes the `chmod` away, where the COPY brings this one file. An octal mode is `safe`. `+x` becomes 755, which is `unsafe`: a file that was private on the machine of the build can be read by everyone then.',
  equivalents: {},
  messages: {
    again:
      'The layer of this chmod holds "{{path}}" a second time; COPY --chmod sets the mode at once.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY entrypoint.sh /usr/local/bin/
        RUN chmod 755 /usr/local/bin/entrypoint.sh
        #   ^^^^^ chmod-after-copy
        ENTRYPOINT ["entrypoint.sh"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY --chmod=755 entrypoint.sh /usr/local/bin/
        ENTRYPOINT ["entrypoint.sh"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        WORKDIR /app
        COPY start.sh .
        RUN chmod +x start.sh && mkdir data
        #   ^^^^^ chmod-after-copy
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /app
        COPY --chmod=755 start.sh .
        RUN mkdir data
      `,
    },
  ],
  *check(model) {
    if (frontendSupports(model, 2) === 'no') return;
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const command of model.commandsOf(stage)) {
        const report = checkCommand(model, stage, command);
        if (report !== undefined) yield report;
      }
    }
  },
});

function checkCommand(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): Report<Message> | undefined {
  const [program, modeWord, fileWord, ...others] = command.words;
  if (command.name !== 'chmod' || program === undefined || fileWord === undefined) return undefined;
  const octal = /^0?([0-7]{3})$/.exec(modeWord?.value ?? '')?.[1];
  const isExecutable = /^(?:a|ugo)?\+r?x$/.test(modeWord?.value ?? '');
  if (others.length !== 0 || (octal === undefined && !isExecutable)) return undefined;
  if (command.wrappers.length !== 0) return undefined;
  const path = resolvePath(model, command, fileWord);
  const copy = path === undefined ? undefined : findCopy(model, stage, command, path);
  if (copy === undefined) return undefined;
  const base: Report<Message> = {
    message: 'again',
    data: { path: fileWord.value ?? fileWord.text },
    span: program.span,
    related: [{ span: copy.instruction.keywordSpan, message: 'It is copied here.' }],
  };
  const removal = removeCommand(model, model.executionOf(command.instruction), command);
  if (copy.sources.length !== 1 || removal === undefined) {
    return {
      ...base,
      refusal:
        removal === undefined
          ? 'The chmod is not a plain part of its RUN.'
          : 'The COPY brings other files too, which would get the mode as well.',
    };
  }
  const flag = copy.instruction.flags.at(-1) ?? { span: copy.instruction.keywordSpan };
  return {
    ...base,
    fixes: [
      {
        title: `Copy it with mode ${octal ?? '755'}`,
        applicability: octal === undefined ? 'unsafe' : 'safe',
        phase: 'structure',
        edits: [insertWordAfter(flag, `--chmod=${octal ?? '755'}`), removal],
      },
    ],
  };
}

/** The COPY that brings one file to a path, with nothing in between that may have changed it. */
function findCopy(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  path: string,
): CopyFacts | undefined {
  const copy = model
    .copiesOf(stage)
    .findLast(
      (each) =>
        each.instruction.span.end <= command.instruction.span.start &&
        bringsFile(model, each, path),
    );
  if (copy?.chmod !== undefined || copy?.instruction.keyword !== 'COPY') return undefined;
  if (model.userAt(command.instruction)?.privilege !== 'root') return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isTouched = stage.instructions.some(
    ({ keyword, span, argumentText }) =>
      keyword === 'RUN' &&
      copy.instruction.span.end <= span.start &&
      span.end <= command.instruction.span.start &&
      argumentText.includes(name),
  );
  const ownText = model.text.slice(command.instruction.span.start, command.shell.span.start);
  return isTouched || ownText.includes(name) ? undefined : copy;
}

/** True when a copy brings a single file to a path; a source that may be a folder is left out. */
function bringsFile(model: DockerfileModel, copy: CopyFacts, path: string): boolean {
  const { target, intoFolder, origin } = copy;
  if (target === undefined || origin.kind === 'unknown') return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return copy.sources.some(({ kind, path: source }) => {
    if (kind === 'heredoc') return target === path;
    if (kind !== 'path' || source === undefined || /[*?[]/.test(source)) return false;
    const { context } = model;
    const isKnown =
      origin.kind === 'context' && context?.has(source) === 'yes' && !context.isFolder(source);
    if (!isKnown && !/[^/]\.\w+$/.test(source)) return false;
    if (!intoFolder) return target === path;
    const own = source.slice(source.lastIndexOf('/') + 1);
    return own === name && `${target === '/' ? '' : target}/${own}` === path;
  });
}

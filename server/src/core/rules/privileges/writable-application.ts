import { defineRule, type Report } from '../define-rule';
import { isCodeFolder } from '../../model/code-folders';
import { readMode } from '../../model/file-modes';
import { copiesEverything, type CopyFacts } from '../../model/files';
import { memoize } from '../../model/memoize';
import type { DockerfileModel } from '../../model/model';
import { findRootNeed } from '../../model/root-needs';
import { findWriteRisk } from '../../model/shell-needs';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { startedProgramsOf } from '../../model/started-programs';
import { findWrittenFolders } from '../../model/written-folders';
import type { UserState } from '../../model/users';
import { deleteListedWord } from '../../rewrite/words';
import { findFlag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'writable-application',
  code: 'IH213',
  category: 'privileges',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The process of the container may change its own code.',
  why: 'Whoever finds a hole in the application can do what its account may. When the code belongs to that account, an attacker can replace it and stay, and the image no longer says what runs. Files that root owns can be read and started by everybody all the same. Give the account only the folders that it writes: uploads, caches, the data. Reported is what lies in the working directory or holds a file that the command names; folders for data, settings and the home of the account are left alone. Where the program does write beside its code, silence the rule.',
  fixNotes:
    '`--chown` is removed, so that the files belong to root. A package that writes beside the code fails then: give it that folder. There is a fix only where the sources of the project were read and make no files, no step below runs as the account, and no framework is known to write there.',
  equivalents: { sonar: 'S6504', kics: 'aa93e17f-b6db-4162-9334-c70334e7ac28' },
  messages: {
    copy: 'The container runs as "{{user}}", which may change what is copied here.',
    chown: 'The container runs as "{{user}}", which may change all of {{path}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY --chown=node:node . .
        #    ^^^^^^^^^^^^^^^^^ writable-application
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
      files: { 'server.js': "require('node:http').createServer().listen(8080);\n" },
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN useradd --uid 10001 app
        WORKDIR /app
        COPY . .
        RUN chown -R app:app /app
        #                    ^^^^ writable-application
        USER app
        CMD ["python", "-m", "app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN useradd --uid 10001 app
        WORKDIR /app
        COPY . .
        RUN mkdir /app/uploads && chown app:app /app/uploads
        USER app
        CMD ["python", "-m", "app"]
      `,
      fixed: dockerfile`
        FROM python:3.14-slim
        RUN useradd --uid 10001 app
        WORKDIR /app
        COPY . .
        RUN chown -R app:app /app
        USER app
        CMD ["python", "-m", "app"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows) return;
    const { final } = model.usersOf(target);
    if (final.privilege !== 'non-root' || final.name === undefined) return;
    for (const stage of collectInheritance(target)) {
      const copied = [...model.copiesOf(stage)]
        .sort((left, right) => Number(copiesEverything(right)) - Number(copiesEverything(left)))
        .flatMap((copy) => readCopied(model, target, copy, final) ?? []);
      yield* joinReports(copied);
      yield* readChowns(model, target, stage, final);
    }
  },
});

/** One finding for the copies of a stage: how many there are says nothing about how bad it is. */
function joinReports(reports: readonly Report<'copy'>[]): readonly Report<'copy'>[] {
  const [first, ...others] = [...reports].sort(
    (left, right) => (right.fixes?.length ?? 0) - (left.fixes?.length ?? 0),
  );
  if (first === undefined) return [];
  const fixes = first.fixes?.map((fix) => ({
    ...fix,
    edits: reports.flatMap((report) => report.fixes?.flatMap(({ edits }) => edits) ?? []),
  }));
  const related = others.map(({ span }) => ({ span, message: 'These files as well.' }));
  return [{ ...first, ...(fixes === undefined ? {} : { fixes }), related }];
}

/** Folders for data and settings, and the home of the account. */
const ownFolders =
  /^\/(?:(?:data|tmp|run|etc|var\/(?:lib|log|cache|run|tmp))(?:\/|$)|home\/[^/]+$)/;

/** True for the name or number of the user that the container runs as. */
function isRuntimeUser(
  model: DockerfileModel,
  stage: Stage,
  owner: string | undefined,
  { name }: UserState,
): boolean {
  if (owner === undefined || owner === '') return false;
  if (owner === name) return true;
  const { accounts } = model.accountsOf(stage);
  return accounts.some(
    (each) =>
      (each.name === name && String(each.uid) === owner) ||
      (each.name === owner && String(each.uid) === name),
  );
}

function readCopied(
  model: DockerfileModel,
  target: Stage,
  copy: CopyFacts,
  user: UserState,
): Report<'copy'> | undefined {
  const { instruction, chown, chmod } = copy;
  const flag = findFlag(instruction, 'chown');
  const owner = chown === undefined ? undefined : model.expand(chown, instruction)?.split(':')[0];
  if (flag === undefined || !isRuntimeUser(model, target, owner, user)) return undefined;
  if (copy.target === undefined || ownFolders.test(copy.target)) return undefined;
  if (!isCodeFolder(model, target, copy.target)) return undefined;
  if (chmod !== undefined && isReadOnly(chmod.text)) return undefined;
  if (isChosenFolder(model, target, copy) || isMadeEmpty(model, copy)) return undefined;
  const report: Report<'copy'> = {
    message: 'copy',
    data: { user: user.name ?? '' },
    span: flag.span,
  };
  const refusal = findObstacle(model, target, copy, user);
  if (refusal !== undefined) return { ...report, refusal };
  const edits = [deleteListedWord(model.text, flag)];
  const title = 'Leave the files to root';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits }] };
}

/** A folder inside one that stays with root, or a volume, is what the account is meant to write. */
function isChosenFolder(model: DockerfileModel, target: Stage, copy: CopyFacts): boolean {
  const path = copy.target ?? '';
  const volumes = model.processOf(target).volumes.map(({ text }) => text.replace(/(.)\/+$/, '$1'));
  return (
    volumes.includes(path) ||
    rootFoldersOf(model, target).some((each) => each !== '/' && path.startsWith(`${each}/`))
  );
}

/** The folders that copies without `--chown` fill. */
const rootFoldersOf = memoize((model, target: Stage): readonly string[] => {
  const found = collectInheritance(target)
    .flatMap((stage) => model.copiesOf(stage))
    .filter((each) => each.chown === undefined)
    .flatMap((each) => each.target ?? []);
  return [...new Set(found)];
});

/** A folder that another stage makes with `mkdir` and fills with nothing: it is made to be written. */
function isMadeEmpty(model: DockerfileModel, { origin, sources }: CopyFacts): boolean {
  if (origin.kind !== 'stage') return false;
  const stages = collectInheritance(origin.stage);
  return sources.every(({ path }) => {
    const folder = `/${path ?? ''}`;
    const isMade = stages
      .flatMap((stage) => model.commandsOf(stage))
      .some(({ name, words }) => name === 'mkdir' && words.some(({ value }) => value === folder));
    const isFilled = stages
      .flatMap((stage) => model.copiesOf(stage))
      .some(({ target = '/' }) => target === folder || target.startsWith(`${folder}/`));
    return isMade && !isFilled;
  });
}

function isReadOnly(mode: string): boolean {
  if (readMode(mode) === undefined) return false;
  return /^[0-7]+$/.test(mode)
    ? (Number.parseInt(mode, 8) & 0o200) === 0
    : /^(?:a-w|[ugoa]*=[rx]+)(?:,|$)/.test(mode);
}

function findObstacle(
  model: DockerfileModel,
  target: Stage,
  { instruction, chmod, target: path }: CopyFacts,
  { name = '' }: UserState,
): string | undefined {
  if (instruction.span.end < lastOwnStep(model, target))
    return `A step below runs as "${name}" and may change the files.`;
  if (chmod !== undefined) return 'The mode of the copy may be for the owner only.';
  if (writesAround(model, target)) {
    return `What the program starts is known to write below ${path ?? 'its code'}.`;
  }
  return findSourceObstacle(model, target);
}

/** Where the last step of a shipped stage begins that runs without root rights; -1 where there is none. */
const lastOwnStep = memoize((model, target: Stage): number => {
  const steps = model.tree.instructions.filter(
    (each) =>
      each.keyword === 'RUN' &&
      model.isShipped(model.stageOf(each) ?? target) &&
      model.userAt(each)?.privilege !== 'root',
  );
  return steps.at(-1)?.span.start ?? -1;
});

const writesAround = memoize((model, target: Stage): boolean => {
  const folders = findWrittenFolders(model, target);
  return folders === undefined || folders.some(({ filled }) => filled);
});

const findSourceObstacle = memoize((model, target: Stage): string | undefined => {
  const language = findLanguage(model, target);
  if (language === undefined || findRootNeed(model, target) !== undefined) {
    return 'Whether what starts writes beside its code is not known.';
  }
  return findWriteRisk(model, language);
});

/** The language of the one program that is started, where its sources tell what it writes. */
function findLanguage(model: DockerfileModel, target: Stage): 'node' | 'python' | undefined {
  const [program, ...others] = startedProgramsOf(model, target);
  if (program === undefined || others.length !== 0) return undefined;
  if (/^node(?:js)?$/.test(program.name)) return 'node';
  return /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn)$/.test(program.name) ? 'python' : undefined;
}

/** `chown -R app /app` over a folder that a COPY fills. */
function* readChowns(
  model: DockerfileModel,
  target: Stage,
  stage: Stage,
  user: UserState,
): Iterable<Report<'chown'>> {
  for (const command of model.commandsOf(stage)) {
    const [owner, ...operands] = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
    const isDeep = command.words.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
    if (command.name !== 'chown' || !isDeep || owner === undefined) continue;
    const name = model.valueOf(owner, command.instruction)?.split(':')[0];
    if (!isRuntimeUser(model, stage, name, user)) continue;
    for (const operand of operands) {
      const path = model.valueOf(operand, command.instruction)?.replace(/(.)\/+$/, '$1');
      if (path?.startsWith('/') !== true || ownFolders.test(path)) continue;
      const isFilled = model
        .copiesOf(stage)
        .some(
          (copy) =>
            copy.instruction.span.end < command.shell.span.start &&
            (copy.target === path || copy.target?.startsWith(`${path}/`) === true),
        );
      if (!isFilled || !isCodeFolder(model, target, path)) continue;
      const refusal = 'Which folders below it the program writes is not known.';
      const data = { user: user.name ?? '', path };
      yield { message: 'chown', data, span: operand.span, refusal };
    }
  }
}

import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { findDevelopmentServer, type DevelopmentServer } from '../../model/development-start';
import { findChain, readLiteralWords } from '../../model/shell-form';
import type { Stage } from '../../model/stage-graph';
import { replaceByExecForm } from '../../rewrite/exec-form';
import { deleteWordBehind, replaceWord } from '../../rewrite/words';
import type { Instruction, JsonElement } from '../../syntax/instruction';
import type { ShellWord } from '../../syntax/shell';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'development-server',
  code: 'IH604',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image starts a server that is made for development.',
  why: 'Development servers watch files and compile on demand, serve one visitor at a time or show errors with their source to everybody, and need the compiler and its packages in the image. Their makers say themselves that they are not for production (`flask run`, `manage.py runserver`, `next dev`). Build once and start the result: `next start`, `node dist/main.js`, `gunicorn module:app`. A stage that is called `dev`, `debug` or `test` is not reported.',
  fixNotes:
    'An option that watches files is removed, and `node` takes the place of `nodemon` when a single file stands behind it. `next dev` becomes `next start` where a RUN builds, `manage.py runserver` becomes gunicorn where the project installs it and has one `wsgi.py`; the server of Django also serves static files while DEBUG is on, gunicorn leaves that to WhiteNoise or a proxy. For everything else the command for production is not known.',
  equivalents: {},
  messages: { server: '"{{words}}" is a server for development.' },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        COPY . .
        CMD ["uvicorn", "main:app", "--reload", "--host", "0.0.0.0"]
        #    ^^^^^^^^^ development-server
      `,
      good: dockerfile`
        FROM python:3.14-slim
        COPY . .
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD ["npx", "next", "dev"]
        #    ^^^^^ development-server
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD ["node", "node_modules/next/dist/bin/next", "start"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || /^(?:dev|debug|test|ci|local)/.test(target.name ?? '')) return;
    const server = findDevelopmentServer(model, target);
    const [program] = server?.command.words ?? [];
    if (server === undefined || program === undefined) return;
    yield {
      message: 'server',
      data: { words: server.shown },
      span: program.span,
      ...findFix(model, target, server),
    };
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { command, better }: DevelopmentServer,
): Pick<Report, 'fixes' | 'refusal'> {
  const { instruction, words } = command;
  const own = words.map(({ value, text }) => value ?? text);
  const edits =
    better === undefined || model.stageOf(instruction) !== stage
      ? undefined
      : instruction.json === undefined
        ? inShellForm(model, command, own, better)
        : inExecForm(model, instruction, instruction.json, own, better);
  if (better === undefined || edits === undefined) {
    return { refusal: 'The command for production does not stand in this file.' };
  }
  const title = `Start "${better.slice(0, 3).join(' ')}"`;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}

/** Deletes what is too much, or writes a single command anew. */
function inShellForm(
  model: DockerfileModel,
  command: Command,
  own: readonly string[],
  better: readonly string[],
): readonly Edit[] | undefined {
  const { words, instruction, shell } = command;
  const behind = (word: ShellWord): Edit =>
    deleteWordBehind(model.text, words[words.indexOf(word) - 1] ?? word, word);
  if (better.every((word) => own.includes(word))) {
    return words.filter(({ value, text }) => !better.includes(value ?? text)).map(behind);
  }
  const [first, ...rest] = words;
  const isAlone = findChain(model.executionOf(instruction))?.length === 1;
  if (first === undefined || !isAlone || readLiteralWords(shell) === undefined) return undefined;
  return [replaceWord(first, better.join(' ')), ...rest.map(behind)];
}

function inExecForm(
  model: DockerfileModel,
  instruction: Instruction,
  json: readonly JsonElement[],
  own: readonly string[],
  better: readonly string[],
): readonly Edit[] | undefined {
  const all = json.map(({ value }) => value);
  const prefix = all.slice(0, all.length - own.length);
  const isPart = own.every((word, index) => all[prefix.length + index] === word);
  return isPart ? replaceByExecForm(model, instruction, [...prefix, ...better]) : undefined;
}

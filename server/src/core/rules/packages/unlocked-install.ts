import { findUnlockedInstalls, type UnlockedInstall } from '../../model/unlocked-installs';
import { insertWordAfter, replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'unlocked-install',
  code: 'IH546',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An install does not hold to the lock file of the project.',
  why: 'A lock file says which version of each package was tested. `npm install`, `yarn`, `pnpm install`, `bun install` and `uv sync` change it where it does not fit the manifest, and go on with versions that nobody has seen; without the file, or with `composer update`, every build takes the newest. The commands for builds end with an error instead. Reported where the project is known to have a lock file.',
  fixNotes:
    'The fix writes `npm ci` or adds `--frozen-lockfile`, `--immutable` or `--locked`. The build then ends where the lock file does not fit the manifest: bring it up to date with an install outside of the build. It is not offered where the lock file is not copied, or the command is meant to renew the versions of something else than Composer.',
  equivalents: {},
  messages: {
    unlocked: '"{{command}}" may install other versions than {{lock}} says.',
    absent:
      'Without {{lock}}, which is not copied, "{{command}}" takes the newest that fit in each build.',
    renewed: '"{{command}}" replaces the versions of {{lock}} by newer ones in each build.',
  },
  examples: [
    {
      files: { 'package.json': '{}', 'package-lock.json': '{}' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm install --omit=dev
        #       ^^^^^^^ unlocked-install
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
      `,
    },
    {
      files: { 'package.json': '{ "packageManager": "pnpm@10.0.0" }', 'pnpm-lock.yaml': '' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json pnpm-lock.yaml ./
        RUN corepack enable && pnpm install --prod
        #                           ^^^^^^^ unlocked-install
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json pnpm-lock.yaml ./
        RUN corepack enable && pnpm install --frozen-lockfile --prod
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage) && forDevelopment.test(stage.name ?? '')) continue;
      for (const found of findUnlockedInstalls(model, stage)) {
        const { kind, operation, lock } = found;
        const { command, verbWord } = operation;
        const words = command.words.slice(0, command.words.indexOf(verbWord) + 1);
        const fix = kind === 'absent' ? undefined : writeLocked(found);
        yield {
          message: kind,
          data: { command: words.map(({ text }) => text).join(' '), lock },
          span: verbWord.span,
          ...(fix === undefined
            ? {
                refusal:
                  kind === 'absent'
                    ? `Copy ${lock} beside the manifest above this RUN.`
                    : 'Which versions are wanted is for a person to say.',
              }
            : { fixes: [fix] }),
        };
      }
    }
  },
});

/** Stages in which a newer version is welcome. */
const forDevelopment = /^(?:dev|test|debug|local|lint)/;

function writeLocked({ kind, operation, rule }: UnlockedInstall): Fix | undefined {
  const { instead, manager } = rule;
  const base = { applicability: 'unsafe', phase: 'word' } as const;
  if ('option' in instead) {
    if (kind === 'renewed') return undefined;
    const edits = [insertWordAfter(operation.verbWord, instead.option)];
    return { ...base, title: `Add ${instead.option}`, edits };
  }
  if (kind === 'renewed' && manager !== 'composer') return undefined;
  const title = `Write "${manager} ${instead.verb}"`;
  return { ...base, title, edits: [replaceWord(operation.verbWord, instead.verb)] };
}

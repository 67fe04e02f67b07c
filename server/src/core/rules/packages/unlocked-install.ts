import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { findUnlockedInstalls, type UnlockedInstall } from '../../model/unlocked-installs';
import { readGemfileLock } from '../../project/gemfile-lock';
import { insertWordAfter, insertWordBefore, replaceWord } from '../../rewrite/words';
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
  why: 'A lock file says which version of each package was tested. `npm install`, `yarn`, `pnpm install`, `bun install`, `bundle install` and `uv sync` change it where it does not fit the manifest, and go on with versions that nobody has seen; without the file, or with `composer update`, every build takes the newest. The commands for builds end with an error instead. Reported where the project is known to have a lock file.',
  fixNotes:
    'The fix writes `npm ci`, adds `--frozen-lockfile`, `--immutable` or `--locked`, or puts `BUNDLE_FROZEN=true` in front of Bundler, which ends also where `Gemfile.lock` lacks the platform of the build: `bundle lock --add-platform` adds it. The build then ends where the lock file does not fit the manifest: bring it up to date with an install outside of the build. It is not offered where the lock file is not copied, where `Gemfile.lock` names no platform of Linux, or the command is meant to renew the versions of something else than Composer.',
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
        const fix = kind === 'absent' ? undefined : writeLocked(model, stage, found);
        yield {
          message: kind,
          data: { command: words.map(({ text }) => text).join(' '), lock },
          span: verbWord.span,
          ...(fix === undefined || typeof fix === 'string'
            ? {
                refusal:
                  kind === 'absent'
                    ? `Copy ${lock} beside the manifest above this RUN.`
                    : (fix ?? 'Which versions are wanted is for a person to say.'),
              }
            : { fixes: [fix] }),
        };
      }
    }
  },
});

/** Stages in which a newer version is welcome. */
const forDevelopment = /^(?:dev|test|debug|local|lint)/;

function writeLocked(
  model: DockerfileModel,
  stage: Stage,
  found: UnlockedInstall,
): Fix | string | undefined {
  const { kind, operation, rule } = found;
  const { instead, manager } = rule;
  const base = { applicability: 'unsafe', phase: 'word' } as const;
  if (kind === 'renewed' && manager !== 'composer') return undefined;
  if ('option' in instead) {
    const edits = [insertWordAfter(operation.verbWord, instead.option)];
    return { ...base, title: `Add ${instead.option}`, edits };
  }
  if ('variable' in instead) {
    const obstacle = findVariableObstacle(model, stage, found);
    const [program] = operation.command.words;
    if (obstacle !== undefined || program === undefined) return obstacle;
    const title = `Write ${instead.variable} in front of it`;
    return { ...base, title, edits: [insertWordBefore(program, instead.variable)] };
  }
  const title = `Write "${manager} ${instead.verb}"`;
  return { ...base, title, edits: [replaceWord(operation.verbWord, instead.verb)] };
}

/** Why Bundler cannot be told by a variable in front of the command; undefined when it can. */
function findVariableObstacle(
  model: DockerfileModel,
  stage: Stage,
  { operation, lock, folder }: UnlockedInstall,
): string | undefined {
  const { command } = operation;
  const { form } = model.executionOf(command.instruction);
  if (form === 'exec' || command.wrappers.length !== 0) {
    return 'Set BUNDLE_FROZEN=true in an ENV above: here is no place for it.';
  }
  const { context } = model;
  const platforms =
    context === undefined ? [] : (readGemfileLock(context, folder)?.platforms ?? []);
  const base = stage.rootBase.kind === 'image' ? stage.rootBase : undefined;
  if (/jruby|truffleruby/.test(base?.reference.repository ?? '')) {
    return `Whether ${lock} names the platform of this Ruby is not known.`;
  }
  const other = base?.facts?.variant.libc === 'musl' ? 'gnu' : 'musl';
  const fits = platforms.some(
    (each) => /^(?:ruby$|(?:x86_64|aarch64)-linux)/.test(each) && !each.endsWith(`-${other}`),
  );
  return fits
    ? undefined
    : `${lock} names no platform of this image, and Bundler would end: run "bundle lock --add-platform x86_64-linux aarch64-linux" first.`;
}

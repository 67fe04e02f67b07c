import type { Command } from '../../model/commands';
import { findLaterGemCommands, gemCache, keepsGems } from '../../model/gem-cache';
import type { DockerfileModel } from '../../model/model';
import { isMounted } from '../../model/mounts';
import { findPackageCache } from '../../model/package-cache';
import { hasOption, type PackageOperation } from '../../model/packages';
import { empties } from '../../model/removals';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { appendCommand } from '../../rewrite/run-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

type Message = 'npm' | 'yarn' | 'composer' | 'conda' | 'bundler' | 'gem';

export default defineRule({
  id: 'leftover-application-cache',
  code: 'IH542',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The download cache of npm, Yarn, Composer, conda or Ruby stays in the image.',
  why: 'Bundler, Composer, conda, npm, RubyGems and Yarn 1 keep a packed copy of every package they download. In a layer of the image nobody uses it again; it often is as large as the packages themselves. Empty the cache in the same RUN, or better, put it into a cache mount: then it is not in the image and makes the next build faster. Bun, pnpm and uv link the packages to their store, so emptying it would save nothing. The gems of an official image of Ruby lie beside their packed copies, so a `COPY --from` of `/usr/local/bundle` brings both.',
  fixNotes:
    'The command that empties the cache is added to the end of the RUN; refused when the RUN does not end in a plain `&&` chain.',
  remedies: ['add-cache-mount'],
  equivalents: { hadolint: 'DL3060', sonar: 'S6587' },
  messageEquivalents: {
    npm: { sonar: 'S6587' },
    yarn: { hadolint: 'DL3060', sonar: 'S6587' },
    composer: { sonar: 'S6587' },
    conda: { sonar: 'S6587' },
    bundler: {},
    gem: {},
  },
  messages: {
    npm: 'This RUN leaves the download cache of npm in its layer.',
    yarn: 'This RUN leaves the download cache of Yarn in its layer.',
    composer: 'This RUN leaves the download cache of Composer in its layer.',
    conda: 'This RUN leaves the packed packages of conda in its layer.',
    bundler: 'This leaves a packed copy of each gem in {{folder}}.',
    gem: 'This leaves a packed copy of each gem in {{folder}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #       ^^ leftover-application-cache
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev && npm cache clean --force
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
        #          ^^^^^^^ leftover-application-cache
      `,
      good: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY Gemfile Gemfile.lock ./
        RUN bundle install && rm -rf /usr/local/bundle/cache/*.gem
      `,
    },
    {
      bad: dockerfile`
        FROM continuumio/miniconda3:25.9.1-1
        RUN conda install --yes numpy=2.3
        #         ^^^^^^^ leftover-application-cache
      `,
      good: dockerfile`
        FROM continuumio/miniconda3:25.9.1-1
        RUN conda install --yes numpy=2.3 && conda clean -afy
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const seen = new Set<string>();
      for (const operation of model.packageOperationsOf(stage)) {
        const { command, manager } = operation;
        const message = findMessage(manager.id);
        const isRuby = message === 'bundler' || message === 'gem';
        const later = isRuby ? findLaterGemCommands(model, stage) : [];
        if (message === undefined || later === undefined) continue;
        if (!isRuby && !model.isShipped(stage)) continue;
        if (!leavesCache(model, stage, operation, later)) continue;
        const key = `${String(command.instruction.span.start)} ${message}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const execution = model.executionOf(command.instruction);
        const clean = isRuby
          ? `rm -rf ${gemCache}/*.gem`
          : message === 'composer'
            ? 'composer clear-cache'
            : manager.cleanCommand;
        const edit = clean === undefined ? undefined : appendCommand(model, execution, clean);
        const data = { folder: gemCache };
        const report = { message, data, span: operation.verbWord.span } as const;
        yield edit === undefined || clean === undefined
          ? {
              ...report,
              refusal: 'The RUN is not a plain "&&" chain, to which the cleanup could be added.',
            }
          : {
              ...report,
              fixes: [
                {
                  title: `Clean up with "${clean}" in this RUN`,
                  applicability: 'safe',
                  phase: 'instruction',
                  edits: [edit],
                },
              ],
            };
      }
    }
  },
});

function findMessage(manager: string): Message | undefined {
  switch (manager) {
    case 'npm':
    case 'yarn':
    case 'composer':
    case 'conda':
    case 'bundler':
    case 'gem':
      return manager;
    default:
      return undefined;
  }
}

/** Options with which nothing is downloaded, or the cache is not used. */
const harmless = ['--no-cache', '--offline', '--dry-run', '--help', '-h', '--version'];

/** @param others commands of later instructions that may still empty the cache */
function leavesCache(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  others: readonly Command[],
): boolean {
  const { action, manager, command, unread, verb } = operation;
  if (action !== 'install' && action !== 'upgrade') return false;
  if (unread.length !== 0 || hasOption(operation, harmless)) return false;
  // Both are of later releases of Yarn, whose cache may be a part of the project.
  if (verb.words[0] === 'workspaces' || hasOption(operation, ['--immutable'])) return false;
  const folders = findFolders(model, stage, operation);
  const { instruction, shell } = command;
  if (!isInstalled(model, stage, shell.span.start)) return false;
  const mounts = model.mountsOf(instruction);
  if (folders === undefined || folders.some((folder) => isMounted(mounts, folder))) return false;
  const execution = model.executionOf(instruction);
  if (!execution.complete) return false;
  const later = [...execution.commands, ...others].filter(
    (each) => shell.span.start < each.shell.span.start,
  );
  const cleaners = new Set(
    model
      .packageOperationsOf(stage)
      .filter((each) => each.action === 'clean' && each.manager.id === manager.id)
      .map((each) => each.command),
  );
  return !later.some(
    (each) =>
      cleaners.has(each) ||
      isOwnCleaner(each.words.map(({ text }) => text).join(' ')) ||
      folders.some((folder) => empties(each, folder)) ||
      (each.name === 'rm' &&
        each.words.some(({ text }) => /cache|\.npm\b|pkgs|\/tmp\//.test(text))) ||
      (each.name === 'find' && each.words.some(({ text }) => /cache|\.gem\b/.test(text))),
  );
}

/** Images of systems, which bring none of the managers. */
const systems = new Set([
  'debian',
  'ubuntu',
  'alpine',
  'fedora',
  'rockylinux',
  'almalinux',
  'amazonlinux',
]);

/** False in the image of a system where nothing above an offset speaks of the manager or its language. */
function isInstalled(model: DockerfileModel, stage: Stage, offset: number): boolean {
  const { rootBase } = stage;
  if (rootBase.kind !== 'image' || !systems.has(rootBase.facts?.family.id ?? '')) return true;
  return collectInheritance(stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, span }) =>
        (keyword === 'RUN' || keyword === 'COPY') &&
        /node(?:js|source|-v)|\bnpm\b|\bnvm\b|volta|\bfnm\b|yarn|composer|php|conda/i.test(
          model.text.slice(span.start, Math.min(span.end, offset)).replace(/--mount=\S+/g, ''),
        ),
    ),
  );
}

/** Verbs of Composer, and scripts of the project. */
function isOwnCleaner(line: string): boolean {
  return /^(?:composer\S* (?:clear-?cache|cc)\b|\S*clean\S*\.sh\b)/.test(line);
}

/** Where the cache lies; undefined when that is not known, or it serves another purpose. */
function findFolders(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly string[] | undefined {
  if (operation.manager.id === 'gem' || operation.manager.id === 'bundler') {
    return keepsGems(model, stage, operation) ? [gemCache] : undefined;
  }
  if (operation.manager.id === 'conda') {
    // micromamba keeps its packages elsewhere, and a root prefix can lie anywhere.
    const isKnown = /^(?:conda|mamba)$/.test(operation.command.name ?? '');
    return isKnown ? operation.manager.cachePaths : undefined;
  }
  if (/\bcache\b|prefer-offline/i.test(operation.options.map(({ name }) => name).join(' '))) {
    return undefined;
  }
  const cache = findPackageCache(model, stage, operation);
  return typeof cache === 'string' ? undefined : cache.folders;
}

import { buildTools, developmentDependencies, isBuildScript } from '../../data/javascript-builds';
import type { Command } from '../../model/commands';
import type { CopyFacts } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { hasOption, readPackageOperation, type PackageOperation } from '../../model/packages';
import { findWorkPlace, worksElsewhere } from '../../model/project-directory';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { appendCommand } from '../../rewrite/run-script';
import { deleteWordBehind, insertWordAfter, replaceWord } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix, type Report } from '../define-rule';

const messages = {
  option:
    '"{{install}}" leaves out what only development needs, as a rule also the tools of "{{build}}" below.',
  environment:
    'With NODE_ENV=production "{{install}}" leaves out what only development needs, as a rule also the tools of "{{build}}" below.',
} as const;

type Remedy = Pick<Report<keyof typeof messages>, 'fixes' | 'refusal'>;

export default defineRule({
  id: 'production-install-before-build',
  code: 'IH402',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A production-only install leaves out the tools that the build needs.',
  why: 'Compilers and bundlers (`tsc`, `vite`, `webpack`) are development dependencies in most projects. When they are left out, the build ends with "tsc: not found", or it downloads a tool of another version. Install everything, build, and then drop what the program does not need, or take the packages of the image from a stage of its own. Where the tools stand in `dependencies`, suppress the finding.',
  fixNotes:
    'The option is removed, or one is added that overrides NODE_ENV; when the packages reach the image, a RUN below the build removes those of development again. There is no fix when nothing is known that would remove them.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #       ^^ production-install-before-build
        COPY . .
        RUN npm run build

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        RUN npm run build
        RUN npm prune --omit=dev

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim AS build
        ENV NODE_ENV=production
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        #       ^^ production-install-before-build
        COPY . .
        RUN npx tsc

        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY --from=build /app/dist /app
        CMD ["/app/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim AS build
        ENV NODE_ENV=production
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --include=dev
        COPY . .
        RUN npx tsc

        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY --from=build /app/dist /app
        CMD ["/app/server.js"]
      `,
    },
  ],
  *check(model) {
    if (usesFramework(model)) return;
    for (const stage of model.stages) {
      if (findRootBase(stage).kind === 'unknown') continue;
      for (const install of model.packageOperationsOf(stage)) {
        const cause = causeOf(model, stage, install);
        if (cause === undefined) continue;
        const build = findBuild(model, stage, install);
        if (build === undefined || bringsTools(model, stage, install, build)) continue;
        yield {
          message: cause,
          data: { install: show(install.command), build: show(build) },
          span: install.verbWord.span,
          ...findFix(model, stage, install, cause, build),
        };
      }
    }
  },
});

/** Why an install is for production only; undefined when it is not, or when that is not known. */
function causeOf(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): keyof typeof messages | undefined {
  const { manager, action, global, packages, unread } = operation;
  if (action !== 'install' || global || 0 < packages.length + unread.length) return undefined;
  if (!developmentDependencies.has(manager.id) || worksElsewhere(operation)) return undefined;
  if (hasOption(operation, manager.productionOnly ?? [])) return 'option';
  const keepsAll = hasOption(operation, [...keepingOptions, '--immutable']);
  const readsEnvironment = manager.id === 'npm' || isYarn1(operation);
  if (keepsAll || !readsEnvironment) return undefined;
  const { instruction, shell } = operation.command;
  const own = shell.assignments.find(({ name }) => name === 'NODE_ENV');
  if (own !== undefined) return own.value?.value === 'production' ? 'environment' : undefined;
  const binding = model.variables.before(stage, instruction).get('NODE_ENV');
  return binding?.kind === 'env' && binding.value === 'production' ? 'environment' : undefined;
}

/** Options that install what development needs whatever NODE_ENV says. */
const keepingOptions = [
  '--include=dev',
  '--production=false',
  '--prod=false',
  '--also=dev',
  '--dev',
];

/** Later releases do not look at NODE_ENV; these options are of the first. */
function isYarn1(operation: PackageOperation): boolean {
  const options = [
    '--frozen-lockfile',
    '--pure-lockfile',
    '--non-interactive',
    '--network-timeout',
  ];
  return (
    operation.manager.id === 'yarn' && operation.options.some(({ name }) => options.includes(name))
  );
}

/** The first command below an install that builds in the same directory. */
function findBuild(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
): Command | undefined {
  const place = placeOf(model, install.command);
  if (place === undefined) return undefined;
  return model
    .commandsOf(stage)
    .find(
      (command) =>
        install.command.shell.span.end <= command.shell.span.start &&
        isBuild(command) &&
        placeOf(model, command) === place,
    );
}

function isBuild(command: Command): boolean {
  if (command.name === 'npx') return buildTools.has(command.words[1]?.value ?? '');
  const operation = readPackageOperation(command);
  if (operation === undefined) return buildTools.has(command.name ?? '') && isLocal(command);
  const { manager, action, script, verbWord } = operation;
  if (!developmentDependencies.has(manager.id) || worksElsewhere(operation)) return false;
  if (action !== 'run' || script === undefined) return false;
  return isBuildScript(script) || (verbWord.value !== 'run' && buildTools.has(script));
}

/** `node_modules/.bin/tsc`: a tool of the project, not of the image. */
function isLocal(command: Command): boolean {
  return command.words[0]?.value?.includes('node_modules/') === true;
}

function placeOf(model: DockerfileModel, command: Command): string | undefined {
  const { instruction } = command;
  const execution = model.executionOf(instruction);
  return findWorkPlace(execution, model.workdirAt(instruction) ?? '', command);
}

/** True when the tools may come another way: another install, a copied node_modules, a parent stage. */
function bringsTools(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  build: Command,
): boolean {
  const isAbove = (span: Span): boolean => span.start < build.shell.span.start;
  const [, ...parents] = collectInheritance(stage);
  const others = model
    .packageOperationsOf(stage)
    .filter((operation) => operation !== install && isAbove(operation.command.shell.span));
  return (
    others.some((operation) => mayInstallTools(model, stage, operation)) ||
    parents.some((parent) =>
      model
        .packageOperationsOf(parent)
        .some((operation) => mayInstallTools(model, parent, operation)),
    ) ||
    model
      .copiesOf(stage)
      .some(
        (copy) =>
          isAbove(copy.instruction.span) && copy.origin.kind !== 'context' && bringsModules(copy),
      )
  );
}

const managersThemselves = new Set(['npm', 'pnpm', 'yarn', 'bun', 'corepack', 'node-gyp', 'n']);

function mayInstallTools(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): boolean {
  const { manager, action, packages } = operation;
  if (!developmentDependencies.has(manager.id) || !['install', 'upgrade'].includes(action))
    return false;
  if (packages.length === 0) return causeOf(model, stage, operation) === undefined;
  return packages.some(({ name }) => name === undefined || !managersThemselves.has(name));
}

function bringsModules(copy: CopyFacts): boolean {
  return [copy.target, ...copy.sources.map((source) => source.path)].some(
    (path) => path === undefined || path === '.' || path.includes('node_modules'),
  );
}

function show(command: Command): string {
  return command.words
    .slice(0, 5)
    .map((word) => word.value ?? word.text)
    .join(' ');
}

function findFix(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  cause: keyof typeof messages,
  build: Command,
): Remedy {
  const facts = developmentDependencies.get(releaseOf(stage, install));
  const edits =
    cause === 'option'
      ? replaceOptions(model, stage, install, facts?.include)
      : addOption(install, facts?.include);
  if (edits === undefined) return { refusal: 'There is no option that overrides NODE_ENV.' };
  if (!reachesImage(model, stage, install) || isPrunedLater(model, stage, build)) {
    return { fixes: [toFix('Install what the build needs too', edits)] };
  }
  const prune =
    facts?.prune === undefined ? undefined : addPrune(model, install, build, facts.prune);
  if (prune === undefined) {
    return { refusal: 'Where what only development needs can be removed again is not known.' };
  }
  return { fixes: [toFix('Install what the build needs and prune below it', [...edits, prune])] };
}

function toFix(title: string, edits: readonly Edit[]): Fix {
  return { title, applicability: 'unsafe', phase: 'instruction', edits };
}

/** The manager, or the old release of it that the image is known to bring. */
function releaseOf(stage: Stage, { manager }: PackageOperation): string {
  const base = findRootBase(stage);
  const tag = base.kind === 'image' && base.facts?.family.id === 'node' ? base.tag : undefined;
  const isOld = /^(?:[4-9]|1[0-4])(?![\d])/.test(tag ?? '');
  return manager.id === 'npm' && isOld ? 'npm 6' : manager.id;
}

/** Deletes the options, or puts the one in their place that NODE_ENV makes necessary. */
function replaceOptions(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  include: string | undefined,
): readonly Edit[] {
  const { manager, options, command } = install;
  const names = manager.productionOnly ?? [];
  const kept = options.filter((option) => !hasOption({ options: [option] }, names));
  const isStillSet = causeOf(model, stage, { ...install, options: kept }) !== undefined;
  return options
    .filter((option) => !kept.includes(option))
    .flatMap(({ word, valueWord }) => (valueWord === undefined ? [word] : [word, valueWord]))
    .map((word, index) => {
      if (index === 0 && isStillSet && include !== undefined) return replaceWord(word, include);
      const previous = command.words[command.words.indexOf(word) - 1] ?? word;
      return deleteWordBehind(model.text, previous, word);
    });
}

function addOption(
  install: PackageOperation,
  option: string | undefined,
): readonly Edit[] | undefined {
  return option === undefined ? undefined : [insertWordAfter(install.verbWord, option)];
}

function addPrune(
  model: DockerfileModel,
  install: PackageOperation,
  build: Command,
  prune: string,
): Edit | undefined {
  const { instruction } = build;
  if (instruction === install.command.instruction) {
    return appendCommand(model, model.executionOf(instruction), prune);
  }
  const isAtWorkdir = placeOf(model, build) === (model.workdirAt(instruction) ?? '');
  return isAtWorkdir
    ? insertAfter(model, instruction, [`${keyword(model, 'RUN')} ${prune}`])
    : undefined;
}

/** True when node_modules of the stage is in the image, or is copied from the stage. */
function reachesImage(model: DockerfileModel, stage: Stage, install: PackageOperation): boolean {
  if (model.isShipped(stage)) return true;
  const workdir = model.workdirAt(install.command.instruction);
  const isKnown = workdir !== undefined && placeOf(model, install.command) === workdir;
  const modules = `${workdir ?? ''}/node_modules`.replace(/^\/+/, '');
  return model.stages
    .flatMap((other) => model.copiesOf(other))
    .filter(
      ({ origin }) => origin.kind === 'stage' && collectInheritance(origin.stage).includes(stage),
    )
    .flatMap((copy) => copy.sources)
    .some(
      ({ path }) =>
        !isKnown || path === undefined || path === '.' || `${modules}/`.startsWith(`${path}/`),
    );
}

/** True when a command below the build already drops them. */
function isPrunedLater(model: DockerfileModel, stage: Stage, build: Command): boolean {
  return model.commandsOf(stage).some((command) => {
    if (command.shell.span.start < build.shell.span.end) return false;
    if (command.name === 'rm') {
      const own = `${model.workdirAt(command.instruction) ?? ''}/node_modules`;
      const names = ['node_modules', './node_modules', own];
      return command.words.some(({ text }) => names.includes(text.replace(/\/$/, '')));
    }
    const operation = readPackageOperation(command);
    return (
      operation !== undefined &&
      developmentDependencies.has(operation.manager.id) &&
      (operation.verb.words.includes('prune') || causeOf(model, stage, operation) !== undefined)
    );
  });
}

/** True when the result is that of a framework that is a dependency itself, its tools with it. */
function usesFramework(model: DockerfileModel): boolean {
  return model.stages
    .flatMap((stage) => model.copiesOf(stage))
    .flatMap((copy) => copy.sources)
    .some(({ path }) => path !== undefined && frameworkFolder.test(path));
}

const frameworkFolder = /(?:^|\/)\.(?:next|nuxt|output|svelte-kit)(?:\/|$)/;

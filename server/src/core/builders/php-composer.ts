import { findProjectInstall } from '../model/project-install';
import { findApplicationFiles } from '../model/application-files';
import type { Artifact } from '../model/builder-plan';
import type { Command } from '../model/commands';
import { isCoveredBy } from '../model/covered-path';
import { findInstalledPackages } from '../model/installed-packages';
import type { DockerfileModel } from '../model/model';
import { readPackageOperation, type PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage-graph';
import { freeStageName } from '../model/stage-name';
import { traceContextFile } from '../model/stage-paths';
import { readComposerJson, type ComposerJson } from '../project/composer-json';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import type { Instruction } from '../syntax/instruction';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';

/** Programs that set up PHP and Apache: the runtime stage runs them again, on the same image. */
const setupPrograms =
  /^(?:a2(?:en|dis)(?:mod|site|conf)|docker-php-ext-\w+|docker-php-source|pecl|sed)$/;
const buildPrograms = new RegExp(`^(?:composer|curl|php)$|${setupPrograms.source}`);

const signs: SignPatterns = {
  files: /\.php$/,
  writes: /$^/,
  temporary: /$^/,
  starts:
    /(?:^|[^>:\w$])(?:exec|shell_exec|system|passthru|proc_open|popen|pcntl_exec)\s*\(|Symfony\\Component\\Process/m,
};

const composerVariables = [
  'COMPOSER_ALLOW_SUPERUSER',
  'COMPOSER_HOME',
  'COMPOSER_NO_INTERACTION',
  'COMPOSER_CACHE_DIR',
  'COMPOSER_MEMORY_LIMIT',
  'COMPOSER_PROCESS_TIMEOUT',
  'COMPOSER_VERSION',
];

export default defineBuilder({
  id: 'php-composer',
  title: 'PHP with Composer',
  plan: (request) => {
    const { model, stage } = request;
    const { base } = stage;
    if (base.kind !== 'image' || base.facts?.family.id !== 'php') return undefined;
    const install = findProjectInstall(model, stage, 'composer');
    return install === undefined ? undefined : planPhp(request, install);
  },
});

function planPhp(request: BuilderRequest, install: PackageOperation): BuilderOutcome {
  const { model, stage, context } = request;
  const manifest = findManifest(request, install);
  if (manifest === undefined) return refuse('The composer.json of the project could not be read.');
  const programs = findProgramSigns(context, signs);
  if (programs === undefined) return refuse('Not every source file of the project could be read.');
  if (programs.starts !== undefined) {
    return refuse(`${programs.starts} may start Composer, Git or another program of the build.`);
  }
  const lastStep = findLastStep(model, stage);
  if (lastStep === undefined) return refuse('The stage runs nothing.');
  const obstacle = findCommandObstacle(request);
  if (obstacle !== undefined) return refuse(obstacle);
  const files = findApplicationFiles(model, stage, {
    lastStep,
    isBuildFile: (each) => /(?:^|\/)(?:composer|auth\.json)$/.test(each),
    results: [],
  });
  if (files.kind === 'unknown') return refuse(files.reason);
  const setup = findSetup(model, stage, lastStep, files.artifacts);
  if (typeof setup === 'string') return refuse(setup);
  const image = stage.imageWord?.text;
  if (image === undefined) return refuse('The image of the stage is not known.');
  return {
    kind: 'plan',
    plan: {
      lastStep,
      builderName: freeStageName(model, 'build'),
      runtimeImage: image,
      stages: [],
      setup: setup.map((each) => [model.text.slice(each.span.start, each.span.end)]),
      artifacts: files.artifacts,
      builderEdits: [],
      command: undefined,
      buildVariables: composerVariables,
      buildPrograms,
      hasShell: true,
      startsLikeBase: true,
      evidence: [
        `${manifest.path}: Composer puts the packages into ${manifest.vendorFolder}, beside the sources.`,
        'The program starts neither Composer nor Git.',
      ],
    },
  };
}

function findManifest(
  { model, stage, context }: BuilderRequest,
  { command }: PackageOperation,
): ComposerJson | undefined {
  const { instruction } = command;
  const path = `${model.workdirAt(instruction) ?? ''}/composer.json`.replace('//', '/');
  const file = traceContextFile(model, stage, path, instruction.span.start);
  return file === undefined
    ? undefined
    : readComposerJson(context, file.replace(/\/?composer\.json$/, ''));
}

/** The last RUN that installs or sets up. */
function findLastStep(model: DockerfileModel, stage: Stage): Instruction | undefined {
  return model.commandsOf(stage).findLast((command) => {
    return (
      buildPrograms.test(command.name ?? '') ||
      readPackageOperation(command)?.manager.kind === 'system'
    );
  })?.instruction;
}

/** Commands whose results are not known to stay in the project. */
function findCommandObstacle({ model, stage, context }: BuilderRequest): string | undefined {
  const strange = model.commandsOf(stage).find((command) => !isUnderstood(command));
  if (strange !== undefined) {
    return `What "${strange.words.map(({ text }) => text).join(' ')}" leaves behind is not known.`;
  }
  const script = context.visiblePaths.find(
    (path) =>
      /\.sh$|entrypoint/.test(path) &&
      /\b(?:composer|git|unzip)\b/.test(context.text(path) ?? 'git'),
  );
  const { healthCheck, entrypoint, command } = model.processOf(stage);
  const executions = [
    ...(healthCheck?.kind === 'command' ? [healthCheck.execution] : []),
    ...[entrypoint, command].flatMap((each) =>
      each.kind === 'instruction' ? [each.execution] : [],
    ),
  ];
  const starts = executions.some(({ commands }) =>
    commands.some(({ name }) => /^(?:composer|git|unzip|zip)$/.test(name ?? '')),
  );
  if (starts) return 'The container runs a program of the build.';
  return script === undefined ? undefined : `${script} runs a program of the build.`;
}

function isUnderstood({ name = '', words, instruction }: Command): boolean {
  if (name === 'curl' || name === 'php') {
    return instruction.argumentText.includes('getcomposer.org');
  }
  if (name !== 'composer') return true;
  const verb = words.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '';
  return /^(?:install|dump-?autoload|clear-?cache|config|--version)?$/.test(verb);
}

/** Packages that only Composer uses. */
const composerPackages = /^(?:git|unzip|zip|p7zip-full|7zip|subversion|mercurial)$/;

/** The RUNs that the runtime stage runs again; a sentence when they cannot be told from the build. */
function findSetup(
  model: DockerfileModel,
  stage: Stage,
  lastStep: Instruction,
  artifacts: readonly Artifact[],
): readonly Instruction[] | string {
  const packages = findInstalledPackages(model, stage);
  const kept: Instruction[] = [];
  for (const { instruction, commands } of model.runsOf(stage)) {
    if (lastStep.span.start < instruction.span.start) continue;
    const installed = packages.filter(
      ({ operation }) => operation.command.instruction === instruction,
    );
    const sets = commands.some((each) => setsUp(model, each, artifacts));
    const needed = sets || installed.some(({ name }) => !composerPackages.test(name ?? ''));
    if (!needed) continue;
    const builds = commands.some(({ name }) => /^(?:composer|php)$/.test(name ?? ''));
    if (
      builds ||
      (/\$\{?[A-Za-z_]/.test(instruction.argumentText) && usesArgument(model, stage, instruction))
    ) {
      const line = String(model.lines.placeAt(instruction.span.start).line + 1);
      return `The RUN on line ${line} builds and sets up the image together.`;
    }
    kept.push(instruction);
  }
  const index = kept.filter(({ argumentText }) => /\bupdate\b/.test(argumentText));
  const lists = kept.some((each) =>
    packages.some(({ operation }) => operation.command.instruction === each),
  );
  const updates = model
    .runsOf(stage)
    .filter(({ commands }) =>
      commands.some(
        ({ name, words }) => /^apt(?:-get)?$/.test(name ?? '') && words[1]?.text === 'update',
      ),
    );
  return lists && index.length === 0 && 0 < updates.length
    ? 'The package index is fetched by a RUN of its own.'
    : kept;
}

/** True for a command that changes the image itself, and not only files that are copied anyway. */
function setsUp(model: DockerfileModel, command: Command, artifacts: readonly Artifact[]): boolean {
  const { name = '', words, instruction } = command;
  if (!setupPrograms.test(name)) return false;
  if (name !== 'sed') return true;
  const paths = words.slice(1).flatMap((word) => {
    const value = model.valueOf(word, instruction) ?? word.text;
    return value.startsWith('/') ? [value] : [];
  });
  return paths.some((path) => !artifacts.some(({ to }) => isCoveredBy(path, to)));
}

/** True when the RUN reads an ARG of the stage. */
function usesArgument(model: DockerfileModel, stage: Stage, instruction: Instruction): boolean {
  const scope = model.variables.before(stage, instruction);
  const names = [...instruction.argumentText.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(
    (match) => match[1] ?? [],
  );
  return names.some((name) => scope.get(name)?.kind === 'arg');
}

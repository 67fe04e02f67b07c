import { findProjectInstall } from '../model/project-install';
import { findGemLibraries } from '../data/ruby-gems';
import { hasTool } from '../data/base-images';
import { trackedTools } from '../data/image-facts';
import { findApplicationFiles } from '../model/application-files';
import { findLastStep } from '../model/last-step';
import { joinPath } from '../model/files';
import { findInstalledPackages } from '../model/installed-packages';
import type { DockerfileModel } from '../model/model';
import { hasOption, type PackageOperation } from '../model/packages';
import { worksElsewhere } from '../model/project-directory';
import { findSlimImage } from '../model/slim-image';
import type { Stage } from '../model/stage-graph';
import { freeStageName } from '../model/stage-name';
import { mayStartTools } from '../model/started-tools';
import { traceContextFile } from '../model/stage-paths';
import { readGemfile, type Gemfile } from '../project/gemfile';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import { findSystemSetup } from '../rewrite/system-setup';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';

const buildPrograms = /^(?:bundle|bundler|gem|rake|rails)$/;

const signs: SignPatterns = {
  files: /\.(?:rb|ru|rake)$/,
  writes: /$^/,
  temporary: /$^/,
  starts:
    /(?:^|[^.\w])(?:system|exec|spawn|popen)\s*[( ]["'[]|%x[({[]|=\s*`|\bOpen3\b|\bIO\.popen\b/m,
};

/** Gems are installed here unless the project asks for another folder. Source: docker-library/ruby. */
const gemFolder = '/usr/local/bundle';

export default defineBuilder({
  id: 'ruby',
  title: 'Ruby with Bundler',
  plan: (request) => {
    const { model, stage } = request;
    const { base } = stage;
    if (base.kind !== 'image' || base.facts?.family.id !== 'ruby') return undefined;
    const install = findProjectInstall(model, stage, 'bundler');
    return install === undefined ? undefined : planRuby(request, install);
  },
});

function planRuby(request: BuilderRequest, install: PackageOperation): BuilderOutcome | undefined {
  const { model, stage, context } = request;
  const slim = findSlimImage(stage);
  if (slim.kind === 'unknown') return refuse(slim.reason);
  const packages = findInstalledPackages(model, stage);
  const builds = packages.some(({ role }) => role === 'build' || role === 'headers');
  if (!slim.slimmer && !builds) return undefined;
  const { instruction } = install.command;
  if (worksElsewhere(install) && !namesOwnGemfile(model, install)) {
    return refuse('Bundler works on another folder.');
  }
  const path = `${model.workdirAt(instruction) ?? ''}/Gemfile`.replace('//', '/');
  const file = traceContextFile(model, stage, path, instruction.span.start);
  const gemfile =
    file === undefined ? undefined : readGemfile(context, file.replace(/\/?Gemfile$/, ''));
  if (gemfile === undefined) return refuse('The Gemfile of the project could not be read.');
  const programs = findProgramSigns(context, signs);
  if (programs === undefined) return refuse('Not every source file of the project could be read.');
  const libraries = slim.slimmer ? findLibraries(gemfile) : [];
  if (typeof libraries === 'string') return refuse(libraries);
  const obstacle = findCommandObstacle(model, stage) ?? findSlimObstacle(model, stage, programs);
  if (obstacle !== undefined) return refuse(obstacle);
  const startsPrograms = programs.starts !== undefined || mayStartTools(model, stage, context);
  const setup = findSystemSetup(model, stage, startsPrograms, {
    present: inRuby,
    added: libraries,
  });
  if (typeof setup === 'string') return refuse(setup);
  const evidence = [
    `${gemfile.path}: it asks for ${gemfile.gems.map(({ name }) => name).join(', ')}.`,
    ...(slim.slimmer ? ['The slim image has every library that these gems need.'] : []),
  ];
  return writePlan(request, install, { image: slim.reference, setup, evidence });
}

/** True for `--gemfile=/app/Gemfile` in `/app`. */
function namesOwnGemfile(model: DockerfileModel, { command, options }: PackageOperation): boolean {
  const { instruction } = command;
  const workdir = model.workdirAt(instruction);
  return options
    .filter((option) => /^(?:--gemfile|-C|--dir|--cwd|--prefix)$/.test(option.name))
    .every(
      ({ name, value }) =>
        name === '--gemfile' &&
        workdir !== undefined &&
        joinPath(workdir, value ?? '') === joinPath(workdir, 'Gemfile'),
    );
}

/** Libraries and programs of every image of Ruby. Source: docker-library/ruby: 3.4/slim-trixie/Dockerfile. */
const inRuby =
  /^(?:libffi8|libgmp10|libssl3(?:t64)?|libyaml-0-2|zlib1g|procps|bzip2|ca-certificates)$/;

interface Runtime {
  readonly image: string;
  readonly setup: readonly (readonly string[])[];
  readonly evidence: readonly string[];
}

function writePlan(
  { model, stage }: BuilderRequest,
  install: PackageOperation,
  { image, setup, evidence }: Runtime,
): BuilderOutcome {
  const lastStep = findLastStep(model, stage, buildPrograms, install.command.instruction);
  const isGlobal = model
    .commandsOf(stage)
    .some(({ name, words }) => name === 'bundle' && words.some(({ text }) => text === '--global'));
  const results = [
    ...(hasOwnFolder(model, stage, install) ? [] : [gemFolder]),
    ...(isGlobal ? ['/root/.bundle'] : []),
  ];
  const files = findApplicationFiles(model, stage, { lastStep, isBuildFile: () => false, results });
  if (files.kind === 'unknown') return refuse(files.reason);
  return {
    kind: 'plan',
    plan: {
      lastStep,
      builderName: freeStageName(model, 'build'),
      runtimeImage: image,
      stages: [],
      setup,
      artifacts: files.artifacts,
      builderEdits: [],
      command: undefined,
      buildVariables: [],
      buildPrograms,
      hasShell: true,
      evidence,
    },
  };
}

/** The packages of Debian that the gems need; a sentence when that is not known. */
function findLibraries({ gems, complete, path }: Gemfile): readonly string[] | string {
  if (!complete) return `${path} is not understood as a whole.`;
  const foreign = gems.find(({ origin }) => origin !== undefined);
  if (foreign !== undefined) {
    return `Where the gem ${foreign.name} comes from, its needs are not known.`;
  }
  const libraries: string[] = [];
  for (const { name } of gems) {
    const found = findGemLibraries(name);
    if (found === undefined) {
      return `Whether the gem ${name} needs a library that the slim image lacks is not known.`;
    }
    libraries.push(...found);
  }
  return libraries;
}

/** Commands of the project whose results are not known to stay in its folder. */
function findCommandObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  const strange = model.commandsOf(stage).find(({ name, words }) => {
    const texts = words.map(({ text }) => text);
    if (name === 'gem') return texts[1] !== 'update' && texts[1] !== 'install';
    if (!/^(?:bundle|rake|rails)$/.test(name ?? '')) return false;
    const runs = name !== 'bundle' || /^(?:exec|e)$/.test(texts[1] ?? '');
    return runs && !texts.some((text) => /^(?:assets:precompile|bootsnap|precompile)$/.test(text));
  });
  return strange === undefined
    ? undefined
    : `What "${strange.words.map(({ text }) => text).join(' ')}" leaves behind is not known.`;
}

function findSlimObstacle(
  model: DockerfileModel,
  stage: Stage,
  programs: NonNullable<ReturnType<typeof findProgramSigns>>,
): string | undefined {
  const { base } = stage;
  const variant = base.kind === 'image' ? base.facts?.variant : undefined;
  if (variant?.slimTag === undefined) return undefined;
  if (programs.starts !== undefined) {
    return `${programs.starts} may start a program that the slim image lacks.`;
  }
  if (programs.systemPath !== undefined) {
    return `${programs.systemPath.file} names ${programs.systemPath.path}, which the slim image may lack.`;
  }
  const { healthCheck, entrypoint, command } = model.processOf(stage);
  const executions = [
    ...(healthCheck?.kind === 'command' ? [healthCheck.execution] : []),
    ...[entrypoint, command].flatMap((each) =>
      each.kind === 'instruction' ? [each.execution] : [],
    ),
  ];
  const names = executions.flatMap(({ commands }) => commands.flatMap(({ name }) => name ?? []));
  const lost = trackedTools.find(
    (tool) =>
      names.includes(tool) && !['bash', 'perl'].includes(tool) && hasTool(variant, tool) !== false,
  );
  if (lost !== undefined) return `The container runs ${lost}, which the slim image lacks.`;
  const script = names.find((name) => /\.(?:ba)?sh$|entrypoint/.test(name));
  return script === undefined ? undefined : `What ${script} runs is not looked at.`;
}

/** True when gems go to a folder below the project: then it comes along with the project. */
function hasOwnFolder(model: DockerfileModel, stage: Stage, install: PackageOperation): boolean {
  const path = model.variables.before(stage, install.command.instruction).get('BUNDLE_PATH')?.value;
  const configured = model.commandsOf(stage).some(({ name, words }) => {
    const texts = words.map(({ text }) => text.replace(/["']/g, ''));
    return (
      name === 'bundle' &&
      texts[1] === 'config' &&
      texts.some((text) => /^(?:path|deployment)$/.test(text))
    );
  });
  const isOwn = path !== undefined && path !== gemFolder;
  return isOwn || configured || hasOption(install, ['--path', '--deployment']);
}

import { firstMinor, isSelfContained } from '../data/python-wheels';
import { findApplicationFiles } from '../model/application-files';
import { collectMainCommands } from '../model/main-command';
import { findInstalledPackages } from '../model/installed-packages';
import type { DockerfileModel } from '../model/model';
import { readPythonInstall, type PythonInstall } from '../model/python-install';
import { findLastStep } from '../model/last-step';
import { leaveRunnerOut } from '../model/runner-start';
import { findSlimImage } from '../model/slim-image';
import type { Stage } from '../model/stage-graph';
import { freeStageName } from '../model/stage-name';
import { mayStartTools } from '../model/started-tools';
import { findProgramSigns, type ProgramSigns, type SignPatterns } from '../project/program-signs';
import type { BuildContext } from '../project/build-context';
import { insertBefore, keyword } from '../rewrite/instructions';
import { findSystemSetup } from '../rewrite/system-setup';
import type { Instruction } from '../syntax/instruction';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';

/** Programs whose commands in a RUN install or prepare; which of the latter is looked at by itself. */
const buildPrograms = /^(?:pip|python|pypy)[\d.]*$|^(?:uv|poetry|virtualenv)$/;

const signs: SignPatterns = {
  files: /\.py$/,
  writes: /$^/,
  temporary: /$^/,
  starts: /\bsubprocess\b|\bos\.(?:system|popen|exec\w+|spawn\w+)\b|\bpexpect\b|\bctypes\b/,
};

export default defineBuilder({
  id: 'python',
  title: 'Python',
  plan: (request) => {
    const { model, stage } = request;
    const { base } = stage;
    if (base.kind !== 'image' || base.facts?.family.id !== 'python') return undefined;
    const install = readPythonInstall(model, stage);
    if (install === undefined) return undefined;
    if (typeof install === 'string') return refuse(install);
    return planPython(request, install);
  },
});

function planPython(request: BuilderRequest, install: PythonInstall): BuilderOutcome | undefined {
  const { model, stage, context } = request;
  const slim = findSlimImage(stage);
  if (slim.kind === 'unknown') return refuse(slim.reason);
  const builds = findInstalledPackages(model, stage).some(
    ({ role }) => role === 'build' || role === 'headers',
  );
  if (!slim.slimmer && !builds && install.tool === 'pip') return undefined;
  const programs = findProgramSigns(context, signs);
  if (programs === undefined) return refuse('Not every source file of the project could be read.');
  const obstacle =
    findStrangeCommand(model, stage) ??
    findUserObstacle(model, install) ??
    findStartObstacle(stage, install) ??
    (slim.slimmer ? findSlimObstacle(request, install, programs) : undefined);
  if (obstacle !== undefined) return refuse(obstacle);
  const startsPrograms = programs.starts !== undefined || mayStartTools(model, stage, context);
  const setup = findSystemSetup(model, stage, startsPrograms, {
    present: inPython,
    added: slim.slimmer ? librariesOf(install) : [],
  });
  if (typeof setup === 'string') return refuse(setup);
  return writePlan(request, install, slim, setup, programs.texts);
}

function writePlan(
  { model, stage }: BuilderRequest,
  install: PythonInstall,
  slim: { readonly reference: string; readonly slimmer: boolean },
  setup: readonly (readonly string[])[],
  texts: readonly string[],
): BuilderOutcome {
  const lastStep = findLastStep(model, stage, buildPrograms, install.lastRun);
  const runner =
    install.tool === 'pip' ? undefined : leaveRunnerOut(model, stage, install.tool, lastStep);
  if (typeof runner === 'string') return refuse(runner);
  const files = findApplicationFiles(model, stage, {
    lastStep,
    isBuildFile: isBuildFileOf(texts),
    results: [install.environment, ...workdirsOf(model, stage)],
  });
  if (files.kind === 'unknown') return refuse(files.reason);
  const path = needsPath(model, stage, install) ? [[pathLine(model, install)]] : [];
  return {
    kind: 'plan',
    plan: {
      lastStep,
      builderName: freeStageName(model, 'build'),
      runtimeImage: slim.reference,
      stages: [],
      setup: [...setup, ...path],
      artifacts: files.artifacts,
      builderEdits: [...environmentEdits(model, install), ...(runner?.edits ?? [])],
      command: runner?.command,
      buildVariables: buildVariablesOf(stage),
      buildPrograms,
      hasShell: true,
      evidence: evidenceOf(install, slim.slimmer),
    },
  };
}

/** A command of Python whose results are not known to lie below the project. */
function findStrangeCommand(model: DockerfileModel, stage: Stage): string | undefined {
  const strange = model
    .commandsOf(stage)
    .find(({ name, words }) => /^(?:python|pypy)[\d.]*$/.test(name ?? '') && !isUnderstood(words));
  if (strange === undefined) return undefined;
  const text = strange.words.map(({ text: word }) => word).join(' ');
  return `What "${text}" leaves behind is not known.`;
}

/** Commands of Django that write below the project, and modules that prepare it. */
function isUnderstood(words: readonly { readonly text: string }[]): boolean {
  const texts = words.map(({ text }) => text.replace(/["']/g, ''));
  const at = texts.findIndex((text) => /(?:^|\/)manage\.py$/.test(text));
  if (0 <= at) {
    return /^(?:collectstatic|migrate|compilemessages|check)$/.test(texts[at + 1] ?? '');
  }
  return texts[1] === '-m' && /^(?:pip|venv|virtualenv|ensurepip|compileall)$/.test(texts[2] ?? '');
}

function findUserObstacle(model: DockerfileModel, install: PythonInstall): string | undefined {
  if (install.makeBefore === undefined) return undefined;
  const user = model.userAt(install.makeBefore);
  return user === undefined || user.privilege === 'root'
    ? undefined
    : 'The packages are installed by an account that may not write to /opt.';
}

/** A program that is started by its full path is not that of the environment. */
function findStartObstacle(stage: Stage, install: PythonInstall): string | undefined {
  if (install.makeBefore === undefined) return undefined;
  const path = stage.instructions
    .flatMap(({ assignments }) => assignments)
    .find(({ name, value }) => name.text === 'PATH' && value?.text.includes('PATH') !== true);
  if (path !== undefined) return 'ENV sets PATH without what it was before.';
  const named = stage.instructions
    .filter((each) => ['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'RUN'].includes(each.keyword))
    .find((each) => /\/usr\/local\/(?:bin|lib\/python)/.test(each.argumentText));
  return named === undefined
    ? undefined
    : `${named.keyword} names a path of the Python of the image.`;
}

/** What the slim image may lack. */
function findSlimObstacle(
  { model, stage, context }: BuilderRequest,
  install: PythonInstall,
  programs: ProgramSigns,
): string | undefined {
  const { base } = stage;
  const minor = base.kind === 'image' ? /^3\.(\d+)/.exec(base.tag ?? '')?.[1] : undefined;
  if (minor === undefined || Number(minor) < firstMinor) {
    return 'Which packages have wheels for this version of Python is not known.';
  }
  const other = install.requirements.find(
    ({ name, specifier }) =>
      name === undefined ||
      !(libraries.has(name) || isSelfContained(name, specifier, Number(minor))),
  );
  if (other !== undefined) {
    return `Whether ${other.text} needs a library that the slim image lacks is not known.`;
  }
  if (programs.starts !== undefined) {
    return `${programs.starts} may start a program or load a library that the slim image lacks.`;
  }
  if (programs.systemPath !== undefined) {
    const { file, path } = programs.systemPath;
    return `${file} names ${path}, which the slim image may lack.`;
  }
  return findLostStart(model, stage) ?? findLostScript(context);
}

/** A program of the full image that the container itself runs. */
function findLostStart(model: DockerfileModel, stage: Stage): string | undefined {
  const process = model.processOf(stage);
  const { healthCheck } = process;
  const tool =
    healthCheck?.kind === 'command'
      ? healthCheck.execution.commands.find(({ name }) => lostPrograms.test(name ?? ''))
      : undefined;
  if (tool !== undefined) {
    return `HEALTHCHECK runs ${tool.name ?? ''}, which the slim image lacks.`;
  }
  const [main] = collectMainCommands(process);
  return lostPrograms.test(main?.name ?? '')
    ? `The container runs ${main?.name ?? ''}, which the slim image lacks.`
    : undefined;
}

/** A shell script of the project that runs such a program. */
function findLostScript(context: BuildContext): string | undefined {
  const script = context.visiblePaths.find(
    (path) => /\.(?:ba)?sh$/.test(path) && lostWords.test(context.text(path) ?? 'curl '),
  );
  return script === undefined
    ? undefined
    : `${script} may run a program that the slim image lacks.`;
}

const lostPrograms = /^(?:curl|wget|git|gcc|g\+\+|make|hg|svn|ssh|patch|file|unzip|nc|ps)$/;
const lostWords =
  /(?:^|[\s;&|(`])(?:curl|wget|git|gcc|make|ssh|scp|file|unzip|nc|ps|netstat|psql|mysql|redis-cli)\s/m;

/** Packages that are compiled against one library, which the full image has with its headers. */
const libraries: ReadonlyMap<string, string> = new Map([
  ['psycopg2', 'libpq5'],
  ['mysqlclient', 'libmariadb3'],
]);

function librariesOf({ requirements }: PythonInstall): readonly string[] {
  return requirements.flatMap(({ name }) => libraries.get(name ?? '') ?? []);
}

/** Libraries of Debian that Python itself needs. Source: docker-library/python: 3.13/slim-trixie/Dockerfile. */
const inPython =
  /^(?:libbz2-1\.0|libffi8|libgdbm6(?:t64)?|liblzma5|libncursesw6|libreadline8(?:t64)?|libsqlite3-0|libssl3(?:t64)?|libuuid1|zlib1g|libtinfo6|libzstd1|libc6)$/;

const dependencyLists =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|constraints[\w.-]*\.txt|poetry\.(?:lock|toml)|uv\.(?:lock|toml)|Pipfile(?:\.lock)?|pip\.conf|\.netrc|\.pypirc|uvx?|requirements)$/;

/** Lists of dependencies and settings of the installers, unless a source file names them. */
function isBuildFileOf(texts: readonly string[]): (path: string) => boolean {
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return dependencyLists.test(path) && !texts.some((text) => text.includes(name));
  };
}

/** The folders in which RUNs of the program's own work: what they write lies below. */
function workdirsOf(model: DockerfileModel, stage: Stage): readonly string[] {
  const own = model
    .commandsOf(stage)
    .filter(({ words }) => words.some(({ text }) => /manage\.py$|^compileall$/.test(text)));
  return own.flatMap(({ instruction }) => model.workdirAt(instruction) ?? []);
}

/** The lines that make the environment, above the first install. */
function environmentEdits(model: DockerfileModel, install: PythonInstall): BuilderEdits {
  if (install.makeBefore === undefined) return [];
  const lines = [
    `${keyword(model, 'RUN')} python -m venv ${install.environment}`,
    ...(install.needsVariable
      ? [`${keyword(model, 'ENV')} VIRTUAL_ENV=${install.environment}`]
      : []),
    pathLine(model, install),
  ];
  return [insertBefore(model, findPlace(model, install, install.makeBefore), lines)];
}

/** Above the first copy, so that a change of sources does not make it anew; poetry itself stays outside. */
function findPlace(
  model: DockerfileModel,
  { tool }: PythonInstall,
  install: Instruction,
): Instruction {
  const stage = model.stageOf(install);
  if (tool !== 'pip' || stage === undefined) return install;
  const first = stage.instructions.find(
    (each) => ['COPY', 'ADD'].includes(each.keyword) || each === install,
  );
  const user = first === undefined ? undefined : model.userAt(first);
  return first !== undefined && user?.privilege === 'root' ? first : install;
}

type BuilderEdits = readonly ReturnType<typeof insertBefore>[];

function pathLine(model: DockerfileModel, { environment }: PythonInstall): string {
  return `${keyword(model, 'ENV')} PATH=${environment}/bin:$PATH`;
}

/** True unless the file itself puts the environment on the PATH, or never asks for it by name. */
function needsPath(model: DockerfileModel, stage: Stage, install: PythonInstall): boolean {
  const { environment, makeBefore, tool } = install;
  const written = model.variables.atEnd(stage).get('PATH')?.assignment?.value?.text ?? '';
  if (written.includes(`${environment}/bin`)) return false;
  return makeBefore !== undefined || tool !== 'pip';
}

function buildVariablesOf(stage: Stage): readonly string[] {
  return stage.instructions
    .filter(({ keyword: name }) => name === 'ENV')
    .flatMap(({ assignments }) => assignments.map(({ name }) => name.text))
    .filter((name) => /^(?:PIP|POETRY|UV)_/.test(name));
}

function evidenceOf(install: PythonInstall, slimmer: boolean): readonly string[] {
  const names = install.requirements.flatMap(({ name }) => name ?? []);
  const listed = names.length === 0 ? 'nothing' : names.join(', ');
  return [
    `${install.tool} installs ${listed}.`,
    `The packages lie in ${install.environment}, in both stages.`,
    ...(slimmer && names.length !== 0
      ? ['None of them needs a library that only the full image has.']
      : []),
  ];
}

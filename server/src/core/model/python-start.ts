import type { StartedScript } from '../project/node-entry';
import type { BuildContext } from '../project/build-context';
import { findProjectChange } from './project-changes';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';
import { sourcesOf, traceContextFile } from './stage-paths';
import { findVirtualEnvironments } from './virtual-environments';
import { escapePattern } from '../text/escape-pattern';

/**
 * Programs of Python packages that serve an application, by the package that brings them.
 * Source: the entry points that the packages declare on PyPI; checked 2026-11-21.
 */
const programs: ReadonlyMap<string, string> = new Map([
  ['gunicorn', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['hypercorn', 'hypercorn'],
  ['daphne', 'daphne'],
  ['granian', 'granian'],
  ['waitress-serve', 'waitress'],
  ['flask', 'flask'],
  ['fastapi', 'fastapi'],
  ['celery', 'celery'],
  ['streamlit', 'streamlit'],
]);

/** True for `uv run`, `poetry run` and `pipenv run`. */
export function isPythonRunner(words: readonly string[]): boolean {
  return /^(?:uv|poetry|pipenv)$/.test(words[0] ?? '') && words[1] === 'run';
}

/**
 * The program behind `uv run …`, `poetry run …` or `pipenv run …`, by its place in the environment that
 * a RUN made. Sources: https://docs.astral.sh/uv/concepts/projects/run/,
 * https://python-poetry.org/docs/configuration/ and https://pipenv.pypa.io/en/latest/configuration.html
 */
export function findPythonStart(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
): StartedScript {
  const { context } = model;
  const workdir = model.workdirAtEnd(stage);
  if (context === undefined || workdir === undefined) {
    return unknown('The files of the build context are not known.');
  }
  const [runner = ''] = words;
  const rest = behindOptions(words.slice(2));
  const [program = ''] = rest;
  if (rest.length === 0 || program.startsWith('-')) {
    return unknown(`The options of "${runner} run" are not known.`);
  }
  const manifestName = runner === 'pipenv' ? 'Pipfile' : 'pyproject.toml';
  const file = traceContextFile(model, stage, `${workdir}/${manifestName}`.replace('//', '/'));
  const manifest = file === undefined ? undefined : context.text(file);
  if (file === undefined || manifest === undefined) {
    return unknown(`Which ${manifestName} lies in the working directory is not known.`);
  }
  const changed = findProjectChange(model, manifestName);
  if (changed !== undefined) return unknown(changed);
  const folder = findProgramFolder(model, stage, runner, manifest, workdir);
  if (typeof folder !== 'string') return folder;
  const obstacle = findObstacle(context, runner, manifest, program);
  if (obstacle !== undefined) return unknown(obstacle);
  const isFile = program.endsWith('.py');
  const name = isFile ? `${folder}python` : `${folder}${program}`;
  const arguments_ = isFile ? rest : rest.slice(1);
  return {
    kind: 'program',
    words: [name, ...arguments_],
    environment: new Map(),
    folder: file.replace(/\/?[^/]+$/, ''),
    package: undefined,
    evidence: [
      `${runner}: "${rest.join(' ')}" runs in ${folder === '' ? 'the Python of the image' : folder}.`,
    ],
  };
}

function behindOptions(words: readonly string[]): readonly string[] {
  const own = new Set(['--no-sync', '--frozen', '--locked', '--no-dev', '--offline', '--']);
  const start = words.findIndex((word) => !own.has(word));
  return start < 0 ? [] : words.slice(start);
}

/** The folder of the programs with a `/` at the end; `''` when they lie on the PATH. */
function findProgramFolder(
  model: DockerfileModel,
  stage: Stage,
  runner: string,
  manifest: string,
  workdir: string,
): string | StartedScript {
  const scope = model.variables.atEnd(stage);
  const value = (name: string): string => scope.get(name)?.value ?? '';
  const own = `${workdir}/.venv`.replace('//', '/');
  if (runner === 'uv') return findUvFolder(model, stage, manifest, own);
  const says = (words: string): boolean =>
    model.stages.some((each) =>
      model.commandsOf(each).some((command) =>
        command.words
          .map(({ text }) => text)
          .join(' ')
          .includes(words),
      ),
    );
  if (runner === 'poetry') {
    const isSystem =
      /^(?:false|0)$/i.test(value('POETRY_VIRTUALENVS_CREATE')) ||
      says('poetry config virtualenvs.create false');
    if (isSystem && collectInheritance(stage).length === 1 && installs(model, stage, 'poetry'))
      return '';
    const inProject =
      /^(?:true|1)$/i.test(value('POETRY_VIRTUALENVS_IN_PROJECT')) ||
      says('poetry config virtualenvs.in-project true');
    if (!isSystem && inProject && installs(model, stage, 'poetry')) return `${own}/bin/`;
    return unknown('Where Poetry keeps the environment is not known.');
  }
  const inProject = /^(?:true|1)$/i.test(value('PIPENV_VENV_IN_PROJECT'));
  return inProject && installs(model, stage, 'pipenv') && !says('--system')
    ? `${own}/bin/`
    : unknown('Where Pipenv keeps the environment is not known.');
}

/** True when the stage itself installs with the manager in its working directory. */
function installs(model: DockerfileModel, stage: Stage, manager: string): boolean {
  return model
    .packageOperationsOf(stage)
    .some(
      (operation) =>
        operation.manager.id === manager &&
        operation.action === 'install' &&
        model.workdirAt(operation.command.instruction) === model.workdirAtEnd(stage),
    );
}

const harmlessSettings =
  /^UV_(?:LINK_MODE|COMPILE_BYTECODE|PYTHON_DOWNLOADS|CACHE_DIR|NO_CACHE|FROZEN|LOCKED|NO_SYNC|NO_DEV|VERSION)$/;

function findUvFolder(
  model: DockerfileModel,
  stage: Stage,
  manifest: string,
  own: string,
): string | StartedScript {
  const setting = model.variables
    .atEnd(stage)
    .all()
    .find(
      ({ name, kind }) => kind === 'env' && name.startsWith('UV_') && !harmlessSettings.test(name),
    );
  if (setting !== undefined)
    return unknown(`The variable ${setting.name} may change what uv runs.`);
  const makers = model.stages.filter((each) =>
    findVirtualEnvironments(model, each).some(({ tool, path }) => tool === 'uv' && path === own),
  );
  const chain = collectInheritance(stage);
  const maker =
    makers.find((each) => chain.includes(each)) ??
    makers.find((each) => isCopied(model, stage, each, own));
  if (maker === undefined) return unknown('Where uv keeps the environment is not known.');
  const last = model
    .commandsOf(maker)
    .findLast(({ name, words }) => name === 'uv' && words[1]?.value === 'sync');
  const leavesOut = last?.words.some(({ value }) => value === '--no-install-project') === true;
  if (last === undefined || (leavesOut && /^\[build-system\]/m.test(manifest))) {
    return unknown('uv installs the project itself only when the container starts.');
  }
  return `${own}/bin/`;
}

function isCopied(model: DockerfileModel, stage: Stage, maker: Stage, path: string): boolean {
  return collectInheritance(stage)
    .flatMap((each) => model.copiesOf(each))
    .some(
      (copy) =>
        copy.origin.kind === 'stage' &&
        copy.origin.stage === maker &&
        sourcesOf(copy, path).includes(path),
    );
}

function findObstacle(
  context: BuildContext,
  runner: string,
  manifest: string,
  program: string,
): string | undefined {
  const owner = programs.get(program);
  if (program !== 'python' && !program.endsWith('.py')) {
    if (owner === undefined) return `Which package brings the program "${program}" is not known.`;
    const dependency = new RegExp(`(?:^|["'])${escapePattern(owner)}(?:["'\\s<>=~!;[]|$)`, 'im');
    if (!dependency.test(manifest)) return `The manifest names no package "${owner}".`;
    if (
      new RegExp(`^\\s*["']?${escapePattern(program)}["']?\\s*=\\s*["'][\\w.]+:`, 'm').test(
        manifest,
      )
    ) {
      return `The manifest has a script "${program}" of its own.`;
    }
  }
  if (runner === 'pipenv' && context.has('.env') !== 'no' && !context.ignores('.env')) {
    return 'Pipenv reads the file .env.';
  }
  for (const path of context.visiblePaths) {
    if (!path.endsWith('.py')) continue;
    const text = context.text(path);
    if (text === undefined) return `The source file ${path} could not be read.`;
    if (
      /\bsubprocess\b|\bos\.(?:system|popen|exec|spawn|posix_spawn)|\bshutil\.which|\bVIRTUAL_ENV\b/.test(
        text,
      )
    ) {
      return `${path} starts programs, which may lie in the environment.`;
    }
  }
  return undefined;
}

function unknown(reason: string): StartedScript {
  return { kind: 'unknown', reason };
}

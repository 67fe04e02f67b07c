import { startWrappers } from '../data/start-programs';
import {
  findPackageProgram,
  findStartedScript,
  readScriptCall,
  type StartedScript,
} from '../project/node-entry';
import {
  findSaying,
  readProgramSources,
  readsManagerVariables,
  startsPrograms,
} from '../project/node-sources';
import { readPackageJson } from '../project/package-json';
import type { Instruction } from '../syntax/instruction';
import { toExecCommand, type Command } from './commands';
import type { DockerfileModel } from './model';
import type { StartCommand } from './process';
import { findProjectChange } from './project-changes';
import { findPythonStart, isPythonRunner } from './python-start';
import { findChain, readLiteralWords } from './shell-form';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A CMD or ENTRYPOINT that starts a package manager, and the program behind it. */
export interface ManagerStart {
  readonly instruction: Instruction;
  /** The words in front of the manager that stay: `tini --`. */
  readonly prefix: readonly string[];
  /** The manager and its arguments, as written: `npm start`. */
  readonly words: readonly string[];
  readonly started: StartedScript;
  /** Working directory of the program where it is not that of the instruction. */
  readonly workdir: string | undefined;
}

/**
 * The package manager that a container of a stage starts with, and the program that it starts in turn.
 *
 * @returns undefined when the main process is no package manager that runs a program of the image
 */
export function findManagerStart(model: DockerfileModel, stage: Stage): ManagerStart | undefined {
  const { entrypoint, command } = model.processOf(stage);
  const isOwn = entrypoint.kind === 'instruction';
  const start = isOwn && command.kind !== 'instruction' ? entrypoint : command;
  const found = isOwn && entrypoint.execution.form !== 'exec' ? entrypoint : start;
  if (found.kind !== 'instruction') return undefined;
  const line = readLine(found);
  if (line === undefined || !isRunner(line.words)) {
    return isOwn && command.kind === 'instruction' ? readJoined(entrypoint, command) : undefined;
  }
  const { instruction } = found;
  const obstacle =
    line.obstacle ??
    (found === entrypoint ? undefined : findEntrypointObstacle(model, stage, entrypoint));
  const started =
    obstacle === undefined ? findStarted(model, stage, line.words) : unknown(obstacle);
  const own = line.environment;
  return {
    instruction,
    prefix: line.prefix,
    words: line.words,
    workdir: started.kind === 'program' ? findWorkdir(model, stage, started.folder) : undefined,
    started:
      started.kind === 'program'
        ? { ...started, environment: new Map([...own, ...started.environment]) }
        : started,
  };
}

interface Line {
  readonly prefix: readonly string[];
  readonly words: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly obstacle?: string;
}

/** The one command of an instruction with what stands in front of it. */
function readLine(start: StartCommand & { kind: 'instruction' }): Line | undefined {
  const { execution, instruction } = start;
  if (execution.form === 'exec') {
    const [command, ...inner] = execution.commands;
    if (command === undefined) return undefined;
    const values = instruction.json?.map(({ value }) => value) ?? [];
    const words = command.words.map((word) => word.text);
    const prefix = values.slice(0, values.length - words.length);
    const last = inner.at(-1);
    if (last === undefined) return { prefix, words, environment: new Map() };
    const lastWords = last.words.map((word) => word.text);
    return { prefix, words: lastWords, environment: new Map(), obstacle: needsShell };
  }
  const chain = findChain(execution);
  const last = execution.commands.at(-1);
  if (last === undefined) return undefined;
  const written = last.words.map((word) => word.value ?? word.text);
  const line = { prefix: [], words: written, environment: readEnvironment(last) ?? new Map() };
  if (chain?.length !== 1) return { ...line, obstacle: 'CMD runs several commands.' };
  const isPlain =
    readLiteralWords(last.shell) !== undefined &&
    last.wrappers.every((name) => name === 'exec') &&
    readEnvironment(last) !== undefined;
  return isPlain ? line : { ...line, obstacle: needsShell };
}

const needsShell = 'What is started needs a shell.';

function readEnvironment({ shell }: Command): ReadonlyMap<string, string> | undefined {
  const entries = shell.assignments.map(({ name, value }) => [name, value?.value ?? ''] as const);
  const isKnown = shell.assignments.every(
    ({ value }) => value === undefined || value.value !== undefined,
  );
  return isKnown ? new Map(entries) : undefined;
}

/** `ENTRYPOINT ["npm", "run"]` with `CMD ["serve"]`. */
function readJoined(
  entrypoint: StartCommand & { kind: 'instruction' },
  command: StartCommand & { kind: 'instruction' },
): ManagerStart | undefined {
  const first = entrypoint.instruction.json;
  const second = command.instruction.json;
  if (first === undefined || second === undefined) return undefined;
  const words = toExecCommand([...first, ...second], command.instruction).words.map(
    ({ text }) => text,
  );
  if (!isRunner(words) || !managers.test(words[0] ?? '')) return undefined;
  const reason = 'ENTRYPOINT and CMD name the program together.';
  return {
    instruction: entrypoint.instruction,
    prefix: [],
    words,
    started: unknown(reason),
    workdir: undefined,
  };
}

const managers = /^(?:npm|pnpm|yarn|bun|npx|bunx|uv|poetry|pipenv)$/;

function isRunner(words: readonly string[]): boolean {
  return readScriptCall(words) !== undefined || words[0] === 'npx' || isPythonRunner(words);
}

/** What an ENTRYPOINT in front of CMD may make of it; undefined when it hands it on as it is. */
function findEntrypointObstacle(
  model: DockerfileModel,
  stage: Stage,
  entrypoint: StartCommand,
): string | undefined {
  if (entrypoint.kind === 'none' || entrypoint.kind === 'base') return undefined;
  const reason = 'What the ENTRYPOINT makes of CMD is not known.';
  if (entrypoint.kind === 'unknown') return reason;
  const words = entrypoint.instruction.json?.map(({ value }) => value) ?? [];
  const [first] = words;
  if (first === undefined) return undefined;
  const name = first.slice(first.lastIndexOf('/') + 1);
  if (startWrappers.has(name) && words.slice(1).every((word) => word.startsWith('-'))) {
    return undefined;
  }
  const workdir = model.workdirAtEnd(stage) ?? '';
  const path = first.startsWith('/') ? first : `${workdir}/${first.replace(/^\.\//, '')}`;
  const script = words.length === 1 ? traceContextFile(model, stage, path) : undefined;
  const text = script === undefined ? undefined : model.context?.text(script);
  if (text === undefined) return reason;
  const handsOn =
    /^\s*exec\s+"\$@"\s*$/m.test(text) && !/\$\{?[1-9]|\bnpm\b|\byarn\b|\bpnpm\b/.test(text);
  return handsOn ? undefined : reason;
}

function findStarted(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
): StartedScript {
  const { context } = model;
  if (context === undefined) return unknown('The files of the build context are not known.');
  if (isPythonRunner(words)) return findPythonStart(model, stage, words);
  const file = findManifest(model, stage);
  if (file === undefined) {
    return unknown('Which package.json lies in the working directory is not known.');
  }
  const changed = findProjectChange(model, 'package.json');
  if (changed !== undefined) return unknown(changed);
  const folder = file.replace(/\/?package\.json$/, '');
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) return unknown(`The file ${file} could not be read.`);
  const call = readScriptCall(words);
  const started =
    call === undefined
      ? findDownloaded(words, (program, rest) => findPackageProgram(manifest, program, rest))
      : findStartedScript(context, folder, call);
  if (started.kind === 'unknown') return started;
  const sources = readProgramSources(context, folder);
  if (sources === undefined) return unknown('Not every source file of the project could be read.');
  const reader = findSaying(sources, readsManagerVariables);
  if (reader !== undefined)
    return unknown(`${reader} reads variables that the package manager sets.`);
  const starter = findSaying(sources, startsPrograms);
  if (starter !== undefined) {
    return unknown(
      `${starter} starts programs, which the package manager may have put on the PATH.`,
    );
  }
  const handles =
    findSaying(sources, /['"`]SIG(?:TERM|INT)['"`]|enableShutdownHooks/) !== undefined;
  const isOwn = started.package === undefined && started.words[0] === 'node';
  return handles || !isOwn
    ? started
    : { ...started, evidence: [...started.evidence, withoutHandler] };
}

const withoutHandler =
  'No source handles SIGTERM: run the container with --init, or add a handler, so that it stops at once.';

/** The working directory of a member of a workspace, whose scripts start in its own folder. */
function findWorkdir(model: DockerfileModel, stage: Stage, folder: string): string | undefined {
  const workdir = model.workdirAtEnd(stage)?.replace(/\/$/, '');
  if (workdir === undefined) return undefined;
  const root = findManifest(model, stage)?.replace(/\/?package\.json$/, '');
  if (root === undefined || root === folder) return undefined;
  return `${workdir}/${root === '' ? folder : folder.slice(root.length + 1)}`;
}

/** The `package.json` of the build context that lies in the working directory. */
function findManifest(model: DockerfileModel, stage: Stage): string | undefined {
  const workdir = model.workdirAtEnd(stage);
  if (workdir === undefined) return undefined;
  const file = traceContextFile(model, stage, `${workdir}/package.json`.replace('//', '/'));
  return file?.endsWith('package.json') === true ? file : undefined;
}

/** `npx serve -s dist`: the program of a package that is there. */
function findDownloaded(
  words: readonly string[],
  find: (program: string, rest: readonly string[]) => StartedScript,
): StartedScript {
  const own = new Set(['--no-install', '--no', '-y', '--yes', '--quiet', '-q']);
  let index = 1;
  while (own.has(words[index] ?? '')) index++;
  const program = words[index];
  if (program === undefined || program.startsWith('-')) {
    return unknown('Which program npx starts is not known.');
  }
  return find(program, words.slice(index + 1));
}

function unknown(reason: string): StartedScript {
  return { kind: 'unknown', reason };
}

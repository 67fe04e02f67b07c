import {
  baseWrappers,
  idleCommands,
  interactivePrograms,
  plainPrograms,
  privilegeDroppers,
  rootDaemons,
  scriptRunners,
  serviceCommands,
  startWrappers,
} from '../data/start-programs';
import type { Instruction } from '../syntax/instruction';
import { parseShell } from '../syntax/shell';
import { baseName, toCommand, type Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { StartCommand } from './process';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A program that starts with a container. */
export interface StartedProgram {
  /** Base name. */
  readonly name: string;
  /** As written. */
  readonly path: string;
  readonly arguments: readonly string[];
  /** Undefined for what the base image starts by itself. */
  readonly command: Command | undefined;
}

/** The programs that ENTRYPOINT and CMD start, wrappers such as tini looked through. */
export function startedProgramsOf(model: DockerfileModel, stage: Stage): readonly StartedProgram[] {
  const { entrypoint, command } = model.processOf(stage);
  const first = execWords(entrypoint);
  const second = execWords(command);
  if (first !== undefined && second !== undefined) {
    const joined = throughRuntime(
      stage,
      entrypoint,
      peel([...first, ...second], entrypoint.kind === 'base' && first.length !== 0),
    );
    const inner = [...innerPrograms(entrypoint), ...innerPrograms(command)];
    return joined === undefined ? inner : [joined, ...inner];
  }
  return [entrypoint, command].flatMap((start) => programsOf(start));
}

const runtimes = new Set(['node', 'bun', 'deno']);

/** The entrypoints of the Node.js, Bun and Deno images hand what is no program to their runtime. */
function throughRuntime(
  stage: Stage,
  entrypoint: StartCommand,
  program: StartedProgram | undefined,
): StartedProgram | undefined {
  const base = findRootBase(stage);
  const id = base.kind === 'image' ? (base.facts?.family.id ?? '') : '';
  if (program === undefined || entrypoint.kind !== 'base' || !runtimes.has(id)) return program;
  const isArgument =
    /\.[cm]?[jt]sx?$/.test(program.name) ||
    (id === 'deno' && /^(?:run|serve|task|eval|test)$/.test(program.name));
  if (!isArgument) return program;
  return { ...program, name: id, path: id, arguments: [program.path, ...program.arguments] };
}

/** The words of the exec form; empty for none, undefined for the shell form. */
function execWords(start: StartCommand): readonly Written[] | undefined {
  switch (start.kind) {
    case 'none':
    case 'unknown':
      return [];
    case 'base':
      return start.words.map((text) => ({ text, command: undefined }));
    case 'instruction': {
      const [command] = start.execution.commands;
      if (start.execution.form !== 'exec' || command === undefined) return undefined;
      const words = [command.shell.program, ...command.shell.arguments];
      return words.flatMap((word) => (word === undefined ? [] : [{ text: word.text, command }]));
    }
  }
}

interface Written {
  readonly text: string;
  readonly command: Command | undefined;
}

/** The program behind wrappers; `skipFirst` when the first word is an entrypoint of the base image. */
function peel(words: readonly Written[], skipFirst: boolean): StartedProgram | undefined {
  let index = skipFirst && 1 < words.length && isScriptName(baseName(words[0]?.text ?? '')) ? 1 : 0;
  for (; index < words.length; index++) {
    const text = words[index]?.text ?? '';
    const name = baseName(text);
    const isOfBase = words[index]?.command === undefined && baseWrappers.has(name);
    const isSkipped = isOfBase || startWrappers.has(name) || passThrough.has(name);
    if (!isSkipped && !text.startsWith('-') && !/^[A-Za-z_]\w*=/.test(text)) break;
  }
  const program = words[index];
  if (program === undefined) return undefined;
  return {
    name: baseName(program.text),
    path: program.text,
    arguments: words.slice(index + 1).map((word) => word.text),
    command: program.command,
  };
}

const passThrough = new Set(['env', 'exec', 'nice', 'nohup', 'ionice', 'stdbuf']);

/** Programs inside `sh -c '…'`; the first command is the exec form itself. */
function innerPrograms(start: StartCommand): readonly StartedProgram[] {
  if (start.kind !== 'instruction') return [];
  return start.execution.commands.slice(1).flatMap((command) => toProgram(command) ?? []);
}

function programsOf(start: StartCommand): readonly StartedProgram[] {
  if (start.kind === 'instruction') {
    return start.execution.commands.flatMap((command) => toProgram(command) ?? []);
  }
  const program = peel(execWords(start) ?? [], false);
  return program === undefined ? [] : [program];
}

function toProgram(command: Command): StartedProgram | undefined {
  return peel(
    command.words.map((word) => ({ text: word.value ?? word.text, command })),
    false,
  );
}

/** True when the started programs change to another user themselves, or are a system of their own. */
export function handlesPrivileges(model: DockerfileModel, stage: Stage): boolean {
  const base = findRootBase(stage);
  const { entrypoint, command } = model.processOf(stage);
  const starts = [entrypoint, command].flatMap((start) => programsOf(start));
  const programs = [...starts, ...startedProgramsOf(model, stage)];
  const scripts = programs.filter((program) => isScript(program));
  const drops = base.kind === 'image' && base.facts?.variant.dropsPrivileges === true;
  if (drops && (entrypoint.kind === 'base' || 0 < scripts.length)) return true;
  if (programs.some((program) => dropsOrOwns(program))) return true;
  if (namesDropper(entrypoint, command)) return true;
  return scripts.some(
    (script) =>
      hasDropper(model, stage) ||
      scriptCommandsOf(model, stage, script)?.some((command) => isDropper(command)) === true,
  );
}

const userOptions = new Set(['--uid', '--user', '--setuid', '--chuid', '--runas']);

function dropsOrOwns(program: StartedProgram): boolean {
  if (privilegeDroppers.has(program.name) || rootDaemons.has(program.name)) return true;
  return program.arguments.some((argument) => userOptions.has(argument.replace(/=.*$/, '')));
}

/** `tini -- gosu app node`: a dropper anywhere in the words. */
function namesDropper(...starts: readonly StartCommand[]): boolean {
  return starts.some(
    (start) =>
      start.kind === 'instruction' &&
      start.execution.commands.some((command) => isDropper(command)),
  );
}

function isDropper(command: Command): boolean {
  const names = [...command.wrappers, ...command.words.map(({ value = '' }) => baseName(value))];
  return names.some((name) => privilegeDroppers.has(name));
}

/** True when a tool that drops privileges is installed, downloaded or copied into the stage. */
function hasDropper(model: DockerfileModel, stage: Stage): boolean {
  const names = (text: string | undefined): boolean =>
    text !== undefined && /gosu|su-exec|s6-overlay|fixuid|matchhostfsowner/.test(text);
  return collectInheritance(stage).some(
    (part) =>
      part.instructions.some(
        (each) => (each.keyword === 'COPY' || each.keyword === 'ADD') && names(each.argumentText),
      ) ||
      part.instructions.some((each) => each.flags.some((flag) => names(flag.value?.text))) ||
      model
        .commandsOf(part)
        .some((command) => command.shell.arguments.some((word) => names(word.text))),
  );
}

/** True for a shell script: `start.sh`, `/entrypoint`, `bash run`. */
export function isScript(program: StartedProgram): boolean {
  if (program.command === undefined) return false;
  if (scriptRunners.has(program.name)) return scriptPathOf(program) !== undefined;
  return isScriptName(program.name);
}

function isScriptName(name: string): boolean {
  return /\.(?:ba)?sh$|entry-?point|^(?:start|run|boot|startup|init)$/i.test(name);
}

function scriptPathOf(program: StartedProgram): string | undefined {
  if (!scriptRunners.has(program.name)) return program.path;
  const index = program.arguments.findIndex((argument) => !/^-[a-z]+$/.test(argument));
  const hasCommand = program.arguments
    .slice(0, Math.max(0, index))
    .some((argument) => argument.includes('c'));
  return hasCommand ? undefined : program.arguments[index];
}

/**
 * The commands of a script that a COPY heredoc writes, or that lies in the build context; undefined when its
 * content is not known. Spans of a script in the build context are places in that script.
 */
export function scriptCommandsOf(
  model: DockerfileModel,
  stage: Stage,
  program: StartedProgram,
): readonly Command[] | undefined {
  const path = scriptPathOf(program);
  const wanted = path === undefined ? undefined : joinPath(model.workdirAtEnd(stage), path);
  if (wanted === undefined) return undefined;
  for (const part of collectInheritance(stage)) {
    for (const copy of model.copiesOf(part)) {
      const [heredoc] = copy.instruction.heredocs;
      if (heredoc === undefined || copy.target !== wanted || copy.sources.length !== 1) continue;
      return commandsOfScript(heredoc.body, heredoc.bodySpan.start, copy.instruction);
    }
  }
  const file = traceContextFile(model, stage, wanted);
  const text = file === undefined ? undefined : model.context?.text(file);
  return text === undefined || !isShellScript(text)
    ? undefined
    : commandsOfScript(text, 0, stage.from);
}

function commandsOfScript(
  text: string,
  offset: number,
  instruction: Instruction,
): readonly Command[] | undefined {
  const script = parseShell(text, offset);
  const commands = script.commands.map((command) => toCommand(command, instruction));
  const isWhole = commands.every(({ name }) => name !== '.' && name !== 'source');
  return script.complete && isWhole ? commands : undefined;
}

/** True for a script of a shell of the Bourne family, or one without `#!` line. */
function isShellScript(text: string): boolean {
  return /^(?:#!\s*\S*[/ ](?:ba|da|a)?sh\b|(?!#!))/.test(text);
}

/**
 * True when a container of the stage is meant to run something: the file says what, or the base image is
 * a server. A stage that only gathers tools or files is a base for others, and one that holds nothing but
 * installed packages is a tool for the command line.
 */
export function startsSomething(model: DockerfileModel, stage: Stage): boolean {
  const chain = collectInheritance(stage);
  const has = (...keywords: readonly string[]): boolean =>
    chain.some((part) => part.instructions.some((each) => keywords.includes(each.keyword)));
  if (has('ONBUILD')) return false;
  const { command } = model.processOf(stage);
  if (!has('CMD', 'ENTRYPOINT')) {
    const base = findRootBase(stage);
    if (base.kind === 'unknown' || (base.kind === 'image' && base.facts === undefined)) return true;
    if (base.kind === 'image' && base.facts?.family.kind === 'server') return true;
    if (command.kind === 'base' && serviceCommands.has(command.words[0] ?? '')) return true;
    return has('EXPOSE', 'HEALTHCHECK');
  }
  const programs = startedProgramsOf(model, stage).filter((program) => !isShellWithText(program));
  const isIdle = (program: StartedProgram): boolean =>
    (idleCommands.has(program.name) && !isScript(program)) || isPrompt(program);
  const [own] = command.kind === 'instruction' ? programsOf(command) : [];
  if (
    own !== undefined &&
    isPrompt(own) &&
    programs.every((each) => isScript(each) || isIdle(each))
  ) {
    return false;
  }
  if (programs.length !== 0 && programs.every(isIdle)) return false;
  const isTool =
    !has('COPY', 'ADD', 'EXPOSE', 'HEALTHCHECK', 'VOLUME') &&
    !programs.some((program) => plainPrograms.has(program.name) || program.path.includes('/'));
  return !isTool;
}

/** `CMD ["python3"]`, `CMD ["php", "-a"]`. */
function isPrompt(program: StartedProgram): boolean {
  const isBare = program.arguments.every((argument) => argument === '-a' || argument === '-i');
  return isBare && interactivePrograms.has(program.name);
}

function isShellWithText(program: StartedProgram): boolean {
  return (
    scriptRunners.has(program.name) && program.arguments.some((each) => /^-[a-z]*c$/.test(each))
  );
}

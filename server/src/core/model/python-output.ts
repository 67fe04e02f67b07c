import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import { isForDevelopment } from './development-stage';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import { joinPath } from './files';
import { isPythonRunner } from './python-start';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A Python program whose standard output is kept in a buffer. */
export interface BufferedOutput {
  readonly command: Command;
  /** The word that names the interpreter or, for a script with a `#!` line, the script. */
  readonly word: ShellWord;
}

/**
 * Finds the Python program that a container starts with a buffered standard output: Python buffers whole blocks when
 * the output is no terminal, unless `-u` or PYTHONUNBUFFERED says otherwise.
 * Source: https://docs.python.org/3/library/sys.html#sys.stdout and
 * https://docs.python.org/3/using/cmdline.html#envvar-PYTHONUNBUFFERED; checked 2026-11-22.
 */
export function findBufferedOutput(
  model: DockerfileModel,
  stage: Stage,
): BufferedOutput | undefined {
  if (stage.mayBeWindows || isForDevelopment(stage) || !isPlainBase(stage)) return undefined;
  if (collectInheritance(stage).some((part) => mentions(model, part))) return undefined;
  const process = model.processOf(stage);
  const [command] = collectMainCommands(process);
  const [word] = command?.words ?? [];
  if (command === undefined || word === undefined) return undefined;
  const words = command.words.map((each) => model.valueOf(each, command.instruction));
  const interpreted =
    isDistrolessPython(stage) && process.entrypoint.kind === 'base'
      ? words
      : argumentsOfPython(model, stage, words);
  const program = interpreted === undefined ? undefined : readProgram(interpreted);
  if (program === undefined || !mayPrint(model, stage, program)) return undefined;
  return { command, word };
}

/** Images that are known to set no variable of Python: those of Python, of systems and distroless ones. */
function isPlainBase(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts === undefined || base.stated !== undefined) return false;
  const { family } = base.facts;
  return family.kind === 'os' || /^(?:python|distroless-python3)$/.test(family.id);
}

function isDistrolessPython(stage: Stage): boolean {
  const base = findRootBase(stage);
  return base.kind === 'image' && base.facts?.family.id === 'distroless-python3';
}

function mentions(model: DockerfileModel, part: Stage): boolean {
  return part.instructions.some(({ span }) =>
    model.text.slice(span.start, span.end).includes('PYTHONUNBUFFERED'),
  );
}

const interpreter = /(?:^|\/)(?:python|pypy)(?:\d+(?:\.\d+)?)?$/;

/** The words behind the interpreter; undefined when it is not Python that starts. */
function argumentsOfPython(
  model: DockerfileModel,
  stage: Stage,
  words: readonly (string | undefined)[],
): readonly (string | undefined)[] | undefined {
  const [first = '', second = '', third = ''] = words;
  if (interpreter.test(first)) return words.slice(1);
  if (isPythonRunner([first, second])) return interpreter.test(third) ? words.slice(3) : undefined;
  if (!first.endsWith('.py')) return undefined;
  const path = findSource(model, stage, first);
  const text = path === undefined ? undefined : model.context?.text(path);
  const line = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)(.*)/.exec(text ?? '');
  if (line === null || !interpreter.test(line[1] ?? '') || line[2]?.trim() !== '') return undefined;
  return words;
}

/** What Python is told to run. */
type Program =
  | { readonly kind: 'script' | 'module'; readonly name: string }
  | { readonly kind: 'code'; readonly text: string };

/** Reads the arguments of `python`; undefined for a prompt, for `-u`, and for what is not understood. */
function readProgram(words: readonly (string | undefined)[]): Program | undefined {
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) return undefined;
    if (/^-[WX]$/.test(word)) {
      index++;
      continue;
    }
    if (/^-[WX]./.test(word)) continue;
    const run = /^-[bBdOPqsSvx]*([cm])(.*)$/.exec(word);
    if (run !== null) {
      const text = run[2] === '' ? words[index + 1] : run[2];
      if (text === undefined) return undefined;
      return run[1] === 'm' ? { kind: 'module', name: text } : { kind: 'code', text };
    }
    // -u is what is asked for; with -E and -I the variable is not read; -i, -V and -h are for people.
    if (/^-[bBdOPqsSvx]+$/.test(word)) continue;
    return word.endsWith('.py') ? { kind: 'script', name: word } : undefined;
  }
  return undefined;
}

const prints = /(?<![\w.])p?print\s*\(|\bstdout\.write\s*\(/;
const flushes =
  /flush\s*=\s*True|stdout\.(?:flush|reconfigure|detach|fileno)\b|sys\.stdout\s*=|unbuffered|line_buffering/i;

/** False when the sources are known and print nothing, or care for the buffer themselves. */
function mayPrint(model: DockerfileModel, stage: Stage, program: Program): boolean {
  if (program.kind === 'code') return prints.test(program.text) && !flushes.test(program.text);
  const { context } = model;
  if (context === undefined) return program.kind === 'script';
  const sources = context.visiblePaths.filter(
    (path) =>
      path.endsWith('.py') && !/(?:^|\/)(?:tests?|docs|examples?)\/|(?:^|\/)test_/.test(path),
  );
  if (program.kind === 'module') {
    const path = program.name.replaceAll('.', '/');
    const isOwn = [`${path}.py`, `${path}/__main__.py`].some(
      (file) => findSource(model, stage, file) !== undefined,
    );
    if (!isOwn) return false;
  } else if (sources.length === 0) return true;
  const texts = sources.map((path) => context.text(path));
  if (texts.some((text) => text !== undefined && flushes.test(text))) return false;
  return texts.some((text) => text === undefined || prints.test(text));
}

/** The file of the project behind a path of the container. */
function findSource(model: DockerfileModel, stage: Stage, name: string): string | undefined {
  const place = joinPath(model.workdirAtEnd(stage), name);
  const path = place === undefined ? undefined : traceContextFile(model, stage, place);
  return path === undefined || model.context?.has(path) !== 'yes' ? undefined : path;
}

import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';
import type { Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a mode of `chmod` adds to or sets on a file. */
export interface Mode {
  readonly othersWrite: boolean;
  readonly setuid: boolean;
  readonly setgid: boolean;
  readonly sticky: boolean;
}

/** A place that gives files a mode. */
export interface ModeChange {
  readonly kind: 'chmod' | 'mkdir' | 'install' | 'copy';
  readonly instruction: Instruction;
  /** Undefined for `--chmod` of COPY and ADD. */
  readonly command: Command | undefined;
  /** As written, quotes removed. */
  readonly text: string;
  /** The place of `text`. */
  readonly span: Span;
  readonly mode: Mode;
  /** The words behind the mode. */
  readonly operands: readonly ShellWord[];
  /** Absolute paths; undefined when one of them is not known. */
  readonly paths: readonly string[] | undefined;
}

const symbolic = /^[ugoa]*(?:[-+=][rwxXstugo]*)+(?:,[ugoa]*(?:[-+=][rwxXstugo]*)+)*$/;

/** Reads an octal or symbolic mode; undefined when it is neither. */
export function readMode(text: string): Mode | undefined {
  if (/^[0-7]{1,5}$/.test(text)) {
    const bits = Number.parseInt(text, 8);
    return {
      othersWrite: (bits & 0o2) !== 0,
      setuid: (bits & 0o4000) !== 0,
      setgid: (bits & 0o2000) !== 0,
      sticky: (bits & 0o1000) !== 0,
    };
  }
  if (!symbolic.test(text)) return undefined;
  let mode: Mode = { othersWrite: false, setuid: false, setgid: false, sticky: false };
  for (const clause of text.split(',')) {
    const [, who = ''] = /^([ugoa]*)/.exec(clause) ?? [];
    for (const [, operator, letters = ''] of clause.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      const isOn = operator !== '-';
      const isAll = who === '' || who.includes('a');
      // Without a letter for whom, chmod leaves out what the umask forbids, and that is this bit.
      if (letters.includes('w') && /[oa]/.test(who)) mode = { ...mode, othersWrite: isOn };
      if (letters.includes('s') && (isAll || who.includes('u'))) mode = { ...mode, setuid: isOn };
      if (letters.includes('s') && (isAll || who.includes('g'))) mode = { ...mode, setgid: isOn };
      if (letters.includes('t')) mode = { ...mode, sticky: isOn };
    }
  }
  return mode;
}

/** The places of a stage that give files a mode, as far as it is written out; in source order. */
export function collectModeChanges(model: DockerfileModel, stage: Stage): readonly ModeChange[] {
  // Files of Windows have no mode, and COPY gives them none.
  if (stage.mayBeWindows) return [];
  const copies = model.copiesOf(stage).flatMap((copy): readonly ModeChange[] => {
    const { chmod, instruction, target } = copy;
    const mode = chmod === undefined ? undefined : readMode(chmod.text);
    if (chmod === undefined || mode === undefined) return [];
    const paths = target === undefined ? undefined : [target];
    const { text, span } = chmod;
    return [
      { kind: 'copy', instruction, command: undefined, text, span, mode, operands: [], paths },
    ];
  });
  const commands = model.commandsOf(stage).flatMap((command) => readCommand(model, command) ?? []);
  return [...copies, ...commands].sort((a, b) => a.span.start - b.span.start);
}

function readCommand(model: DockerfileModel, command: Command): ModeChange | undefined {
  const { name } = command;
  if (name !== 'chmod' && name !== 'mkdir' && name !== 'install') return undefined;
  const words = command.words.slice(1);
  const found = name === 'chmod' ? findMode(words) : findModeOption(words);
  const mode = found === undefined ? undefined : readMode(found.text);
  if (found === undefined || mode === undefined) return undefined;
  const operands = words.filter(
    (word, index) =>
      word !== found.word &&
      !word.text.startsWith('-') &&
      !(name === 'install' && /^-[a-zA-Z]*[gmo]$/.test(words[index - 1]?.text ?? '')),
  );
  const { span } = found.word;
  const end = span.end - (/["']$/.test(model.text.slice(span.start, span.end)) ? 1 : 0);
  const { instruction } = command;
  return {
    kind: name,
    instruction,
    command,
    text: found.text,
    span: { start: end - found.text.length, end },
    mode,
    operands,
    paths: findPaths(model, command, operands),
  };
}

interface FoundMode {
  readonly word: ShellWord;
  readonly text: string;
}

function findMode(words: readonly ShellWord[]): FoundMode | undefined {
  if (words.some(({ text }) => text.startsWith('--reference'))) return undefined;
  const word = words.find(({ text }) => !/^-[cfvR]+$|^--/.test(text));
  return word?.value === undefined ? undefined : { word, text: word.value };
}

function findModeOption(words: readonly ShellWord[]): FoundMode | undefined {
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const { text, value } = word;
    if (/^-[a-zA-Z]*m$|^--mode$/.test(text)) {
      return next?.value === undefined ? undefined : { word: next, text: next.value };
    }
    const inside = /^(?:-[a-zA-Z]*m|--mode=)([0-7]+|[ugoa]*[-+=].*)$/.exec(value ?? '');
    if (inside?.[1] !== undefined) return { word, text: inside[1] };
  }
  return undefined;
}

function findPaths(
  model: DockerfileModel,
  { instruction }: Command,
  operands: readonly ShellWord[],
): readonly string[] | undefined {
  const isMoved = model
    .executionOf(instruction)
    .commands.some(({ name }) => name === 'cd' || name === 'pushd');
  const paths: string[] = [];
  for (const word of operands) {
    const value = model.valueOf(word, instruction);
    const directory = isMoved ? undefined : model.workdirAt(instruction);
    const path = value === undefined ? undefined : joinPath(directory, value);
    if (path === undefined) return undefined;
    paths.push(path);
  }
  return paths;
}

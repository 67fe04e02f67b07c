import type {
  PackageAction,
  PackageManagerFacts,
  PackageVerb,
} from '../data/package-manager-facts';
import { packageManagers } from '../data/package-managers';
import type { ShellWord } from '../syntax/shell';
import { baseName, type Command } from './commands';
import {
  holdsOptions,
  readPackageLine,
  type PackageLine,
  type PackageOption,
} from './package-line';
import { readPackageArgument, type PackageArgument } from './package-name';

export type { PackageOption } from './package-line';
export type { PackageArgument } from './package-name';

/** What one command asks of a package manager. */
export interface PackageOperation {
  readonly manager: PackageManagerFacts;
  /** What it does here; differs from that of the verb for `go install ./cmd/x`, which builds. */
  readonly action: PackageAction;
  readonly verb: PackageVerb;
  /** The word of the verb (the last of its words), or the program for a bare verb. */
  readonly verbWord: ShellWord;
  readonly command: Command;
  /** Arguments without options and their values; includes local paths and urls (see kind). */
  readonly packages: readonly PackageArgument[];
  readonly options: readonly PackageOption[];
  /** Scripts for run verbs: `npm run build` has `build`. */
  readonly script: string | undefined;
  /** Every goal of a tool whose words are goals (`mvn clean package`); otherwise empty. */
  readonly goals: readonly ShellWord[];
  /** True when it installs outside the project: `npm install -g`, `gem install`. */
  readonly global: boolean;
  /** Words of unknown value that may hold options: an option that is missing may be in them. */
  readonly unread: readonly ShellWord[];
}

/** A manager and the words behind its name. */
interface Invocation {
  readonly manager: PackageManagerFacts;
  readonly program: ShellWord;
  readonly words: readonly ShellWord[];
}

/** A verb and where it stands. */
interface VerbMatch {
  readonly verb: PackageVerb;
  readonly word: ShellWord;
  /** Arguments behind the verb. */
  readonly rest: readonly ShellWord[];
  readonly script?: string | undefined;
  readonly goals?: readonly ShellWord[];
}

/** Reads a package manager's command; undefined for other programs and verbs of no interest. */
export function readPackageOperation(command: Command): PackageOperation | undefined {
  const invocation = findInvocation(command);
  if (invocation === undefined) return undefined;
  const { manager } = invocation;
  const line = readPackageLine(invocation.words, manager);
  const match = findVerb(invocation, line);
  if (match === undefined) return undefined;
  const { verb, word: verbWord, rest } = match;
  const options = ownOptions(line, match);
  const packages = readPackages(verb, rest, manager, options);
  const base = { manager, verb, verbWord, command, packages, options, unread: line.unread };
  return {
    ...base,
    action: actionOf(verb, packages, options),
    script: match.script ?? verb.script ?? (verb.action === 'run' ? rest[0]?.value : undefined),
    goals: match.goals ?? [],
    global: verb.global === true || hasOption(base, manager.globalOptions ?? []),
  };
}

/**
 * True when one of the options is present. A listed option may have a value (`--omit=dev`,
 * `-o APT::Install-Recommends=false`), which is then compared without regard to case and to the
 * many words for true and false; `-qq` asks for `-q` or `--quiet` twice.
 */
export function hasOption(
  operation: Pick<PackageOperation, 'options'>,
  names: readonly string[],
): boolean {
  return names.some((listed) => {
    const [, name = listed, value] = /^([^\s=:]+)[\s=:](.+)$/.exec(listed) ?? [];
    const repeated = /^-(\w)\1+$/.exec(name);
    const present = (wanted: string): readonly PackageOption[] =>
      operation.options.filter(
        (option) => option.name === wanted && isWantedValue(option.value, value),
      );
    if (0 < present(name).length) return true;
    if (repeated === null) return false;
    const [, letter = ''] = repeated;
    const long = letter === 'q' ? present('--quiet') : [];
    return name.length - 1 <= present(`-${letter}`).length + long.length;
  });
}

function isWantedValue(actual: string | undefined, wanted: string | undefined): boolean {
  if (wanted === undefined) return actual !== 'false';
  return actual !== undefined && foldBoolean(actual) === foldBoolean(wanted);
}

function foldBoolean(value: string): string {
  return value
    .toLowerCase()
    .replace(/,$/, '')
    .replace(/(^|=)(?:true|yes|1|on|with|enable)$/, '$1true')
    .replace(/(^|=)(?:false|no|0|off|without|disable)$/, '$1false');
}

function findInvocation(command: Command): Invocation | undefined {
  const { name, words } = command;
  const [program] = words;
  if (name === undefined || program === undefined) return undefined;
  for (const manager of packageManagers) {
    if (manager.program.test(name)) return { manager, program, words: words.slice(1) };
    const { moduleOf } = manager;
    if (moduleOf?.program.test(name) !== true) continue;
    const last = findModule(words, moduleOf.words);
    const word = words[last];
    if (word !== undefined) return { manager, program: word, words: words.slice(last + 1) };
  }
  return undefined;
}

/** Index of the last word of a module (`-m pip`) behind options of the program; -1 if absent. */
function findModule(words: readonly ShellWord[], wanted: readonly string[]): number {
  const [first = ''] = wanted;
  const start = words.findIndex((word, index) => {
    if (index === 0) return false;
    const value = word.value ?? '';
    return baseName(value) === first || !value.startsWith('-');
  });
  const fits = wanted.every(
    (expected, index) => baseName(words[start + index]?.value ?? '') === expected,
  );
  return 0 < start && fits ? start + wanted.length - 1 : -1;
}

function findVerb(invocation: Invocation, line: PackageLine): VerbMatch | undefined {
  const { manager, program } = invocation;
  if (manager.verbIsOption === true) return findOptionVerb(manager, line);
  if (manager.goals !== undefined) return findGoal(manager, line);
  const found = findWordVerb(manager.verbs, line.arguments, program);
  if (found !== undefined && 0 < found.verb.words.length) return found;
  if (!line.unread.every(holdsOptions)) return undefined;
  if (line.arguments.length === 0) return asksForHelp(line) ? undefined : found;
  return findScript(manager, line.arguments);
}

/** `yarn --version` installs nothing. */
function asksForHelp(line: PackageLine): boolean {
  return line.options.some((option) => /^(?:-[hvV]|--help|--version)$/.test(option.name));
}

/** The longest verb that fits; a bare one fits always. */
function findWordVerb(
  verbs: readonly PackageVerb[],
  words: readonly ShellWord[],
  program: ShellWord,
): VerbMatch | undefined {
  const fitting = verbs.filter((verb) =>
    verb.words.every((wanted, index) => {
      const word = words[index];
      return word !== undefined && (wanted === '*' || word.value === wanted);
    }),
  );
  const [verb] = [...fitting].sort((a, b) => weightOf(b) - weightOf(a));
  if (verb === undefined) return undefined;
  const { length } = verb.words;
  return { verb, word: words[length - 1] ?? program, rest: words.slice(length) };
}

/** Longer verbs win, and among equals the one with fewer stars. */
function weightOf(verb: PackageVerb): number {
  return verb.words.length * 10 - verb.words.filter((word) => word === '*').length;
}

/** `yarn build` runs the script `build`. */
function findScript(
  manager: PackageManagerFacts,
  words: readonly ShellWord[],
): VerbMatch | undefined {
  const [word, ...rest] = words;
  if (manager.scriptVerb === undefined || word?.value === undefined) return undefined;
  if (manager.scriptVerb.except.includes(word.value)) return undefined;
  return { verb: manager.scriptVerb.verb, word, rest, script: word.value };
}

/** `pacman -Syu pkg`: the operation is an upper-case letter, the others say what it does. */
function findOptionVerb(manager: PackageManagerFacts, line: PackageLine): VerbMatch | undefined {
  const longNames: ReadonlyMap<string, string> = new Map([
    ['--sync', '-S'],
    ['--upgrade', '-U'],
    ['--remove', '-R'],
    ['--refresh', '-y'],
    ['--sysupgrade', '-u'],
    ['--clean', '-c'],
  ]);
  const letters = line.options.map((option) => longNames.get(option.name) ?? option.name);
  const index = letters.findIndex((letter) => ['-S', '-U', '-R'].includes(letter));
  const operation = letters[index];
  const word = line.options[index]?.word;
  if (operation === undefined || word === undefined) return undefined;
  if (operation === '-S' && letters.some((letter) => /^-[gils]$/.test(letter))) return undefined;
  const modifiers = line.arguments.length === 0 ? ['c', 'u', 'y'] : ['c'];
  const modifier = modifiers.find((letter) => letters.includes(`-${letter}`));
  const wanted = operation === '-S' ? `-S${modifier ?? ''}` : operation;
  const verb = manager.verbs.find((candidate) => candidate.words[0] === wanted);
  return verb === undefined ? undefined : { verb, word, rest: line.arguments };
}

const goalRank: readonly PackageAction[] = ['clean', 'run', 'install', 'build'];

/** Of several goals the one that does most names the operation. */
function findGoal(manager: PackageManagerFacts, line: PackageLine): VerbMatch | undefined {
  const isList = manager.goals !== 'mix' || line.arguments[0]?.value === 'do';
  const goals = isList ? line.arguments : line.arguments.slice(0, 1);
  let best: VerbMatch | undefined;
  for (const word of goals) {
    const name = goalName(word.value ?? '', manager);
    const verb =
      manager.verbs.find((candidate) => candidate.words[0] === name) ??
      (name === '' || manager.scriptVerb?.except.includes(name) === true
        ? undefined
        : manager.scriptVerb?.verb);
    if (verb === undefined) continue;
    if (best === undefined || goalRank.indexOf(best.verb.action) <= goalRank.indexOf(verb.action)) {
      best = { verb, word, rest: [], goals, script: verb.action === 'run' ? name : undefined };
    }
  }
  return best;
}

/**
 * `:app:build` is `build`; `org.apache.maven.plugins:maven-dependency-plugin:3.8.1:go-offline` is
 * `dependency:go-offline`.
 */
function goalName(text: string, manager: PackageManagerFacts): string {
  switch (manager.goals) {
    case 'gradle':
      return text.slice(text.lastIndexOf(':') + 1);
    case 'maven': {
      const parts = text.split(':');
      if (parts.length < 3) return text;
      const plugin = (parts[1] ?? '').replace(/^maven-|-maven|-?plugin$/g, '');
      return `${plugin}:${parts.at(-1) ?? ''}`;
    }
    default:
      return text.replace(/,$/, '');
  }
}

/** Options of the manager itself: those behind the program that it starts are not its own. */
function ownOptions(line: PackageLine, match: VerbMatch): readonly PackageOption[] {
  const first = match.script === undefined ? match.rest[0] : match.word;
  if (match.verb.passesRest !== true || first === undefined) return line.options;
  return line.options.filter((option) => option.word.span.start < first.span.start);
}

function readPackages(
  verb: PackageVerb,
  rest: readonly ShellWord[],
  manager: PackageManagerFacts,
  options: readonly PackageOption[],
): readonly PackageArgument[] {
  if (verb.takesPackages === false || verb.action === 'run') return [];
  const version = options.find((option) => manager.versionOptions?.includes(option.name))?.value;
  const isGroup = verb.takesGroups === true || hasOption({ options }, manager.groupOptions ?? []);
  return rest.map((word): PackageArgument => {
    const read = readPackageArgument(word, manager.packageSyntax);
    if (read.kind !== 'named') return read;
    if (isGroup) return { ...read, kind: 'group' };
    if (verb.takesPaths === true)
      return { word, name: undefined, version: undefined, kind: 'file' };
    return { ...read, version: read.version ?? version };
  });
}

function actionOf(
  verb: PackageVerb,
  packages: readonly PackageArgument[],
  options: readonly PackageOption[],
): PackageAction {
  const { localAction, remoteOptions = [] } = verb;
  const isLocal =
    localAction !== undefined &&
    packages.every((argument) => argument.kind === 'file') &&
    !hasOption({ options }, remoteOptions);
  return isLocal ? localAction : verb.action;
}

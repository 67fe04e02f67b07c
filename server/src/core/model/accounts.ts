import type { Account } from '../data/image-facts';
import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';

/** An account that exists in a stage. */
export interface StageAccount {
  readonly name: string;
  /** Undefined when the tool chose a free number. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly group: string | undefined;
  readonly home: string | undefined;
  /** The command that makes it; undefined when the base image has it. */
  readonly createdBy: Command | undefined;
}

/** A group that a command makes. */
export interface StageGroup {
  readonly name: string;
  readonly gid: number | undefined;
  readonly createdBy: Command;
}

/** What one command does to the accounts of its stage. */
export type AccountChange =
  | { readonly kind: 'account'; readonly account: StageAccount }
  | { readonly kind: 'group'; readonly group: StageGroup }
  | { readonly kind: 'removal'; readonly name: string }
  | { readonly kind: 'group-removal'; readonly name: string }
  /** `usermod`: fields that are undefined stay. */
  | {
      readonly kind: 'change';
      readonly name: string;
      readonly newName: string | undefined;
      readonly uid: number | undefined;
    }
  | {
      readonly kind: 'group-change';
      readonly name: string;
      readonly newName: string | undefined;
      readonly gid: number | undefined;
    }
  /** A name or number that is not known. */
  | { readonly kind: 'unknown' };

/** The value of a shell word; undefined when a variable in it is not known. */
export type ValueOf = (word: ShellWord) => string | undefined;

/** An option as the account tools read it. */
export interface AccountOption {
  /** `-u`, `--uid`. */
  readonly name: string;
  readonly word: ShellWord;
  /** The word that holds the value: the option itself for `--uid=1000` and `-u1000`. */
  readonly valueWord: ShellWord | undefined;
  readonly value: string | undefined;
}

/** The command line of an account tool. */
export interface AccountLine {
  readonly options: readonly AccountOption[];
  readonly operands: readonly { readonly word: ShellWord; readonly value: string | undefined }[];
}

/** One-letter options that take a value, by tool; BusyBox and Debian share `adduser` and `addgroup`. */
const valueLetters: ReadonlyMap<string, string> = new Map([
  ['useradd', 'bcdefgGkKpPRsuZ'],
  ['usermod', 'cdefgGlpPRsuvVwWZ'],
  ['adduser', 'hgsGuk'],
  ['groupadd', 'gKpPRU'],
  ['groupmod', 'gnpPRU'],
  ['addgroup', 'g'],
  ['userdel', 'PR'],
  ['groupdel', 'PR'],
  ['deluser', ''],
  ['delgroup', ''],
]);

const longValues = new Set([
  ...['--uid', '--gid', '--groups', '--ingroup', '--home-dir', '--home', '--shell', '--comment'],
  ...['--gecos', '--skel', '--base-dir', '--password', '--expiredate', '--inactive', '--key'],
  ...['--root', '--prefix', '--login', '--new-name', '--selinux-user', '--firstuid', '--lastuid'],
  ...['--firstgid', '--lastgid', '--conf', '--backup-to', '--users'],
]);

/** Reads the options and operands of an account tool; undefined for other programs. */
export function readAccountLine(
  command: Command,
  valueOf: ValueOf = literal,
): AccountLine | undefined {
  const letters = valueLetters.get(command.name ?? '');
  if (letters === undefined) return undefined;
  const options: AccountOption[] = [];
  const operands: AccountLine['operands'][number][] = [];
  const words = command.words.slice(1);
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (!word.text.startsWith('-')) {
      operands.push({ word, value: valueOf(word) });
      continue;
    }
    const read = readOptions(word, words[index + 1], letters, valueOf);
    options.push(...read);
    const last = read.at(-1);
    if (last?.valueWord !== undefined && last.valueWord !== word) index++;
  }
  return { options, operands };
}

/** The options of one word: `--uid 1000`, `--uid=1000`, `-ms /bin/sh`, `-u1000`. */
function readOptions(
  word: ShellWord,
  next: ShellWord | undefined,
  letters: string,
  valueOf: ValueOf,
): readonly AccountOption[] {
  if (word.text.startsWith('--')) {
    const equals = word.text.indexOf('=');
    if (0 < equals) {
      const value = valueOf(word)?.slice(equals + 1);
      return [{ name: word.text.slice(0, equals), word, valueWord: word, value }];
    }
    if (!longValues.has(word.text)) return [plain(word.text, word)];
    return [{ name: word.text, word, valueWord: next, value: next && valueOf(next) }];
  }
  const options: AccountOption[] = [];
  for (let index = 1; index < word.text.length; index++) {
    const letter = word.text.charAt(index);
    const name = `-${letter}`;
    if (!letters.includes(letter)) {
      options.push(plain(name, word));
    } else if (index + 1 < word.text.length) {
      return [...options, { name, word, valueWord: word, value: valueOf(word)?.slice(index + 1) }];
    } else {
      return [...options, { name, word, valueWord: next, value: next && valueOf(next) }];
    }
  }
  return options;
}

function plain(name: string, word: ShellWord): AccountOption {
  return { name, word, valueWord: undefined, value: undefined };
}

export function findAccountOption(
  line: AccountLine,
  names: readonly string[],
): AccountOption | undefined {
  return line.options.find((option) => names.includes(option.name));
}

/** What a command does to the accounts; undefined for commands that do nothing to them. */
export function readAccountChange(
  command: Command,
  valueOf: ValueOf = literal,
): AccountChange | undefined {
  const line = readAccountLine(command, valueOf);
  if (line === undefined) return writesAccountFile(command) ? unknown : undefined;
  switch (command.name) {
    case 'useradd':
    case 'adduser':
      return toAccount(command, line);
    case 'groupadd':
    case 'addgroup':
      return toGroup(command, line);
    case 'userdel':
    case 'deluser':
      return toRemoval(line, 'removal');
    case 'groupdel':
    case 'delgroup':
      return toRemoval(line, 'group-removal');
    default:
      return toChange(command, line);
  }
}

/** `sed -i … /etc/passwd`, `echo … >> /etc/group`: also true for commands that only read the file. */
function writesAccountFile(command: Command): boolean {
  const targets = command.shell.redirects.flatMap(({ target }) => target ?? []);
  return [...command.words, ...targets].some((word) =>
    /\/etc\/(?:passwd|group|shadow|gshadow)/.test(word.text),
  );
}

export function fromImageAccount(account: Account): StageAccount {
  return {
    name: account.name,
    uid: account.uid,
    gid: account.gid,
    group: account.group,
    home: account.home,
    createdBy: undefined,
  };
}

/** `adduser user group` adds a member and makes nothing. */
function toAccount(command: Command, line: AccountLine): AccountChange | undefined {
  const isAdduser = command.name === 'adduser';
  if (line.operands.length === 0) return undefined;
  if (isAdduser && 1 < line.operands.length) return undefined;
  const name = line.operands.at(-1)?.value;
  if (name === undefined) return unknown;
  const groupNames = isAdduser ? ['-G', '--ingroup', '--gid'] : ['-g', '--gid'];
  const group = findAccountOption(line, groupNames)?.value;
  const homeNames = isAdduser ? ['-h', '--home'] : ['-d', '--home-dir'];
  return {
    kind: 'account',
    account: {
      name,
      uid: toNumber(findAccountOption(line, ['-u', '--uid'])?.value),
      gid: toNumber(group),
      group: group !== undefined && toNumber(group) === undefined ? group : undefined,
      home: findAccountOption(line, homeNames)?.value,
      createdBy: command,
    },
  };
}

const unknown: AccountChange = { kind: 'unknown' };

/** `addgroup user group` adds a member and makes nothing. */
function toGroup(command: Command, line: AccountLine): AccountChange | undefined {
  if (command.name === 'addgroup' && 1 < line.operands.length) return undefined;
  const last = line.operands.at(-1);
  if (last === undefined) return undefined;
  if (last.value === undefined) return unknown;
  const gid = toNumber(findAccountOption(line, ['-g', '--gid'])?.value);
  return { kind: 'group', group: { name: last.value, gid, createdBy: command } };
}

/** `deluser user group` takes a member out and removes nothing. */
function toRemoval(
  line: AccountLine,
  kind: 'removal' | 'group-removal',
): AccountChange | undefined {
  const [first] = line.operands;
  if (first === undefined || 1 < line.operands.length) return undefined;
  return first.value === undefined ? unknown : { kind, name: first.value };
}

function toChange(command: Command, line: AccountLine): AccountChange | undefined {
  const last = line.operands.at(-1);
  if (last === undefined) return undefined;
  const isUser = command.name === 'usermod';
  const id = findAccountOption(line, isUser ? ['-u', '--uid'] : ['-g', '--gid']);
  const renaming = findAccountOption(line, isUser ? ['-l', '--login'] : ['-n', '--new-name']);
  if (id === undefined && renaming === undefined) return undefined;
  const number = toNumber(id?.value);
  const isRead = (option: AccountOption | undefined): boolean =>
    option === undefined || option.value !== undefined;
  if (last.value === undefined || !isRead(id) || !isRead(renaming)) return unknown;
  const base = { name: last.value, newName: renaming?.value };
  return isUser
    ? { kind: 'change', ...base, uid: number }
    : { kind: 'group-change', ...base, gid: number };
}

function literal(word: ShellWord): string | undefined {
  return word.value;
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

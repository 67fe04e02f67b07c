import type { PackageManagerFacts } from '../data/package-manager-facts';
import type { ShellWord } from '../syntax/shell';

/** An option of a package manager: `--index-url X` is one option, `-yq` are two. */
export interface PackageOption {
  /** With its dashes: `--index-url`, `-y`. */
  readonly name: string;
  /** Undefined when it has none, and when it is held in a variable. */
  readonly value: string | undefined;
  /** The word that holds the name. */
  readonly word: ShellWord;
  /** The word that holds the value, when that is a word of its own. */
  readonly valueWord: ShellWord | undefined;
}

/** The words behind a program, sorted. */
export interface PackageLine {
  readonly options: readonly PackageOption[];
  /** Words that are neither options nor their values. */
  readonly arguments: readonly ShellWord[];
  /** Words of unknown value that may hold options: those before the verb and `$APT_OPTIONS`. */
  readonly unread: readonly ShellWord[];
}

/** What must be known of a program to tell its options from its arguments. */
export type OptionFacts = Pick<
  PackageManagerFacts,
  'valueOptions' | 'valueOptionsBeforeVerb' | 'optionStyle' | 'wordOptions' | 'takesBooleanWords'
>;

interface OptionRead {
  readonly options: readonly PackageOption[];
  readonly takesNext: boolean;
}

/** Sorts the words behind a program. */
export function readPackageLine(words: readonly ShellWord[], manager: OptionFacts): PackageLine {
  const options: PackageOption[] = [];
  const found: ShellWord[] = [];
  const unread: ShellWord[] = [];
  let optionsEnd = false;
  let skip = false;
  for (const [index, word] of words.entries()) {
    const text = visibleText(word);
    if (skip) {
      skip = false;
    } else if (optionsEnd) {
      found.push(word);
    } else if (text === '--') {
      optionsEnd = true;
    } else if (isOption(text, found.length === 0, manager)) {
      const read = readOption(word, words[index + 1], manager, found.length === 0);
      options.push(...read.options);
      skip = read.takesNext;
    } else if (word.value === undefined && (found.length === 0 || holdsOptions(word))) {
      unread.push(word);
    } else {
      found.push(word);
    }
  }
  return { options, arguments: found, unread };
}

/** An option as it is written: `-t buster`, `--index-url=X`. */
export function textOf({ name, value, valueWord }: PackageOption): string {
  if (value === undefined) return name;
  return valueWord === undefined ? `${name}=${value}` : `${name} ${value}`;
}

/** The text of a word without quotes; variables stay as written. */
export function visibleText(word: ShellWord): string {
  return word.value ?? word.text.replace(/["']/g, '');
}

/** True when the text of a word of unknown value is not what the program will see. */
export function hasExpansion(text: string): boolean {
  return /[$`{]/.test(text);
}

/** True for a word that is a variable whose name says that it holds options. */
export function holdsOptions(word: ShellWord): boolean {
  return (
    /^["']?\$/.test(word.text) && word.variables.some((name) => /opt|flag|arg|param/i.test(name))
  );
}

function isOption(text: string, isBeforeVerb: boolean, manager: OptionFacts): boolean {
  if (/^-[^$`]/.test(text)) return true;
  if (manager.optionStyle === 'msbuild' && /^\/[a-z]+:/i.test(text)) return true;
  return isBeforeVerb && /^\+\w/.test(text);
}

function readOption(
  word: ShellWord,
  next: ShellWord | undefined,
  manager: OptionFacts,
  isBeforeVerb: boolean,
): OptionRead {
  const text = visibleText(word);
  const takesValue = (name: string): boolean =>
    manager.valueOptions.includes(name) ||
    (isBeforeVerb && manager.valueOptionsBeforeVerb?.includes(name) === true);
  const separator = text.search(manager.optionStyle === 'msbuild' ? /[:=]/ : /=/);
  const name = separator < 0 ? text : text.slice(0, separator);
  if (isCombination(name, manager) && !takesValue(name)) {
    return readShortFlags(word, next, takesValue);
  }
  if (0 <= separator) {
    const value = knownPart(text.slice(separator + 1), word);
    return {
      options: [{ name: name.replace(/^\//, '-'), value, word, valueWord: undefined }],
      takesNext: false,
    };
  }
  const takesNext =
    next !== undefined &&
    (takesValue(name) ||
      (manager.takesBooleanWords === true && /^(?:true|false)$/.test(next.value ?? '')));
  const valueWord = takesNext ? next : undefined;
  return { options: [{ name, value: valueWord?.value, word, valueWord }], takesNext };
}

function isCombination(name: string, manager: OptionFacts): boolean {
  return (
    (manager.optionStyle ?? 'combined') === 'combined' &&
    /^-[^-]./.test(name) &&
    manager.wordOptions?.includes(name) !== true
  );
}

function readShortFlags(
  word: ShellWord,
  next: ShellWord | undefined,
  takesValue: (name: string) => boolean,
): OptionRead {
  const text = visibleText(word);
  const options: PackageOption[] = [];
  for (let index = 1; index < text.length; index++) {
    const name = `-${text.charAt(index)}`;
    const rest = text.slice(index + 1);
    if (!/^-[\w#?@]$/.test(name)) break;
    if (rest.startsWith('=') || (rest !== '' && takesValue(name))) {
      const value = knownPart(rest.replace(/^=/, ''), word);
      return {
        options: [...options, { name, value, word, valueWord: undefined }],
        takesNext: false,
      };
    }
    if (takesValue(name)) {
      const option = { name, value: next?.value, word, valueWord: next };
      return { options: [...options, option], takesNext: next !== undefined };
    }
    options.push({ name, value: undefined, word, valueWord: undefined });
  }
  return { options, takesNext: false };
}

function knownPart(text: string, word: ShellWord): string | undefined {
  return word.value === undefined && hasExpansion(text) ? undefined : text;
}

import { parseArgs } from 'node:util';
import type { CommandDescription, Option } from './command-table';
import { suggestion } from './nearest';

/** A command line that cannot be understood: told in one line, without a stack. */
export class UsageError extends Error {}

/** The options and operands of one command line. */
export interface Arguments {
  readonly operands: readonly string[];
  /** Values by option; a flag that is given has none. The last value comes last. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** The flags that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  help: { help: 'Print this text.' },
};

/**
 * Reads what follows the name of a command.
 *
 * @throws UsageError on an unknown option, a missing value or one that is not among the choices
 */
export function parseArguments(command: CommandDescription, argv: readonly string[]): Arguments {
  const known: Readonly<Record<string, Option>> = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: toParseOptions(known),
  });
  const operands: string[] = [];
  const options = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) throw unknownOption(command, token.rawName, Object.keys(known));
    const value = readValue(token.rawName, option, token.value, token.inlineValue === true);
    const earlier = option.repeatable === true ? (options.get(token.name) ?? []) : [];
    options.set(token.name, value === undefined ? earlier : [...earlier, value]);
  }
  return { operands, options };
}

/** True when the flag, or the option with a value, is given. */
export function isGiven(parsed: Arguments, name: string): boolean {
  return parsed.options.has(name);
}

/** The value of an option; the last one counts. */
export function valueOf(parsed: Arguments, name: string): string | undefined {
  return parsed.options.get(name)?.at(-1);
}

type ParseOptions = Record<string, { type: 'string' | 'boolean'; short?: string }>;

function toParseOptions(known: Readonly<Record<string, Option>>): ParseOptions {
  const result: ParseOptions = {};
  for (const [name, option] of Object.entries(known)) {
    result[name] = {
      type: option.argument === undefined ? 'boolean' : 'string',
      ...(name === 'help' ? { short: 'h' } : {}),
    };
  }
  return result;
}

function unknownOption(
  command: CommandDescription,
  rawName: string,
  known: readonly string[],
): UsageError {
  const hint = suggestion(
    rawName,
    known.map((name) => `--${name}`),
  );
  return new UsageError(`"ironhull ${command.name}" has no option "${rawName}".${hint}`);
}

function readValue(
  name: string,
  option: Option,
  value: string | undefined,
  isInline: boolean,
): string | undefined {
  if (option.argument === undefined) {
    if (value !== undefined) throw new UsageError(`The option "${name}" takes no value.`);
    return undefined;
  }
  // `--config --quiet` is a forgotten value far more often than a file named `--quiet`.
  const isForgotten = !isInline && value?.startsWith('-') === true && value !== '-';
  if (value === undefined || value === '' || isForgotten) {
    throw new UsageError(`The option "${name}" needs a value: ${name} ${option.argument}`);
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const hint = suggestion(value, option.choices);
    const list = option.choices.join(', ');
    throw new UsageError(`The option "${name}" is one of ${list}; "${value}" is not.${hint}`);
  }
  return value;
}

/** One command of a script of `package.json`. */
export interface ScriptCommand {
  /** Variables that are set for it alone. */
  readonly environment: ReadonlyMap<string, string>;
  /** The program and its arguments, quotes removed. */
  readonly words: readonly string[];
  /** False when a shell would replace a word by names of files. */
  readonly literal: boolean;
}

/**
 * Reads a script that is one command, or some chained with `&&`.
 *
 * @returns undefined for every other shell syntax: variables, pipes, redirections, substitutions
 */
export function readScript(script: string): readonly ScriptCommand[] | undefined {
  const commands: ScriptCommand[] = [];
  for (const part of splitChain(script) ?? ['']) {
    const command = readCommand(part);
    if (command === undefined) return undefined;
    commands.push(command);
  }
  return commands;
}

/** Splits at `&&` outside of quotes; undefined when a quote is left open. */
function splitChain(script: string): readonly string[] | undefined {
  const parts: string[] = [];
  let current = '';
  for (const match of script.matchAll(/'[^']*'|"[^"]*"|&&|[^]/g)) {
    const [text] = match;
    if (text === "'" || text === '"') return undefined;
    if (text === '&&') {
      parts.push(current);
      current = '';
    } else current += text;
  }
  return [...parts, current];
}

const shellSyntax = /[|;&<>()$`\\\r\n]|(?:^|\s)[#!]/;

function readCommand(text: string): ScriptCommand | undefined {
  const raw = text.trim().match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const words: string[] = [];
  let literal = true;
  for (const word of raw) {
    const bare = word.replace(/'[^']*'|"[^"]*"/g, '');
    if (shellSyntax.test(bare) || /"[^"]*[$`\\][^"]*"/.test(word)) return undefined;
    if (/[*?[{]|^~/.test(bare)) literal = false;
    words.push(word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return withoutPrefix(raw, words, literal);
}

/** Takes `NAME=value`, `env` and `cross-env` from the front. */
function withoutPrefix(
  raw: readonly string[],
  words: readonly string[],
  literal: boolean,
): ScriptCommand | undefined {
  const environment = new Map<string, string>();
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    const assignment = /^([A-Za-z_]\w*)=/.exec(raw[index] ?? '');
    if (assignment === null) {
      if (word === 'cross-env' || word === 'env') continue;
      break;
    }
    environment.set(assignment[1] ?? '', word.slice(assignment[0].length));
  }
  const rest = words.slice(index);
  return rest.length === 0 ? undefined : { environment, words: rest, literal };
}

import type { BuildContext } from '../project/build-context';
import type { DenoConfig } from '../project/deno-config';
import { below } from '../project/node-package-manager';
import { readScript } from '../project/package-script';
import { saidIn, type Evidence } from './evidence';
import { escapePattern } from '../project/escape-pattern';

/** How Deno starts a program. */
export interface DenoStart {
  /** `run`, or `serve` for a module that exports how it answers. */
  readonly command: 'run' | 'serve';
  /** Rights and other options, those for development left out. */
  readonly options: readonly string[];
  /** Relative to the folder. */
  readonly entry: string;
  /** Behind the entry. */
  readonly arguments: readonly string[];
  /** The port among the options. */
  readonly port: number | undefined;
  readonly evidence: Evidence;
}

const tasks = ['start', 'serve', 'prod', 'production'];

const shorts: ReadonlyMap<string, string> = new Map([
  ['-N', '--allow-net'],
  ['-E', '--allow-env'],
  ['-R', '--allow-read'],
  ['-W', '--allow-write'],
  ['-S', '--allow-sys'],
  ['-I', '--allow-import'],
]);

const forDevelopment =
  /^(?:--watch(?:-hmr)?(?:=.*)?|--env-file(?:=.*)?|--env(?:=.*)?|--inspect(?:-brk|-wait)?(?:=.*)?|--check(?:=.*)?|--reload|-r|--cached-only|--no-prompt|--frozen(?:=.*)?|--no-code-cache)$/;

/** Reads what starts the program; a sentence when that is not known, or grants every right. */
export function readDenoStart(
  context: BuildContext,
  folder: string,
  config: DenoConfig,
): DenoStart | string {
  const [found] = [...config.tasks].filter(([name]) => tasks.includes(name)).sort(byOrder);
  if (found === undefined) {
    return `${config.path} needs a task "start" like "deno run --allow-net --allow-env main.ts".`;
  }
  const [task, text] = found;
  const [command, ...others] = readScript(text) ?? [];
  const [program, verb, ...words] = command?.words ?? [];
  if (program !== 'deno' || 0 < others.length || (verb !== 'run' && verb !== 'serve')) {
    return `The task "${task}" of ${config.path} is not one call of "deno run" or "deno serve": "${text}".`;
  }
  const at = words.findIndex(
    (word, index) =>
      !word.startsWith('-') && words[index - 1] !== '--port' && words[index - 1] !== '--host',
  );
  const entry = words.at(at < 0 ? words.length : at)?.replace(/^\.\//, '');
  if (entry === undefined || context.has(below(folder, entry)) !== 'yes') {
    return `The task "${task}" of ${config.path} starts a file that is not there.`;
  }
  const own = words.slice(0, at).map((word) => shorts.get(word) ?? word);
  const all = own.find((word) => /^(?:-A|--allow-all|-P|--permission-set(?:=.*)?)$/.test(word));
  if (all !== undefined) {
    return `The task "${task}" of ${config.path} says "${all}": name the rights that the program needs, such as --allow-net and --allow-env.`;
  }
  const grouped = own.find((word) => /^-[A-Z]{2,}$/.test(word));
  if (grouped !== undefined)
    return `Write the rights "${grouped}" of the task "${task}" out, such as --allow-net.`;
  const port = /--port(?:=| )(\d{2,5})/.exec(own.join(' '))?.[1];
  return {
    command: verb,
    options: own.filter(
      (word, index) => !forDevelopment.test(word) && !isAddress(word, own[index - 1]),
    ),
    entry,
    arguments: words.slice(at + 1),
    port: port === undefined ? undefined : Number(port),
    evidence: saidIn(
      context,
      config.path,
      new RegExp(`"${escapePattern(task)}"\\s*:`),
      `The task "${task}" is "${text}".`,
    ),
  };
}

/** Port and address are those of the container. */
function isAddress(word: string, before = ''): boolean {
  return /^--(?:port|host)(?:=|$)/.test(word) || /^--(?:port|host)$/.test(before);
}

function byOrder([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return tasks.indexOf(left) - tasks.indexOf(right);
}

/** True when the rights cover a port on all addresses. */
export function mayListen(options: readonly string[], port: number): boolean {
  const net = options.filter((word) => /^--allow-net(?:=|$)/.test(word));
  return net.some((word) => {
    const hosts = word.split('=')[1];
    if (hosts === undefined) return true;
    return hosts
      .split(',')
      .some((host) => [`0.0.0.0:${String(port)}`, '0.0.0.0', `:${String(port)}`].includes(host));
  });
}

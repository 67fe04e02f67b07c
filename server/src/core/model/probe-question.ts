import type { ShellWord } from '../syntax/shell';
import type { Command, Execution } from './commands';

/** What a health check asks, whatever program it asks with. */
export type ProbeQuestion =
  | {
      readonly kind: 'http';
      /** As written; may hold variables where a shell reads it. */
      readonly url: string;
      /** False when every answer counts, errors too. */
      readonly failsOnError: boolean;
      readonly followsRedirects: boolean;
      /** Seconds; undefined when the probe sets no limit. */
      readonly timeout: number | undefined;
    }
  | { readonly kind: 'connect'; readonly host: string; readonly port: string };

const curlFlags = /^-[fsSLgq#4iv]+$/;
const curlWords = new Set(
  '--fail --silent --show-error --location --globoff --fail-with-body --include --verbose --ipv4 --no-progress-meter'.split(
    ' ',
  ),
);
const curlValues = new Set(['-o', '--output', '-m', '--max-time', '--connect-timeout']);
const wgetFlags = /^-(?:[qS]+|nv|q?O-?|q?O\/dev\/null)$/;
const wgetWords = new Set(
  '--spider --quiet --no-verbose --tries=1 --server-response --output-document=/dev/null --output-document=- -t1'.split(
    ' ',
  ),
);

/** Reads what a probe asks; undefined when an option of it is not understood. */
export function readProbeQuestion(command: Command): ProbeQuestion | undefined {
  if (command.shell.redirects.some(({ operator }) => operator.startsWith('<'))) return undefined;
  switch (command.name) {
    case 'curl':
      return readCurl(command.words.slice(1));
    case 'wget':
      return readWget(command.words.slice(1));
    case 'nc':
      return readNetcat(command.words.slice(1));
    default:
      return undefined;
  }
}

function textOf(word: ShellWord | undefined): string {
  return word?.value ?? word?.text.replace(/^(["'])(.*)\1$/, '$2') ?? '';
}

function readCurl(words: readonly ShellWord[]): ProbeQuestion | undefined {
  const urls: string[] = [];
  let failsOnError = false;
  let followsRedirects = false;
  let timeout: number | undefined;
  for (let index = 0; index < words.length; index++) {
    const text = textOf(words[index]);
    if (curlValues.has(text)) {
      const value = textOf(words[++index]);
      if (text.startsWith('-o') || text === '--output') {
        if (value !== '/dev/null' && value !== '-') return undefined;
      } else {
        timeout = Number(value);
        if (!(0 < timeout)) return undefined;
      }
    } else if (curlFlags.test(text) || curlWords.has(text)) {
      failsOnError ||= /^-\w*f/.test(text) || text.startsWith('--fail');
      followsRedirects ||= /^-\w*L/.test(text) || text === '--location';
    } else if (text.startsWith('-')) {
      return undefined;
    } else {
      urls.push(text);
    }
  }
  return toHttp(urls, { failsOnError, followsRedirects, timeout });
}

function readWget(words: readonly ShellWord[]): ProbeQuestion | undefined {
  const urls: string[] = [];
  let timeout: number | undefined;
  for (let index = 0; index < words.length; index++) {
    const text = textOf(words[index]);
    const limit = /^(?:-T|--timeout=)(\d+)$/.exec(text)?.[1];
    if (text === '-t' || text === '-T' || /^-q?O$/.test(text)) {
      const value = textOf(words[++index]);
      if (text === '-T') timeout = Number(value);
      if (text.endsWith('O') && value !== '-' && value !== '/dev/null') return undefined;
    } else if (limit !== undefined) {
      timeout = Number(limit);
    } else if (text.startsWith('-')) {
      if (!wgetFlags.test(text) && !wgetWords.has(text)) return undefined;
    } else {
      urls.push(text);
    }
  }
  return toHttp(urls, { failsOnError: true, followsRedirects: true, timeout });
}

function toHttp(
  urls: readonly string[],
  rest: Omit<Extract<ProbeQuestion, { kind: 'http' }>, 'kind' | 'url'>,
): ProbeQuestion | undefined {
  const [url, ...others] = urls;
  if (url === undefined || others.length !== 0) return undefined;
  const whole = /^https?:\/\//.test(url) ? url : `http://${url}`;
  // Nothing in it that quotes of JavaScript or Python would read otherwise.
  if (!/^http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)[\w:/.?=&%${}~-]*$/.test(whole)) {
    return undefined;
  }
  return { kind: 'http', url: whole, ...rest };
}

function readNetcat(words: readonly ShellWord[]): ProbeQuestion | undefined {
  const texts = words.map((word) => textOf(word));
  const scans = texts.some((text) => /^-\w*z/.test(text));
  const odd = texts.some((text) => text.startsWith('-') && !/^-(?:[zv]+|w\d*)$/.test(text));
  const rest = texts.filter((text, index) => !text.startsWith('-') && texts[index - 1] !== '-w');
  const [host = '', port = '', ...others] = rest;
  if (!scans || odd || others.length !== 0) return undefined;
  const isLocal = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0)$/.test(host);
  return isLocal && /^(?:\d+|\$\{?\w+\}?)$/.test(port)
    ? { kind: 'connect', host, port }
    : undefined;
}

/** True when the health check is this command, and at most says that a failure counts as 1. */
export function isWholeProbe({ scripts, form, commands }: Execution, command: Command): boolean {
  if (form === 'exec') return commands.length === 1;
  const [script, ...others] = scripts;
  const [statement, ...more] = script?.statements ?? [];
  if (statement === undefined || 0 < others.length + more.length || statement.background)
    return false;
  const [first, second, ...rest] = statement.pipelines;
  if (first?.commands.length !== 1 || first.commands[0] !== command.shell || first.negated)
    return false;
  if (second === undefined) return true;
  const exit = second.commands[0];
  return (
    rest.length === 0 &&
    statement.operators[0] === '||' &&
    second.commands.length === 1 &&
    exit?.program?.value === 'exit' &&
    exit.arguments[0]?.value !== '0'
  );
}

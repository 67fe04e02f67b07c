import { serverAddresses, type ServerAddressFacts } from '../data/server-addresses';
import type { ShellWord } from '../syntax/shell';
import { withoutStarters } from './early-steps';
import { isLongRunning } from './missing-exec';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';
import { findStartedCommands, type StartedCommand } from './start-scripts';

/** Where the one server of a stage listens. */
export interface ServerAddress {
  readonly started: StartedCommand;
  readonly facts: ServerAddressFacts;
  readonly program: string;
  readonly host: 'loopback' | 'all' | 'unknown';
  /** The word that says the host; undefined where the server has it by itself. */
  readonly hostWord: ShellWord | undefined;
  /** The host as written in it. */
  readonly hostText: string | undefined;
  readonly port: number | undefined;
  /** True when the command says the port. */
  readonly isPortWritten: boolean;
}

/** Finds where the server of a stage listens; undefined when it starts none that is known, or several. */
export function findServerAddress(model: DockerfileModel, stage: Stage): ServerAddress | undefined {
  const all = findStartedCommands(model, stage);
  const running = all.filter(({ command }) => isLongRunning(command) || isProxy(command.name));
  const found = all.flatMap((started) => readAddress(model, stage, started) ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  const others = [...found.map(({ started }) => started), ...running].filter(
    ({ command }) =>
      command.name !== first.started.command.name && !/^"?\$/.test(command.words[0]?.text ?? ''),
  );
  const isCalled = others.every(({ command }) => callers.test(command.name ?? ''));
  const isBehind = all.some(({ command }) => command.shell.nesting.includes('background'));
  return isCalled && !isBehind ? first : undefined;
}

/** Scripts that only start what is found in them. */
const callers = /\.(?:ba)?sh$|entry-?point|^(?:start|run)$/i;

function isProxy(name: string | undefined): boolean {
  return /^(?:nginx|caddy|httpd|apache2|apachectl|haproxy|envoy|traefik|supervisord|socat|service|s6-.*|runsvdir)$/.test(
    name ?? '',
  );
}

function readAddress(
  model: DockerfileModel,
  stage: Stage,
  started: StartedCommand,
): ServerAddress | undefined {
  const { command } = started;
  const texts = command.words.map(({ value, text }) => value ?? text);
  const stripped = withoutStarters(texts);
  const words = command.words.slice(texts.length - stripped.length);
  const [program = ''] = stripped;
  const rest = stripped.slice(1);
  const facts = serverAddresses.find(
    (row) =>
      row.program.test(program) &&
      (row.words === undefined || row.words.some((word) => rest.includes(word))) &&
      row.except?.some((word) =>
        rest.some((each) => each === word || each.startsWith(`${word}=`)),
      ) !== true,
  );
  if (facts === undefined) return undefined;
  // What the command says goes before variables and files of settings.
  const isWhole =
    command.words.every((word) => valueOf(model, started, word) !== undefined) &&
    !maySaySo(model, stage, facts);
  const read: Read = { model, started, words: words.slice(1) };
  const both = facts.both?.flatMap((name) => findOptions(read, name)) ?? [];
  const bare = facts.bare === true ? findBare(read) : [];
  const addresses = [...both, ...bare].map(({ word, value }) => ({ word, ...splitAddress(value) }));
  const given = addresses.length === 0 ? readVariables(model, stage, facts) : undefined;
  const [host] = facts.host?.flatMap((name) => findOptions(read, name)) ?? [];
  const [port] = facts.port?.flatMap((name) => findOptions(read, name)) ?? [];
  const hosts =
    host === undefined
      ? [...addresses, ...(given ?? [])]
      : [{ word: host.word, host: host.value, port: undefined }];
  const ports = [
    port?.value,
    ...addresses.map((each) => each.port),
    ...(given ?? []).map((each) => each.port),
  ].flatMap((text) => (/^\d{1,5}$/.test(text ?? '') ? [Number(text)] : []));
  const first = hosts.find((each) => each.host !== undefined);
  const isNamed = hosts.length !== 0 && facts.bare !== true;
  const isFallback = first === undefined && !isNamed && isWhole;
  const isEveryLoopback = hosts.every((each) => isLoopback(each.host));
  const written = first === undefined ? 'unknown' : isEveryLoopback ? 'loopback' : 'all';
  const [own, ...more] = new Set(ports);
  const hasDefault = isWhole && port === undefined && addresses.length === 0 && own === undefined;
  return {
    started,
    facts,
    program,
    hostWord: first?.word,
    hostText: first?.host,
    host: isFallback ? (facts.fallback ?? 'unknown') : written,
    port: more.length !== 0 ? undefined : hasDefault ? facts.defaultPort : own,
    isPortWritten: own !== undefined,
  };
}

function isLoopback(host: string | undefined): boolean {
  return /^(?:127(?:\.\d+){3}|localhost|\[?::1\]?)$/.test(host ?? '');
}

/** True when a variable or a file of settings may say where the server listens. */
function maySaySo(model: DockerfileModel, stage: Stage, facts: ServerAddressFacts): boolean {
  const scope = model.variables.atEnd(stage);
  if (facts.variables?.some((name) => scope.get(name) !== undefined) === true) return true;
  const { settings } = facts;
  if (settings === undefined) return false;
  const { context } = model;
  if (context?.project.complete !== true) return true;
  const isWritten = collectInheritance(stage).some((part) =>
    part.instructions.some(
      ({ keyword, span }) =>
        keyword !== 'FROM' &&
        settings.test(model.text.slice(span.start, span.end).replace(/\s+/g, '/')),
    ),
  );
  return isWritten || context.visiblePaths.some((path) => settings.test(path));
}

interface Read {
  readonly model: DockerfileModel;
  readonly started: StartedCommand;
  readonly words: readonly ShellWord[];
}

interface Given {
  readonly word: ShellWord;
  /** Undefined when it is not known. */
  readonly value: string | undefined;
}

/** Values of an option: `--host x`, `--host=x`; `all` for one that stands without a value. */
function findOptions({ model, started, words }: Read, name: string): readonly Given[] {
  return words.flatMap((word, index): readonly Given[] => {
    const text = valueOf(model, started, word) ?? word.text;
    if (text.startsWith(`${name}=`)) {
      const value =
        word.value === undefined && text.includes('$') ? undefined : text.slice(name.length + 1);
      return [{ word, value }];
    }
    if (text !== name) return [];
    const next = words[index + 1];
    if (next === undefined || next.text.startsWith('-')) return [{ word, value: '0.0.0.0' }];
    return [{ word: next, value: valueOf(model, started, next) }];
  });
}

/** `runserver 0.0.0.0:8000`, `runserver 8000`. */
function findBare({ model, started, words }: Read): readonly Given[] {
  const at = words.findIndex(({ text }) => text === 'runserver');
  return words
    .slice(at + 1)
    .filter(({ text }) => !text.startsWith('-'))
    .slice(0, 1)
    .map((word) => ({ word, value: valueOf(model, started, word) }));
}

function valueOf(
  model: DockerfileModel,
  { script, command }: StartedCommand,
  word: ShellWord,
): string | undefined {
  if (word.value !== undefined) return word.value;
  const isShell = script !== undefined && script.source.kind !== 'file';
  return isShell ? model.valueOf(word, command.instruction) : undefined;
}

/** The addresses that ENV gives. */
function readVariables(
  model: DockerfileModel,
  stage: Stage,
  { addresses = [] }: ServerAddressFacts,
): readonly {
  readonly word: undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
}[] {
  const scope = model.variables.atEnd(stage);
  return addresses.flatMap((name) => {
    const value = scope.get(name)?.value;
    return value === undefined
      ? []
      : value.split(';').map((each) => ({ word: undefined, ...splitAddress(each) }));
  });
}

/** Host and port of `0.0.0.0:8000`, `:8000`, `8000`, `tcp://[::]:8000`. */
function splitAddress(text: string | undefined): {
  readonly host: string | undefined;
  readonly port: string | undefined;
} {
  if (text === undefined || /^(?:unix:|fd:|\/|\.)/.test(text))
    return { host: undefined, port: undefined };
  const plain = text.replace(/^\w+:\/\//, '').replace(/[/?].*$/, '');
  if (/^\d+$/.test(plain)) return { host: undefined, port: plain };
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(plain);
  if (match === null) return { host: undefined, port: undefined };
  return { host: match[1] === '' ? '0.0.0.0' : match[1], port: match[2] };
}

import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import { hostOf } from './downloads';
import type { DockerfileModel } from './model';
import { visibleText } from './package-line';
import type { Stage } from './stage-graph';

/** A command that fetches keys of OpenPGP from a server. */
export interface KeyRequest {
  readonly command: Command;
  /** Undefined when none is named, or a variable without a known value names it. */
  readonly server: { readonly word: ShellWord; readonly host: string } | undefined;
  /** The words that say which keys, in order. */
  readonly keys: readonly ShellWord[];
}

const programs = new Set(['gpg', 'gpg2', 'apt-key', 'pacman-key']);

/** Options of gpg that ask a server for keys. Source: https://www.gnupg.org/documentation/manuals/gnupg/ */
const requests = /^--rec(?:v|eive)(?:-keys?)?$/;

const valueOptions = new Set(
  '--keyserver --keyserver-options --homedir --keyring --primary-keyring --trust-model --status-fd --logger-fd --options --output -o'.split(
    ' ',
  ),
);

/** The commands of a stage that fetch keys from a server. */
export function findKeyRequests(model: DockerfileModel, stage: Stage): readonly KeyRequest[] {
  return model.commandsOf(stage).flatMap((command) => readKeyRequest(model, command) ?? []);
}

function readKeyRequest(model: DockerfileModel, command: Command): KeyRequest | undefined {
  if (!programs.has(command.name ?? '')) return undefined;
  const words = command.words.slice(1);
  const keys: ShellWord[] = [];
  let server: KeyRequest['server'];
  let asks = false;
  for (const [index, word] of words.entries()) {
    const text = visibleText(word);
    const before = visibleText(words[index - 1] ?? word);
    const [, attached] = /^--keyserver=(.+)$/.exec(text) ?? [];
    if (attached !== undefined) server = readServer(model, command, word);
    else if (before === '--keyserver' && index !== 0) server = readServer(model, command, word);
    else if (index !== 0 && valueOptions.has(before)) continue;
    else if (requests.test(text)) asks = true;
    else if (asks && !text.startsWith('-')) keys.push(word);
  }
  return asks ? { command, server, keys } : undefined;
}

function readServer(
  model: DockerfileModel,
  command: Command,
  word: ShellWord,
): KeyRequest['server'] {
  const address = model.valueOf(word, command.instruction)?.replace(/^--keyserver=/, '');
  const host = address === undefined ? undefined : hostOf(address);
  return host === undefined ? undefined : { word, host };
}

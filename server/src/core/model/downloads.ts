import { downloadPrograms, type DownloadProgram } from '../data/download-programs';
import type { ShellWord } from '../syntax/shell';
import { findCommandFolder, findPath } from './command-folder';
import { baseName, type Command } from './commands';
import { joinPath } from './files';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { readPackageLine, visibleText, type PackageOption } from './package-line';
import { resolvePath } from './secret-files';
import type { Stage } from './stage-graph';

/** An address that a command downloads. */
export interface DownloadAddress {
  readonly word: ShellWord;
  /** With the variables replaced that ARG or ENV set; others stand in it as written. */
  readonly text: string;
}

/** A call of curl or wget. */
export interface Download {
  readonly program: DownloadProgram;
  readonly command: Command;
  readonly options: readonly PackageOption[];
  readonly addresses: readonly DownloadAddress[];
  /** The file that is written as the command says it; `-` for the standard output. */
  readonly output: string | undefined;
}

/** A file that a call of curl or wget writes. */
export interface DownloadedFile {
  readonly command: Command;
  /** The word that names the file: the value of `-o`, or the address. */
  readonly word: ShellWord;
  /** Absolute. */
  readonly path: string;
}

/** Reads a call of curl or wget; undefined for other programs, and where a variable hides the options. */
export function readDownload(model: DockerfileModel, command: Command): Download | undefined {
  const program = downloadPrograms.find(({ name }) => name === command.name);
  if (program === undefined) return undefined;
  const line = readPackageLine(command.words.slice(1), program);
  const isOneOf = (names: readonly string[]) => (option: PackageOption) =>
    names.includes(option.name);
  const named = line.options.filter(isOneOf(program.address));
  const words = [
    ...line.arguments,
    ...line.unread,
    ...named.flatMap(({ valueWord }) => valueWord ?? []),
  ];
  const output = line.options.find(isOneOf(program.output));
  return {
    program,
    command,
    options: line.options,
    addresses: words
      .filter((word) => !visibleText(word).startsWith('-'))
      .map((word) => ({
        word,
        text: model.valueOf(word, command.instruction) ?? visibleText(word),
      })),
    output:
      output?.value ??
      (output?.valueWord === undefined ? undefined : visibleText(output.valueWord)),
  };
}

/** The downloads of the RUN instructions of a stage. */
export const downloadsOf = memoize((model, stage: Stage): readonly Download[] =>
  model.commandsOf(stage).flatMap((command) => readDownload(model, command) ?? []),
);

/** The file that a command loads from the network; undefined for other commands, and when its name is not known. */
export function readDownloadedFile(
  model: DockerfileModel,
  command: Command,
): DownloadedFile | undefined {
  const download = readDownload(model, command);
  if (download === undefined) return undefined;
  const { program, options } = download;
  const last = (names: readonly string[]): PackageOption | undefined =>
    options.findLast(({ name }) => names.includes(name));
  if (last(program.openName) !== undefined) return undefined;
  const output = last(program.output);
  if (output !== undefined) {
    const word = output.valueWord;
    const path = word === undefined ? undefined : findPath(model, command, word);
    return path === undefined || word === undefined ? undefined : { command, word, path };
  }
  if (program.remoteName.length !== 0 && last(program.remoteName) === undefined) return undefined;
  const word = firstOf(download.addresses)?.word;
  const name = word === undefined ? undefined : findName(model, command, word);
  const folder = last(program.folder);
  const base =
    folder === undefined ? findCommandFolder(model, command) : place(model, command, folder);
  if (word === undefined || name === undefined || base === undefined) return undefined;
  const path = joinPath(base, name);
  return path === undefined ? undefined : { command, word, path };
}

function firstOf(addresses: readonly DownloadAddress[]): DownloadAddress | undefined {
  const [first, ...others] = addresses;
  return others.reduce(
    (found, each) =>
      found !== undefined && found.word.span.start < each.word.span.start ? found : each,
    first,
  );
}

function place(
  model: DockerfileModel,
  command: Command,
  { valueWord }: PackageOption,
): string | undefined {
  return valueWord === undefined ? undefined : resolvePath(model, command, valueWord);
}

/** The last part of an address. */
function findName(model: DockerfileModel, command: Command, word: ShellWord): string | undefined {
  const address = model.valueOf(word, command.instruction);
  if (address === undefined || !/^(?:https?|ftp):\/\/[^/]+\/.*[^/]$/.test(address))
    return undefined;
  return /[?#{}]/.test(address) ? undefined : baseName(address);
}

/** The host of an address, lower case; undefined when a variable holds it. */
export function hostOf(address: string): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(address)?.[1];
  return host === undefined || /[$`{]/.test(host) ? undefined : host.toLowerCase();
}

/** True for this machine: nothing comes over a network. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(host);
}

/** True for a host that only a private network knows: names without a dot, private addresses, `.internal`. */
export function isPrivateHost(host: string): boolean {
  return (
    isLoopback(host) ||
    !host.includes('.') ||
    /\.(?:local|internal|lan|corp|intranet|home|private|test|localdomain|svc|cluster)$/.test(
      host,
    ) ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)(?:\.\d+){2,3}$/.test(host) ||
    host.startsWith('[f')
  );
}

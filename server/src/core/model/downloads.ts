import { downloadPrograms, type DownloadProgram } from '../data/download-programs';
import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { readPackageLine, visibleText, type PackageOption } from './package-line';
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

import type { ShellWord } from '../syntax/shell';
import { baseName, type Command } from './commands';
import type { DockerfileModel } from './model';
import { resolvePath } from './secret-files';
import { joinPath } from './files';
import { findCommandFolder } from './command-folder';

/** A file that a command of a RUN loads from the network. */
export interface DownloadedFile {
  readonly command: Command;
  /** The word that names the file: the value of `-o`, or the address. */
  readonly word: ShellWord;
  /** Absolute. */
  readonly path: string;
}

/** Options of curl with a value. Source: https://curl.se/docs/manpage.html */
const curlValues = new Set(
  '-H --header -A --user-agent -u --user -x --proxy --retry --retry-delay --retry-max-time --max-time -m --connect-timeout -d --data -X --request -e --referer -b --cookie -c --cookie-jar --cacert --cert --key -T -w --write-out -C --continue-at'.split(
    ' ',
  ),
);

/** Options of wget with a value. Source: https://www.gnu.org/software/wget/manual/wget.html */
const wgetValues = new Set(
  '-t --tries -T --timeout -U --user-agent --header --user --password -o -a -Q -w --wait -e --ca-certificate --progress'.split(
    ' ',
  ),
);

/** The file that a `curl` or `wget` writes; undefined for other commands, and when its name is not known. */
export function readDownloadedFile(
  model: DockerfileModel,
  command: Command,
): DownloadedFile | undefined {
  if (command.name === 'curl') return readCurl(model, command);
  return command.name === 'wget' ? readWget(model, command) : undefined;
}

function readCurl(model: DockerfileModel, command: Command): DownloadedFile | undefined {
  const [, ...words] = command.words;
  let output: ShellWord | undefined;
  let address: ShellWord | undefined;
  let isNamedByUrl = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    const { text } = word;
    if (/^--(?:output-dir|remote-header-name|remote-name-all|config)|^-[a-zA-Z]*[KJ]/.test(text)) {
      return undefined;
    }
    if (/^-[a-zA-Z#]*o$|^--output$/.test(text)) output = words[++index];
    else if (/^-[a-zA-Z#]*O[a-zA-Z#]*$|^--remote-name$/.test(text)) isNamedByUrl = true;
    else if (curlValues.has(text)) index++;
    else if (!text.startsWith('-')) address ??= word;
  }
  return toDownloadedFile(model, command, output, isNamedByUrl ? address : undefined);
}

function readWget(model: DockerfileModel, command: Command): DownloadedFile | undefined {
  const [, ...words] = command.words;
  let output: ShellWord | undefined;
  let folder: ShellWord | undefined;
  let address: ShellWord | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    const { text } = word;
    if (/^-(?:[a-zA-Z]*[ir]$|-input-file|-recursive|-content-disposition)/.test(text)) {
      return undefined;
    }
    if (/^-[a-zA-Z]*O$|^--output-document$/.test(text)) output = words[++index];
    else if (/^-[a-zA-Z]*P$|^--directory-prefix$/.test(text)) folder = words[++index];
    else if (/^--(?:output-document|directory-prefix)=|^-O\S|^-P\S/.test(text)) return undefined;
    else if (wgetValues.has(text)) index++;
    else if (!text.startsWith('-')) address ??= word;
  }
  if (folder === undefined || output !== undefined) {
    return toDownloadedFile(model, command, output, output === undefined ? address : undefined);
  }
  const base = resolvePath(model, command, folder);
  const name = address === undefined ? undefined : nameOf(model, command, address);
  const path = base === undefined || name === undefined ? undefined : joinPath(base, name);
  return path === undefined || address === undefined ? undefined : { command, word: address, path };
}

function toDownloadedFile(
  model: DockerfileModel,
  command: Command,
  output: ShellWord | undefined,
  address: ShellWord | undefined,
): DownloadedFile | undefined {
  if (output !== undefined) {
    const path = findPath(model, command, output);
    return path === undefined ? undefined : { command, word: output, path };
  }
  const name = address === undefined ? undefined : nameOf(model, command, address);
  const path = name === undefined ? undefined : joinPath(findCommandFolder(model, command), name);
  return address === undefined || path === undefined ? undefined : { command, word: address, path };
}

/** The absolute path of a word, each `cd` of the RUN followed. */
export function findPath(
  model: DockerfileModel,
  command: Command,
  word: ShellWord,
): string | undefined {
  const value = model.valueOf(word, command.instruction);
  if (value === undefined || value === '-' || /[*?[~]/.test(value)) return undefined;
  return joinPath(findCommandFolder(model, command), value);
}

function nameOf(model: DockerfileModel, command: Command, address: ShellWord): string | undefined {
  const value = model.valueOf(address, command.instruction);
  if (value === undefined || !/^(?:https?|ftp):\/\/[^/]+\/.*[^/]$/.test(value)) return undefined;
  return /[?#{}]/.test(value) ? undefined : baseName(value);
}

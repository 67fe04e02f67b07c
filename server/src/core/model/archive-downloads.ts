import { mayVerify } from './download-verification';
import { downloadsOf, hostOf, isLoopback, type Download, type DownloadAddress } from './downloads';
import type { DockerfileModel } from './model';
import { collectRemoteScripts } from './remote-script';
import type { Stage } from './stage-graph';

const archive =
  /\.(?:tar(?:\.\w+)?|t[gx]z|tbz2?|zip|gz|xz|bz2|zst|deb|rpm|apk|jar|war|ear|whl|exe|AppImage|run|bin|phar|so|gem|nupkg|msi)$/i;

/** An archive or a program that a build step downloads. */
export interface ArchiveDownload {
  readonly download: Download;
  readonly address: DownloadAddress;
}

/** The archives and programs that a stage downloads with curl or wget and never compares with anything. */
export function findUncheckedDownloads(
  model: DockerfileModel,
  stage: Stage,
): readonly ArchiveDownload[] {
  return downloadsOf(model, stage).flatMap((download) => {
    const { command } = download;
    const { instruction } = command;
    if (mayVerify(model, stage, instruction)) return [];
    const run = model.executionOf(instruction);
    if (collectRemoteScripts(run).some((script) => script.download.shell === command.shell))
      return [];
    return download.addresses
      .filter(({ text }) => isRemote(text) && (isArchive(text) || isProgram(model, download)))
      .map((address) => ({ download, address }));
  });
}

function isRemote(text: string): boolean {
  if (!/^(?:https?|ftp):\/\//i.test(text)) return false;
  const host = hostOf(text);
  return host === undefined || !isLoopback(host);
}

function isArchive(text: string): boolean {
  return archive.test(text.replace(/[?#].*$/, ''));
}

/** A file that goes to a folder of programs, or that a later command makes a program. */
function isProgram(model: DockerfileModel, { command, output }: Download): boolean {
  if (output === undefined || output === '-' || output.includes('$')) return false;
  if (/(?:^|\/)s?bin\/[^/]+$/.test(output)) return true;
  return model
    .executionOf(command.instruction)
    .commands.some(
      ({ name, words }) =>
        name === 'chmod' &&
        words.some(({ text }) => /^(?:[ugoa]*\+[rw]*x|0?[57]\d\d)$/.test(text)) &&
        words.some(({ value }) => value === output),
    );
}

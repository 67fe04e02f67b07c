import type { ShellWord } from '../syntax/shell';
import type { Instruction } from '../syntax/instruction';
import { comparesDigest } from './download-verification';
import { hostOf, isPrivateHost, readDownload, type Download } from './downloads';
import type { DockerfileModel } from './model';
import { visibleText } from './package-line';
import { cleartextAddressesOf, powershellRunsOf } from './powershell';
import type { Stage } from './stage-graph';

/** Something that is loaded over a connection that anybody on the way can change. */
export interface CleartextDownload {
  readonly span: { readonly start: number; readonly end: number };
  readonly scheme: string;
  readonly host: string;
  readonly instruction: Instruction;
  /** True when the builder itself loads it, not a program of the image. */
  readonly byBuilder: boolean;
}

const cleartext = /^(http|ftp|git):\/\//i;

/** Options of package managers whose value is where packages come from. */
const sourceOptions =
  /^(?:-i|--index-url|--index|--default-index|--extra-index-url|-f|--find-links|--registry|-s|--source|--repository-url)$/;
const managersWithSources = new Set('pip uv npm pnpm yarn gem composer'.split(' '));

/** What a stage downloads without encryption from public hosts, and does not compare with a digest. */
export function findCleartextDownloads(
  model: DockerfileModel,
  stage: Stage,
): readonly CleartextDownload[] {
  const added = model.copiesOf(stage).flatMap(({ instruction, sources }) => {
    if (instruction.flags.some(({ name }) => name === 'checksum')) return [];
    return sources
      .filter(({ kind }) => kind === 'url' || kind === 'git')
      .flatMap(({ word }) =>
        toDownload(model.expand(word, instruction) ?? word.text, word.span, instruction, true),
      );
  });
  const commands = model.commandsOf(stage).flatMap((command): readonly CleartextDownload[] => {
    const { instruction } = command;
    const download = readDownload(model, command);
    if (download !== undefined && keepsNothing(download)) return [];
    const words: readonly ShellWord[] =
      command.name === 'git' && /^(?:clone|submodule|remote)$/.test(command.words[1]?.value ?? '')
        ? command.words.slice(2)
        : (download?.addresses.map(({ word }) => word) ?? []);
    return words.flatMap((word) =>
      toDownload(
        model.valueOf(word, instruction) ?? visibleText(word),
        word.span,
        instruction,
        false,
      ),
    );
  });
  const sources = model
    .packageOperationsOf(stage)
    .filter(({ manager }) => managersWithSources.has(manager.id))
    .flatMap(({ options, command }) =>
      options
        .filter(({ name }) => sourceOptions.test(name))
        .flatMap(({ value, word, valueWord }) =>
          toDownload(value ?? '', (valueWord ?? word).span, command.instruction, false),
        ),
    );
  const inRuns = [...commands, ...sources].filter(
    ({ instruction }) => !comparesDigest(model, instruction),
  );
  const inPowershell = powershellRunsOf(model, stage).flatMap((run) =>
    cleartextAddressesOf(run).flatMap(({ address, span }) =>
      toDownload(address, span, run.instruction, false),
    ),
  );
  return [...added, ...inRuns, ...inPowershell].sort(
    (left, right) => left.span.start - right.span.start,
  );
}

/** A question whether something answers: what comes is thrown away. */
function keepsNothing({ options, output }: Download): boolean {
  return (
    output === '/dev/null' || options.some(({ name }) => /^(?:--spider|-I|--head)$/.test(name))
  );
}

function toDownload(
  text: string,
  span: CleartextDownload['span'],
  instruction: Instruction,
  byBuilder: boolean,
): readonly CleartextDownload[] {
  const scheme = cleartext.exec(text)?.[1]?.toLowerCase();
  const host = scheme === undefined ? undefined : hostOf(text);
  if (scheme === undefined || host === undefined || isPrivateHost(host)) return [];
  return [{ span, scheme, host, instruction, byBuilder }];
}

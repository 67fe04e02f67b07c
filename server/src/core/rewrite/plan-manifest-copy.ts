import type { BroadCopy } from '../model/broad-copy';
import { leavesProjectAlone } from '../model/copied-files';
import type { Command } from '../model/commands';
import { readDependencyInstall } from '../model/dependency-install';
import { findInstallFolder } from '../model/install-folder';
import { findInstallObstacle, instructionsBetween } from '../model/install-obstacle';
import { findManifests, type ManifestSet } from '../model/manifest-set';
import type { DockerfileModel } from '../model/model';
import type { BuildContext } from '../project/build-context';
import { addIgnoreLines } from '../project/ignore-file-change';
import type { FileChange } from '../project/project-files';
import type { Edit } from '../text/edit';
import { insertBefore, keyword } from './instructions';
import { moveCopyBelow } from './move-copy-below';
import { countParts, planManifestGuess } from './plan-manifest-guess';
import { runLines } from './run-as';
import { prependCommands, splitHead } from './run-parts';
import { writeFolder, writeManifestCopies } from './write-manifest-copies';

/** How the sources are copied below an install, or why they are not. */
export type ManifestCopyPlan =
  | {
      readonly kind: 'planned';
      readonly title: string;
      readonly edits: readonly Edit[];
      /** What the plan rests on, a sentence each. */
      readonly evidence: readonly string[];
      readonly files: readonly FileChange[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Plans to copy only the manifests above an install and everything else below it. With the files of the build
 * context the manifests are named as they are there, else by what the manager may read.
 */
export function planManifestCopy(model: DockerfileModel, broad: BroadCopy): ManifestCopyPlan {
  const { context } = model;
  const plan =
    context === undefined ? planManifestGuess(model, broad) : planWith(model, context, broad);
  return typeof plan === 'string'
    ? { kind: 'refused', reason: plan }
    : { kind: 'planned', ...plan };
}

type Plan = Omit<Extract<ManifestCopyPlan, { kind: 'planned' }>, 'kind'>;

function planWith(model: DockerfileModel, context: BuildContext, broad: BroadCopy): Plan | string {
  const { copy, install } = broad;
  const { command } = install.operation;
  const obstacle = findInstallObstacle(model, broad);
  if (obstacle !== undefined) return obstacle;
  const folder = findInstallFolder(model, copy, command);
  const destination = writeFolder(copy);
  if (folder === undefined) return 'The install works in another folder than the copied one.';
  if (destination === undefined) return 'The COPY is more than one of "." to one folder.';
  const first = findManifests(model, context, folder, install);
  if (typeof first === 'string') return first;
  const work =
    first.download === undefined
      ? planInstall(model, context, broad, folder)
      : planDownload(model, broad, first, first.download);
  if (typeof work === 'string') return work;
  const copies = writeManifestCopies(model, context, broad, work.sets, destination);
  if (typeof copies === 'string') return copies;
  const edits = work.edit(copies);
  if (edits === undefined) return 'The RUN cannot be split behind the install.';
  const files = hideResults(model, context, work.sets);
  if (typeof files === 'string') return files;
  return {
    title: work.title,
    edits,
    evidence: [...new Set(work.sets.flatMap(({ evidence }) => evidence))],
    files,
  };
}

/** What is done in the RUN, once the lines that copy manifests are known. */
interface Work {
  readonly title: string;
  readonly sets: readonly ManifestSet[];
  readonly edit: (copies: readonly string[]) => readonly Edit[] | undefined;
}

/** The install goes above the copy, with all of its RUN that needs nothing but manifests. */
function planInstall(
  model: DockerfileModel,
  context: BuildContext,
  { copy, install }: BroadCopy,
  folder: string,
): Work | string {
  const run = install.operation.command.instruction;
  const execution = model.executionOf(run);
  const works = execution.commands.map((command) => ({
    command,
    set: readSet(model, context, folder, command),
  }));
  const end = works.findIndex(
    ({ command, set }) => set === undefined && !leavesProjectAlone(command),
  );
  const sets = (end < 0 ? works : works.slice(0, end)).flatMap(({ set }) => set ?? []);
  if (sets.length === 0) return 'The RUN uses the copied files before it installs.';
  const kept = end < 0 ? undefined : countParts(model, run, works[end]?.command);
  if (end < 0 && !execution.complete) return 'The RUN is not understood.';
  if (typeof kept === 'string') return kept;
  return {
    title: 'Copy only the manifests above the install',
    sets,
    edit: (replacement) => moveCopyBelow(model, { copy: copy.instruction, run, replacement, kept }),
  };
}

function readSet(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  command: Command,
): ManifestSet | undefined {
  const install = readDependencyInstall(command);
  const set = install === undefined ? undefined : findManifests(model, context, folder, install);
  return typeof set === 'object' && set.download === undefined ? set : undefined;
}

/** A command that only downloads goes above the copy; the install stays where it is, below it. */
function planDownload(
  model: DockerfileModel,
  broad: BroadCopy,
  set: ManifestSet,
  download: readonly string[],
): Work | string {
  const { command } = broad.install.operation;
  const run = command.instruction;
  const execution = model.executionOf(run);
  if (!execution.complete || execution.form !== 'shell' || run.heredocs.length !== 0) {
    return 'The RUN is not a plain chain of commands.';
  }
  if (command.shell.nesting.length !== 0) return 'The install is a part of a larger command.';
  const head = execution.commands.filter(({ shell }) => shell.span.end <= command.shell.span.start);
  const user = head.find((each) => !leavesProjectAlone(each));
  if (user !== undefined) return 'The RUN uses the copied files before it installs.';
  const parts = head.length === 0 ? 0 : countParts(model, run, command);
  if (typeof parts === 'string') return parts;
  const split = splitHead(model, run, parts);
  const below = prependCommands(split, set.preparation);
  if (split === undefined || below === undefined)
    return 'The RUN cannot be split in front of the install.';
  const flags = run.flags.map(({ span }) => model.text.slice(span.start, span.end));
  const commands = [...split.head, ...download];
  const lines = runLines(model, commands).map((line, index) =>
    index === 0 ? [keyword(model, 'RUN'), ...flags, line.slice(4)].join(' ') : line,
  );
  return {
    title: 'Download the dependencies above the COPY',
    sets: [set],
    edit: (copies) => placeAbove(model, broad, [...copies, ...lines], below),
  };
}

/** Above the copy; where something stands between it and the RUN that may matter, the copy moves down instead. */
function placeAbove(
  model: DockerfileModel,
  broad: BroadCopy,
  lines: readonly string[],
  below: readonly Edit[],
): readonly Edit[] | undefined {
  const copy = broad.copy.instruction;
  const between = instructionsBetween(broad);
  const matters = between.some(({ keyword: name }) =>
    ['RUN', 'USER', 'SHELL', 'ENV', 'WORKDIR', 'COPY', 'ADD'].includes(name),
  );
  if (!matters) return [insertBefore(model, copy, lines), ...below];
  const run = broad.install.operation.command.instruction;
  const moved = moveCopyBelow(model, {
    copy,
    run: between.at(-1) ?? run,
    replacement: [],
    kept: undefined,
  });
  if (moved === undefined) return undefined;
  const last = between.at(-1);
  if (last === undefined) return undefined;
  // Both the lines and the copy stand at the end of the last instruction: they are one edit.
  const { end } = last.lineSpan;
  const text = lines.map((line) => `${line}${model.layout.lineEnding}`).join('');
  return [
    ...moved.map((edit) =>
      edit.span.start === end && edit.span.end === end
        ? { span: edit.span, text: `${text}${edit.text}` }
        : edit,
    ),
    ...below,
  ];
}

/** Keeps folders that the install makes out of the build context, so that the copy below does not bring them. */
function hideResults(
  model: DockerfileModel,
  context: BuildContext,
  sets: readonly ManifestSet[],
): readonly FileChange[] | string {
  const shown = sets
    .flatMap(({ results }) => results)
    .filter((path) => context.has(path) === 'yes' && !context.ignores(path));
  const copied = model.stages
    .flatMap((stage) => model.copiesOf(stage))
    .filter(({ origin }) => origin.kind === 'context')
    .flatMap(({ sources }) => sources.map(({ path }) => path ?? ''));
  const used = shown.find((path) =>
    copied.some((source) => source === path || source.startsWith(`${path}/`)),
  );
  if (used !== undefined) return `A COPY brings ${used} of the build context.`;
  return shown.length === 0 ? [] : [addIgnoreLines(context, [...new Set(shown)])];
}

import type { BroadCopy } from '../model/broad-copy';
import type { Command } from '../model/commands';
import { leavesProjectAlone } from '../model/copied-files';
import { readDependencyInstall, toProjectInput } from '../model/dependency-install';
import type { CopyFacts } from '../model/files';
import { findInstallObstacle } from '../model/install-obstacle';
import type { DockerfileModel } from '../model/model';
import { isShellCommand } from '../model/shell-form';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { insertBefore, keyword } from './instructions';
import { moveCopyBelow } from './move-copy-below';
import { writeCopy, writeFolder } from './write-manifest-copies';

interface Guess {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly evidence: readonly string[];
  readonly files: readonly [];
}

/**
 * Plans the copy of manifests by what a manager may read, for a build context that is not known: what may be absent
 * is named by a pattern.
 *
 * @returns a sentence when that would not do
 */
export function planManifestGuess(model: DockerfileModel, broad: BroadCopy): Guess | string {
  const { copy, install } = broad;
  const { instruction } = install.operation.command;
  const refusal = install.obstacle ?? findInstallObstacle(model, broad);
  if (refusal !== undefined) return refusal;
  const folder = writeFolder(copy);
  if (folder === undefined) return 'The COPY is more than one of "." to one folder.';
  const { download } = install;
  if (download !== undefined) {
    const lines = [
      ...writeCopies(model, copy, install.inputs, folder),
      `${keyword(model, 'RUN')} ${download}`,
    ];
    return toGuess('Download the modules above the COPY', [
      insertBefore(model, copy.instruction, lines),
    ]);
  }
  const kept = findKept(model, instruction);
  if (typeof kept === 'string') return kept;
  const inputs = kept.inputs.map((input) => toProjectInput(input, copy.target));
  const known = [...new Set(inputs.filter((input) => input !== undefined))];
  if (inputs.includes(undefined)) return 'It reads files outside the copied folder.';
  const edits = moveCopyBelow(model, {
    copy: copy.instruction,
    run: instruction,
    replacement: isCopiedAbove(model, broad, known) ? [] : writeCopies(model, copy, known, folder),
    kept: kept.count,
  });
  if (edits === undefined) return 'The RUN cannot be split behind the install.';
  return toGuess('Copy only the manifests above the install', edits);
}

function toGuess(title: string, edits: readonly Edit[]): Guess {
  const evidence = ['The build context is not known: what may be absent is named by a pattern.'];
  return { title, edits, evidence, files: [] };
}

/** The part of a RUN that stays above the COPY. */
interface Kept {
  /** Number of parts of its chain; undefined for all. */
  readonly count: number | undefined;
  /** What the installs in it read. */
  readonly inputs: readonly string[];
}

/** What of the RUN stays with the install; a sentence when that is not clear. */
function findKept(model: DockerfileModel, run: Instruction): Kept | string {
  const execution = model.executionOf(run);
  const works = execution.commands.map((command) => ({ command, inputs: inputsOf(command) }));
  const first = works.findIndex(
    ({ command, inputs }) => inputs === undefined && !leavesProjectAlone(command),
  );
  const head = first < 0 ? works : works.slice(0, first);
  const inputs = [...new Set(head.flatMap((work) => work.inputs ?? []))];
  if (inputs.length === 0) return 'The RUN uses the copied files before it installs.';
  if (first < 0) {
    return execution.complete ? { count: undefined, inputs } : 'The RUN is not understood.';
  }
  const count = countParts(model, run, works[first]?.command);
  return typeof count === 'string' ? count : { count, inputs };
}

/** Number of parts of the chain in front of the one with a command; a sentence when it cannot be split there. */
export function countParts(
  model: DockerfileModel,
  run: Instruction,
  command: Command | undefined,
): number | string {
  const execution = model.executionOf(run);
  if (execution.commands.some(({ name }) => name === undefined || isShellCommand(name))) {
    return 'The commands of the RUN share the state of one shell.';
  }
  const statement = execution.scripts[0]?.statements[0];
  const start = command?.shell.span.start ?? 0;
  const count =
    statement?.pipelines.findIndex(({ span }) => span.start <= start && start < span.end) ?? 0;
  return count < 1 ? 'The RUN cannot be split behind the install.' : count;
}

/** What an install reads that needs nothing else; undefined for every other command. */
function inputsOf(command: Command): readonly string[] | undefined {
  const install = readDependencyInstall(command);
  const isPlain = install?.obstacle === undefined && install?.download === undefined;
  return isPlain ? install?.inputs : undefined;
}

/** True when earlier copies already bring all that the install needs, and a lock file where there may be one. */
function isCopiedAbove(
  model: DockerfileModel,
  broad: BroadCopy,
  inputs: readonly string[],
): boolean {
  const isCovered = (input: string): boolean => bringsInput(model, broad, input);
  const locks = inputs.filter((input) => /(?:lock[^/]*|\.sum|shrinkwrap[^/]*)\*$/.test(input));
  return (
    inputs.filter((input) => !input.endsWith('*')).every(isCovered) &&
    (locks.length === 0 || locks.some((lock) => isCovered(lock.slice(0, -1))))
  );
}

/** A COPY of a folder brings what is in it, so that the folder must be named in the destination too. */
function bringsInput(model: DockerfileModel, { stage, copy }: BroadCopy, input: string): boolean {
  const isFolder = input.endsWith('/');
  const wanted = isFolder ? input.slice(0, -1) : input;
  const own = `${copy.target ?? ''}/${wanted}`.replace('//', '/');
  return model
    .copiesOf(stage)
    .some(
      (other) =>
        other.instruction.span.start < copy.instruction.span.start &&
        other.origin.kind === 'context' &&
        other.target !== undefined &&
        (other.target === own || (!isFolder && other.target === copy.target)) &&
        other.sources.some(({ path }) => path !== undefined && fitsPattern(path, wanted)),
    );
}

/** `package*.json` fits `package.json`. */
function fitsPattern(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  const [head = '', tail, ...others] = pattern.split('*');
  return tail !== undefined && others.length === 0 && name.startsWith(head) && name.endsWith(tail);
}

function writeCopies(
  model: DockerfileModel,
  copy: CopyFacts,
  inputs: readonly string[],
  folder: string,
): readonly string[] {
  const files = inputs.filter((input) => !input.endsWith('/'));
  const folders = inputs.filter((input) => input.endsWith('/'));
  return [
    ...(files.length === 0 ? [] : [writeCopy(model, copy, files, folder)]),
    ...folders.map((source) => writeCopy(model, copy, [source], `${folder}${source}`)),
  ];
}

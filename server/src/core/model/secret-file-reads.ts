import type { Instruction } from '../syntax/instruction';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import { resolvePath, type StoredSecret } from './secret-files';

/** The RUNs that read a secret file, or why they are not known. */
export type FileReading =
  | { readonly kind: 'known'; readonly runs: readonly Instruction[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Programs that change the file or its place: on a mount they fail. */
const changers = new Set([
  'chmod',
  'chown',
  'chgrp',
  'mv',
  'cp',
  'ln',
  'sed',
  'tee',
  'install',
  'touch',
  'truncate',
  'shred',
  'dos2unix',
]);

/** Finds the RUNs of the stage that need a copied secret file at `place`. */
export function findFileReaders(
  model: DockerfileModel,
  secret: StoredSecret,
  place: string,
): FileReading {
  const runs = secret.stage.instructions.filter(
    (instruction) =>
      instruction.keyword === 'RUN' && secret.instruction.span.end <= instruction.span.start,
  );
  const readers: Instruction[] = [];
  for (const run of runs) {
    const { commands, complete } = model.executionOf(run);
    if (!complete) return { kind: 'unknown', reason: 'What a later RUN does is not known.' };
    const uses = commands.map((command) => readUse(model, command, secret, place));
    if (uses.includes('changes')) {
      return { kind: 'unknown', reason: 'A RUN changes the file, or names it in an unclear way.' };
    }
    if (uses.includes('reads')) readers.push(run);
  }
  if (readers.length === 0) readers.push(...runsUntilRemoval(secret, runs));
  if (readers.length === 0) {
    return { kind: 'unknown', reason: 'No RUN is known to read the file.' };
  }
  if (readers.some((run) => model.userAt(run)?.privilege !== 'root')) {
    return {
      kind: 'unknown',
      reason: 'A secret mount belongs to root, and a RUN is another user.',
    };
  }
  return { kind: 'known', runs: readers };
}

/** When nothing says which RUN reads a file that is deleted later, each one up to there may. */
function runsUntilRemoval(
  { removals }: StoredSecret,
  runs: readonly Instruction[],
): readonly Instruction[] {
  const first = runs.findIndex((run) =>
    removals.some(({ command }) => command.instruction === run),
  );
  return first < 0 ? [] : runs.slice(0, first);
}

function readUse(
  model: DockerfileModel,
  command: Command,
  secret: StoredSecret,
  place: string,
): 'reads' | 'changes' | 'none' {
  if (isRemoval(command, secret)) return 'none';
  const targets = command.shell.redirects.flatMap(({ target }) => target ?? []);
  const words = [...command.words.slice(1), ...targets];
  const named = words.filter((word) => word.text.includes(secret.name));
  if (named.length === 0) return isReader(command, secret) ? 'reads' : 'none';
  const isClear = named.every((word) => resolvePath(model, command, word) === place);
  const isChanged =
    changers.has(command.name ?? '') ||
    command.shell.redirects.some(
      ({ operator, target }) =>
        operator.includes('>') && target !== undefined && named.includes(target),
    );
  return isClear && !isChanged ? 'reads' : 'changes';
}

function isRemoval(command: Command, secret: StoredSecret): boolean {
  return secret.removals.some((removal) => removal.command === command);
}

/** True for a program that reads the file without naming it: `npm ci` reads `.npmrc`. */
function isReader(command: Command, { file }: StoredSecret): boolean {
  if (command.name === undefined || file.readers?.includes(command.name) !== true) return false;
  const action = readPackageOperation(command)?.action;
  return action !== 'run' && action !== 'clean';
}

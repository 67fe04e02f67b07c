import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import { lowerBound } from '../text/lower-bound';
import type { Command } from './commands';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { empties } from './removals';
import { collectInheritance, type Stage } from './stage-graph';

/** Managers that share one package index. */
const families: readonly (readonly string[])[] = [
  ['apt-get', 'apt'],
  ['yum', 'dnf', 'microdnf'],
];

/** `apt-get source` and `apt-get download` are not known operations. */
const indexReaders = new Set(
  'apt apt-get apt-cache apt-file aptitude gdebi tasksel mk-build-deps debfoster'.split(' '),
);

export function sharesIndex(left: PackageOperation, right: PackageOperation): boolean {
  if (left.manager.id === right.manager.id) return true;
  return families.some((ids) => ids.includes(left.manager.id) && ids.includes(right.manager.id));
}

/** True when an operation looks packages up in the index. */
export function readsIndex(operation: PackageOperation): boolean {
  return operation.action === 'install' || operation.action === 'upgrade';
}

/** True when an operation downloads the index, as `apt-get install --update` does too. */
export function updatesIndex(operation: PackageOperation): boolean {
  if (operation.action === 'update-index') return true;
  return isApt(operation) && readsIndex(operation) && hasOption(operation, ['-U', '--update']);
}

export function isApt({ manager }: PackageOperation): boolean {
  return families[0]?.includes(manager.id) === true;
}

/** What package managers do in one RUN, in source order. */
export function operationsOfRun(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
): readonly PackageOperation[] {
  return operationsByRun(model, stage).get(run) ?? [];
}

const operationsByRun = memoize((model, stage: Stage) => {
  const byRun = new Map<Instruction, PackageOperation[]>();
  for (const operation of model.packageOperationsOf(stage)) {
    const { instruction } = operation.command;
    const list = byRun.get(instruction);
    if (list === undefined) byRun.set(instruction, [operation]);
    else list.push(operation);
  }
  return byRun;
});

const positionsOf = memoize(
  (_model, stage: Stage) =>
    new Map(stage.instructions.map((instruction, index) => [instruction, index])),
);

/** Who looks packages up in the index that a RUN leaves behind. */
export interface IndexUsers {
  /** Installs of later RUNs that do not update the index themselves. */
  readonly operations: readonly PackageOperation[];
  /** True when a later RUN starts another program that looks packages up. */
  readonly otherwise: boolean;
  /** True when a later RUN starts a script of unknown content before the index is made anew. */
  readonly uncertain: boolean;
}

/** Follows the index of an operation through the rest of its stage and the stages that start from it. */
export function findIndexUsers(model: DockerfileModel, made: PackageOperation): IndexUsers {
  const origin = model.stageOf(made.command.instruction);
  const operations = new Set<PackageOperation>();
  let uncertain = false;
  let otherwise = false;
  for (const stage of model.stages) {
    const path = [...collectInheritance(stage)].reverse();
    const start = origin === undefined ? -1 : path.indexOf(origin);
    if (start < 0) continue;
    const read = readUsers(model, path.slice(start), made);
    for (const operation of read.operations) operations.add(operation);
    uncertain ||= read.uncertain;
    otherwise ||= read.otherwise;
  }
  return { operations: [...operations], otherwise, uncertain };
}

function readUsers(
  model: DockerfileModel,
  path: readonly Stage[],
  made: PackageOperation,
): IndexUsers {
  const found: PackageOperation[] = [];
  let uncertain = false;
  let otherwise = false;
  for (const stage of path) {
    const from = positionsOf(model, stage).get(made.command.instruction) ?? -1;
    for (let index = from + 1; index < stage.instructions.length; index++) {
      const run = stage.instructions[index];
      if (run?.keyword !== 'RUN') continue;
      const operations = operationsOfRun(model, stage, run);
      const [first, ...others] = operations.filter(
        (each) => sharesIndex(each, made) && (readsIndex(each) || updatesIndex(each)),
      );
      if (first !== undefined && updatesIndex(first))
        return { operations: found, otherwise, uncertain };
      if (first !== undefined) found.push(first);
      if (others.some(updatesIndex)) return { operations: found, otherwise, uncertain };
      const execution = model.executionOf(run);
      const known = new Set(operations.map((each) => each.command));
      otherwise ||= execution.commands.some(
        (each) => !known.has(each) && indexReaders.has(each.name ?? ''),
      );
      uncertain ||=
        !execution.complete ||
        execution.commands.some((each) => !known.has(each) && mayReadIndex(each));
    }
  }
  return { operations: found, otherwise, uncertain };
}

/** Programs that look packages up without being a known operation, and scripts of unknown content. */
function mayReadIndex(command: Command): boolean {
  const [program, ...rest] = command.words;
  const { name = '' } = command;
  if ((program?.text ?? '').endsWith('.sh') || indexReaders.has(name)) return true;
  const isShell = /^(?:sh|bash|dash|ash|zsh|source|\.)$/.test(name);
  return isShell && rest.some((word) => /^[\w./$]/.test(word.text) && !word.text.includes(' '));
}

/** True when a later command of the same RUN removes the index or cache of an operation. */
export function isCleanedLater(
  operation: PackageOperation,
  commands: readonly Command[],
  operations: readonly PackageOperation[],
): boolean {
  const { start } = operation.command.shell.span;
  const later = commands.filter((command) => start < command.shell.span.start || isTrap(command));
  return (
    operations.some(
      (each) => start < each.command.shell.span.start && cleansIndex(each, operation),
    ) || later.some((command) => emptiesLeftover(command, operation) || isOwnCleaner(command))
  );
}

/** The word of the command in a later RUN of the stage that removes what an operation left. */
export function findLateCleanup(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): ShellWord | undefined {
  const { end } = operation.command.instruction.span;
  const cleaners =
    cleanersOf(model, stage).get(operation.manager.id) ?? cleanersFor(model, stage, operation);
  cleanersOf(model, stage).set(operation.manager.id, cleaners);
  return cleaners[
    lowerBound(cleaners.length, (index) => (cleaners[index]?.span.start ?? 0) <= end)
  ];
}

/** Cleaners of a stage by manager, filled when first asked for. */
const cleanersOf = memoize((_model, _stage: Stage) => new Map<string, readonly ShellWord[]>());

/** The first words of the commands that remove what a manager leaves, in source order. */
function cleanersFor(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly ShellWord[] {
  const cleaners = model
    .packageOperationsOf(stage)
    .filter((each) => cleansIndex(each, operation))
    .map((each) => each.command);
  return [
    ...model.commandsOf(stage).filter((each) => emptiesLeftover(each, operation)),
    ...cleaners,
  ]
    .flatMap((command) => command.words[0] ?? [])
    .sort((left, right) => left.span.start - right.span.start);
}

/** True when a command deletes what an operation leaves. */
function emptiesLeftover(command: Command, operation: PackageOperation): boolean {
  const { leftoverPaths, cachePaths } = operation.manager;
  return (leftoverPaths ?? cachePaths).some((path) => empties(command, path));
}

function isTrap(command: Command): boolean {
  return command.name === 'trap';
}

/** A script of the project whose name says that it cleans up. */
function isOwnCleaner(command: Command): boolean {
  return (
    /[/.]/.test(command.words[0]?.text ?? '') && /clean|finali[sz]e|purge/i.test(command.name ?? '')
  );
}

/** `apt-get clean` leaves the index, every other cleaner takes it away. */
function cleansIndex(cleaner: PackageOperation, made: PackageOperation): boolean {
  if (cleaner.action !== 'clean' || !sharesIndex(cleaner, made)) return false;
  if (!isApt(cleaner)) return true;
  return /^dist-?clean$/.test(cleaner.verbWord.value ?? '');
}

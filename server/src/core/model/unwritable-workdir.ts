import type { Instruction, Word } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { hasOption, readPackageOperation } from './packages';
import { findRootBase, type Stage } from './stage-graph';
import { stopsBuild } from './uid-collisions';
import type { UserState } from './users';

/** An installation into a working directory that its user cannot write. */
export interface UnwritableWorkdir {
  readonly folder: string;
  /** The word of WORKDIR that makes the folder. */
  readonly word: Word;
  /** The program that installs. */
  readonly program: ShellWord;
  readonly user: UserState;
}

/** Managers that put packages into a folder of the working directory, and where. */
const localManagers: ReadonlyMap<string, string> = new Map([
  ['npm', 'node_modules'],
  ['yarn', 'node_modules'],
  ['pnpm', 'node_modules'],
  ['bun', 'node_modules'],
  ['composer', 'vendor'],
]);

/** Installations of a stage that fail because root made the working directory, as far as that is sure. */
export function findUnwritableWorkdirs(
  model: DockerfileModel,
  stage: Stage,
): readonly UnwritableWorkdir[] {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts === undefined) return [];
  const { variant } = base.facts;
  if (variant.distribution === 'windows') return [];
  return model.commandsOf(stage).flatMap((command) => {
    const found = readCommand(model, stage, command);
    if (found === undefined || isOfBase(found.folder, variant.workdir)) return [];
    return [found];
  });
}

/** Folders that an image may bring with another owner. */
function isOfBase(folder: string, workdir: string | undefined): boolean {
  return (
    folder === '/' ||
    folder === workdir ||
    /^\/(?:home\/[^/]+|root|tmp|var\/www.*|usr\/share\/nginx.*|go|opt|srv|mnt)$/.test(folder) ||
    /^\/(?:tmp|dev|var\/tmp)\//.test(folder)
  );
}

function readCommand(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): UnwritableWorkdir | undefined {
  const { instruction, wrappers } = command;
  const user = model.userAt(instruction);
  const [program] = command.words;
  if (user?.privilege !== 'non-root' || program === undefined || wrappers.length !== 0)
    return undefined;
  const operation = readPackageOperation(command);
  const target = localManagers.get(operation?.manager.id ?? '');
  if (operation?.action !== 'install' || operation.global || target === undefined) return undefined;
  if (operation.unread.length !== 0 || hasOption(operation, elsewhere)) return undefined;
  if (hasMount(model, instruction) || !stopsBuild(model, command)) return undefined;
  const folder = model.workdirAt(instruction);
  const maker = folder === undefined ? undefined : findMaker(model, stage, instruction, folder);
  const [word] = maker?.words ?? [];
  if (folder === undefined || maker === undefined || word === undefined) return undefined;
  if (mayBeGiven(model, stage, command, folder)) return undefined;
  return { folder, word, program, user };
}

const elsewhere = [
  ...['--prefix', '-C', '--cwd', '--dir', '-d', '--working-dir', '--modules-folder', '--dry-run'],
  ...['--lockfile-only', '--package-lock-only', '--frozen-lockfile-only', '--help'],
];

function hasMount(model: DockerfileModel, instruction: Instruction): boolean {
  return model.mountsOf(instruction).some(({ type }) => type === 'bind' || type === 'tmpfs');
}

/** The WORKDIR of the stage that makes the folder as root: the first one that names it. */
function findMaker(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  folder: string,
): Instruction | undefined {
  const { instructions } = stage;
  const index = instructions.findIndex((each, position) => {
    const next = instructions[position + 1];
    return each.keyword === 'WORKDIR' && next !== undefined && model.workdirAt(next) === folder;
  });
  const maker = instructions[index];
  if (maker === undefined || run.span.start < maker.span.start) return undefined;
  return model.userAt(maker)?.privilege === 'root' ? maker : undefined;
}

const harmless =
  /^(?:apt-get|apt|apk|yum|dnf|microdnf|rm|echo|printf|true|:|set|export|groupadd|useradd|addgroup|adduser|npm|yarn|pnpm|bun|composer|corepack|node|php|docker-php-ext-install|pip3?|curl|ls|cat|pwd|whoami|id)$/;

/** True when a step above the command may have given the folder to the user, or filled it already. */
function mayBeGiven(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  folder: string,
): boolean {
  if (stage.base.kind === 'stage') return true;
  const from = command.shell.span.start;
  const isAbove = (instruction: Instruction): boolean => instruction.span.start < from;
  const runs = model.runsOf(stage).filter(({ instruction }) => isAbove(instruction));
  if (runs.some(({ complete }) => !complete)) return true;
  const commands = model.commandsOf(stage).filter(({ shell }) => shell.span.end <= from);
  const mayGive = ({ name, words }: Command): boolean => {
    if (name === 'mkdir') return words.some(({ text }) => isRelated(text, folder));
    return name === undefined ? words.length !== 0 : !harmless.test(name);
  };
  if (commands.some((each) => mayGive(each))) return true;
  const installs = commands.filter(
    (each) =>
      model.userAt(each.instruction)?.privilege === 'root' &&
      localManagers.has(readPackageOperation(each)?.manager.id ?? ''),
  );
  if (installs.some((each) => readPackageOperation(each)?.global !== true)) return true;
  return model
    .copiesOf(stage)
    .some(
      ({ instruction, chown, chmod, target }) =>
        isAbove(instruction) &&
        (chown !== undefined || chmod !== undefined) &&
        (target === undefined || isRelated(target, folder)),
    );
}

function isRelated(path: string, folder: string): boolean {
  return !path.startsWith('/') || path.startsWith(folder) || folder.startsWith(path);
}

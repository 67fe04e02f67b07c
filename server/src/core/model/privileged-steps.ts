import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import { readAccountLine } from './accounts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { hasOption, readPackageOperation } from './packages';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { stopsBuild } from './uid-collisions';
import type { UserState } from './users';

/** A command that fails because its step does not run as root. */
export interface PrivilegedStep {
  readonly kind: 'packages' | 'global' | 'account' | 'owner';
  /** The program. */
  readonly word: ShellWord;
  readonly user: UserState;
}

/** The first command of a RUN that stops the build because its user is not root; undefined when not known. */
export function findPrivilegedStep(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): PrivilegedStep | undefined {
  if (instruction.keyword !== 'RUN') return undefined;
  const user = model.userAt(instruction);
  if (user?.privilege !== 'non-root' || user.name === undefined) return undefined;
  if (
    isRootAccount(model, stage, user) ||
    instruction.flags.some(({ name }) => name === 'security')
  )
    return undefined;
  const { commands } = model.executionOf(instruction);
  // `su -c`, `sudo -i` and the like may hold the rest.
  if (commands.some(({ name, wrappers }) => isRaising(name) || wrappers.some(isRaising))) {
    return undefined;
  }
  for (const command of commands) {
    const kind = kindOf(model, stage, command, user);
    const [word] = command.words;
    if (kind !== undefined && word !== undefined && stopsBuild(model, command)) {
      return { kind, word, user };
    }
  }
  return undefined;
}

function isRaising(name: string | undefined): boolean {
  return /^(?:sudo|doas|su|fakeroot|fakechroot|proot|setpriv|gosu|su-exec)$/.test(name ?? '');
}

/** A second name for root, or a user whose number is not known to be another. */
function isRootAccount(model: DockerfileModel, stage: Stage, { name }: UserState): boolean {
  return model.accountsOf(stage).accounts.some((each) => each.name === name && each.uid === 0);
}

function kindOf(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  user: UserState,
): PrivilegedStep['kind'] | undefined {
  if (needsPackageRights(command)) return 'packages';
  if (isGlobalInstall(model, stage, command)) return 'global';
  if (changesAccounts(command)) return 'account';
  return givesAway(model, command, user) ? 'owner' : undefined;
}

const packageActions = new Set(['install', 'update-index', 'upgrade', 'remove']);
const otherRoots = ['--root', '-p', '--initdb', '--usermode', '--installroot', '-r', '-b', '-o'];

function needsPackageRights(command: Command): boolean {
  const operation = readPackageOperation(command);
  if (operation?.manager.kind !== 'system' || !packageActions.has(operation.action)) return false;
  if (operation.unread.length !== 0) return false;
  return !hasOption(operation, [...otherRoots, '--help', '--version', '-s', '--simulate', '-d']);
}

/** The official Node.js image keeps global packages in `/usr/local`, which belongs to root. */
function isGlobalInstall(model: DockerfileModel, stage: Stage, command: Command): boolean {
  const operation = readPackageOperation(command);
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.family.id !== 'node') return false;
  if (operation?.manager.id !== 'npm' || operation.action !== 'install' || !operation.global) {
    return false;
  }
  if (hasOption(operation, ['--prefix', '-C', '--dry-run']) || operation.unread.length !== 0) {
    return false;
  }
  const scope = model.variables.before(stage, command.instruction);
  const isSet = scope.all().some(({ name }) => /^npm_config_|^NODE_|^NVM_|^PATH$/i.test(name));
  const isMoved = collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .some(
      ({ name, words }) =>
        (/^(?:npm|nvm|volta|fnm|n)$/.test(name ?? '') &&
          words.some(({ text }) => /prefix|^set$|^install$/.test(text) && name !== 'npm')) ||
        words.some(({ text }) => text.includes('prefix')) ||
        (/^(?:chown|chmod|ln)$/.test(name ?? '') &&
          words.some(({ text }) => /\/usr\/local|node_modules|npm/.test(text))),
    );
  const writesNpmrc = model
    .copiesOf(stage)
    .some(({ sources }) => sources.some(({ path }) => path?.endsWith('npmrc') === true));
  return !isSet && !isMoved && !writesNpmrc;
}

function changesAccounts(command: Command): boolean {
  const line = readAccountLine(command);
  if (line === undefined || command.shell.nesting.length !== 0) return false;
  return (
    0 < line.operands.length &&
    !line.options.some(({ name }) => /^-[RP]$|^--(?:root|prefix|help)$/.test(name))
  );
}

/** `chown` to somebody else: not even the owner of a file may do that. */
function givesAway(model: DockerfileModel, command: Command, user: UserState): boolean {
  if (command.name !== 'chown') return false;
  if (command.words.some(({ text }) => text.startsWith('--reference') || text.startsWith('--from')))
    return false;
  const [word, ...paths] = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const owner =
    word === undefined ? undefined : model.valueOf(word, command.instruction)?.split(':')[0];
  if (owner === undefined || owner === '' || owner === user.name || paths.length === 0)
    return false;
  const stage = model.stageOf(command.instruction);
  const accounts = stage === undefined ? [] : model.accountsOf(stage).accounts;
  const isNumber = (text: string | undefined): boolean => /^\d+$/.test(text ?? '');
  if (isNumber(owner) === isNumber(user.name)) return true;
  const [name, uid] = isNumber(owner) ? [user.name, owner] : [owner, user.name];
  const account = accounts.find((each) => each.name === name);
  return account?.uid !== undefined && String(account.uid) !== uid;
}

import { accountNeutralPrograms, unpackagedNames } from '../data/account-neutral-programs';
import { systemAccountsOf, type SystemAccounts } from '../data/system-accounts';
import { findFlag, type Instruction, type Word } from '../syntax/instruction';
import type { Span } from '../text/span';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** A place that names a user or group: USER, or `--chown` of COPY and ADD. */
export interface AccountUse {
  readonly instruction: Instruction;
  readonly word: Word;
  readonly user: string;
  readonly group: string | undefined;
  /** True when the word holds no variable, so that `user` stands in it as it is. */
  readonly literal: boolean;
}

/** The users and groups that the instructions of a stage name, numbers included. */
export function collectAccountUses(model: DockerfileModel, stage: Stage): readonly AccountUse[] {
  return stage.instructions.flatMap((instruction) => {
    const word =
      instruction.keyword === 'USER' ? instruction.words[0] : findFlag(instruction, 'chown')?.value;
    const value = word === undefined ? undefined : model.expand(word, instruction);
    if (word === undefined || value === undefined || value === '') return [];
    const [user = '', group] = value.split(':');
    return [{ instruction, word, user, group, literal: value === word.text }];
  });
}

/** The part of a word that names the group of a use. */
export function groupSpanOf(use: AccountUse): Span {
  const colon = use.word.text.indexOf(':');
  if (colon < 0 || use.word.span.end - use.word.span.start !== use.word.text.length) {
    return use.word.span;
  }
  return { start: use.word.span.start + colon + 1, end: use.word.span.end };
}

/**
 * True when a user of that name cannot exist where the use stands: neither the base image nor a command
 * above makes it. False also when that is not known.
 */
export function isMissingUser(model: DockerfileModel, stage: Stage, use: AccountUse): boolean {
  if (use.user === '' || /^\d+$/.test(use.user)) return false;
  const system = knownSystem(model, stage, use, use.user);
  if (system === undefined || system.users.has(use.user)) return false;
  const { accounts } = model.accountsBefore(stage, use.instruction.span.start);
  return !accounts.some((account) => account.name === use.user);
}

/** The same for the group. An account brings a group of its name. */
export function isMissingGroup(model: DockerfileModel, stage: Stage, use: AccountUse): boolean {
  const { group } = use;
  if (group === undefined || group === '' || /^\d+$/.test(group)) return false;
  const system = knownSystem(model, stage, use, group);
  if (system === undefined || system.groups.has(group)) return false;
  const { accounts, groups } = model.accountsBefore(stage, use.instruction.span.start);
  return (
    !accounts.some((account) => account.name === group || account.group === group) &&
    !groups.some((each) => each.name === group)
  );
}

/** The system's own accounts, when nothing else than what the model reads can have made one. */
function knownSystem(
  model: DockerfileModel,
  stage: Stage,
  use: AccountUse,
  name: string,
): SystemAccounts | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' && base.kind !== 'scratch') return undefined;
  if (base.kind === 'image') {
    const { facts } = base;
    if (facts === undefined || facts.family.kind === 'server') return undefined;
    if (facts.variant.distribution === 'wolfi' || facts.variant.defaultUser === name) {
      return undefined;
    }
  }
  if (!model.accountsBefore(stage, use.instruction.span.start).complete) return undefined;
  if (!commandsAbove(model, stage, use).every((command) => cannotMake(command, name))) {
    return undefined;
  }
  return systemAccountsOf(
    base.kind === 'scratch' ? 'scratch' : (base.facts?.variant.distribution ?? 'windows'),
  );
}

function commandsAbove(model: DockerfileModel, stage: Stage, use: AccountUse): readonly Command[] {
  return collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .filter((command) => command.shell.span.end <= use.instruction.span.start);
}

const accountFiles = /passwd|\/etc\/(?:group|shadow|gshadow)|sysusers/;

/** True when a command is known not to make an account of that name. */
function cannotMake(command: Command, name: string): boolean {
  const redirects = command.shell.redirects.flatMap(({ target }) => target?.text ?? []);
  const texts = [...command.words.map((word) => word.text), ...redirects];
  if (texts.some((text) => accountFiles.test(text))) return false;
  if (command.name === undefined) return command.words.length === 0;
  const operation = readPackageOperation(command);
  if (operation?.manager.kind === 'system') {
    return operation.action !== 'install' || unpackagedNames.has(name);
  }
  if (operation !== undefined) return true;
  if (['sh', 'bash'].includes(command.name)) return command.words.some(({ text }) => text === '-c');
  return accountNeutralPrograms.has(command.name);
}

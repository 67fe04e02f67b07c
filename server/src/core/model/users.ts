import type { Instruction, Word } from '../syntax/instruction';
import {
  fromImageAccount,
  readAccountChange,
  type AccountChange,
  type StageAccount,
  type StageGroup,
  type ValueOf,
} from './accounts';
import type { Command } from './commands';
import { findRootBase, type BaseImage, type Stage } from './stage-graph';

export type Privilege = 'root' | 'non-root' | 'unknown';

/** The user that instructions run as. */
export interface UserState {
  /** Name or number with variables replaced; undefined when not known. */
  readonly name: string | undefined;
  readonly group: string | undefined;
  readonly privilege: Privilege;
  /** The USER instruction that set it, possibly of a parent stage; undefined for the base image's. */
  readonly instruction: Instruction | undefined;
  readonly word: Word | undefined;
}

export interface UserTimeline {
  /** What the stage starts with. */
  readonly initial: UserState;
  /** Each USER instruction of the stage with the user it sets. */
  readonly changes: readonly UserState[];
  /** The user that the stage ends with: the one a container runs as. */
  readonly final: UserState;
}

export function buildUserTimeline(
  stage: Stage,
  parent: UserTimeline | undefined,
  expand: (word: Word, instruction: Instruction) => string | undefined,
): UserTimeline {
  const initial = parent?.final ?? userOfBase(stage);
  const changes = stage.instructions
    .filter((instruction) => instruction.keyword === 'USER')
    .flatMap((instruction): readonly UserState[] => {
      const [word] = instruction.words;
      return word === undefined ? [] : [toUserState(word, instruction, expand(word, instruction))];
    });
  return { initial, changes, final: changes.at(-1) ?? initial };
}

function userOfBase(stage: Stage): UserState {
  const base = findRootBase(stage);
  const nothing = { group: undefined, instruction: undefined, word: undefined };
  if (base.kind === 'scratch') return { name: 'root', privilege: 'root', ...nothing };
  const user =
    base.kind === 'image' ? (base.stated?.user ?? base.facts?.variant.defaultUser) : undefined;
  if (user === undefined) return { name: undefined, privilege: 'unknown', ...nothing };
  const [name, group] = user.split(':');
  return { ...nothing, name, group, privilege: privilegeOf(name) };
}

function toUserState(word: Word, instruction: Instruction, value: string | undefined): UserState {
  const [name, group] = value?.split(':') ?? [];
  return {
    name,
    group,
    privilege: value === undefined || name === '' ? 'unknown' : privilegeOf(name),
    instruction,
    word,
  };
}

function privilegeOf(name: string | undefined): Privilege {
  if (name === undefined) return 'unknown';
  return name.toLowerCase() === 'root' || /^0+$/.test(name) ? 'root' : 'non-root';
}

export interface Accounts {
  readonly accounts: readonly StageAccount[];
  readonly groups: readonly StageGroup[];
  /** True when nothing else can exist: the base is known, and nothing unread may have made an account. */
  readonly complete: boolean;
}

/**
 * Accounts of a stage behind some of its commands: those of the base image and those the commands make,
 * without those they remove.
 */
export function buildAccounts(
  stage: Stage,
  parent: Accounts | undefined,
  commands: readonly Command[],
  commandsComplete: boolean,
  valueOf: (command: Command) => ValueOf,
): Accounts {
  const base = findRootBase(stage);
  const known = base.kind === 'scratch' || (base.kind === 'image' && knowsAccounts(base));
  let current: Accounts = {
    accounts:
      parent?.accounts ??
      (base.kind === 'image'
        ? (base.stated?.accounts ?? base.facts?.variant.accounts ?? []).map(fromImageAccount)
        : []),
    groups: parent?.groups ?? [],
    complete: (parent?.complete ?? known) && commandsComplete,
  };
  for (const command of commands) {
    const change = readAccountChange(command, valueOf(command));
    if (change !== undefined) current = applyChange(current, change);
  }
  return current;
}

/** A team that says what its image is like does not thereby say that no account was added. */
function knowsAccounts({ facts, stated }: BaseImage): boolean {
  return stated === undefined ? facts !== undefined : stated.accounts !== undefined;
}

function applyChange(before: Accounts, change: AccountChange): Accounts {
  const { accounts, groups } = before;
  switch (change.kind) {
    case 'account':
      return { ...before, accounts: [...accounts, change.account] };
    case 'group':
      return { ...before, groups: [...groups, change.group] };
    case 'removal':
      return { ...before, accounts: accounts.filter((account) => account.name !== change.name) };
    case 'group-removal':
      return {
        ...before,
        accounts: accounts.map((account) =>
          account.group === change.name
            ? { ...account, group: undefined, gid: undefined }
            : account,
        ),
        groups: groups.filter((group) => group.name !== change.name),
      };
    case 'change':
      return {
        ...before,
        accounts: accounts.map((account) =>
          account.name === change.name
            ? { ...account, name: change.newName ?? account.name, uid: change.uid ?? account.uid }
            : account,
        ),
      };
    case 'group-change':
      return {
        ...before,
        accounts: accounts.map((account) =>
          account.group === change.name
            ? { ...account, group: change.newName ?? change.name, gid: change.gid ?? account.gid }
            : account,
        ),
        groups: groups.map((group) =>
          group.name === change.name
            ? { ...group, name: change.newName ?? group.name, gid: change.gid ?? group.gid }
            : group,
        ),
      };
    case 'unknown':
      return { ...before, complete: false };
  }
}

import { homePrograms } from '../data/start-programs';
import { systemAccountsOf } from '../data/system-accounts';
import type { Instruction } from '../syntax/instruction';
import type { StageAccount } from './accounts';
import type { DockerfileModel } from './model';
import { copiesEverything } from './files';
import { isPosixShell } from './shell';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { startedProgramsOf } from './started-programs';
import type { UserState } from './users';

/** The account that a container of a stage can run as. */
export type RuntimeAccount =
  /** Exists already: the base image has it or the file makes it. */
  | {
      readonly kind: 'existing';
      /** What to write behind USER: a name, a number, or `$APP_UID`. */
      readonly user: string;
      readonly name: string;
      /** `user:group` for chown. */
      readonly owner: string;
      /** The command that makes it; undefined when it is there from the start. */
      readonly createdIn: Instruction | undefined;
    }
  /** Must be made. */
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly id: number;
      readonly tool: 'shadow' | 'busybox';
      /** True when the started program writes to its home directory. */
      readonly needsHome: boolean;
    }
  /** No account file, or nothing that could add to it. */
  | { readonly kind: 'numeric'; readonly user: string; readonly hasShell: boolean }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The account to run a stage as: one that the author chose before, one of the base image, or a new one. */
export function findRuntimeAccount(model: DockerfileModel, stage: Stage): RuntimeAccount {
  return (
    earlierUser(model, stage) ??
    createdAccount(model, stage) ??
    baseAccount(model, stage) ??
    newAccount(model, stage)
  );
}

/** A user that an earlier USER or the base image sets. */
function earlierUser(model: DockerfileModel, stage: Stage): RuntimeAccount | undefined {
  for (const part of collectInheritance(stage)) {
    const { initial, changes } = model.usersOf(part);
    const earlier = [initial, ...changes].findLast((state) => state.privilege === 'non-root');
    if (earlier?.name === undefined) continue;
    const written = earlier.word?.text ?? earlier.name;
    if (earlier.instruction !== undefined && /[$`"']/.test(written)) continue;
    if (!isKnownAccount(model, part, earlier)) continue;
    const group = earlier.group === undefined ? '' : `:${earlier.group}`;
    const isNumber = /^\d+$/.test(earlier.name);
    return {
      kind: 'existing',
      user: earlier.instruction === undefined ? `${earlier.name}${group}` : written,
      name: earlier.name,
      owner:
        group !== '' ? `${earlier.name}${group}` : ownerOf(model, part, earlier.name, isNumber),
      createdIn: undefined,
    };
  }
  return undefined;
}

/** An account that only a package brings belongs to the daemon of that package. */
function isKnownAccount(
  model: DockerfileModel,
  stage: Stage,
  { name, instruction }: UserState,
): boolean {
  if (name === undefined) return false;
  if (instruction === undefined || /^\d+$/.test(name)) return true;
  const base = findRootBase(stage);
  if (base.kind === 'image' && base.facts !== undefined) {
    return model.accountsOf(stage).accounts.some((account) => account.name === name);
  }
  return !collectInheritance(stage)
    .flatMap((part) => model.packageOperationsOf(part))
    .some((operation) => operation.packages.some((each) => each.name?.includes(name) === true));
}

function ownerOf(model: DockerfileModel, stage: Stage, name: string, isNumber: boolean): string {
  const account = model.accountsOf(stage).accounts.find((each) => each.name === name);
  return account === undefined || isNumber ? name : toOwner(account);
}

function createdAccount(model: DockerfileModel, stage: Stage): RuntimeAccount | undefined {
  const { accounts } = model.accountsOf(stage);
  const account = accounts.findLast(
    ({ createdBy, uid }) =>
      createdBy !== undefined && uid !== 0 && createdBy.shell.nesting.length === 0,
  );
  if (account?.createdBy === undefined || !isPlainName(account.name)) return undefined;
  if (isReplaced(model, stage, account.createdBy.shell.span.end)) return undefined;
  return {
    kind: 'existing',
    user: account.name,
    name: account.name,
    owner: toOwner(account),
    createdIn: account.createdBy.instruction,
  };
}

/** True when a whole root file system is copied over the accounts. */
function isReplaced(model: DockerfileModel, stage: Stage, from: number): boolean {
  return collectInheritance(stage)
    .flatMap((part) => model.copiesOf(part))
    .some(
      (copy) =>
        from < copy.instruction.span.start &&
        (copy.target === '/' || copy.target === '/etc') &&
        (copy.origin.kind !== 'context' || copiesEverything(copy)) &&
        copy.intoFolder,
    );
}

function baseAccount(model: DockerfileModel, stage: Stage): RuntimeAccount | undefined {
  const { accounts } = model.accountsOf(stage);
  const account = accounts.findLast(
    ({ createdBy, uid }) => createdBy === undefined && uid !== undefined && uid !== 0,
  );
  if (account === undefined) return undefined;
  return {
    kind: 'existing',
    user: writeBaseUser(stage, account),
    name: account.name,
    owner: toOwner(account),
    createdIn: undefined,
  };
}

/** .NET images give the number in a variable; the others are known by name, distroless by number. */
function writeBaseUser(stage: Stage, account: StageAccount): string {
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  if (facts !== undefined && account.uid === dotnetUid && account.name === 'app') return '$APP_UID';
  if (facts?.variant.distribution === 'distroless') {
    return `${String(account.uid)}:${String(account.gid)}`;
  }
  return account.name;
}

const dotnetUid = 1654;

function toOwner(account: StageAccount): string {
  const group = account.group ?? (account.gid === undefined ? '' : String(account.gid));
  return `${account.name}:${group}`;
}

function isPlainName(name: string): boolean {
  return /^[a-z_][a-z0-9_.-]*\$?$/i.test(name);
}

function newAccount(model: DockerfileModel, stage: Stage): RuntimeAccount {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return { kind: 'numeric', user: nonRootUser, hasShell: false };
  if (base.kind !== 'image' || base.facts === undefined) {
    return unavailable('What accounts and tools the base image has is not known.');
  }
  const { variant } = base.facts;
  if (variant.distribution === 'windows') return unavailable('The stage runs on Windows.');
  if (variant.shell === 'none') return { kind: 'numeric', user: nonRootUser, hasShell: false };
  if (!isPosixShell(model.shellAtEnd(stage))) {
    return unavailable('The shell of the stage is not known.');
  }
  if (variant.accountTool === 'none') {
    return { kind: 'numeric', user: '10001:10001', hasShell: true };
  }
  if (!model.accountsOf(stage).complete) {
    return unavailable('A step or a copy to / may change the accounts of the stage.');
  }
  const name = freeName(model, stage);
  if (name === undefined) return unavailable('Every name for a new account is taken.');
  const needsHome = startedProgramsOf(model, stage).some((program) =>
    homePrograms.has(program.name),
  );
  return { kind: 'new', name, id: freeId(model, stage), tool: variant.accountTool, needsHome };
}

/** The user id that distroless images call `nonroot`. */
const nonRootUser = '65532:65532';

function unavailable(reason: string): RuntimeAccount {
  return { kind: 'unavailable', reason };
}

const names = ['app', 'appuser', 'service', 'runner'];

function freeName(model: DockerfileModel, stage: Stage): string | undefined {
  const { accounts, groups } = model.accountsOf(stage);
  const taken = new Set([
    ...accounts.flatMap((account) => [account.name, account.group]),
    ...groups.map((group) => group.name),
  ]);
  return names.find((name) => !taken.has(name) && !isSystemName(stage, name));
}

/** A number for an account or group that nothing in the stage uses: 10001 or one of the next. */
export function freeId(model: DockerfileModel, stage: Stage): number {
  const { accounts, groups } = model.accountsOf(stage);
  const taken = new Set([
    ...accounts.flatMap((account) => [account.uid, account.gid]),
    ...groups.map((group) => group.gid),
  ]);
  let id = 10001;
  while (taken.has(id)) id++;
  return id;
}

/** True when the system of the base image has a user or group of that name from the start. */
function isSystemName(stage: Stage, name: string): boolean {
  const base = findRootBase(stage);
  const distribution =
    base.kind === 'image'
      ? base.facts?.variant.distribution
      : base.kind === 'scratch'
        ? base.kind
        : undefined;
  const system = distribution === undefined ? undefined : systemAccountsOf(distribution);
  return system === undefined || system.users.has(name) || system.groups.has(name);
}

import type { Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';

/** The home of the user that an instruction runs as. */
export interface UserHome {
  /** Absolute. */
  readonly path: string;
  /** Numbers of the user; undefined for root. */
  readonly owner: Owner | undefined;
}

/** A user by number; the group is undefined when the tool that made the account chose it. */
export interface Owner {
  readonly uid: number;
  readonly gid: number | undefined;
}

/** `uid=1000,gid=1000`, as options of a mount. */
export function writeOwner({ uid, gid }: Owner): string {
  return `uid=${String(uid)}${gid === undefined ? '' : `,gid=${String(gid)}`}`;
}

/** The home of the user of an instruction; undefined when it or the numbers of the user are not known. */
export function findUserHome(
  model: DockerfileModel,
  instruction: Instruction,
): UserHome | undefined {
  const stage = model.stageOf(instruction);
  const user = model.userAt(instruction);
  if (stage === undefined || user === undefined || user.privilege === 'unknown') return undefined;
  const set = model.variables.before(stage, instruction).get('HOME');
  if (set !== undefined && (set.value === undefined || !/^\/[\w./-]+$/.test(set.value))) {
    return undefined;
  }
  if (user.privilege === 'root') return { path: set?.value ?? '/root', owner: undefined };
  const { accounts } = model.accountsBefore(stage, instruction.span.start);
  const account = accounts.findLast(
    ({ name, uid }) => name === user.name || String(uid) === user.name,
  );
  if (account?.uid === undefined) return undefined;
  const group = user.group ?? account.group;
  const { groups } = model.accountsBefore(stage, instruction.span.start);
  const gid =
    user.group === undefined && account.gid !== undefined
      ? account.gid
      : /^\d+$/.test(group ?? '')
        ? Number(group)
        : groups.find(({ name }) => name === group)?.gid;
  const path = set?.value ?? account.home ?? usualHome(account.createdBy?.name, account.name);
  if (path === undefined) return undefined;
  return { path, owner: { uid: account.uid, gid } };
}

/** What `useradd` writes into `/etc/passwd` without an option. */
function usualHome(tool: string | undefined, name: string): string | undefined {
  return tool === 'useradd' ? `/home/${name}` : undefined;
}

import type { DockerfileModel } from '../model/model';
import { findRootNeed } from '../model/root-needs';
import { findRuntimeAccount, type RuntimeAccount } from '../model/runtime-account';
import type { Stage } from '../model/stage-graph';
import { findWrittenFolders, type WrittenFolder } from '../model/written-folders';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { insertAfter, insertBefore, keyword } from './instructions';
import { replaceWord } from './words';

/** An account that can be used. */
export type UsableAccount = Exclude<RuntimeAccount, { kind: 'unavailable' }>;

export type RunAsPlan =
  | { readonly title: string; readonly edits: readonly Edit[]; readonly refusal: undefined }
  | { readonly refusal: string };

/** The edits that make the containers of a stage run without root rights, or why there are none. */
export function planRunAs(model: DockerfileModel, stage: Stage): RunAsPlan {
  const account = findRuntimeAccount(model, stage);
  if (account.kind === 'unavailable') return { refusal: account.reason };
  const need = findRootNeed(model, stage);
  if (need !== undefined) return { refusal: need };
  const folders = findWrittenFolders(model, stage);
  if (folders === undefined) return { refusal: 'The path of a volume is not known.' };
  const [folder] = folders;
  if (account.kind === 'numeric' && !account.hasShell && folder !== undefined) {
    return {
      refusal: `The folder ${folder.path} belongs to root, and the image has no shell to change that: copy it in with --chown=${account.user}.`,
    };
  }
  const user = userOf(account);
  const shown = account.kind === 'existing' && user.startsWith('$') ? account.name : user;
  const title =
    account.kind === 'new' ? `Create the account "${shown}" and run as it` : `Run as "${shown}"`;
  return { title, edits: runAs(model, stage, account, folders), refusal: undefined };
}

/**
 * Makes a stage run as an account: creates it where it must be, gives it the folders it writes to, and
 * sets USER behind the last step that needs root. The files of the application stay with root.
 */
function runAs(
  model: DockerfileModel,
  stage: Stage,
  account: UsableAccount,
  folders: readonly WrittenFolder[],
): readonly Edit[] {
  const lines = new LinesByPlace(model, stage);
  const userPlace = findUserPlace(stage);
  const empty = folders.filter((folder) => !folder.filled);
  const filled = folders.filter((folder) => folder.filled);
  if (account.kind === 'new') {
    const commands = [...createAccount(account), ...giveFolders(account, empty)];
    lines.add(findAccountPlace(model, stage, userPlace), runLines(model, commands));
  } else if (empty.length !== 0) {
    const place = findFolderPlace(stage, account, empty, userPlace);
    lines.add(place, runLines(model, giveFolders(account, empty)));
  }
  if (filled.length !== 0) lines.add(userPlace, runLines(model, giveFolders(account, filled)));
  const last = findReplaceableUser(model, stage, lines.isEmpty);
  if (last !== undefined) {
    return [...lines.edits(last.instruction), replaceWord(last.word, userOf(account))];
  }
  lines.add(userPlace, [`${keyword(model, 'USER')} ${userOf(account)}`]);
  return lines.edits();
}

/** What to write behind USER. */
function userOf(account: UsableAccount): string {
  return account.kind === 'new' ? account.name : account.user;
}

/** The commands that make an account with the tools of the distribution. */
export function createAccount(account: {
  readonly name: string;
  readonly id: number;
  readonly tool: 'shadow' | 'busybox';
  readonly needsHome: boolean;
}): readonly string[] {
  const { name, tool } = account;
  const id = String(account.id);
  if (tool === 'busybox') {
    const home = account.needsHome ? '' : '-H ';
    return [`addgroup -S -g ${id} ${name}`, `adduser -S -D ${home}-u ${id} -G ${name} ${name}`];
  }
  const home = account.needsHome ? '--create-home' : '--no-create-home --home-dir /nonexistent';
  return [
    `groupadd --system --gid ${id} ${name}`,
    `useradd --system --uid ${id} --gid ${name} ${home} --shell /usr/sbin/nologin ${name}`,
  ];
}

function giveFolders(account: UsableAccount, folders: readonly WrittenFolder[]): readonly string[] {
  if (folders.length === 0) return [];
  const paths = folders.map((folder) => folder.path).join(' ');
  const recursive = folders.some((folder) => folder.filled) ? '-R ' : '';
  return [`mkdir -p ${paths}`, `chown ${recursive}${ownerOf(account)} ${paths}`];
}

function ownerOf(account: UsableAccount): string {
  switch (account.kind) {
    case 'existing':
      return account.owner;
    case 'new':
      return `${account.name}:${account.name}`;
    case 'numeric':
      return account.user;
  }
}

/** A RUN with one command a line. */
export function runLines(model: DockerfileModel, commands: readonly string[]): readonly string[] {
  const { escape, indent } = model.layout;
  return commands.map((command, index) => {
    const start = index === 0 ? `${keyword(model, 'RUN')} ` : `${indent}&& `;
    return `${start}${command}${index + 1 < commands.length ? ` ${escape}` : ''}`;
  });
}

/** Above an instruction, or at the end of the stage. */
type Place = Instruction | 'end';

/** Steps that change files: the user must not change above the last of them. */
const steps = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'SHELL', 'VOLUME', 'ARG', 'ENV', 'USER']);
const starts = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** Above the first CMD, ENTRYPOINT or HEALTHCHECK behind the last step. */
function findUserPlace(stage: Stage): Place {
  const last = stage.instructions.findLastIndex((each) => steps.has(each.keyword));
  return stage.instructions.slice(last + 1).find((each) => starts.has(each.keyword)) ?? 'end';
}

/** Above the first COPY or ADD that root makes: a change of files then keeps the account in the cache. */
function findAccountPlace(model: DockerfileModel, stage: Stage, userPlace: Place): Place {
  const copy = stage.instructions.find(({ keyword: name }) => name === 'COPY' || name === 'ADD');
  return copy !== undefined && model.userAt(copy)?.privilege === 'root' ? copy : userPlace;
}

/** Above the first VOLUME: older builders forget what is done to a volume behind it. */
function findFolderPlace(
  stage: Stage,
  account: UsableAccount,
  folders: readonly WrittenFolder[],
  userPlace: Place,
): Place {
  const volume = stage.instructions.find((each) => each.keyword === 'VOLUME');
  if (volume === undefined || folders.every((folder) => folder.volume === undefined))
    return userPlace;
  const created = account.kind === 'existing' ? account.createdIn : undefined;
  const isLater = created !== undefined && volume.span.start < created.span.start;
  return isLater ? userPlace : volume;
}

interface ReplaceableUser {
  readonly instruction: Instruction;
  readonly word: Instruction['words'][number];
}

const rootSteps = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** The last USER of the stage, when no step behind it needs root, nor lines that would stand above it. */
function findReplaceableUser(
  model: DockerfileModel,
  stage: Stage,
  isAlone: boolean,
): ReplaceableUser | undefined {
  const index = stage.instructions.findLastIndex((each) => each.keyword === 'USER');
  const instruction = stage.instructions[index];
  const [word] = instruction?.words ?? [];
  if (instruction === undefined || word === undefined) return undefined;
  if (!isAlone && model.userAt(instruction)?.privilege !== 'root') return undefined;
  const behind = stage.instructions.slice(index + 1);
  return behind.some((each) => rootSteps.has(each.keyword)) ? undefined : { instruction, word };
}

/** Collects lines to insert, so that lines for one place become one edit. */
class LinesByPlace {
  readonly #model: DockerfileModel;
  readonly #stage: Stage;
  readonly #lines = new Map<Place, string[]>();

  constructor(model: DockerfileModel, stage: Stage) {
    this.#model = model;
    this.#stage = stage;
  }

  add(place: Place, lines: readonly string[]): void {
    const list = this.#lines.get(place);
    if (list === undefined) this.#lines.set(place, [...lines]);
    else list.push(...lines);
  }

  get isEmpty(): boolean {
    return this.#lines.size === 0;
  }

  /** `user`: the USER that takes the new account; lines for places behind it must stand above it. */
  edits(user?: Instruction): readonly Edit[] {
    const merged = new Map<Place, string[]>();
    for (const [place, lines] of this.#lines) {
      const isBehind =
        place === 'end' || (user !== undefined && user.span.start < place.span.start);
      const target = user !== undefined && isBehind ? user : place;
      merged.set(target, [...(merged.get(target) ?? []), ...lines]);
    }
    return [...merged].map(([place, lines]) => {
      if (place !== 'end') return insertBefore(this.#model, place, lines);
      return insertAfter(this.#model, this.#stage.instructions.at(-1) ?? this.#stage.from, lines);
    });
  }
}

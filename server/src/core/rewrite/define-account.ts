import { collectAccountUses, type AccountUse } from '../model/account-names';
import { readAccountChange, type StageAccount } from '../model/accounts';
import type { DockerfileModel } from '../model/model';
import { isPosixShell } from '../model/shell';
import { freeId } from '../model/runtime-account';
import { findRootBase, type Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { deleteInstruction, insertBefore } from './instructions';
import { createAccount, runLines } from './run-as';
import { replaceWord } from './words';

export type AccountPlan =
  | {
      readonly title: string;
      readonly phase: 'word' | 'instruction';
      readonly edits: readonly Edit[];
    }
  | { readonly refusal: string };

/** Gives a use of an account that does not exist one that does, or creates it. */
export function planAccount(model: DockerfileModel, stage: Stage, use: AccountUse): AccountPlan {
  const base = findRootBase(stage);
  const variant = base.kind === 'image' ? base.facts?.variant : undefined;
  if (!use.literal) return { refusal: 'The name comes from a variable.' };
  if (base.kind === 'scratch' || variant?.shell === 'none') {
    return replaceBy(use, '65532', '65532', use.instruction.keyword === 'USER');
  }
  const { accounts } = model.accountsBefore(stage, use.instruction.span.start);
  const known = accounts.find((account) => account.name === use.user);
  if (known !== undefined) return replaceBy(use, known.name, known.group ?? known.name, true);
  const later = model.accountsOf(stage).accounts.find((account) => account.name === use.user);
  if (later !== undefined) {
    return (
      moveUp(model, stage, use, later) ?? {
        refusal: `The account "${use.user}" is created further down: move that step up.`,
      }
    );
  }
  const ready = readyAccount(model, stage);
  if (ready !== undefined && !isUsedInCommands(model, stage, use.user)) {
    return replaceBy(use, ready.name, ready.group ?? ready.name, false);
  }
  if (model.commandsOf(stage).some(({ name }) => name === 'usermod' || name === 'groupmod')) {
    return {
      refusal: 'Accounts of this stage are changed, so that the name may be taken by a group.',
    };
  }
  return create(model, stage, use);
}

function replaceBy(use: AccountUse, user: string, group: string, withGroup: boolean): AccountPlan {
  const text = use.group === undefined && !withGroup ? user : `${user}:${group}`;
  return { title: `Write "${text}"`, phase: 'word', edits: [replaceWord(use.word, text)] };
}

function readyAccount(
  model: DockerfileModel,
  stage: Stage,
): { readonly name: string; readonly group: string | undefined } | undefined {
  return model
    .accountsOf(stage)
    .accounts.find((account) => account.createdBy === undefined && account.uid !== 0);
}

function isUsedInCommands(model: DockerfileModel, stage: Stage, name: string): boolean {
  return model
    .commandsOf(stage)
    .some((command) =>
      command.words.some(({ value }) => value?.split(':').includes(name) === true),
    );
}

/** Moves the RUN that makes the account, when it does nothing else, above the first instruction that names it. */
function moveUp(
  model: DockerfileModel,
  stage: Stage,
  use: AccountUse,
  { createdBy }: StageAccount,
): AccountPlan | undefined {
  const run = createdBy?.instruction;
  if (run === undefined || !stage.instructions.includes(run) || run.flags.length !== 0) {
    return undefined;
  }
  const { commands, complete } = model.executionOf(run);
  const isAlone = commands.every(
    (command) => readAccountChange(command) !== undefined && command.wrappers.length === 0,
  );
  const isCommented = 0 < run.leadingComments.length + run.innerComments.length;
  const variables = commands.flatMap(({ words }) => words.flatMap((word) => word.variables));
  if (!isAlone || !complete || isCommented || 0 < variables.length) return undefined;
  const first = collectAccountUses(model, stage).find(({ user, group }) =>
    [user, group].includes(use.user),
  );
  const place = first?.instruction ?? use.instruction;
  if (model.userAt(place)?.privilege !== 'root' || model.shellAt(place) !== model.shellAt(run)) {
    return undefined;
  }
  const lines = model.text.slice(run.span.start, run.span.end).split(/\r?\n/);
  return {
    title: `Make the account "${use.user}" above`,
    phase: 'instruction',
    edits: [insertBefore(model, place, lines), deleteInstruction(model, run)],
  };
}

/** Creates the account above the first instruction that names it. */
function create(model: DockerfileModel, stage: Stage, use: AccountUse): AccountPlan {
  const base = findRootBase(stage);
  const tool = base.kind === 'image' ? base.facts?.variant.accountTool : undefined;
  const name = use.user;
  if (tool === undefined || tool === 'none') {
    return { refusal: 'The image has no tool that creates accounts: write a number.' };
  }
  if (!/^[a-z_][a-z0-9_-]*$/.test(name) || (use.group ?? name) !== name) {
    return { refusal: `Create "${name}" and its group "${use.group ?? ''}" first.` };
  }
  const { accounts, groups } = model.accountsOf(stage);
  if (accounts.some((each) => each.name === name) || groups.some((each) => each.name === name)) {
    return { refusal: `The stage has a group or an account "${name}" already.` };
  }
  const first = collectAccountUses(model, stage).find(
    (each) => each.user === name || each.group === name,
  );
  const place = first?.instruction ?? use.instruction;
  if (model.userAt(place)?.privilege !== 'root' || !isPosixShell(model.shellAt(place))) {
    return { refusal: `Create the account "${name}" in a step that runs as root.` };
  }
  const commands = createAccount({ name, id: freeId(model, stage), tool, needsHome: false });
  return {
    title: `Create the account "${name}"`,
    phase: 'instruction',
    edits: [insertBefore(model, place, runLines(model, commands))],
  };
}

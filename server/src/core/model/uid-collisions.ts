import { findAccountOption, readAccountLine, type AccountOption } from './accounts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { shellOptionsAt } from './shell-options';
import type { Stage } from './stage-graph';

/** A command that asks for a number which an account of the base image has: it fails. */
export interface UidCollision {
  readonly command: Command;
  readonly kind: 'user' | 'group';
  readonly option: AccountOption;
  readonly id: number;
  /** The account of the base image that has the number. */
  readonly owner: string;
}

/** The commands of a stage that stop the build because the base image uses their number already. */
export function findUidCollisions(model: DockerfileModel, stage: Stage): readonly UidCollision[] {
  return model.commandsOf(stage).flatMap((command) => {
    const collision = readCollision(model, stage, command);
    return collision !== undefined && stopsBuild(model, command) ? [collision] : [];
  });
}

function readCollision(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): UidCollision | undefined {
  const kind = kindOf(command);
  const line = readAccountLine(command, (word) => model.valueOf(word, command.instruction));
  if (kind === undefined || line === undefined) return undefined;
  if (findAccountOption(line, ['-o', '--non-unique', '-f', '--force']) !== undefined) {
    return undefined;
  }
  const option = findAccountOption(line, kind === 'user' ? ['-u', '--uid'] : ['-g', '--gid']);
  const id = /^\d+$/.test(option?.value ?? '') ? Number(option?.value) : undefined;
  if (option === undefined || id === undefined) return undefined;
  const { accounts, complete } = model.accountsBefore(stage, command.shell.span.start);
  const owner = accounts.find(
    (account) =>
      account.createdBy === undefined && id === (kind === 'user' ? account.uid : account.gid),
  );
  if (owner === undefined || !complete) return undefined;
  const name = kind === 'user' ? owner.name : (owner.group ?? owner.name);
  return { command, kind, option, id, owner: name };
}

function kindOf(command: Command): UidCollision['kind'] | undefined {
  switch (command.name) {
    case 'useradd':
    case 'adduser':
      return 'user';
    case 'groupadd':
    case 'addgroup':
      return 'group';
    default:
      return undefined;
  }
}

/** True when the build stops where the command fails. */
export function stopsBuild(model: DockerfileModel, command: Command): boolean {
  if (command.shell.nesting.length !== 0) return false;
  const execution = model.executionOf(command.instruction);
  if (execution.form === 'exec') return true;
  const { start, end } = command.shell.span;
  for (const script of execution.scripts) {
    const statement = script.statements.find(
      (each) => each.span.start <= start && end <= each.span.end,
    );
    if (statement === undefined) continue;
    if (statement.background || statement.operators.includes('||')) return false;
    return (
      statement === script.statements.at(-1) || shellOptionsAt(execution, script, start).errexit
    );
  }
  return false;
}

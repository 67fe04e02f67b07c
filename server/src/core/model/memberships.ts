import { findAccountOption, readAccountLine, type AccountLine } from './accounts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/** A group that a command gives an account besides its first one. */
export interface Membership {
  readonly user: string;
  readonly group: string;
}

/** The further groups that the commands of a stage and those under it give to accounts. */
export function collectMemberships(model: DockerfileModel, stage: Stage): readonly Membership[] {
  return collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .flatMap((command) => readMembership(model, command));
}

function readMembership(model: DockerfileModel, command: Command): readonly Membership[] {
  const line = readAccountLine(command, (word) => model.valueOf(word, command.instruction));
  if (line === undefined) return [];
  const [first, second] = line.operands.map(({ value }) => value);
  switch (command.name) {
    case 'useradd':
    case 'usermod':
      return listed(line, first);
    case 'adduser':
    case 'addgroup':
      return first === undefined || second === undefined ? [] : [{ user: first, group: second }];
    default:
      return [];
  }
}

function listed(line: AccountLine, user: string | undefined): readonly Membership[] {
  const groups = findAccountOption(line, ['-G', '--groups'])?.value;
  if (user === undefined || groups === undefined) return [];
  return groups.split(',').map((group) => ({ user, group }));
}

import { defineRule, type Report } from '../define-rule';
import { findAccountOption, readAccountLine } from '../../model/accounts';
import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'shared-account-id',
  code: 'IH222',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'Two accounts or groups share one number.',
  why: 'The system knows only the number: both names own the same files and have the same rights, and which name a program shows is chance. A second account with the number 0 is a second root that no list of names shows. Rename the account that is there (`usermod -l`, `groupmod -n`), or give the new one a number of its own.',
  equivalents: { dockle: 'DKL-LI-0002' },
  messages: {
    root: 'The account "{{name}}" is root under another name.',
    user: 'The account "{{name}}" gets the user id {{id}}, which "{{owner}}" has.',
    group: 'The group "{{name}}" gets the group id {{id}}, which "{{owner}}" has.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        RUN useradd --non-unique --uid 1000 --create-home app
        #                              ^^^^ shared-account-id
        USER app
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        RUN usermod --login app node
        USER app
        CMD ["node", "server.js"]
      `,
      fixed: dockerfile`
        FROM node:24-trixie-slim
        RUN useradd --non-unique --uid 1000 --create-home app
        USER app
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const command of model.commandsOf(stage)) {
        const report = findReport(model, stage, command);
        if (report !== undefined) yield report;
      }
    }
  },
});

/** Without the option that allows it, the command fails: another rule says so. */
function findReport(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): Report<'root' | 'user' | 'group'> | undefined {
  const isUser = command.name === 'useradd' || command.name === 'usermod';
  if (!isUser && command.name !== 'groupadd' && command.name !== 'groupmod') return undefined;
  const line = readAccountLine(command, (word) => model.valueOf(word, command.instruction));
  if (line === undefined) return undefined;
  const option = findAccountOption(line, isUser ? ['-u', '--uid'] : ['-g', '--gid']);
  const name = line.operands.at(-1)?.value;
  if (option === undefined || name === undefined || !/^\d+$/.test(option.value ?? '')) {
    return undefined;
  }
  if (findAccountOption(line, ['-o', '--non-unique']) === undefined) return undefined;
  const id = Number(option.value);
  const span = (option.valueWord ?? option.word).span;
  if (isUser && id === 0) {
    return name === 'root' ? undefined : { message: 'root', data: { name }, span };
  }
  const { accounts, groups } = model.accountsBefore(stage, command.shell.span.start);
  const owner = isUser
    ? accounts.find((each) => each.uid === id)?.name
    : (accounts.find((each) => each.gid === id && each.group !== undefined)?.group ??
      groups.find((each) => each.gid === id)?.name);
  if (owner === undefined || owner === name) return undefined;
  return { message: isUser ? 'user' : 'group', data: { name, id: String(id), owner }, span };
}

import { readAccountLine } from '../model/accounts';
import type { DockerfileModel } from '../model/model';
import type { PasswordSetting } from '../model/passwords';
import type { Edit } from '../text/edit';
import { removePipeline } from './remove-command';

const loginServers = /sshd|openssh-server|dropbear|ftpd|xrdp|vnc|telnetd/i;

/**
 * Takes a password away: the option that holds it, or the commands that set it.
 *
 * @returns a sentence when that would do more
 */
export function dropPassword(
  model: DockerfileModel,
  setting: PasswordSetting,
): readonly Edit[] | string {
  const isForLogin = model.tree.instructions.some(({ span }) =>
    loginServers.test(model.text.slice(span.start, span.end)),
  );
  if (isForLogin) return 'People may log in with it: give them keys first.';
  return findEdits(model, setting) ?? 'The command does more than that.';
}

function findEdits(
  model: DockerfileModel,
  { command, option }: PasswordSetting,
): readonly Edit[] | undefined {
  // usermod without an option fails.
  const isAlone = command.name === 'usermod' && readAccountLine(command)?.options.length === 1;
  if (option === undefined || isAlone) {
    const edit = removePipeline(model, model.executionOf(command.instruction), command);
    return edit === undefined ? undefined : [edit];
  }
  const { word, valueWord } = option;
  const isOwnWord = word.text === option.name || word === valueWord;
  const before = command.words.findLast(({ span }) => span.end <= word.span.start);
  if (!isOwnWord || before === undefined || valueWord === undefined) return undefined;
  if (word === valueWord && !word.text.startsWith(option.name)) return undefined;
  if (model.text.slice(before.span.end, valueWord.span.end).includes('\n')) return undefined;
  return [{ span: { start: before.span.end, end: valueWord.span.end }, text: '' }];
}

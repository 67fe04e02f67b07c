import type { Command } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { ShippedPackage } from '../model/shipped-packages';
import type { Instruction } from '../syntax/instruction';
import { compareEdits, editsConflict, type Edit } from '../text/edit';
import { dropArgument } from './drop-argument';
import { dropPackage } from './drop-package';
import { removeCommand } from './remove-command';

const service = '(?:sshd?|openssh-server|dropbear|vsftpd|proftpd|pure-ftpd|xrdp)';

/** Commands that set up or start a server for logins and do nothing else. */
const setups = [
  /^(?:mkdir|chmod|chown|touch|rm)(?:\s+-\S+)*(?:\s+[0-7]{3,4}|\s+[\w]+:\w*)?(?:\s+(?:\/var)?\/run\/sshd|\s+\/etc\/ssh\/\S+)+$/,
  /^sed\s[^;&|]*\s\/etc\/ssh\/\S+$/,
  /^(?:echo|printf)\s[^;&|]*>>?\s*\/etc\/ssh\/\S+$/,
  /^ssh-keygen\s+-A$/,
  new RegExp(`^service\\s+${service}\\s+(?:re)?start$`),
  new RegExp(`^/etc/init\\.d/${service}\\s+(?:re)?start$`),
  new RegExp(
    `^(?:systemctl\\s+enable|rc-update\\s+add)\\s+${service}(?:\\.service)?(?:\\s+\\w+)?$`,
  ),
  new RegExp(`^update-rc\\.d\\s+${service}\\s+\\w+$`),
  /^\/usr\/sbin\/sshd$/,
];

const port = /^(?:22|2222|23|21)(?:\/tcp)?$/i;

/**
 * Takes a server for logins out of the file: its package, its port, and what sets it up.
 *
 * @param mention what the server is called, and its ports
 * @returns a sentence where something else names it
 */
export function dropLoginServer(
  model: DockerfileModel,
  found: ShippedPackage,
  mention: RegExp,
): readonly Edit[] | string {
  const install = dropPackage(model, found);
  if (install === undefined) return 'The command installs nothing else.';
  const edits = [install];
  for (const instruction of model.tree.instructions) {
    const part = dropMentions(model, found, instruction, mention);
    if (part === undefined) return 'Other lines set the server up: they need to go as well.';
    edits.push(...part);
  }
  const sorted = edits.toSorted(compareEdits);
  const isMixed = sorted.some((edit, index) => {
    const next = sorted[index + 1];
    return next !== undefined && editsConflict(edit, next);
  });
  return isMixed ? 'Other lines set the server up: they need to go as well.' : sorted;
}

/** Undefined when the instruction names the server in a way that cannot be taken out. */
function dropMentions(
  model: DockerfileModel,
  { operation }: ShippedPackage,
  instruction: Instruction,
  mention: RegExp,
): readonly Edit[] | undefined {
  const { keyword } = instruction;
  if (keyword === 'FROM' || !mention.test(textOf(model, instruction))) return [];
  if (keyword === 'EXPOSE') {
    const [word, ...others] = instruction.words.filter(({ text }) => mention.test(text));
    const isPort = word !== undefined && others.length === 0 && port.test(word.text);
    const edit = isPort ? dropArgument(model, instruction, word.span) : undefined;
    return edit && [edit];
  }
  if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(keyword)) return undefined;
  const execution = model.executionOf(instruction);
  const commands = execution.commands.filter((each) => each.shell !== operation.command.shell);
  const named = commands.filter((each) => mention.test(sourceOf(model, each)));
  const isAll = execution.complete && execution.form !== 'exec';
  const edits = named.map((each) =>
    setups.some((pattern) => pattern.test(sourceOf(model, each)))
      ? removeCommand(model, execution, each)
      : undefined,
  );
  const known = edits.filter((edit) => edit !== undefined);
  return isAll && known.length === edits.length ? known : undefined;
}

/** Comments do not count. */
function textOf(model: DockerfileModel, { span, innerComments }: Instruction): string {
  let text = model.text.slice(span.start, span.end);
  for (const { span: comment } of innerComments.toReversed()) {
    text = text.slice(0, comment.start - span.start) + text.slice(comment.end - span.start);
  }
  return text;
}

function sourceOf(model: DockerfileModel, { shell }: Command): string {
  return model.text
    .slice(shell.span.start, shell.span.end)
    .replace(/[\\`]\r?\n/g, '')
    .trim();
}

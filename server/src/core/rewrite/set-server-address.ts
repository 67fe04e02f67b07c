import type { DockerfileModel } from '../model/model';
import type { ServerAddress } from '../model/server-address';
import type { Stage } from '../model/stage-graph';
import { editStartScript } from './edit-start-script';
import type { Edit } from '../text/edit';

/** Edits that let a server listen on all addresses, or a sentence that says why there are none. */
export function listenEverywhere(
  model: DockerfileModel,
  stage: Stage,
  address: ServerAddress,
): readonly Edit[] | string {
  const { started, hostWord, hostText, facts } = address;
  const { script, command } = started;
  if (script?.source.kind === 'file')
    return `The script ${script.source.path} may run elsewhere as well.`;
  if (hostText !== undefined && hostWord === undefined) return editVariable(model, stage, address);
  if (hostText !== undefined && hostWord !== undefined) {
    const text = hostWord.text.replace(hostText, '0.0.0.0');
    if (text === hostWord.text) return 'The address is made of other parts.';
    return write(model, address, {
      span: hostWord.span,
      text: script === undefined ? JSON.stringify(text) : text,
    });
  }
  const last = command.words.at(-1);
  if (last === undefined) return 'The command is empty.';
  if (facts.bare === true) {
    const port = String(address.port ?? 8000);
    if (address.isPortWritten) {
      const word = command.words.find(({ value }) => value === port);
      if (word === undefined) return 'The port is made of other parts.';
      const text = `0.0.0.0:${port}`;
      return write(model, address, {
        span: word.span,
        text: script === undefined ? JSON.stringify(text) : text,
      });
    }
    return append(model, address, [`0.0.0.0:${port}`]);
  }
  const option = facts.host?.find((name) => name.startsWith('--')) ?? facts.host?.[0];
  if (option !== undefined) return append(model, address, [option, '0.0.0.0']);
  const both = facts.both?.at(-1);
  if (both === undefined || address.port === undefined) return 'Which port it takes is not known.';
  return append(model, address, [both, `0.0.0.0:${String(address.port)}`]);
}

/** Puts words behind the last one of the command. */
function append(
  model: DockerfileModel,
  address: ServerAddress,
  words: readonly string[],
): readonly Edit[] | string {
  const { script, command } = address.started;
  const last = command.words.at(-1);
  if (last === undefined) return 'The command is empty.';
  const span = { start: last.span.end, end: last.span.end };
  const text =
    script === undefined
      ? words.map((word) => `, ${JSON.stringify(word)}`).join('')
      : words.map((word) => ` ${word}`).join('');
  return write(model, address, { span, text });
}

function write(model: DockerfileModel, { started }: ServerAddress, edit: Edit): readonly Edit[] {
  const { script } = started;
  return script === undefined ? [edit] : editStartScript(model, script, [edit]).edits;
}

/** Changes the ENV that names the address. */
function editVariable(
  model: DockerfileModel,
  stage: Stage,
  { facts, hostText = '' }: ServerAddress,
): readonly Edit[] | string {
  const scope = model.variables.atEnd(stage);
  for (const name of facts.addresses ?? []) {
    const value = scope.get(name)?.assignment?.value;
    const text = value?.text.replaceAll(`//${hostText}`, '//+');
    if (value === undefined || text === undefined || text === value.text) continue;
    return [{ span: value.span, text }];
  }
  return 'The address is made of other parts.';
}

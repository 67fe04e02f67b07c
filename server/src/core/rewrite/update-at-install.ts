import type { DockerfileModel } from '../model/model';
import { findIndexUsers } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import { runsAlways } from '../model/unconditional';
import type { Edit } from '../text/edit';
import { removeCommand } from './remove-command';

/** Edits that update the index in each RUN that installs from it, or a sentence why not. */
export type MovedUpdate =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Takes an update out of its RUN and puts it in front of each later install that lives on it. */
export function updateAtInstall(model: DockerfileModel, update: PackageOperation): MovedUpdate {
  const { operations, otherwise, uncertain } = findIndexUsers(model, update);
  if (otherwise || uncertain) return refuse('A later RUN may use the index in another way.');
  const { instruction, shell } = update.command;
  const removal = hasNote(model, update)
    ? undefined
    : removeCommand(model, model.executionOf(instruction), update.command);
  if (removal === undefined) return refuse('The update is no plain part of its RUN.');
  const source = model.text.slice(shell.span.start, shell.span.end);
  const isPlain = /^[\w -]+$/.test(source) && update.command.wrappers.length === 0;
  const inserts = operations.map((each): Edit | undefined => {
    const { command, manager } = each;
    const run = model.executionOf(command.instruction);
    if (run.form === 'exec' || !runsAlways(run, command)) return undefined;
    const { start } = command.shell.span;
    const sudo = command.wrappers.includes('sudo') ? 'sudo ' : '';
    const text = isPlain ? source : `${manager.id} update`;
    return { span: { start, end: start }, text: `${sudo}${text} && ` };
  });
  const known = inserts.filter((edit) => edit !== undefined);
  return known.length === inserts.length
    ? { kind: 'edits', edits: [removal, ...known] }
    : refuse('An install that uses the index is no plain part of its RUN.');
}

function refuse(reason: string): MovedUpdate {
  return { kind: 'refused', reason };
}

/** A comment of the shell would go with the command. */
function hasNote(model: DockerfileModel, { command }: PackageOperation): boolean {
  const { start, end } = command.instruction.span;
  return /\s#/.test(model.text.slice(start, end));
}

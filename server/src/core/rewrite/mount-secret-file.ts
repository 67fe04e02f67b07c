import { frontendSupports } from '../model/frontend';
import type { DockerfileModel } from '../model/model';
import { findFileReaders } from '../model/secret-file-reads';
import type { SecretRemoval, StoredSecret } from '../model/secret-files';
import type { Edit } from '../text/edit';
import { deleteInstruction } from './instructions';
import { addMount, type SecretMountOutcome } from './mount-secret';
import { removeCommand } from './remove-command';
import { deleteListedWord, deleteWord } from './words';

/** The identifier of the secret for `docker build --secret`. */
export function secretId(secret: StoredSecret): string {
  return secret.name.replace(/^[._]+/, '');
}

/** Turns the COPY of a secret file into secret mounts of the RUNs that read it. */
export function mountSecretFile(model: DockerfileModel, secret: StoredSecret): SecretMountOutcome {
  if (secret.copy === undefined) return refuse('A RUN writes the file; it is not copied.');
  const place = findPlace(secret);
  if (place === undefined) return refuse('Where the file lies in the image is not known.');
  if (frontendSupports(model, 2) === 'no') {
    return refuse('The frontend that "# syntax=" names does not know secret mounts.');
  }
  const reading = findFileReaders(model, secret, place);
  if (reading.kind === 'unknown') return refuse(reading.reason);
  const deletion = deleteSource(model, secret);
  if (deletion === undefined) return refuse('The COPY cannot be shortened without a doubt.');
  const removals = removeRemovals(model, secret, place);
  if (removals === undefined) return refuse('The rm is part of a script that cannot be shortened.');
  const options = `type=secret,id=${secretId(secret)},target=${place},required=true`;
  const mounts = reading.runs
    .filter((run) => !removals.deleted.has(run))
    .map((run) => addMount(run, options));
  return { kind: 'edits', edits: [deletion, ...removals.edits, ...mounts] };
}

function refuse(reason: string): SecretMountOutcome {
  return { kind: 'refused', reason };
}

function findPlace({ places, name, copy }: StoredSecret): string | undefined {
  if (copy?.facts.origin.kind !== 'context') return undefined;
  const [first] = places;
  if (places.length === 1) return first;
  return first?.endsWith(`/${name}`) === true ? first : undefined;
}

function deleteSource(model: DockerfileModel, secret: StoredSecret): Edit | undefined {
  const facts = secret.copy?.facts;
  const source = secret.copy?.source;
  if (facts === undefined || source === undefined) return undefined;
  if (facts.sources.length === 1) return deleteInstruction(model, facts.instruction);
  const isFolder = facts.destination !== undefined && /(^|\/)\.?$/.test(facts.destination.text);
  if (facts.instruction.json !== undefined || (facts.sources.length === 2 && !isFolder)) {
    return undefined;
  }
  return deleteListedWord(model.text, source.word);
}

/** Takes every `rm` of the file away; undefined when one also deletes more, or cannot be taken out. */
function removeRemovals(
  model: DockerfileModel,
  secret: StoredSecret,
  place: string,
): { readonly edits: readonly Edit[]; readonly deleted: ReadonlySet<unknown> } | undefined {
  const edits: Edit[] = [];
  const deleted = new Set<unknown>();
  for (const removal of secret.removals) {
    const edit = removal.path === place ? removeRemoval(model, removal) : undefined;
    if (edit === undefined) return undefined;
    const { instruction } = removal.command;
    if (edit.span.start <= instruction.span.start) deleted.add(instruction);
    edits.push(edit);
  }
  return { edits, deleted };
}

function removeRemoval(model: DockerfileModel, { command, word }: SecretRemoval): Edit | undefined {
  const paths = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  if (1 < paths.length) return deleteWord(model.text, word);
  return removeCommand(model, model.executionOf(command.instruction), command);
}

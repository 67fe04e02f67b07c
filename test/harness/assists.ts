import assert from 'node:assert/strict';
import type {
  Assist,
  AssistExample,
  AssistOutcome,
} from '../../server/src/core/assists/define-assist';
import { DockerfileModel } from '../../server/src/core/model/model';
import { applyEdits } from '../../server/src/core/text/edit';
import type { Span } from '../../server/src/core/text/span';
import { exampleDay } from './invariants';
import { toProject } from './project';

const cursor = '<CURSOR>';

/** Takes the cursor out of a source. */
export function atCursor(source: string): { readonly text: string; readonly offset: number } {
  const offset = source.indexOf(cursor);
  assert.notEqual(offset, -1, `${cursor} is missing`);
  return { text: source.replace(cursor, ''), offset };
}

/** The project and the wishes of an example. */
export type Surroundings = Pick<AssistExample, 'files' | 'request'>;

/** What an assist answers at a cursor or selection. */
export function runAssist(
  assist: Assist,
  text: string,
  selection: number | Span,
  { files, request }: Surroundings = {},
): AssistOutcome | undefined {
  const span = typeof selection === 'number' ? { start: selection, end: selection } : selection;
  const project = files === undefined ? undefined : toProject(files);
  const model = new DockerfileModel(text, project);
  return assist.run({ model, selection: span, today: exampleDay, ...request });
}

/** The text behind an assist; undefined when it is not offered or refused. */
export function applyAssist(
  assist: Assist,
  text: string,
  selection: number | Span,
  surroundings: Surroundings = {},
): string | undefined {
  const outcome = runAssist(assist, text, selection, surroundings);
  return outcome?.kind === 'edits' ? applyEdits(text, outcome.edits) : undefined;
}

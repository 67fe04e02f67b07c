import assert from 'node:assert/strict';
import type { Assist, AssistOutcome } from '../../server/src/core/assists/define-assist';
import { DockerfileModel } from '../../server/src/core/model/model';
import { applyEdits } from '../../server/src/core/text/edit';
import type { Span } from '../../server/src/core/text/span';
import { exampleDay } from './invariants';

const cursor = '<CURSOR>';

/** Takes the cursor out of a source. */
export function atCursor(source: string): { readonly text: string; readonly offset: number } {
  const offset = source.indexOf(cursor);
  assert.notEqual(offset, -1, `${cursor} is missing`);
  return { text: source.replace(cursor, ''), offset };
}

/** What an assist answers at a cursor or selection. */
export function runAssist(
  assist: Assist,
  text: string,
  selection: number | Span,
): AssistOutcome | undefined {
  const span = typeof selection === 'number' ? { start: selection, end: selection } : selection;
  return assist.run({ model: new DockerfileModel(text), selection: span, today: exampleDay });
}

/** The text behind an assist; undefined when it is not offered or refused. */
export function applyAssist(
  assist: Assist,
  text: string,
  selection: number | Span,
): string | undefined {
  const outcome = runAssist(assist, text, selection);
  return outcome?.kind === 'edits' ? applyEdits(text, outcome.edits) : undefined;
}

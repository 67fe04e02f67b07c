import type { Fix } from '../rules/define-rule';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits, type Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { ScriptPlaces } from './places';
import type { ReportComment, ReportReplacement } from './report';
import type { Script } from './scripts';
import { collectSources } from './sources';

/**
 * The change that ShellCheck proposes. None unless it is exact: the instruction, read anew with it, has the script that
 * ShellCheck means, and all else of it is as before.
 *
 * @param document the text of the Dockerfile
 * @param escape the escape character of it
 */
export function findFix(
  document: string,
  escape: '\\' | '`',
  script: Script,
  places: ScriptPlaces,
  { id, replacements }: ReportComment,
): Fix | undefined {
  if (replacements.length === 0) return undefined;
  const changes = replacements.map((each) => toChange(script, places, each));
  if (!changes.every((change) => change !== undefined)) return undefined;
  const edits = changes.map(({ inDocument }) => inDocument);
  const wanted = tryEdits(
    script.text,
    changes.map(({ inScript }) => inScript),
  );
  const { lineSpan } = script.instruction;
  const lines = document.slice(lineSpan.start, lineSpan.end);
  const changed = tryEdits(
    lines,
    edits.map(({ span, text }) => ({ span: moveSpan(span, -lineSpan.start), text })),
  );
  if (wanted === undefined || changed === undefined) return undefined;
  const before = readAlone(lines, escape);
  const place = before.indexOf(script.text);
  const expected = before.map((each, index) => (index === place ? wanted : each));
  if (place < 0 || !isSame(readAlone(changed, escape), expected)) return undefined;
  return {
    title: `Apply the fix of ShellCheck for ${id}`,
    applicability: 'unsafe',
    phase: 'word',
    edits,
  };
}

interface Change {
  readonly inScript: Edit;
  readonly inDocument: Edit;
}

function toChange(
  { source }: Script,
  places: ScriptPlaces,
  { start, end, text, joinsBefore }: ReportReplacement,
): Change | undefined {
  const from = places.indexOf(start);
  const to = places.indexOf(end);
  if (from === undefined || to === undefined || to < from || /[\r\n]/.test(text)) return undefined;
  const inScript = { span: { start: from, end: to }, text };
  if (from < to) {
    const span = source.spanOf(from, to);
    // What goes over several lines may have a comment in between.
    return span.end - span.start === to - from
      ? { inScript, inDocument: { span, text } }
      : undefined;
  }
  const isBehind = 0 < from && (joinsBefore || from === source.text.length);
  const offset = isBehind ? source.offsetAt(from - 1) + 1 : source.offsetAt(from);
  return { inScript, inDocument: { span: { start: offset, end: offset }, text } };
}

function tryEdits(text: string, edits: readonly Edit[]): string | undefined {
  const starts = new Set(edits.map(({ span }) => span.start));
  if (starts.size !== edits.length) return undefined;
  try {
    return applyEdits(text, edits);
  } catch {
    // They overlap, or reach out of the instruction.
    return undefined;
  }
}

/** All of an instruction that counts, read from its lines alone. */
function readAlone(lines: string, escape: '\\' | '`'): readonly string[] {
  const tree = parseDockerfile(escape === '`' ? `# escape=\`\n${lines}` : lines);
  return tree.instructions.flatMap((instruction) => [
    instruction.keyword,
    ...instruction.flags.map(({ name, value }) => `--${name}=${value?.text ?? ''}`),
    ...collectSources(tree, instruction.trigger ?? instruction).map(({ source }) => source.text),
  ]);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

function moveSpan({ start, end }: Span, distance: number): Span {
  return { start: start + distance, end: end + distance };
}

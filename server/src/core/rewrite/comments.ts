import type { DockerfileModel } from '../model/model';
import type { Comment } from '../syntax/instruction';
import { parseDockerfile } from '../syntax/parse';
import type { Suppression } from '../syntax/suppressions';
import { applyEdits, type Edit } from '../text/edit';
import type { Span } from '../text/span';

/**
 * Deletes a comment with its line.
 *
 * @returns undefined when the line below would then become a parser directive
 */
function deleteComment(model: DockerfileModel, comment: Comment): Edit | undefined {
  const { line } = model.lines.placeAt(comment.span.start);
  let start = model.lines.startOfLine(line);
  const end = model.lines.startOfLine(line + 1);
  if (start === 0 && model.text.startsWith('\uFEFF')) start = 1;
  if (end === model.text.length && !/[\r\n]$/.test(model.text)) {
    start = model.text.slice(0, start).replace(/\r?\n$/, '').length;
  }
  const edit: Edit = { span: { start, end }, text: '' };
  // Directives are the first lines, one each: only the line behind them can come to stand among them.
  if (model.tree.directives.length < line) return edit;
  const after = parseDockerfile(applyEdits(model.text, [edit]));
  return after.directives.length === model.tree.directives.length ? edit : undefined;
}

/** Deletes one rule from a suppression; the comment with it when it names no other. */
export function deleteSuppressedRule(
  model: DockerfileModel,
  suppression: Suppression,
  id: Span,
): Edit | undefined {
  const { ids, comment } = suppression;
  if (ids.length === 1) return deleteComment(model, comment);
  const index = ids.findIndex(({ span }) => span.start === id.start);
  const before = ids[index - 1];
  const behind = ids[index + 1];
  const span =
    behind === undefined
      ? { start: before?.span.end ?? id.start, end: id.end }
      : { start: id.start, end: behind.span.start };
  return { span, text: '' };
}

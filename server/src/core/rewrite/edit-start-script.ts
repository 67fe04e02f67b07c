import type { DockerfileModel } from '../model/model';
import { placeInDockerfile, type StartedCommand, type StartScript } from '../model/start-scripts';
import type { FileChange } from '../project/project-files';
import { applyEdits, type Edit } from '../text/edit';
import type { Span } from '../text/span';

/** A change of a script that a container starts, wherever its text stands. */
export interface ScriptChange {
  readonly edits: readonly Edit[];
  readonly files?: readonly FileChange[];
}

/** Edits of a script, with places as the script has them, as edits of the Dockerfile or of a file of the project. */
export function editStartScript(
  model: DockerfileModel,
  script: StartScript,
  edits: readonly Edit[],
): ScriptChange {
  const { source } = script;
  if (source.kind === 'file') {
    const after = applyEdits(source.text, edits);
    return { edits: [], files: [{ path: source.path, before: source.text, after }] };
  }
  if (source.kind !== 'element') return { edits };
  const placed = edits.flatMap(({ span, text }) => {
    const place = placeInDockerfile(model, script, span);
    return place === undefined || JSON.stringify(text) !== `"${text}"`
      ? []
      : [{ span: place, text }];
  });
  if (placed.length === edits.length) return { edits: placed };
  const value = applyEdits(source.element.value, edits);
  return { edits: [{ span: source.element.span, text: JSON.stringify(value) }] };
}

/** What a finding about a place of a script marks: that place, or the word that names the script, inside one line. */
export function markInScript(model: DockerfileModel, script: StartScript, span: Span): Span {
  const place = placeInDockerfile(model, script, span);
  const isOneLine = (each: Span): boolean =>
    model.lines.placeAt(each.start).line === model.lines.placeAt(each.end).line;
  if (place !== undefined && isOneLine(place)) return place;
  const { word, instruction } = script;
  const inner =
    model.text[word.start] === '"' ? { start: word.start + 1, end: word.end - 1 } : word;
  return isOneLine(inner) && inner.start < inner.end ? inner : instruction.keywordSpan;
}

/** What a finding about a started command marks: its program. */
export function markStarted(model: DockerfileModel, { command, script }: StartedCommand): Span {
  const span = command.words[0]?.span ?? command.shell.span;
  if (script !== undefined) return markInScript(model, script, span);
  const isOneLine = model.lines.placeAt(span.start).line === model.lines.placeAt(span.end).line;
  return isOneLine ? { start: span.start + 1, end: span.end - 1 } : command.instruction.keywordSpan;
}

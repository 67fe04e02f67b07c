import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import { applyEdits, type Edit } from '../text/edit';

/**
 * True when edits inside the list of an exec form leave something that is no list of texts: `["useradd" -l, "app"]`.
 * Docker would then hand all of it to a shell. Edits that replace the whole list are not looked at.
 */
export function breaksExecForm(model: DockerfileModel, edits: readonly Edit[]): boolean {
  const touched = new Set(edits.flatMap(({ span }) => model.instructionAt(span.start) ?? []));
  return [...touched].some((instruction) => breaksList(model, instruction, edits));
}

function breaksList(
  model: DockerfileModel,
  { json, span }: Instruction,
  edits: readonly Edit[],
): boolean {
  const [first] = json ?? [];
  const last = json?.at(-1);
  if (first === undefined || last === undefined) return false;
  const start = model.text.lastIndexOf('[', first.span.start);
  const end = model.text.indexOf(']', last.span.end) + 1;
  const inside = edits
    .filter((edit) => start < edit.span.start && edit.span.end < end && edit.span.start < span.end)
    .map((edit) => ({
      ...edit,
      span: { start: edit.span.start - start, end: edit.span.end - start },
    }));
  const before = model.text.slice(start, end);
  return inside.length !== 0 && isList(before) && !isList(applyEdits(before, inside));
}

function isList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/[\\`]\r?\n(?:[ \t]*#[^\n]*\n)*/g, ''));
    return Array.isArray(value) && value.every((each) => typeof each === 'string');
  } catch {
    return false;
  }
}

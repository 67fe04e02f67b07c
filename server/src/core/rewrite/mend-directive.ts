import type { DockerfileModel } from '../model/model';
import type { Directive } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { Mending } from './mending';

/** The second of two directives goes, where both say the same or can say it together; undefined where they contradict. */
export function mergeDirective(model: DockerfileModel, span: Span): Mending | undefined {
  const { directives } = model.tree;
  const later = directives.find((each) => each.span.start === span.start);
  const first = directives.find(({ name }) => name === later?.name);
  if (later === undefined || first === undefined || first === later) return undefined;
  const line = deleteLine(model, later.span);
  if (first.value === later.value) {
    return { title: 'Delete the second one', applicability: 'safe', edits: [line] };
  }
  const merged = later.name === 'check' ? mergeChecks(first, later) : undefined;
  if (merged === undefined) return undefined;
  return {
    title: `Write "check=${merged}" once`,
    applicability: 'safe',
    edits: [{ span: first.valueSpan, text: merged }, line],
  };
}

/** `skip=A;error=true` and `skip=B`: `skip=A,B;error=true`. */
function mergeChecks(first: Directive, later: Directive): string | undefined {
  const merged = new Map<string, string>();
  for (const option of [first.value, later.value].flatMap((value) => value.split(';'))) {
    const [, key, value] = /^(skip|error|experimental)=([\w,-]+)$/.exec(option) ?? [];
    if (key === undefined || value === undefined) return undefined;
    const before = merged.get(key);
    if (before !== undefined && before !== value && key === 'error') return undefined;
    const names = [...(before?.split(',') ?? []), ...value.split(',')];
    merged.set(key, [...new Set(names)].join(','));
  }
  return [...merged].map(([key, value]) => `${key}=${value}`).join(';');
}

/** The character that lines of the file end with, where only one of the two does. */
export function mendEscape(model: DockerfileModel, span: Span): Mending | undefined {
  const ends = (character: string): boolean =>
    model.text.split(/\r?\n/).some((line) => line.trimEnd().endsWith(character));
  const [found, ...others] = ['\\', '`'].filter(ends);
  if (found === undefined || others.length !== 0) return undefined;
  return {
    title: `Write "${found}"`,
    applicability: 'safe',
    edits: [{ span, text: found }],
  };
}

function deleteLine(model: DockerfileModel, { start }: Span): Edit {
  const { line } = model.lines.placeAt(start);
  return {
    span: { start: model.lines.startOfLine(line), end: model.lines.startOfLine(line + 1) },
    text: '',
  };
}

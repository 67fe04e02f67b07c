import type { DockerfileModel } from '../model/model';
import type { ShippedPackage } from '../model/shipped-packages';
import type { Edit } from '../text/edit';
import { anchorEdit, deleteListedWord } from './words';

/** Takes a package out of the list that is installed; undefined when it is the only one. */
export function dropPackage(
  model: DockerfileModel,
  { argument, operation }: ShippedPackage,
): Edit | undefined {
  if (operation.packages.length < 2) return undefined;
  const isLast = operation.packages.at(-1) === argument;
  const { span } = argument.word;
  const anchor = operation.verbWord;
  if (!isLast) return anchorEdit(model.text, anchor, deleteListedWord(model.text, argument.word));
  const previous = operation.packages.at(-2)?.word.span.end ?? span.start;
  const gap = model.text.slice(previous, span.start);
  if (gap.includes('#')) return undefined;
  return anchorEdit(model.text, anchor, { span: { start: previous, end: span.end }, text: '' });
}

import type { Command } from '../model/commands';
import type { PackageOption } from '../model/package-line';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { deleteListedWord, deleteWord, deleteWordAndGap } from './words';

/**
 * Deletes an option with its value: a word, or one letter of `-fsSLk`.
 *
 * @returns undefined when option and value do not stand on one line, or the place is not clear
 */
export function removeOption(
  document: string,
  command: Command,
  option: PackageOption,
): Edit | undefined {
  const { name, word, valueWord } = option;
  const source = document.slice(word.span.start, word.span.end);
  if (/^-[^-=]$/.test(name) && /^-[^-=]{2}/.test(source)) {
    const index = source.indexOf(name.slice(1), 1);
    if (index < 0 || valueWord !== undefined || /["'$=]/.test(source)) return undefined;
    const start = word.span.start + index;
    return { span: { start, end: start + 1 }, text: '' };
  }
  const end = valueWord?.span.end ?? word.span.end;
  const previous = command.words[command.words.indexOf(word) - 1];
  if (previous === undefined) return undefined;
  return removeListed(document, previous, { start: word.span.start, end });
}

/**
 * Deletes a part of a list that may span lines, and its line where it stands alone there.
 *
 * @param previous what stands in front of it in the list
 * @returns undefined when the part spans lines itself, or a comment would end the list
 */
export function removeListed(
  document: string,
  previous: { readonly span: Span },
  span: Span,
): Edit | undefined {
  if (/[\r\n]/.test(document.slice(span.start, span.end))) return undefined;
  const gap = document.slice(previous.span.end, span.start);
  if (!gap.includes('\n')) return deleteWord(document, { span });
  const rest = /^[ \t]*([^\r\n]*)/.exec(document.slice(span.end))?.[1]?.trim() ?? '';
  if (rest === '\\' || rest === '`') return deleteListedWord(document, { span });
  if (rest !== '') return deleteWordAndGap(document, { span });
  return gap.includes('#')
    ? undefined
    : { span: { start: previous.span.end, end: span.end }, text: '' };
}

import type { Edit } from '../text/edit';
import type { Span } from '../text/span';

/** Replaces the text of a word. */
export function replaceWord(word: { readonly span: Span }, text: string): Edit {
  return { span: word.span, text };
}

/** Puts ` text` behind a word. */
export function insertWordAfter(word: { readonly span: Span }, text: string): Edit {
  return { span: { start: word.span.end, end: word.span.end }, text: ` ${text}` };
}

/** Puts `text ` in front of a word. */
export function insertWordBefore(word: { readonly span: Span }, text: string): Edit {
  return { span: { start: word.span.start, end: word.span.start }, text: `${text} ` };
}

/** Deletes a word with the blanks in front of it on the same line. */
export function deleteWord(document: string, word: { readonly span: Span }): Edit {
  let start = word.span.start;
  while (document[start - 1] === ' ' || document[start - 1] === '\t') start--;
  return { span: { start, end: word.span.end }, text: '' };
}

/** Deletes a word with the blanks behind it on the same line: for the first word of a line. */
export function deleteWordAndGap(document: string, word: { readonly span: Span }): Edit {
  let end = word.span.end;
  while (document[end] === ' ' || document[end] === '\t') end++;
  return { span: { start: word.span.start, end }, text: '' };
}

/** Deletes a word that is not the first, with its line when it stands alone there and no comment is lost. */
export function deleteWordBehind(
  document: string,
  previous: { readonly span: Span },
  word: { readonly span: Span },
): Edit {
  const gap = document.slice(previous.span.end, word.span.start);
  if (!/\n[ \t]*$/.test(gap) || gap.includes('#')) return deleteWord(document, word);
  return { span: { start: previous.span.end, end: word.span.end }, text: '' };
}

/** Deletes a word from a list that may span lines: a word alone on its line goes with the line. */
export function deleteListedWord(document: string, word: { readonly span: Span }): Edit {
  const lineStart = document.lastIndexOf('\n', word.span.start - 1) + 1;
  const isFirst = document.slice(lineStart, word.span.start).trim() === '';
  const rest = /^[ \t]*[\\`][ \t]*\r?\n/.exec(document.slice(word.span.end));
  if (!isFirst || rest === null) return deleteWord(document, word);
  return { span: { start: lineStart, end: word.span.end + rest[0].length }, text: '' };
}

/**
 * The same edit, with the unchanged text from an earlier place on: edits with one anchor conflict, so that only one of
 * them is applied before the rules look anew. Without it, several together could leave nothing of a list.
 */
export function anchorEdit(document: string, { span }: { readonly span: Span }, edit: Edit): Edit {
  const kept = document.slice(span.start, edit.span.start);
  return { span: { start: span.start, end: edit.span.end }, text: `${kept}${edit.text}` };
}

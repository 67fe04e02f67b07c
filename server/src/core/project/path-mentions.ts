/** A text of a source file that may be a path. */
export interface Mention {
  /** As written, with `/` for separators. */
  readonly text: string;
  /** The file that holds it. */
  readonly source: string;
  /** The folder of that file, `''` for the root. */
  readonly folder: string;
}

const quotes = new Set(['"', "'", '`']);

/**
 * Collects what may be a path: words in quotes (or beside one) and words that hold a slash. Quotes are not
 * paired, so that an apostrophe in a comment hides nothing. What is read when the program is compiled is left out.
 */
export function collectMentions(source: string, text: string): readonly Mention[] {
  const folder = source.includes('/') ? source.slice(0, source.lastIndexOf('/')) : '';
  const readable = text.replace(/\binclude_(?:str|bytes)!\s*\([^)]*\)/g, '');
  const found = new Set<string>();
  for (const match of readable.matchAll(/[\p{L}\p{N}_@.+%*{}$<>~/\\-]+/gu)) {
    const [word] = match;
    const before = readable.charAt(match.index - 1);
    const behind = readable.charAt(match.index + word.length);
    if (!quotes.has(before) && !quotes.has(behind) && !/[/\\]/.test(word)) continue;
    if (word.length < 300) for (const form of formsOf(word)) found.add(form);
  }
  return [...found].map((each) => ({ text: each, source, folder }));
}

/** A backslash separates folders on Windows, and elsewhere begins an escape such as `\n`. */
function formsOf(word: string): readonly string[] {
  if (!word.includes('\\')) return [word];
  return [word.replace(/\\+/g, '/'), word.replace(/\\+.*$/, ''), word.replace(/^.*\\+\w?/, '')];
}

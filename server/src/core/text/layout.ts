/** How one document is written, so that edits can follow it. */
export interface Layout {
  /** The line ending that most lines use. */
  readonly lineEnding: '\n' | '\r\n';
  /** Indentation of continuation lines, taken from the first one; four spaces when there is none. */
  readonly indent: string;
  /** Line continuation character: a backslash, or a backtick after `# escape=`. */
  readonly escape: '\\' | '`';
  /** True when the document writes its instruction keywords in lower case. */
  readonly lowerCase: boolean;
}

const continuationLine = /[\\`][ \t]*\r?\n([ \t]+)(?=\S)/;

/** Reads the layout of a text; `keywords` are the instruction keywords as written. */
export function detectLayout(
  text: string,
  escape: '\\' | '`',
  keywords: readonly string[],
): Layout {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  const lower = keywords.filter((keyword) => keyword === keyword.toLowerCase()).length;
  return {
    lineEnding: lf < crlf ? '\r\n' : '\n',
    indent: continuationLine.exec(text)?.[1] ?? '    ',
    escape,
    lowerCase: keywords.length < lower * 2,
  };
}

/** A place in a script: line and column, both from 1, columns in code points. */
export interface ReportPlace {
  readonly line: number;
  readonly column: number;
}

/** A text that ShellCheck would put in the place of another. */
export interface ReportReplacement {
  readonly start: ReportPlace;
  readonly end: ReportPlace;
  readonly text: string;
  /** True when an insertion belongs to the character before it. */
  readonly joinsBefore: boolean;
}

/** One finding of ShellCheck. */
export interface ReportComment {
  /** `SC2086`. */
  readonly id: string;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
  readonly start: ReportPlace;
  /** Behind the last character. */
  readonly end: ReportPlace;
  readonly replacements: readonly ReportReplacement[];
}

/** What ShellCheck says of a script. */
export interface ShellcheckReport {
  /** The value of `--shell`. */
  readonly shell: string;
  readonly comments: readonly ReportComment[];
}

const levels = ['error', 'warning', 'info', 'style'] as const;

/**
 * Reads the format `json1`, in which a tab is one column
 * (https://github.com/koalaman/shellcheck/blob/master/shellcheck.1.md, section FORMATS, read 2026-11-22).
 *
 * @returns undefined for anything else
 */
export function readReport(text: string): readonly ReportComment[] | undefined {
  const comments = field(parseJson(text), 'comments');
  if (!Array.isArray(comments)) return undefined;
  const read = comments.map(readComment);
  return read.some((comment) => comment === undefined)
    ? undefined
    : read.filter((comment) => comment !== undefined);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readComment(value: unknown): ReportComment | undefined {
  const level = levels.find((each) => each === field(value, 'level'));
  const code = field(value, 'code');
  const message = field(value, 'message');
  const range = readRange(value);
  if (level === undefined || range === undefined) return undefined;
  if (typeof code !== 'number' || typeof message !== 'string') return undefined;
  const replacements = field(field(value, 'fix'), 'replacements');
  const read = Array.isArray(replacements) ? replacements.map(readReplacement) : [];
  const isRead = read.every((each) => each !== undefined);
  return { id: `SC${String(code)}`, level, message, ...range, replacements: isRead ? read : [] };
}

function readReplacement(value: unknown): ReportReplacement | undefined {
  const range = readRange(value);
  const text = field(value, 'replacement');
  if (range === undefined || typeof text !== 'string') return undefined;
  return { ...range, text, joinsBefore: field(value, 'insertionPoint') === 'beforeStart' };
}

function readRange(value: unknown): Pick<ReportComment, 'start' | 'end'> | undefined {
  const [line, column, endLine, endColumn] = ['line', 'column', 'endLine', 'endColumn'].map(
    (name) => field(value, name),
  );
  if (!isCount(line) || !isCount(column) || !isCount(endLine) || !isCount(endColumn)) {
    return undefined;
  }
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && 0 < value;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

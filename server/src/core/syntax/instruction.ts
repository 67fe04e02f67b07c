import type { Span } from '../text/span';

/** A `# …` line. */
export interface Comment {
  /** Text behind the `#`, white space at both ends removed. */
  readonly text: string;
  /** From the `#` to the end of the line. */
  readonly span: Span;
}

/** A parser directive at the top of the file: `# syntax=…`, `# escape=…`, `# check=…`. */
export interface Directive {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

/** A word of an instruction. */
export interface Word {
  /** The word as Docker sees it: line continuations removed, quotes and variables untouched. */
  readonly text: string;
  readonly span: Span;
}

/** `--name=value` or `--name` in front of the arguments. */
export interface Flag {
  /** Name without dashes, as written. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Word | undefined;
  readonly span: Span;
}

/** `NAME=value` of ENV, ARG or LABEL; `value` is undefined for `ARG NAME`. */
export interface Assignment {
  readonly name: Word;
  readonly value: Word | undefined;
  readonly span: Span;
}

/** An element of the exec (JSON) form. */
export interface JsonElement {
  /** The decoded string. */
  readonly value: string;
  /** The element with its quotes. */
  readonly span: Span;
}

export interface Heredoc {
  readonly name: string;
  /** The `<<EOF` word. */
  readonly span: Span;
  /** False when the delimiter is quoted: no variable is replaced inside. */
  readonly expands: boolean;
  /** True for `<<-`: leading tabs are removed from every line. */
  readonly stripsTabs: boolean;
  readonly body: string;
  readonly bodySpan: Span;
  /** The line that ends it; undefined when the file ends first. */
  readonly terminatorSpan: Span | undefined;
}

export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the last character, heredocs included, the final line break left out. */
  readonly span: Span;
  /** Whole lines: from the start of the first line to behind the final line break. */
  readonly lineSpan: Span;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, as Docker sees it: continuations and comments removed, ends trimmed. */
  readonly argumentText: string;
  /** The place of `argumentText`, heredoc bodies left out; empty when there are no arguments. */
  readonly argumentSpan: Span;
  /** Arguments split as Docker splits them for this keyword; empty for the shell form of RUN, CMD and ENTRYPOINT. */
  readonly words: readonly Word[];
  /** Pairs of ENV, ARG and LABEL. */
  readonly assignments: readonly Assignment[];
  /** The arguments in exec form, when they are a JSON array of strings. */
  readonly json: readonly JsonElement[] | undefined;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines between continuation lines. */
  readonly innerComments: readonly Comment[];
  /** Comment lines directly above, without a blank line between. */
  readonly leadingComments: readonly Comment[];
  /** Empty lines between continuation lines. */
  readonly emptyLines: readonly Span[];
  /** The instruction inside ONBUILD. */
  readonly trigger: Instruction | undefined;
}

/** A parsed document. Everything is in source order. */
export interface SyntaxTree {
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
}

export function findFlag(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.find((flag) => flag.name.toLowerCase() === name);
}

export function collectFlags(instruction: Instruction, name: string): readonly Flag[] {
  return instruction.flags.filter((flag) => flag.name.toLowerCase() === name);
}

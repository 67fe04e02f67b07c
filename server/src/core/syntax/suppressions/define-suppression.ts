import type { Span } from '../../text/span';
import type { Comment } from '../instruction';

/** Whose comment it is. */
export type SuppressionTool =
  | 'ironhull'
  | 'hadolint'
  | 'buildkit'
  | 'tally'
  | 'trivy'
  | 'checkov'
  | 'kics'
  | 'semgrep'
  | 'sonar'
  | 'deepsource'
  | 'dockerfile-utils'
  | 'buddy'
  | 'projectatomic'
  | 'droast'
  | 'cachelint'
  | 'l0git'
  | 'secret-scanner'
  | 'shellcheck';

/** A check as a comment names it; `all` for every check of the tool. */
export interface SuppressedId {
  readonly text: string;
  readonly span: Span;
}

/** A comment that silences findings. */
export interface Suppression {
  readonly tool: SuppressionTool;
  /** In a script: `line` for the line of the comment, `command` for the next command, or all where none comes before. */
  readonly scope: 'instruction' | 'stage' | 'file' | 'line' | 'command';
  /**
   * Where the comment has to stand to count: `anywhere`; `above`, among the comments over the instruction (or FROM);
   * `directly`, as the last of these; `top`, above the first instruction; `script`, inside a script.
   */
  readonly place: 'anywhere' | 'above' | 'directly' | 'top' | 'script';
  readonly ids: readonly SuppressedId[];
  /** True: all checks of the tool but these are silenced. */
  readonly except?: boolean;
  readonly reason: string | undefined;
  /** The last day on which it counts, ISO date. */
  readonly lastDay?: string;
  readonly comment: Comment;
}

/** What a finding is called, here and by other tools. */
export interface NamedCheck {
  readonly id: string;
  readonly code: string;
  readonly category: string;
  /** Ids of other tools by tool. */
  readonly equivalents: Readonly<Partial<Record<string, string | readonly string[]>>>;
}

/** How one tool writes suppressions, and what its ids mean to us. */
export interface SuppressionSyntax {
  readonly tool: SuppressionTool;
  /** True for one that counts above an instruction only when a setting asks for it. */
  readonly optional?: boolean;
  /** The suppressions of a comment; `isDirective`: it is a parser directive at the top of the file. */
  readonly read: (comment: Comment, isDirective: boolean) => readonly Suppression[];
  /** The suppressions of a comment inside a script; `isWholeLine`: nothing stands before it. */
  readonly readInScript?: (comment: Comment, isWholeLine: boolean) => readonly Suppression[];
  /** True when an id that the tool uses, or `all`, means a finding of ours. */
  readonly names: (id: string, check: NamedCheck) => boolean;
  /** What is left of the suppressions of a file when some of them overrule others. */
  readonly settle?: (all: readonly Suppression[]) => readonly Suppression[];
}

/** The place of what a group of an expression with the flag `d` matched. */
export type GroupPlace = readonly [start: number, end: number] | undefined;

/**
 * The ids of a list, with their places.
 *
 * @param list as written in the text of the comment
 * @param place of the list in that text
 */
export function readIds(
  comment: Comment,
  list: string | undefined,
  place: GroupPlace,
): readonly SuppressedId[] {
  let position = comment.span.end - comment.text.length + (place?.[0] ?? 0);
  return (list ?? '').split(',').flatMap((part) => {
    const start = position + part.length - part.trimStart().length;
    position += part.length + 1;
    const text = part.trim();
    return text === '' ? [] : [{ text, span: { start, end: start + text.length } }];
  });
}

/** The one id of a comment without a list: everything. */
export function everything(comment: Comment): readonly SuppressedId[] {
  return [{ text: 'all', span: comment.span }];
}

/** The suppressions of a tool as they count in a script: for the line of the comment. */
export function forLine(found: readonly Suppression[]): readonly Suppression[] {
  return found.map((each) => ({ ...each, scope: 'line', place: 'script' }));
}

/** A reason without white space around it; undefined when nothing is left. */
export function trimReason(reason: string | undefined): string | undefined {
  const trimmed = reason?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}

/** The ids that a tool has for a check. */
export function idsOf({ equivalents }: NamedCheck, tool: string): readonly string[] {
  const value = equivalents[tool];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** True when one of the tools has that id for a check; `all` means whatever the tool has an id for. */
export function isNamedBy(id: string, check: NamedCheck, ...tools: readonly string[]): boolean {
  return tools.some((tool) => {
    const ids = idsOf(check, tool);
    return id === 'all' ? ids.length !== 0 : ids.includes(id);
  });
}

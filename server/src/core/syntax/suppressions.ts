import type { Comment, SyntaxTree } from './instruction';
import { collectScriptComments, type ScriptComment } from './script-comments';
import type { NamedCheck, Suppression, SuppressionSyntax } from './suppressions/define-suppression';
import { suppressionSyntaxes } from './suppressions/index';
import { ironhull } from './suppressions/ironhull';

export type { NamedCheck, Suppression } from './suppressions/define-suppression';

/** What a person writes over: the reason of a new suppression. */
export const reasonPlaceholder = 'why this is fine';

const syntaxOf = new Map(suppressionSyntaxes.map((syntax) => [syntax.tool, syntax]));

/** Nearly every comment is none: this spares it the patterns of all tools. */
const looksLikeOne = /ignore|skip|nosem|NOSONAR|kics-scan|allow|shellcheck/;

/**
 * Reads the suppressions of a comment: our own, and those of other tools.
 *
 * @param isDirective true for a comment that is a parser directive at the top of the file
 */
export function readSuppressions(comment: Comment, isDirective: boolean): readonly Suppression[] {
  if (!looksLikeOne.test(comment.text)) return [];
  return suppressionSyntaxes.flatMap((syntax) => syntax.read(comment, isDirective));
}

/** A suppression that stands in a script, with its comment there. */
export interface ScriptSuppression {
  readonly suppression: Suppression;
  readonly at: ScriptComment;
}

const standsInScript = /nosem|NOSONAR|shellcheck|gitleaks:|trufflehog:|allowlist/;

/** The suppressions in the scripts and heredocs of a document, all of other tools. */
export function readScriptSuppressions(tree: SyntaxTree): readonly ScriptSuppression[] {
  if (!standsInScript.test(tree.text)) return [];
  return collectScriptComments(tree).flatMap((at) => {
    const isWholeLine = tree.text.slice(at.line.start, at.comment.span.start).trim() === '';
    return suppressionSyntaxes.flatMap(({ readInScript }) =>
      (readInScript?.(at.comment, isWholeLine) ?? []).map((suppression) => ({ suppression, at })),
    );
  });
}

/** Our own suppression in a comment. */
export function readOwnSuppression(comment: Comment): Suppression | undefined {
  return ironhull.read(comment, false)[0];
}

/** How the tool of a suppression writes them, and what its ids mean. */
export function findSyntax({ tool }: Pick<Suppression, 'tool'>): SuppressionSyntax {
  return syntaxOf.get(tool) ?? ironhull;
}

/** True when a suppression, where it counts, silences a check. */
export function silences(suppression: Suppression, check: NamedCheck): boolean {
  const { names } = findSyntax(suppression);
  const isNamed = suppression.ids.some(({ text }) => names(text, check));
  return suppression.except === true ? !isNamed && names('all', check) : isNamed;
}

import type { Rule, Severity } from '../../rules/define-rule';

/** What a rule was when an edition was closed. */
export interface EditionRule {
  readonly severity: Severity;
  readonly profile: Rule['profile'];
  /** Peers whose profile had it. */
  readonly peers: readonly string[];
}

/** The rules of a year, by id; see docs/decisions/007-editions.md. */
export type Edition = Readonly<Partial<Record<string, EditionRule>>>;

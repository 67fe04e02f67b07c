import type { Span } from '../text/span';

/** A mistake in a configuration file. */
export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
}

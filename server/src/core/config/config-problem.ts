import type { Span } from '../text/span';

/** A mistake in a configuration file. */
export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
  /** True where nothing that was meant is lost for certain: a key that the tool of the file passes over, too. */
  readonly isMinor?: boolean;
}

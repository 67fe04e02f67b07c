import type { DockerfileModel } from '../model/model';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';

export type AssistKind = 'refactor' | 'refactor.rewrite' | 'refactor.extract' | 'refactor.move';

/** What an assist answers at a selection; undefined means "not here". */
export type AssistOutcome =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  /** Here, but not possible, with a sentence that says why. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface AssistRequest {
  readonly model: DockerfileModel;
  readonly selection: Span;
  /** The day of the request, ISO date. */
  readonly today: string;
}

export interface AssistExample {
  /** The cursor stands at `<CURSOR>`. */
  readonly before: string;
  readonly after: string;
}

/** A refactoring that is asked for, not reported. */
export interface AssistDefinition {
  /** Imperative verb phrase in kebab-case; equals the file name. */
  readonly id: string;
  /** Imperative, no full stop. */
  readonly title: string;
  readonly kind: AssistKind;
  readonly since: string;
  /** One sentence. */
  readonly summary: string;
  readonly examples: readonly AssistExample[];
  readonly run: (request: AssistRequest) => AssistOutcome | undefined;
}

export type Assist = AssistDefinition;

export function defineAssist(definition: AssistDefinition): Assist {
  return definition;
}

import type { BuilderPlan } from '../model/builder-plan';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { BuildContext } from '../project/build-context';

export type { Artifact, BuilderPlan } from '../model/builder-plan';

export interface BuilderRequest {
  readonly model: DockerfileModel;
  /** The shipped stage that builds and runs the application. */
  readonly stage: Stage;
  /** The files it is built from. */
  readonly context: BuildContext;
  /** The day of the request, ISO date. */
  readonly today: string;
}

export type BuilderOutcome =
  | { readonly kind: 'plan'; readonly plan: BuilderPlan }
  /** This kind of project, but it cannot be split safely: a sentence that says why. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A sentence that says why a stage of this kind cannot be split. */
export function refuse(reason: string): BuilderOutcome {
  return { kind: 'refused', reason };
}

/** How projects of one language and build tool are split into a builder stage and an image that runs. */
export interface BuilderDefinition {
  /** Kebab-case name of the language or build tool; equals the file name. */
  readonly id: string;
  /** What it recognises: `Go`, `Java with Maven`. */
  readonly title: string;
  /** Undefined when the stage does not build with this tool. */
  readonly plan: (request: BuilderRequest) => BuilderOutcome | undefined;
}

export type Builder = BuilderDefinition;

export function defineBuilder(definition: BuilderDefinition): Builder {
  return definition;
}

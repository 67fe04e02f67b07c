import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { BuildContext } from '../project/build-context';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

export interface BuilderRequest {
  readonly model: DockerfileModel;
  /** The shipped stage that builds and runs the application. */
  readonly stage: Stage;
  /** The files it is built from. */
  readonly context: BuildContext;
  /** The day of the request, ISO date. */
  readonly today: string;
}

/** A file or folder that goes from the builder stage into the image. */
export interface Artifact {
  /** Absolute, in the builder stage; a folder brings what it holds. */
  readonly from: string;
  /** Absolute, in the image; with a `/` at the end for a file that keeps its name. */
  readonly to: string;
  /** Stage it comes from; undefined: the builder. */
  readonly stage?: string;
}

/** What becomes of a stage that builds and runs: everything up to `lastStep` builds, the rest runs. */
export interface BuilderPlan {
  /** The last instruction of the builder stage. */
  readonly lastStep: Instruction;
  /** Name of the builder stage, free in this file. */
  readonly builderName: string;
  /** Reference of the image that runs the application. */
  readonly runtimeImage: string;
  /** Whole stages between builder and runtime, line by line without line endings. */
  readonly stages: readonly (readonly string[])[];
  /** Instructions of the runtime stage above the copies (packages it needs), line by line. */
  readonly setup: readonly (readonly string[])[];
  readonly artifacts: readonly Artifact[];
  /** Changes above `lastStep` besides the name of the stage: a static link, a frozen install. */
  readonly builderEdits: readonly Edit[];
  /** The words of CMD in the runtime stage where they change; undefined: as it was. */
  readonly command: readonly string[] | undefined;
  /** Variables that only the build reads: their ENV stays behind. */
  readonly buildVariables: readonly string[];
  /** What the plan rests on, a sentence each: `go.mod: the module is example.org/shop.` */
  readonly evidence: readonly string[];
}

export type BuilderOutcome =
  | { readonly kind: 'plan'; readonly plan: BuilderPlan }
  /** This kind of project, but it cannot be split safely: a sentence that says why. */
  | { readonly kind: 'refused'; readonly reason: string };

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

import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** A file or folder that goes from the builder stage into the image. */
export interface Artifact {
  /** Absolute, in the builder stage; a folder brings what it holds. */
  readonly from: string;
  /** Absolute, in the image; with a `/` at the end for a file that keeps its name. */
  readonly to: string;
  /** Stage it comes from; undefined: the builder. */
  readonly stage?: string;
  /** `user:group` by number that it is given to, for a folder that the program writes to; undefined: as it was. */
  readonly owner?: string;
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
  /** The words of ENTRYPOINT where they change; undefined: as it was. */
  readonly entrypoint?: readonly string[];
  /** Variables that only the build reads: their ENV stays behind. */
  readonly buildVariables: readonly string[];
  /** Programs of which every command in a RUN only builds, besides those that change nothing. */
  readonly buildPrograms?: RegExp;
  /** Lines that end the builder stage below `lastStep`: a build step that the file did not have. */
  readonly lastLines?: readonly string[];
  /** True when the runtime image has a shell and the tools of the builder's distribution. */
  readonly hasShell?: boolean;
  /** True when the runtime image has the ENTRYPOINT and CMD of the image that the stage starts from. */
  readonly startsLikeBase?: boolean;
  /** `user:group` by number for the folders that the program fills; undefined: the image runs as root. */
  readonly owner?: string;
  /** What the plan rests on, a sentence each: `go.mod: the module is example.org/shop.` */
  readonly evidence: readonly string[];
}

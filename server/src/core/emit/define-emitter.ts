import type { ImagePlan } from '../plan/image-plan';

/** A file that the generator proposes. */
export interface GeneratedFile {
  /** Relative to the folder of the Dockerfile. */
  readonly path: string;
  readonly text: string;
  /** What it is for, one sentence. */
  readonly purpose: string;
}

/** What emitters are told besides the plan. */
export interface EmitSettings {
  /** Digests by image as the plan writes it, from a registry that a host was allowed to ask. */
  readonly digests: ReadonlyMap<string, string>;
  /** Text of the file of that path that is there already; undefined when there is none. */
  readonly existing: (path: string) => string | undefined;
  /** Ids of the emitters that take part, for files that refer to one another. */
  readonly parts: ReadonlySet<string>;
  /** The folder of the Dockerfile, relative to the project: `''`, or `services/api`. */
  readonly folder: string;
  /** The build context, relative to the folder of the Dockerfile: `.`, or `../..`. */
  readonly contextFolder: string;
  /** The Dockerfile, relative to the build context. */
  readonly dockerfile: string;
}

/** Writes one kind of file from a plan. */
export interface Emitter {
  /** Kebab-case; equals the file name. */
  readonly id: string;
  /** `Kubernetes manifests`. */
  readonly title: string;
  /** True for what is written unless a person asks for certain parts only. */
  readonly always: boolean;
  /** Id of the emitter that it does the same as in another way; whoever asks for all gets that one. */
  readonly variantOf?: string;
  readonly emit: (plan: ImagePlan, settings: EmitSettings) => readonly GeneratedFile[];
}

export function defineEmitter(emitter: Emitter): Emitter {
  return emitter;
}

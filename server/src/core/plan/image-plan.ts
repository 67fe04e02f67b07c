import type { ServiceKind } from '../data/service-clients';
import type { Evidence } from './evidence';

export type { ServiceKind } from '../data/service-clients';

/**
 * A container image and how it wants to be run, as data: recipes make it, emitters write it down. It holds shell
 * commands and paths, and no syntax of any output.
 */
export interface ImagePlan {
  /** Id of the recipe. */
  readonly recipe: string;
  /** A DNS label: the name of the image, of the service and of what belongs to them. */
  readonly name: string;
  /** One sentence about the application; undefined when the project has none. */
  readonly description?: string;
  /** Address of the repository. */
  readonly source?: string;
  /** SPDX expression. */
  readonly licence?: string;
  /** `wasi/wasm` for what runs on no operating system; undefined: the platforms of its base images. */
  readonly platform?: string;
  /** In the order of the Dockerfile; the last one is shipped. */
  readonly stages: readonly PlannedStage[];
  readonly runtime: Runtime;
  /** A server in front of the program; undefined: the program answers requests itself. */
  readonly front?: FrontServer;
  /** Files to write besides: a server's settings, a program for the health check. */
  readonly files: readonly PlannedFile[];
  /** Lines for the ignore file, those of every project left out. */
  readonly ignored: readonly string[];
  /** Folders of other applications that no step reads; undefined: none. */
  readonly unused?: readonly string[];
  /** Lines of the ignore file of every project that must not be there, because the build reads such files. */
  readonly needed: readonly string[];
  /** Secrets that a build has to be given. */
  readonly buildSecrets: readonly PlannedSecret[];
  /** The package ecosystem as Dependabot calls it: `npm`, `pip`, `gomod`. */
  readonly ecosystem?: string;
  /** What everybody should know who takes over the files, a sentence each. */
  readonly notes: readonly string[];
  /** What the plan rests on. */
  readonly evidence: readonly Evidence[];
}

export interface PlannedStage {
  /** Unique, lower case. */
  readonly name: string;
  /** A sentence, without `#`. */
  readonly comment?: string;
  readonly from: StageSource;
  /** True where the tools run on the machine that builds, whatever it builds for. */
  readonly onBuildPlatform?: boolean;
  readonly steps: readonly Step[];
}

export type StageSource =
  /** `node:24-trixie-slim`. */
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'stage'; readonly stage: string };

export type Step = (
  | { readonly kind: 'argument'; readonly name: string; readonly value?: string }
  | { readonly kind: 'workdir'; readonly path: string }
  | { readonly kind: 'environment'; readonly values: Environment }
  | CopyStep
  | RunStep
) & {
  /** A sentence, without `#`. */
  readonly comment?: string;
};

export interface CopyStep {
  readonly kind: 'copy';
  /** A stage or an image; undefined: the build context. */
  readonly from?: string;
  readonly sources: readonly string[];
  readonly target: string;
  /** Keeps the folders of the sources. */
  readonly parents?: boolean;
  /** Paths below the sources that are left out. */
  readonly without?: readonly string[];
  /** Mode of what is copied: `0755`. */
  readonly mode?: string;
  /** `uid:gid`, only for what the program has to write. */
  readonly owner?: string;
}

export interface RunStep {
  readonly kind: 'run';
  /** Joined so that the first that fails ends the step. */
  readonly commands: readonly string[];
  readonly mounts?: readonly Mount[];
}

export type Mount =
  /** Files of the context, or of a stage, for the time of one step. `target` undefined: same as `source`. */
  | {
      readonly kind: 'bind';
      readonly source: string;
      readonly target?: string;
      readonly from?: string;
      readonly writable?: boolean;
    }
  | {
      readonly kind: 'cache';
      readonly target: string;
      /** True for tools that cannot share it. */
      readonly locked?: boolean;
      /** Undefined: the target. */
      readonly id?: string;
    }
  | {
      readonly kind: 'secret';
      readonly id: string;
      readonly target?: string;
      readonly variable?: string;
    };

export type Environment = readonly (readonly [name: string, value: string])[];

export interface PlannedSecret {
  readonly id: string;
  readonly from: 'file' | 'env';
  /** Path, or name of a variable. */
  readonly source: string;
}

export interface PlannedFile {
  /** Relative to the folder of the Dockerfile. */
  readonly path: string;
  readonly text: string;
  /** What it is for, one sentence. */
  readonly purpose: string;
}

/** How the container wants to be run. */
export interface Runtime {
  readonly user: { readonly uid: number; readonly gid: number };
  readonly environment: Environment;
  /** Undefined: it serves nothing. */
  readonly port?: number;
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly health: Health;
  /** Where the program writes besides /tmp, which every plan has. */
  readonly writablePaths: readonly WritablePath[];
  /** True when the program neither reaps children nor handles signals as the first process. */
  readonly needsInit: boolean;
  /** Undefined: SIGTERM. */
  readonly stopSignal?: string;
  readonly resources: Resources;
  /** False where programs unpack libraries into /tmp and load them. */
  readonly tmpWithoutPrograms: boolean;
  /** Servers it talks to. */
  readonly services: readonly ServiceKind[];
  /** How libraries want the addresses of servers written, where a URL of the usual form does not do. */
  readonly addresses?: Readonly<Partial<Record<ServiceKind, string>>>;
  /** What has to run once before a new version starts. */
  readonly migration?: readonly string[];
  /** Variables it reads that tell where servers are, and no secret: `DB_HOST`. */
  readonly connections?: readonly string[];
  /** Variables it reads that hold secrets: `DATABASE_URL`. */
  readonly secretVariables: readonly string[];
}

/**
 * A server that answers what it can from files and hands the rest on to the program, which it finds by the name
 * `app`. It is an image of its own, from an earlier stage of the same Dockerfile.
 */
export interface FrontServer extends Pick<
  Runtime,
  'user' | 'entrypoint' | 'command' | 'health' | 'stopSignal' | 'resources'
> {
  /** The stage, which also names the image, the service and the container: `web`. */
  readonly name: string;
  /** `nginx`. */
  readonly title: string;
  readonly port: number;
}

export interface WritablePath {
  readonly path: string;
  readonly purpose: string;
  /** MiB. */
  readonly size: number;
  /** True for what must outlive the container. */
  readonly keep?: boolean;
}

export interface Health {
  /** Arguments of HEALTHCHECK CMD; undefined: the image has no program that can ask. */
  readonly test?: readonly string[];
  /** Paths that answer; undefined: not known, so the port is asked. */
  readonly livePath?: string;
  readonly readyPath?: string;
  /** Seconds until it may be expected to answer. */
  readonly startPeriod: number;
}

export interface Resources {
  /** Cores. */
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  readonly processes: number;
}

/** What a plan cannot do, and why: one sentence. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
}

export type PlanOutcome = { readonly kind: 'plan'; readonly plan: ImagePlan } | Refusal;

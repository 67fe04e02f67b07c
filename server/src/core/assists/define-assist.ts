import type { DockerfileModel } from '../model/model';
import type { FileChange } from '../project/project-files';
import type { Applicability } from '../rewrite/applicability';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';

export type AssistKind = 'refactor' | 'refactor.rewrite' | 'refactor.extract' | 'refactor.move';

/** What an assist answers at a selection; undefined means "not here". */
export type AssistOutcome =
  | {
      readonly kind: 'edits';
      readonly edits: readonly Edit[];
      /** What is done here, imperative, no full stop; undefined: the title of the assist. */
      readonly title?: string;
      /** Undefined: `unsafe`. */
      readonly level?: Applicability;
      /** What the change rests on, a sentence each: `package.json: "start" is "node server.js".` */
      readonly evidence?: readonly string[];
      /** Other files that change with it. */
      readonly files?: readonly FileChange[];
      /** Secrets that a build needs from now on. */
      readonly buildSecrets?: readonly BuildSecret[];
    }
  /** Here, but not possible, with a sentence that says why. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A secret that has to be given to `docker build --secret`. */
export interface BuildSecret {
  readonly id: string;
  readonly from: 'file' | 'env';
  /** Path in the build context, or name of a variable. */
  readonly source: string;
}

/** The kind of base image a person asks for. */
export type BaseChoice = 'slim' | 'alpine' | 'distroless';

export interface AssistRequest {
  readonly model: DockerfileModel;
  readonly selection: Span;
  /** The day of the request, ISO date. */
  readonly today: string;
  /** Undefined: what fits best. */
  readonly base?: BaseChoice;
  /** Digests by image as written in FROM (`node:24-slim`), from a registry that a host was allowed to ask. */
  readonly digests?: ReadonlyMap<string, string>;
}

export interface AssistExample {
  /** The cursor stands at `<CURSOR>`. */
  readonly before: string;
  readonly after: string;
  /** Texts of the files around the Dockerfile, by path; undefined: the project is not known. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the request asks for besides the place. */
  readonly request?: Pick<AssistRequest, 'base' | 'digests'>;
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
  /**
   * Ids of rules whose problem it takes away though they do not name it as a remedy, because their own fix
   * does the same. Where one of them is silenced, hardening leaves the assist out.
   */
  readonly mends?: readonly string[];
  readonly run: (request: AssistRequest) => AssistOutcome | undefined;
}

export type Assist = AssistDefinition;

export function defineAssist(definition: AssistDefinition): Assist {
  return definition;
}

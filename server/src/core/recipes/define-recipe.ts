import type { BaseChoices, BaseFamily } from '../plan/choices';
import type { Evidence } from '../plan/evidence';
import type { PlanOutcome, Refusal } from '../plan/image-plan';
import type { BuildContext } from '../project/build-context';

/** Where an application lies: a folder of the build context, `''` for its root. */
export interface Place {
  readonly context: BuildContext;
  readonly folder: string;
}

/** How images are made for one kind of project. */
export interface RecipeDefinition<Facts> {
  /** Kebab-case name of the kind of project; equals the file name. */
  readonly id: string;
  /** `Node.js server`. */
  readonly title: string;
  /** Ids of more general recipes that fit too where this one does, and give way to it. */
  readonly before?: readonly string[];
  /** Why the recipe fits a folder; undefined when it does not. Reads little. */
  readonly detect: (place: Place) => readonly Evidence[] | undefined;
  /**
   * True for a member of a workspace that is built from the root of the workspace: `read` then gets the whole
   * project and the folder. Else it gets the folder as a project of its own.
   */
  readonly needsRoot?: (place: Place) => boolean;
  /** What the project says; a refusal when it cannot be built into an image as it is. */
  readonly read: (place: Place) => Facts | Refusal;
  /** Families of base images that exist for these facts, the preferred one first. */
  readonly bases: (facts: Facts) => readonly [BaseFamily, ...BaseFamily[]];
  /** The image. Data only. */
  readonly plan: (facts: Facts, choices: BaseChoices) => PlanOutcome;
}

/** What a recipe read in a folder. */
export interface Reading {
  /** Plain data, for snapshots and for people. */
  readonly facts: unknown;
  readonly bases: readonly [BaseFamily, ...BaseFamily[]];
  readonly plan: (choices: BaseChoices) => PlanOutcome;
}

export interface Recipe {
  readonly id: string;
  readonly title: string;
  readonly before: readonly string[];
  readonly detect: (place: Place) => readonly Evidence[] | undefined;
  readonly needsRoot: (place: Place) => boolean;
  readonly read: (place: Place) => Reading | Refusal;
}

export function defineRecipe<Facts extends object>(definition: RecipeDefinition<Facts>): Recipe {
  const { id, title, before = [], detect } = definition;
  return {
    id,
    title,
    before,
    detect,
    needsRoot: definition.needsRoot ?? (() => false),
    read: (place) => {
      const facts = definition.read(place);
      if (isRefusal(facts)) return facts;
      return {
        facts,
        bases: definition.bases(facts),
        plan: (choices) => definition.plan(facts, choices),
      };
    },
  };
}

/** A sentence that says why no image can be planned. */
export function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

function isRefusal(value: object): value is Refusal {
  return 'kind' in value && value.kind === 'refused' && 'reason' in value;
}

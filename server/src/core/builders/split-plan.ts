import { findBuildTail, findSplitObstacle } from '../model/build-tail';
import type { DockerfileModel } from '../model/model';
import { findCertainSecret } from '../model/secret-files';
import type { Stage } from '../model/stage-graph';
import { splitStage } from '../rewrite/split-stage';
import type { Edit } from '../text/edit';
import type { Builder, BuilderPlan, BuilderRequest } from './define-builder';

/** How a stage is split, or why it is not. */
export type StageSplit =
  | {
      readonly kind: 'split';
      readonly builder: Builder;
      readonly plan: BuilderPlan;
      readonly edits: readonly Edit[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Splits a stage that builds and runs, by the first of the builders that can; else says why the first that
 * knows what it builds cannot. Undefined when none knows, or the files around the Dockerfile are not known.
 */
export function planSplit(
  builders: readonly Builder[],
  model: DockerfileModel,
  stage: Stage,
  today: string,
): StageSplit | undefined {
  const kept = plans.get(stage);
  if (kept?.builders === builders && kept.today === today) return kept.split;
  const split = findSplit(builders, model, stage, today);
  plans.set(stage, { builders, today, split });
  return split;
}

/** Rules and the menu ask for the same plan: a stage belongs to one version of a text, so its plan can be kept. */
const plans = new WeakMap<
  Stage,
  {
    readonly builders: readonly Builder[];
    readonly today: string;
    readonly split: StageSplit | undefined;
  }
>();

function findSplit(
  builders: readonly Builder[],
  model: DockerfileModel,
  stage: Stage,
  today: string,
): StageSplit | undefined {
  const { context } = model;
  if (context === undefined || stage.base.kind !== 'image') return undefined;
  let refusal: StageSplit | undefined;
  for (const builder of builders) {
    const split = planWith(builder, { model, stage, context, today });
    if (split?.kind === 'split') return split;
    refusal ??= split;
  }
  return refusal;
}

function planWith(builder: Builder, request: BuilderRequest): StageSplit | undefined {
  const { model, stage } = request;
  const outcome = builder.plan(request);
  if (outcome === undefined) return undefined;
  const obstacle = findSplitObstacle(model, stage);
  if (obstacle !== undefined) return { kind: 'refused', reason: obstacle };
  if (outcome.kind === 'refused') return outcome;
  const { plan } = outcome;
  const secret = plan.artifacts.find(
    ({ from }) => findCertainSecret(from, undefined) !== undefined,
  );
  if (secret !== undefined) {
    return {
      kind: 'refused',
      reason: `The program reads ${secret.from}, and secrets should not be in the image at all.`,
    };
  }
  const found = findBuildTail(model, stage, plan);
  if (found.kind === 'refused') return found;
  return { kind: 'split', builder, plan, edits: splitStage(model, stage, plan, found.tail) };
}

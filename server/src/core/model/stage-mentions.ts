import type { Instruction, Word } from '../syntax/instruction';
import type { Span } from '../text/span';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { collectStageReferences, resolveStageReference, stageWordsIn } from './stage-references';

/** Where the file names a stage below it: in FROM, `--from` and the `from` of mounts, in triggers of ONBUILD too. */
export function collectStageMentions(model: DockerfileModel, stage: Stage): readonly Span[] {
  const { name } = stage;
  if (name === undefined) return [];
  return model.tree.instructions
    .filter(({ span }) => stage.from.span.end <= span.start)
    .flatMap((instruction) => namesIn(model, instruction.trigger ?? instruction))
    .filter(({ start, end }) => model.text.slice(start, end).toLowerCase() === name);
}

/**
 * The words that mean this stage to BuildKit when it is built; what a stage says of its own name means another one, or
 * nothing.
 *
 * @returns undefined when a variable of a FROM stands for the name
 */
export function collectStageUses(
  model: DockerfileModel,
  stage: Stage,
): readonly Word[] | undefined {
  const { bases = [], references = [] } = usesByStage(model, model.stages).get(stage) ?? {};
  if (bases.some(({ text }) => text.toLowerCase() !== stage.name)) return undefined;
  return [...bases, ...references];
}

interface StageUses {
  readonly bases: Word[];
  readonly references: Word[];
}

/** The words of FROM that mean each stage, and those of other instructions that name it so. */
const usesByStage = memoize((model, stages: readonly Stage[]) => {
  const uses = new Map<Stage, StageUses>();
  const of = (stage: Stage): StageUses => {
    const own = uses.get(stage) ?? { bases: [], references: [] };
    uses.set(stage, own);
    return own;
  };
  for (const { base, imageWord } of stages) {
    if (base.kind === 'stage' && imageWord !== undefined) of(base.stage).bases.push(imageWord);
  }
  for (const reference of collectStageReferences(model)) {
    const meant = resolveStageReference(model, reference);
    if (meant === undefined || reference.stage === meant) continue;
    if (reference.word.text.toLowerCase() === meant.name) of(meant).references.push(reference.word);
  }
  return uses;
});

/** True when a FROM, a `--from` or the `from` of a mount names a stage so. */
export function isNamedAnywhere(model: DockerfileModel, name: string): boolean {
  return model.tree.instructions
    .flatMap((instruction) => namesIn(model, instruction))
    .some(({ start, end }) => model.text.slice(start, end).toLowerCase() === name.toLowerCase());
}

function namesIn(model: DockerfileModel, instruction: Instruction): readonly Span[] {
  return instruction.keyword === 'FROM'
    ? instruction.words.slice(0, 1).map(({ span }) => span)
    : stageWordsIn(model, instruction).map(({ word }) => word.span);
}

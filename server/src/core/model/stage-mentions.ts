import type { Instruction, Word } from '../syntax/instruction';
import type { Span } from '../text/span';
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
  const bases = model.stages.flatMap(({ base, imageWord }) =>
    base.kind === 'stage' && base.stage === stage && imageWord !== undefined ? [imageWord] : [],
  );
  if (bases.some(({ text }) => text.toLowerCase() !== stage.name)) return undefined;
  const references = collectStageReferences(model).filter(
    (reference) =>
      reference.stage !== stage &&
      reference.word.text.toLowerCase() === stage.name &&
      resolveStageReference(model, reference) === stage,
  );
  return [...bases, ...references.map(({ word }) => word)];
}

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

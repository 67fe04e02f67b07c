import type { DockerfileModel } from '../model/model';
import { collectStageReferences, resolveStageReference } from '../model/stage-references';
import type { Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { insertBefore } from './instructions';

/**
 * Moves a stage with the comments directly above it in front of another one.
 *
 * @returns undefined where something else would then mean another stage: stages that are counted, names that are given
 * twice, what the stage itself needs, the last stage
 */
export function moveStageAbove(
  model: DockerfileModel,
  stage: Stage,
  place: Stage,
): readonly Edit[] | undefined {
  const references = collectStageReferences(model);
  if (stage === model.target || stage.index <= place.index) return undefined;
  if (references.some(({ word }) => /^\d+$/.test(word.text))) return undefined;
  if (1 < model.stages.filter(({ name }) => name === stage.name).length) return undefined;
  const needs = [
    ...(stage.base.kind === 'stage' ? [stage.base.stage] : []),
    ...references
      .filter((reference) => reference.stage === stage)
      .flatMap((reference) => resolveStageReference(model, reference) ?? []),
  ];
  if (needs.some(({ index }) => place.index <= index)) return undefined;
  const { start } = insertBefore(model, stage.from, []).span;
  const last = stage.instructions.at(-1) ?? stage.from;
  const blank = /^(?:[ \t]*\r?\n)*/.exec(model.text.slice(last.lineSpan.end));
  const end = last.lineSpan.end + (blank?.[0].length ?? 0);
  const source = model.text.slice(start, end);
  return [
    { span: { start, end }, text: '' },
    { span: insertBefore(model, place.from, []).span, text: source },
  ];
}

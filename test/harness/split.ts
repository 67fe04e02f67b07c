import type { Builder } from '../../server/src/core/builders/define-builder';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from './invariants';
import { toProject } from './project';

export type Files = Readonly<Record<string, string>>;

/** What one builder makes of the shipped stage: the new text, `refused: …`, or undefined when it is not its kind. */
export function splitWith(builder: Builder, text: string, files: Files): string | undefined {
  const model = new DockerfileModel(text, toProject(files));
  if (model.target === undefined) return undefined;
  const split = planSplit([builder], model, model.target, exampleDay);
  if (split === undefined) return undefined;
  return split.kind === 'refused' ? `refused: ${split.reason}` : applyEdits(text, split.edits);
}

/** The text from the second FROM on. */
export function runtimeStage(text: string | undefined): string {
  const at = text?.search(/(?<=\n)from /i) ?? -1;
  const second = at < 0 ? undefined : text?.slice(at);
  return second ?? text ?? 'not offered';
}

import { collectStageUses } from '../model/stage-mentions';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { replaceWord } from './words';

/** A fix that renames a stage with what means it, or why there is none. */
export function renameStage(
  model: DockerfileModel,
  stage: Stage,
  name: string,
):
  | { readonly refusal: string }
  | {
      readonly fixes: readonly {
        readonly title: string;
        readonly applicability: 'unsafe';
        readonly phase: 'structure';
        readonly edits: readonly Edit[];
      }[];
    } {
  const uses = collectStageUses(model, stage);
  if (stage.nameWord === undefined || uses === undefined) {
    return { refusal: 'A variable stands for the name of the stage.' };
  }
  return {
    fixes: [
      {
        title: `Name the stage "${name}", here and where it is used`,
        applicability: 'unsafe',
        phase: 'structure',
        edits: [stage.nameWord, ...uses].map((word) => replaceWord(word, name)),
      },
    ],
  };
}

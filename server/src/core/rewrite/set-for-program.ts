import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { StartedCommand } from '../model/start-scripts';
import type { Edit } from '../text/edit';
import { insertBefore, keyword } from './instructions';

/**
 * Sets a variable for the program of a stage: an ENV above the first of ENTRYPOINT and CMD.
 *
 * @param assignment `NAME=value`
 * @returns undefined when the command that starts the program stands in another stage
 */
export function setForProgram(
  model: DockerfileModel,
  stage: Stage,
  { command }: StartedCommand,
  assignment: string,
): Edit | undefined {
  if (!stage.instructions.includes(command.instruction)) return undefined;
  const first = stage.instructions.find(
    (each) => each.keyword === 'ENTRYPOINT' || each.keyword === 'CMD',
  );
  return insertBefore(model, first ?? command.instruction, [
    `${keyword(model, 'ENV')} ${assignment}`,
  ]);
}

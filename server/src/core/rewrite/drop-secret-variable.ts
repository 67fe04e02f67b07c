import { instructionsBehind, isPlainStep } from '../model/later-steps';
import type { DockerfileModel } from '../model/model';
import type { KeptArgument } from '../model/secret-arguments';
import { findVariableUses } from '../model/secret-reads';
import type { Stage } from '../model/stage-graph';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { dropAssignment } from './drop-argument';
import { addMount, deleteDeclaration, findFrontendObstacle, namesVariable } from './mount-secret';

/** How a secret leaves the environment of an image, or the sentence that says why it cannot. */
export type DroppedVariable =
  | {
      readonly kind: 'edits';
      readonly edits: readonly Edit[];
      /** True: RUNs get it from a secret mount; false: only containers can need it. */
      readonly isMounted: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Deletes a pair of ENV that holds a secret. The RUNs that name the variable get it from a secret mount; where a
 * RUN may read it without naming it, nothing is done.
 *
 * @param kept the build argument from which the pair has its value
 */
export function dropSecretVariable(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  assignment: Assignment,
  kept?: KeptArgument,
): DroppedVariable {
  const name = assignment.name.text;
  const declaration = kept === undefined ? undefined : findDeclaration(model, stage, kept);
  if (kept !== undefined && declaration === undefined) {
    return refuse('The variable and the build argument are not one and the same.');
  }
  const first = declaration ?? instruction;
  const behind = instructionsBehind(model, stage, first).filter((each) => each !== instruction);
  const isNamed = behind.some(
    (each) => !readers.has(each.keyword) && namesVariable(model, each, name),
  );
  if (isNamed) return refuse('Another instruction than RUN uses the variable too.');
  const runs = behind.filter(({ keyword }) => keyword === 'RUN');
  const uses = findVariableUses(model, runs, name);
  if (uses.length === 0 && runs.some((run) => mayRead(model, run, name))) {
    return refuse('A RUN may read the variable without naming it.');
  }
  const obstacle =
    uses.find((use) => use.obstacle !== undefined)?.obstacle ??
    (uses.length === 0 ? undefined : findFrontendObstacle(model));
  if (obstacle !== undefined) return refuse(obstacle);
  const pair = dropAssignment(model, instruction, assignment);
  const argument =
    kept?.declaration === undefined || declaration === undefined
      ? undefined
      : deleteDeclaration(model, declaration, kept.declaration);
  if (pair === undefined || (declaration !== undefined && argument === undefined)) {
    return refuse('The line cannot be shortened without a doubt.');
  }
  const options = `type=secret,id=${name},env=${name}`;
  const mounts = uses.map(({ instruction: run, optional }) =>
    addMount(run, optional ? options : `${options},required=true`),
  );
  return {
    kind: 'edits',
    edits: [...joinDeletions(model, argument, pair), ...mounts],
    isMounted: mounts.length !== 0,
  };
}

function refuse(reason: string): DroppedVariable {
  return { kind: 'refused', reason };
}

/** What a container starts has the variable when it is given to the container. */
const readers = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** The ARG of `ARG X` and `ENV X=$X` in one stage, without a default. */
function findDeclaration(
  model: DockerfileModel,
  stage: Stage,
  { assignment, argument, declaration }: KeptArgument,
): Instruction | undefined {
  const value = assignment.value?.text.replace(/^"(.*)"$/, '$1');
  const isSame =
    assignment.name.text === argument && (value === `$${argument}` || value === `\${${argument}}`);
  if (!isSame || model.variables.global.get(argument) !== undefined) return undefined;
  return stage.instructions.find(
    ({ keyword, assignments }) =>
      keyword === 'ARG' && assignments.some((each) => each === declaration),
  );
}

/** True when a RUN may read the variable though it does not name it. */
function mayRead(model: DockerfileModel, run: Instruction, name: string): boolean {
  return /proxy$/i.test(name) || !isPlainStep(model, run);
}

/** At the end of a file the last line goes with the line break in front of it, which belongs to the line above. */
function joinDeletions(
  model: DockerfileModel,
  above: Edit | undefined,
  below: Edit,
): readonly Edit[] {
  if (above === undefined) return [below];
  if (above.span.end <= below.span.start) return [above, below];
  const start = model.text.slice(0, above.span.start).replace(/\r?\n$/, '').length;
  return [{ span: { start, end: below.span.end }, text: '' }];
}

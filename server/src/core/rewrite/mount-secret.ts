import { frontendSupports } from '../model/frontend';
import type { DockerfileModel } from '../model/model';
import { findRunsBehind } from '../model/secret-arguments';
import { findVariableUses } from '../model/secret-reads';
import type { Stage } from '../model/stage-graph';
import { collectVariableNames } from '../model/variables';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { deleteInstruction } from './instructions';
import { deleteWord, deleteWordAndGap, insertWordAfter } from './words';

/** Edits that put a secret into mounts, or the sentence that says why it cannot be done. */
export type SecretMountOutcome =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds a `--mount` flag to a RUN, behind the flags it has. */
export function addMount(instruction: Instruction, options: string): Edit {
  const last = instruction.flags.at(-1);
  return insertWordAfter(last ?? { span: instruction.keywordSpan }, `--mount=${options}`);
}

/** Turns a build argument without default into a secret mount of exactly the RUNs that read it. */
export function mountArgument(
  model: DockerfileModel,
  stage: Stage,
  declaration: Instruction,
  assignment: Assignment,
): SecretMountOutcome {
  const name = assignment.name.text;
  const reason = findObstacle(model, stage, declaration, assignment);
  if (reason !== undefined) return { kind: 'refused', reason };
  const uses = findVariableUses(model, findRunsBehind(stage, declaration), name);
  if (uses.length === 0) {
    return {
      kind: 'refused',
      reason: 'No RUN names the argument: which one reads it is not known.',
    };
  }
  const obstacle =
    uses.find((use) => use.obstacle !== undefined)?.obstacle ?? findFrontendObstacle(model);
  if (obstacle !== undefined) return { kind: 'refused', reason: obstacle };
  const deletion = deleteDeclaration(model, declaration, assignment);
  if (deletion === undefined) {
    return { kind: 'refused', reason: 'The ARG declares several arguments on several lines.' };
  }
  const options = `type=secret,id=${name},env=${name}`;
  const mounts = uses.map(({ instruction, optional }) =>
    addMount(instruction, optional ? options : `${options},required=true`),
  );
  return { kind: 'edits', edits: [deletion, ...mounts] };
}

function findObstacle(
  model: DockerfileModel,
  stage: Stage,
  declaration: Instruction,
  assignment: Assignment,
): string | undefined {
  const name = assignment.name.text;
  if (assignment.value !== undefined || model.variables.global.get(name) !== undefined) {
    return 'The argument has a default, or is declared above the first FROM too.';
  }
  const isElsewhere = stage.instructions.some(
    (instruction) =>
      instruction.keyword !== 'RUN' &&
      declaration.span.end <= instruction.span.start &&
      namesVariable(model, instruction, name),
  );
  return isElsewhere ? 'Another instruction than RUN uses the argument too.' : undefined;
}

/** Why a secret cannot be mounted as a variable; undefined when it can. */
export function findFrontendObstacle(model: DockerfileModel): string | undefined {
  switch (frontendSupports(model, 10)) {
    case 'yes':
      return undefined;
    case 'no':
      return 'A secret in a variable needs "# syntax=docker/dockerfile:1", or version 1.10 of it.';
    case 'daemon':
      return 'Needs the line "# syntax=docker/dockerfile:1" at the top.';
  }
}

/** True when the words, flags or heredocs of an instruction name a variable. */
export function namesVariable(
  model: DockerfileModel,
  instruction: Instruction,
  name: string,
): boolean {
  const words = [
    ...instruction.words,
    ...instruction.flags.flatMap((flag) => flag.value ?? []),
    ...(instruction.json ?? []).map(({ value, span }) => ({ text: value, span })),
  ];
  return (
    words.some((word) => collectVariableNames(word, model.tree.escape).includes(name)) ||
    instruction.assignments.some((assignment) => assignment.name.text === name) ||
    instruction.trigger !== undefined ||
    instruction.heredocs.some((heredoc) => heredoc.body.includes(name))
  );
}

/** Takes an argument out of its ARG; undefined when that stands on several lines. */
export function deleteDeclaration(
  model: DockerfileModel,
  declaration: Instruction,
  assignment: Assignment,
): Edit | undefined {
  if (declaration.assignments.length === 1) return deleteInstruction(model, declaration);
  const { start, end } = declaration.span;
  if (model.text.slice(start, end).includes('\n')) return undefined;
  const isLast = declaration.assignments.at(-1) === assignment;
  return isLast ? deleteWord(model.text, assignment) : deleteWordAndGap(model.text, assignment);
}

import type { Assignment, Instruction } from '../syntax/instruction';
import { collectInheritance, type Stage } from './stage-graph';

/** A label that a LABEL sets. */
export interface Label {
  readonly instruction: Instruction;
  readonly assignment: Assignment;
  /** Without quotes; undefined when it holds a variable. */
  readonly key: string | undefined;
  /** Without quotes; undefined when it holds a variable, which a build fills in. */
  readonly value: string | undefined;
}

/** The labels of a stage itself, in order. */
export function labelsOf(stage: Stage): readonly Label[] {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'LABEL')
    .flatMap((instruction) =>
      instruction.assignments.map((assignment) => ({
        instruction,
        assignment,
        key: literalOf(assignment.name.text),
        value: literalOf(assignment.value?.text ?? ''),
      })),
    );
}

/** The labels of a stage and of those it inherits from. */
export function inheritedLabelsOf(stage: Stage): readonly Label[] {
  return collectInheritance(stage).flatMap(labelsOf);
}

/** Text without its quotes and escapes; undefined where a variable may stand in it. */
function literalOf(text: string): string | undefined {
  if (/(?:^|[^\\`])\$/.test(text) && !/^'[^']*'$/.test(text)) return undefined;
  const quoted = /^(["'])([^]*)\1$/.exec(text)?.[2];
  return (quoted ?? text).replace(/[\\`](?=["'\\`$ ])/g, '');
}

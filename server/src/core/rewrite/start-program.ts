import { findManagerStart } from '../model/manager-start';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { replaceByExecForm } from './exec-form';
import { insertBefore, keyword } from './instructions';

/** How the main process becomes the program itself; undefined when it is no package manager. */
export type ProgramStart =
  | {
      readonly kind: 'edits';
      readonly title: string;
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
      /** The CMD or ENTRYPOINT that changes. */
      readonly instruction: Instruction;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly instruction: Instruction };

/** Writes the program behind a package manager into CMD or ENTRYPOINT, its variables above it. */
export function startProgramItself(model: DockerfileModel, stage: Stage): ProgramStart | undefined {
  const start = findManagerStart(model, stage);
  if (start === undefined) return undefined;
  const { instruction, prefix, words, started, workdir } = start;
  const refuse = (reason: string): ProgramStart => ({ kind: 'refused', reason, instruction });
  if (started.kind === 'unknown') return refuse(started.reason);
  if (model.stageOf(instruction) !== stage) return refuse('The command stands in another stage.');
  const scope = model.variables.atEnd(stage);
  const added = [...started.environment].filter(([name, value]) => {
    const binding = scope.get(name);
    return binding?.kind !== 'env' || binding.value !== value;
  });
  const odd = added.find(([, value]) => !/^[\w./:@,+-]+$/.test(value));
  if (odd !== undefined) return refuse(`The script sets ${odd[0]} to a value that needs quotes.`);
  const index = stage.instructions.indexOf(instruction);
  const isBelow = stage.instructions
    .slice(index)
    .some(({ keyword: name }) => ['RUN', 'COPY', 'ADD', 'HEALTHCHECK'].includes(name));
  if (0 < added.length && isBelow)
    return refuse('A RUN below would see the variables of the script.');
  const lines = [
    ...added.map(([name, value]) => `${keyword(model, 'ENV')} ${name}=${value}`),
    ...(workdir === undefined ? [] : [`${keyword(model, 'WORKDIR')} ${workdir}`]),
  ];
  return {
    kind: 'edits',
    title: `Start "${started.words.slice(0, 3).join(' ')}" instead of "${words.slice(0, 3).join(' ')}"`,
    edits: [
      ...(lines.length === 0 ? [] : [insertBefore(model, instruction, lines)]),
      ...replaceByExecForm(model, instruction, [...prefix, ...started.words]),
    ],
    evidence: started.evidence,
    instruction,
  };
}

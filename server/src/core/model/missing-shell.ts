import type { Instruction } from '../syntax/instruction';
import { hasTemplateLines } from '../syntax/template-lines';
import { formOf } from './shell';
import type { DockerfileModel } from './model';
import { bringsShell } from './shell-form';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** An instruction that needs a shell in a stage that has none. */
export interface MissingShell {
  readonly kind: 'run' | 'health-check' | 'script';
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** The script or shell that is started; undefined for the shell form. */
  readonly program: string | undefined;
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|dash|ash)$/;

/**
 * Finds what needs a shell in stages without one: RUN and HEALTHCHECK in shell form, and scripts that ENTRYPOINT, CMD
 * or HEALTHCHECK start. CMD and ENTRYPOINT in shell form are looked at by themselves.
 */
export function findMissingShells(model: DockerfileModel): readonly MissingShell[] {
  if (hasTemplateLines(model.tree.instructions)) return [];
  return model.stages.flatMap((stage) => {
    const copies = collectInheritance(stage).flatMap((part) => model.copiesOf(part));
    if (!lacksShell(stage) || bringsShell(copies)) return [];
    const { entrypoint, command, healthCheck } = model.processOf(stage);
    const runs = stage.instructions
      .filter((instruction) => needsShell(model, instruction))
      .map((instruction): MissingShell => ({
        kind: 'run',
        instruction,
        stage,
        program: undefined,
      }));
    if (stage !== model.target) return runs;
    const main = entrypoint.kind === 'instruction' ? entrypoint : command;
    const script = main.kind === 'instruction' ? scriptOf(main.instruction) : undefined;
    const own = entrypoint.kind === 'instruction' || entrypoint.kind === 'none';
    return [
      ...runs,
      ...(main.kind === 'instruction' && script !== undefined && own
        ? [{ kind: 'script', instruction: main.instruction, stage, program: script } as const]
        : []),
      ...(healthCheck?.kind === 'command' ? readProbe(model, healthCheck.instruction, stage) : []),
    ];
  });
}

function lacksShell(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return true;
  return base.kind === 'image' && base.facts?.variant.shell === 'none';
}

/** A RUN in shell form; a mount may bring the shell. */
function needsShell(model: DockerfileModel, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN' || instruction.json !== undefined) return false;
  if (formOf(instruction) === 'exec' || model.shellAt(instruction).program !== 'none') return false;
  return instruction.flags.every(({ name }) => name !== 'mount');
}

function scriptOf(instruction: Instruction): string | undefined {
  const first = instruction.json?.[0]?.value;
  if (first === undefined) return undefined;
  return shells.test(first) || /\.(?:ba)?sh$/.test(first) ? first : undefined;
}

function readProbe(
  model: DockerfileModel,
  instruction: Instruction,
  stage: Stage,
): readonly MissingShell[] {
  const script = scriptOf(instruction);
  const isShell = instruction.json === undefined && model.shellAt(instruction).program === 'none';
  if (script === undefined && !isShell) return [];
  return [{ kind: 'health-check', instruction, stage, program: script }];
}

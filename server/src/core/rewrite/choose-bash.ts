import type { Execution } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import { findRootBase, type Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { insertBefore, keyword } from './instructions';

/** The SHELL instruction that makes Bash run a script and all behind it, or why that is not known to be right. */
export type BashChoice =
  | { readonly edit: Edit; readonly refusal?: undefined }
  | { readonly edit?: undefined; readonly refusal: string };

/** @param options of Bash, besides `-c` */
export function planBash(
  model: DockerfileModel,
  stage: Stage,
  execution: Execution,
  options: readonly string[],
): BashChoice {
  const base = findRootBase(stage);
  const tools = base.kind === 'image' ? (base.facts?.variant.tools ?? []) : [];
  if (!tools.includes('bash')) return { refusal: 'The image is not known to have Bash.' };
  if (model.shellAt(execution.instruction).instruction !== undefined) {
    return { refusal: 'The SHELL instruction above chose this shell.' };
  }
  const later = model
    .runsOf(stage)
    .filter((run) => execution.instruction.span.start <= run.instruction.span.start);
  if (later.some(usesEchoEscapes)) {
    return { refusal: 'A later "echo" relies on how dash reads "\\n"; Bash prints it as it is.' };
  }
  const words = ['/bin/bash', ...options, '-c'].map((word) => `"${word}"`).join(', ');
  const line = `${keyword(model, 'SHELL')} [${words}]`;
  return { edit: insertBefore(model, execution.instruction, [line]) };
}

/** dash turns `\n` in the arguments of echo into a line break. */
function usesEchoEscapes(execution: Execution): boolean {
  return execution.commands.some(
    (command) =>
      command.name === 'echo' && command.words.some((word) => /\\[abcfnrtv0\\]/.test(word.text)),
  );
}

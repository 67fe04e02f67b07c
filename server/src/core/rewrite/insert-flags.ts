import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** Adds flags to a RUN, behind those it has; where there are several, the new ones stand on a line each. */
export function insertFlags(
  model: DockerfileModel,
  run: Instruction,
  flags: readonly string[],
): Edit {
  const { end } = run.flags.at(-1)?.span ?? run.keywordSpan;
  const { escape, lineEnding, indent } = model.layout;
  const isPlain = /^ \S/.test(model.text.slice(end, end + 2)) && run.heredocs.length === 0;
  const gap = ` ${escape}${lineEnding}${indent}`;
  if (1 < run.flags.length + flags.length && isPlain) {
    const before = run.flags.length === 0 ? ' ' : gap;
    return { span: { start: end, end: end + 1 }, text: `${before}${flags.join(gap)}${gap}` };
  }
  return { span: { start: end, end }, text: flags.map((flag) => ` ${flag}`).join('') };
}

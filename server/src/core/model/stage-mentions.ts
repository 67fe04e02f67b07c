import type { Instruction, Word } from '../syntax/instruction';
import { findFlag } from '../syntax/instruction';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** Where the file names a stage: in FROM, `--from` and the `from` of mounts, below the stage. */
export function collectStageMentions(model: DockerfileModel, stage: Stage): readonly Span[] {
  const { name } = stage;
  if (name === undefined) return [];
  const below = model.tree.instructions.filter(
    (instruction) => stage.from.span.end <= instruction.span.start,
  );
  return below
    .flatMap((each) => (each.trigger === undefined ? [each] : [each.trigger]))
    .flatMap((instruction) => namesIn(model, instruction))
    .filter(({ start, end }) => model.text.slice(start, end).toLowerCase() === name);
}

function namesIn(model: DockerfileModel, instruction: Instruction): readonly Span[] {
  if (instruction.keyword === 'FROM') return instruction.words.slice(0, 1).map(({ span }) => span);
  const from = findFlag(instruction, 'from')?.value;
  const mounts = model
    .mountsOf(instruction)
    .flatMap(({ flag }) => (flag.value === undefined ? [] : nameInMount(flag.value)));
  return from === undefined ? mounts : [from.span, ...mounts];
}

function nameInMount({ text, span }: Word): readonly Span[] {
  const range = /(?:^|,)from=([^,]+)/di.exec(text)?.indices?.[1];
  // In a word that goes on in another line the places are others.
  if (range === undefined || span.end - span.start !== text.length) return [];
  return [{ start: span.start + range[0], end: span.start + range[1] }];
}

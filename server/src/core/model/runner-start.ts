import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a container starts once a runner such as `uv run` is left out. */
export interface RunnerStart {
  /** The words in exec form; undefined where edits suffice. */
  readonly command: readonly string[] | undefined;
  readonly edits: readonly Edit[];
}

/** Options of `uv run` that say nothing about the program. */
const ownOptions = /^--(?:no-sync|frozen|locked|no-dev|offline|)$/;

/**
 * Takes `uv run` and `poetry run` out of CMD, whose program is then found by PATH. Undefined when CMD has no
 * such runner; a sentence when it cannot be taken out.
 *
 * @param lastStep the last instruction of the builder stage: what stands above it moves, and is not edited
 */
export function leaveRunnerOut(
  model: DockerfileModel,
  stage: Stage,
  runner: string,
  lastStep: Instruction,
): RunnerStart | string | undefined {
  const { entrypoint, command } = model.processOf(stage);
  const starts = [entrypoint, command].flatMap((each) =>
    each.kind === 'instruction' ? [each] : [],
  );
  const found = starts.find(({ execution }) =>
    execution.commands.some(({ name }) => name === runner),
  );
  if (found === undefined) return undefined;
  const { execution, instruction } = found;
  const [line, ...more] = execution.commands;
  const isPlain =
    starts.length === 1 &&
    more.length === 0 &&
    instruction.keyword === 'CMD' &&
    line?.wrappers.length === 0;
  if (line === undefined || !isPlain) {
    return `${runner} starts the program in a way that is not understood.`;
  }
  const texts = line.words.map((word) => word.value ?? word.text);
  const at = texts.findIndex((text, index) => 1 < index && !ownOptions.test(text));
  if (texts[1] !== 'run' || at < 0 || texts[at]?.startsWith('-') === true) {
    return `What "${texts.slice(0, 3).join(' ')}" starts is not known.`;
  }
  const python = texts[at]?.endsWith('.py') === true ? ['python'] : [];
  if (execution.form === 'exec') return { command: [...python, ...texts.slice(at)], edits: [] };
  if (instruction.span.start < lastStep.span.start) return 'CMD stands above the build.';
  const [first] = line.words;
  const program = line.words[at];
  if (first === undefined || program === undefined) return undefined;
  const span = { start: first.span.start, end: program.span.start };
  return { command: undefined, edits: [{ span, text: python.map((word) => `${word} `).join('') }] };
}

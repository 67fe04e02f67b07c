import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/**
 * A name for a new stage that no stage and no image of the file has: the wish, or the wish and a number.
 *
 * @param first the number that is tried first; 1 is the wish alone
 */
export function freeStageName(model: DockerfileModel, wish: string, first = 1): string {
  const taken = takenNames(model, model.stages);
  for (let number = first; ; number++) {
    const name = number === 1 ? wish : `${wish}-${String(number)}`;
    if (!taken.has(name)) return name;
  }
}

const takenNames = memoize(
  (_model, stages: readonly Stage[]) =>
    new Set(stages.flatMap(({ name, imageWord }) => [name, imageWord?.text.toLowerCase()])),
);

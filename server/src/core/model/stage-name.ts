import type { DockerfileModel } from './model';

/**
 * A name for a new stage that no stage and no image of the file has: the wish, or the wish and a number.
 *
 * @param first the number that is tried first; 1 is the wish alone
 */
export function freeStageName(model: DockerfileModel, wish: string, first = 1): string {
  const taken = new Set(
    model.stages.flatMap(({ name, imageWord }) => [name, imageWord?.text.toLowerCase()]),
  );
  for (let number = first; ; number++) {
    const name = number === 1 ? wish : `${wish}-${String(number)}`;
    if (!taken.has(name)) return name;
  }
}

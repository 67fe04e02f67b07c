import type { DockerfileModel } from './model';

/** A name for a new stage that no stage and no image of the file has: the wish, or the wish and a number. */
export function freeStageName(model: DockerfileModel, wish: string): string {
  const taken = new Set(
    model.stages.flatMap(({ name, imageWord }) => [name, imageWord?.text.toLowerCase()]),
  );
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}-${String(number)}`;
    if (!taken.has(name)) return name;
  }
}

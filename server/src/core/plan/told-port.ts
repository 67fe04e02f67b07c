import type { ImagePlan } from './image-plan';

/**
 * What a person has to do about a port that was chosen: nothing where the command, a variable or settings tell the
 * program, or where the plan speaks of it already.
 *
 * @param chosen the port that was chosen
 * @param usual the port without the choice; undefined: none is known
 */
export function noteChosenPort(
  { runtime, front, files, notes }: ImagePlan,
  chosen: number,
  usual: number | undefined,
): readonly string[] {
  if (chosen === usual || front !== undefined) return [];
  const number = new RegExp(`(?<!\\d)${chosen}(?!\\d)`);
  const settings = files.filter(({ path }) => !/health/i.test(path)).map(({ text }) => text);
  const said = [
    ...runtime.environment.map(([, value]) => value),
    ...(runtime.entrypoint ?? []),
    ...runtime.command,
    ...settings,
    ...notes,
  ];
  if (said.some((text) => number.test(text))) return [];
  if (runtime.port !== chosen) {
    return [
      `The port ${chosen} was not taken: nothing is known that the program would serve on it.`,
    ];
  }
  const instead = usual === undefined ? '' : ` instead of ${usual}`;
  return [`No variable tells the program its port: let it listen on ${chosen}${instead}.`];
}

import { compilePattern, isPattern } from '../project/path-pattern';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A jar that a build tool makes: where it lies, and where the container finds it. */
export interface PlacedJar {
  /** As the container starts it, absolute. */
  readonly started: string;
  /** As the build tool writes it, absolute; may be a pattern. */
  readonly made: string;
}

/** Follows `cp`, `mv` and `ln` from the jar that a container starts back to where it was made. */
export function findPlacedJar(
  model: DockerfileModel,
  stage: Stage,
  started: string,
): PlacedJar | string {
  for (const command of model.commandsOf(stage)) {
    if (!/^(?:cp|mv|ln)$/.test(command.name ?? '')) continue;
    const workdir = model.workdirAt(command.instruction);
    const words = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
    const paths = words.map((word) =>
      joinPath(workdir, model.valueOf(word, command.instruction) ?? '?'),
    );
    const [source, target, ...others] = paths;
    if (others.length !== 0 || source === undefined || target === undefined) continue;
    const name = source.slice(source.lastIndexOf('/') + 1);
    const places = [target, `${target === '/' ? '' : target}/${name}`];
    if (!places.includes(started)) continue;
    return command.name === 'ln'
      ? 'The container starts a link to the jar.'
      : { started, made: source };
  }
  return { started, made: started };
}

/** True when a path relative to the project, maybe with patterns, means a file. */
export function meansPath(written: string, path: string): boolean {
  return isPattern(written) ? compilePattern(written)?.test(path) === true : written === path;
}

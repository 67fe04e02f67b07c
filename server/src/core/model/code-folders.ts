import { isCoveredBy } from './covered-path';
import { joinPath } from './files';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { startedProgramsOf } from './started-programs';

/**
 * True when what lies at `path`, absolute, is where the program of a container is: in the working directory, around it,
 * or around a file that the command names.
 */
export function isCodeFolder(model: DockerfileModel, stage: Stage, path: string): boolean {
  const workdir = model.workdirAtEnd(stage);
  if (workdir !== undefined && workdir !== '/') {
    if (isCoveredBy(path, workdir) || isCoveredBy(workdir, path)) return true;
  }
  return programFilesOf(model, stage).some((file) => isCoveredBy(file, path));
}

const programFilesOf = memoize((model, stage: Stage): readonly string[] =>
  startedProgramsOf(model, stage)
    .flatMap(({ path: program, arguments: rest }) => [program, ...rest.filter(isOperand)])
    .flatMap((word) => joinPath(model.workdirAtEnd(stage), word) ?? []),
);

/** False for options and for what stands behind one: `-c /config/shop.conf` is no program. */
function isOperand(word: string, index: number, words: readonly string[]): boolean {
  const before = words[index - 1];
  return !word.startsWith('-') && (before?.startsWith('-') !== true || before === '-jar');
}

import { compilers, type Compiler } from '../data/compilers';
import type { BuildContext } from '../project/build-context';
import { baseName, type Command } from './commands';
import { isCoveredBy } from './covered-path';
import { isForDevelopment } from './development-stage';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { isScript, startedProgramsOf, type StartedProgram } from './started-programs';

/**
 * True when a stage compiles the program that its containers start, on an image that brings the tools for that.
 * False where something else is started, where what is started is not known, where the program may start the tools,
 * and in a stage that its name says is a builder: its image is not written yet.
 */
export function compilesInPlace(model: DockerfileModel, stage: Stage): boolean {
  const { base } = stage;
  const family = base.kind === 'image' ? base.facts?.family.id : undefined;
  if (family === undefined || isForDevelopment(stage) || /build|compile/i.test(stage.name ?? '')) {
    return false;
  }
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind !== 'instruction' && command.kind !== 'instruction') return false;
  const [started, ...others] = startedProgramsOf(model, stage);
  if (started === undefined || others.length !== 0) return false;
  const commands = model.commandsOf(stage);
  return compilers
    .filter(({ families }) => families.includes(family))
    .filter((compiler) => commands.some((each) => isCompilation(compiler, each)))
    .some(
      (compiler) =>
        isResult(model, stage, compiler, started) && !mayNeedTools(model.context, compiler),
    );
}

function isCompilation({ program, words }: Compiler, command: Command): boolean {
  const line = command.words.slice(1).map(({ text }) => text);
  return program.test(command.name ?? '') && words.test(line.join(' '));
}

/** True for a program that runs what the compiler made, and for one that a step of the stage names or puts into its folder. */
function isResult(
  model: DockerfileModel,
  stage: Stage,
  { runtime, program }: Compiler,
  started: StartedProgram,
): boolean {
  const { name, path } = started;
  if (runtime !== undefined) {
    return runtime.test(name) && started.arguments.some((word) => /\.(?:jar|dll)$/.test(word));
  }
  if (program.test(name) || isScript(started)) return false;
  const workdir = model.workdirAtEnd(stage);
  const place = path.includes('/') ? joinPath(workdir, path) : undefined;
  if (place !== undefined && workdir !== undefined && workdir !== '/') {
    if (isCoveredBy(place, workdir)) return true;
  }
  return model
    .commandsOf(stage)
    .some((each) => each.words.slice(1).some(({ text }) => baseName(text) === name));
}

/** True when a source starts other programs, or was not read; false when the project is not known. */
function mayNeedTools(context: BuildContext | undefined, compiler: Compiler): boolean {
  if (context === undefined) return false;
  return context.fact(compiler, () =>
    context.visiblePaths
      .filter((path) => compiler.sources.test(path))
      .map((path) => context.text(path))
      .some((text) => text === undefined || compiler.starts.test(text)),
  );
}

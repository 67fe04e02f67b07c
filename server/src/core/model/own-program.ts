import { joinPath, normalisePath, type CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';
import type { StartedProgram } from './started-programs';

/** Whether a started program comes with the files of the image's author. */
export function ownProgram(
  model: DockerfileModel,
  stage: Stage,
  program: StartedProgram,
): 'program' | 'script' | 'foreign' {
  const workdir = model.workdirAtEnd(stage);
  const copies = collectInheritance(stage).flatMap((part) => model.copiesOf(part));
  const path = program.path.includes('/') ? joinPath(workdir, program.path) : undefined;
  const copy = copies.find((each) => bringsProgram(each, program, path));
  if (copy !== undefined) {
    const isScriptFile = copy.sources.some((source) => /\.(?:ba)?sh$/.test(source.path ?? ''));
    return copy.origin.kind === 'stage' && !isScriptFile ? 'program' : 'script';
  }
  const isOwn = copies.some(
    ({ target }) => target !== undefined && target !== '/' && path?.startsWith(`${target}/`),
  );
  return isOwn || isOnCopiedPath(model, stage, program, copies) ? 'program' : 'foreign';
}

/**
 * Whether a program without a path lies in a folder of PATH that was copied: a program that the author built.
 * A virtual environment holds those of others too; there the project has to declare it.
 */
function isOnCopiedPath(
  model: DockerfileModel,
  stage: Stage,
  program: StartedProgram,
  copies: readonly CopyFacts[],
): boolean {
  if (program.path.includes('/')) return false;
  const folders = collectInheritance(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ assignments }) => assignments)
    .filter(({ name }) => name.text === 'PATH')
    .flatMap(({ value }) => value?.text.replace(/^["']|["']$/g, '').split(':') ?? []);
  const copied = folders.filter((folder) =>
    copies.some(({ target }) => target !== undefined && target !== '/' && isIn(folder, target)),
  );
  return copied.some((folder) => {
    const isEnvironment = /(?:^|\/)\.?v?env\//.test(folder);
    return !isEnvironment || declaresScript(model, program.name);
  });
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Whether the project declares a console script of that name. */
function declaresScript({ context }: DockerfileModel, name: string): boolean {
  const text = context?.text('pyproject.toml') ?? context?.text('setup.cfg') ?? '';
  return new RegExp(
    `^\\s*["']?${name.replace(/[^\w-]/g, '.')}["']?\\s*=\\s*["']?[\\w.]+:\\w+`,
    'm',
  ).test(text);
}

/** True when a copy names the file that is started. */
function bringsProgram(
  copy: CopyFacts,
  program: StartedProgram,
  path: string | undefined,
): boolean {
  const { target } = copy;
  if (target === undefined) return false;
  const names = copy.sources.flatMap((source) => source.path?.replace(/^.*\//, '') ?? []);
  const files = [target, ...names.map((name) => normalisePath(`${target}/${name}`))];
  if (path !== undefined) return files.includes(path);
  return files.some((file) => file.endsWith(`bin/${program.name}`) || file === `/${program.name}`);
}

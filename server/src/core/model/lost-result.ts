import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Mount } from './mounts';
import { collectInheritance, type Stage } from './stage-graph';

/** What needs a file that only a cache mount holds. */
export interface ResultUser {
  /** `COPY`, `CMD`. */
  readonly name: string;
  readonly span: Span;
}

/**
 * What surely needs the result that a RUN writes to a cache mount: a COPY from the stage, or the program that a
 * container starts. Undefined when nothing is known to.
 */
export function findLostResult(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  mount: Mount,
): ResultUser | undefined {
  const folder = folderOf(model, run, mount);
  if (folder === undefined || folder === '/' || isFilledOtherwise(model, stage, run, folder)) {
    return undefined;
  }
  const isInside = (path: string | undefined): boolean =>
    path !== undefined && (path === folder || path.startsWith(`${folder}/`));
  for (const copy of model.stages.flatMap((each) => model.copiesOf(each))) {
    const { origin, sources } = copy;
    if (origin.kind !== 'stage' || !collectInheritance(origin.stage).includes(stage)) continue;
    const source = sources.find(({ path }) => path !== undefined && isInside(joinPath('/', path)));
    if (source !== undefined) return { name: 'COPY', span: source.word.span };
  }
  return findStartUser(model, stage, isInside) ?? findPackageUser(model, stage, run, folder);
}

/** The folder of a mount without a source of its own. */
function folderOf(model: DockerfileModel, run: Instruction, mount: Mount): string | undefined {
  if (mount.from !== undefined || mount.target === undefined || /["'$]/.test(mount.target)) {
    return undefined;
  }
  return joinPath(model.workdirAt(run), mount.target);
}

/** True when another step may put files there: a copy, or a RUN without the mount that names the folder. */
function isFilledOtherwise(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  folder: string,
): boolean {
  const chain = [
    ...new Set(
      model.stages
        .filter((each) => collectInheritance(each).includes(stage))
        .flatMap((each) => collectInheritance(each)),
    ),
  ];
  const isCopied = chain
    .flatMap((each) => model.copiesOf(each))
    .some(
      ({ target }) => target === undefined || target === folder || target.startsWith(`${folder}/`),
    );
  const others = chain
    .flatMap((each) => each.instructions)
    .filter((each) => each.keyword === 'RUN' && each !== run);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const isNamed = others.some((each) => {
    const isSame = model.mountsOf(each).some((other) => folderOf(model, each, other) === folder);
    const { commands, complete } = model.executionOf(each);
    if (isSame) return false;
    return !complete || commands.some(({ words }) => words.some(({ text }) => text.includes(name)));
  });
  return isCopied || isNamed;
}

/** A program of CMD or ENTRYPOINT that lies in the folder. */
function findStartUser(
  model: DockerfileModel,
  stage: Stage,
  isInside: (path: string | undefined) => boolean,
): ResultUser | undefined {
  for (const each of model.stages) {
    if (!model.isShipped(each) || !collectInheritance(each).includes(stage)) continue;
    const { entrypoint, command } = model.processOf(each);
    for (const start of [entrypoint, command]) {
      if (start.kind !== 'instruction') continue;
      const [first] = start.execution.commands;
      const word = first?.words.find(
        ({ value }) =>
          value?.includes('/') === true && isInside(joinPath(model.workdirAtEnd(each), value)),
      );
      if (word !== undefined) return { name: start.instruction.keyword, span: word.span };
    }
  }
  return undefined;
}

/** Programs that load packages from the folder beside what they start. */
const packageReaders = /^(?:node|npm|npx|yarn|pnpm)$/;

/** CMD of a Node.js program whose packages no other RUN installs. */
function findPackageUser(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  folder: string,
): ResultUser | undefined {
  if (!folder.endsWith('/node_modules')) return undefined;
  for (const each of model.stages) {
    const chain = collectInheritance(each);
    if (!model.isShipped(each) || !chain.includes(stage)) continue;
    const installs = chain
      .flatMap((part) => model.packageOperationsOf(part))
      .filter(
        ({ action, manager, global }) =>
          action === 'install' && manager.resultPaths?.includes('node_modules') === true && !global,
      );
    const isOnly =
      installs.length !== 0 && installs.every(({ command }) => command.instruction === run);
    const { entrypoint, command } = model.processOf(each);
    for (const start of [entrypoint, command]) {
      if (start.kind !== 'instruction' || !isOnly) continue;
      const [first] = start.execution.commands;
      const isThere = `${model.workdirAtEnd(each) ?? ''}/node_modules` === folder;
      if (isThere && first?.name !== undefined && packageReaders.test(first.name)) {
        return { name: start.instruction.keyword, span: first.shell.span };
      }
    }
  }
  return undefined;
}

import type { BuildContext } from '../project/build-context';
import { isPattern } from '../project/path-pattern';
import { joinPath, type CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/**
 * The folder of the build context whose files a folder of a stage holds: `''` for the whole context. A folder
 * that is copied counts before files that are copied one by one. Undefined when no COPY or ADD brings one.
 *
 * @param path absolute, as in the container
 */
export function findContextFolder(
  model: DockerfileModel,
  stage: Stage,
  path: string,
): string | undefined {
  const { context } = model;
  if (context === undefined) return undefined;
  const copies = collectInheritance(stage)
    .toReversed()
    .flatMap((part) => model.copiesOf(part))
    .filter(({ origin }) => origin.kind === 'context')
    .toReversed();
  for (const find of [folderOfFolders, folderOfFiles]) {
    for (const copy of copies) {
      const found = find(context, copy, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `COPY src /app` brings `src/cmd` to `/app/cmd`. */
function folderOfFolders(
  context: BuildContext,
  { sources, target }: CopyFacts,
  path: string,
): string | undefined {
  const rest = target === undefined ? undefined : restBelow(target, path);
  if (rest === undefined) return undefined;
  for (const { path: source } of sources) {
    if (source === undefined || isPattern(source) || !context.isFolder(source)) continue;
    const found = joinPath('/', `${source === '.' ? '' : source}/${rest}`)?.slice(1) ?? '';
    if (found === '' || context.isFolder(found)) return found;
  }
  return undefined;
}

/** `COPY go.mod *.go /app/` brings files of the root to `/app`. */
function folderOfFiles(
  context: BuildContext,
  { sources, target, intoFolder }: CopyFacts,
  path: string,
): string | undefined {
  if (target === undefined) return undefined;
  const folder = intoFolder ? target : target.slice(0, Math.max(1, target.lastIndexOf('/')));
  if (folder !== path) return undefined;
  const [file] = sources
    .flatMap((source) => (source.path === undefined ? [] : context.matches(source.path)))
    .filter((each) => !context.isFolder(each));
  return file === undefined ? undefined : file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function restBelow(folder: string, path: string): string | undefined {
  if (path === folder) return '';
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

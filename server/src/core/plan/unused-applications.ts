import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import { isSourceFile } from '../project/project-files';
import type { ImagePlan } from './image-plan';
import { collectManifests, findApplicationFolders, mentionOf } from './other-applications';

/** Code whose texts no host reads: what it imports is not known. */
const unreadCode = /\.(?:vue|svelte|astro|exs?|h?eex|erl|swift|dart|clj[cs]?|hs|ml|nim|zig)$/;

/** Texts that say nothing about what a build reads: locks, tasks for people, settings of the context itself. */
const silent =
  /(?:^|\/)(?:[\w.-]*lock[\w.-]*|GNUmakefile|[Mm]akefile|[\w.-]*\.dockerignore|package\.json)$/;

/** Tools that find members by what they are, not by their names. */
const gathering: readonly (readonly [manifest: string, pattern: RegExp])[] = [
  ['pom.xml', /<modules?>/],
  ['composer.json', /"type"\s*:\s*"path"/],
  ['mix.exs', /./],
];

/**
 * Folders of the build context with applications of their own, of which nothing is known to be used: a build that
 * takes the whole context can leave them out. Where a text is not known, or names such a folder, it stays.
 *
 * @param own folder of the application that is built, `''` for the root
 * @returns relative to the context, sorted; none where the plan does not take the whole context
 */
export function findUnusedApplications(
  context: BuildContext,
  own: string,
  plan: ImagePlan,
): readonly string[] {
  const sources = collectSources(plan);
  if (!sources.includes('.')) return [];
  const isOwn = (folder: string): boolean => folder === own || own.startsWith(`${folder}/`);
  const candidates = findApplicationFolders(context, '').filter(
    // A pattern of the ignore file would read other characters its own way.
    (folder) => !isOwn(folder) && /^[\w./-]+$/.test(folder) && !/(?:^|\/)src\//.test(`${folder}/`),
  );
  const outermost = candidates.filter(
    (folder) => !candidates.some((other) => folder.startsWith(`${other}/`)),
  );
  const others = context.visiblePaths.filter(
    (path) => !outermost.some((folder) => path.startsWith(`${folder}/`)),
  );
  const isUnknown = others.some(
    (path) => unreadCode.test(path) || (isSourceFile(path) && context.text(path) === undefined),
  );
  if (outermost.length === 0 || isUnknown || others.every((path) => !isSourceFile(path))) return [];
  return outermost.filter(
    (folder) =>
      !sources.some((source) => source === folder || source.startsWith(`${folder}/`)) &&
      !isGathered(context, folder) &&
      !others.some((path) => names(context, path, folder)),
  );
}

/** Files and folders of the context that steps of the plan take. */
function collectSources({ stages }: ImagePlan): readonly string[] {
  const plain = (path: string): string => path.replace(/^\.\/|\/+$/g, '') || '.';
  return stages
    .flatMap(({ steps }) => steps)
    .flatMap((step): readonly string[] => {
      if (step.kind === 'copy') return step.from === undefined ? step.sources : [];
      if (step.kind !== 'run') return [];
      return (step.mounts ?? []).flatMap((mount) =>
        mount.kind === 'bind' && mount.from === undefined ? [mount.source] : [],
      );
    })
    .map(plain);
}

function isGathered(context: BuildContext, folder: string): boolean {
  return gathering.some(
    ([manifest, pattern]) =>
      context.has(below(folder, manifest)) === 'yes' && pattern.test(context.text(manifest) ?? ''),
  );
}

/** True when a text names a folder, by its path or by its last part. */
function names(context: BuildContext, path: string, folder: string): boolean {
  const text = textOf(context, path);
  if (text === '') return false;
  const last = folder.slice(folder.lastIndexOf('/') + 1);
  if (!isSourceFile(path)) {
    const parent = folder.slice(0, -last.length);
    return (
      [folder, last].some((each) =>
        new RegExp(`(?<![\\w-])${escape(each)}(?![\\w-])`).test(text),
      ) ||
      (parent !== '' && text.includes(`${parent}*`))
    );
  }
  const quoted = new RegExp(`["'\`]${escape(last)}["'\`]|(?<![\\w-])${escape(folder)}[/\\\\]`);
  return mentionOf(folder).test(text) || quoted.test(text);
}

/** Of a manifest of Node.js only what a build or a start looks at. */
function textOf(context: BuildContext, path: string): string {
  if (/(?:^|\/)package\.json$/.test(path)) {
    const folder = path.replace(/\/?package\.json$/, '');
    return readPackageJson(context, folder) === undefined ? '' : collectManifests(context, folder);
  }
  return silent.test(path) ? '' : (context.text(path) ?? '');
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&');
}

import { YamlTree } from './yaml-tree';

/** Files besides Dockerfile and ignore file that a score depends on, by what they are. */
export interface Companions {
  /** Name of the stage that is scored, by which services are built; undefined when it has none. */
  readonly stage: string | undefined;
  /** The main file of Compose; undefined: there is none. */
  readonly compose: CompanionFile | undefined;
  readonly manifests: readonly Manifest[];
  readonly workflows: readonly YamlTree[];
  /** Settings of Dependabot. */
  readonly dependabot: YamlTree | undefined;
  /** Settings of Renovate. */
  readonly renovate: YamlTree | undefined;
  /** Files that are not YAML. */
  readonly broken: readonly string[];
}

/** A document of Kubernetes. */
export interface Manifest {
  /** `Deployment`. */
  readonly kind: string;
  readonly tree: YamlTree;
}

/** A file and what it holds; undefined when it cannot be read. */
export interface CompanionFile {
  readonly path: string;
  readonly tree: YamlTree | undefined;
}

const composeName = /(?:^|\/)(?:docker-)?compose\.ya?ml$/i;
const workflowName = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;
const dependabotName = /(?:^|\/)\.github\/dependabot\.ya?ml$/;
const renovateName = /(?:^|\/)(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/;

/** True for files whose texts a score needs, whatever {@link wantsText} says. Paths with `/`. */
export function isCompanion(path: string): boolean {
  return /\.ya?ml$/i.test(path) || renovateName.test(path);
}

/**
 * Sorts texts by what they are. Nothing is thrown for a file that cannot be read.
 *
 * @param stage name of the stage that is scored
 */
export function readCompanions(
  texts: ReadonlyMap<string, string>,
  stage: string | undefined,
): Companions {
  const files = [...texts]
    .filter(([path]) => isCompanion(path))
    .sort(([left], [right]) => compareDepth(left, right))
    .map(([path, text]) => ({ path, trees: YamlTree.read(path, text) }));
  const first = (name: RegExp): YamlTree | undefined =>
    files.find(({ path, trees }) => name.test(path) && trees !== undefined)?.trees?.[0];
  const compose = files.find(({ path }) => composeName.test(path));
  return {
    stage,
    compose: compose && { path: compose.path, tree: compose.trees?.[0] },
    manifests: files.flatMap(({ trees }) => trees ?? []).flatMap(toManifests),
    workflows: files
      .filter(({ path }) => workflowName.test(path))
      .flatMap(({ trees }) => trees ?? []),
    dependabot: first(dependabotName),
    renovate: first(renovateName),
    broken: files.flatMap(({ path, trees }) => (trees === undefined ? [path] : [])),
  };
}

/** What has a version and a kind; a list holds manifests of its own. */
function toManifests(tree: YamlTree): readonly Manifest[] {
  const kind = tree.textAt('kind');
  if (kind === undefined || tree.textAt('apiVersion') === undefined) return [];
  return kind === 'List' ? (tree.at('items')?.items ?? []).flatMap(toManifests) : [{ kind, tree }];
}

/** Files of the root first, then by name. */
function compareDepth(left: string, right: string): number {
  return left.split('/').length - right.split('/').length || (left < right ? -1 : 1);
}

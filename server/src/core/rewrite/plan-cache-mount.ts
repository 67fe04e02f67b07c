import type { Command } from '../model/commands';
import { frontendSupports } from '../model/frontend';
import type { DockerfileModel } from '../model/model';
import { isMounted } from '../model/mounts';
import { fillsCache, findPackageCache, type FoundCache } from '../model/package-cache';
import { findIndexUsers, isApt } from '../model/package-index';
import { hasOption, type PackageOperation } from '../model/packages';
import { collectInheritance, type Stage } from '../model/stage-graph';
import { writeOwner } from '../model/user-home';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { adaptCommand, type FilledCache } from './adapt-to-cache';
import type { Applicability } from './applicability';
import { insertFlags } from './insert-flags';
import { keepDownloads, keepsDownloads } from './keep-downloads';

/** How cache mounts are added, or why they are not. */
export type CacheMountPlan =
  | {
      readonly kind: 'planned';
      readonly title: string;
      readonly level: Applicability;
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** What is added to one RUN. */
interface Addition extends FilledCache {
  readonly run: Instruction;
}

/**
 * Plans mounts for the caches that the package managers of a RUN fill. A manager whose builds read the cache again
 * gets it in every RUN of the stages that hang together.
 *
 * @returns undefined when nothing there fills a cache without a mount
 */
export function planCacheMount(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
): CacheMountPlan | undefined {
  const operations = unmounted(model, stage, run);
  if (operations.length === 0) return undefined;
  const additions = collectAdditions(model, stage, run, operations);
  if (typeof additions === 'string') return refuse(additions);
  if (additions.length === 0) return undefined;
  const edits: Edit[] = [];
  for (const [each, own] of mergeByRun(additions)) {
    const changed = editRun(model, each, own);
    if (typeof changed === 'string') return refuse(changed);
    edits.push(...changed);
  }
  const folders = [...new Set(additions.flatMap(({ cache }) => cache.folders))];
  const isSystem = operations.some(isApt);
  return {
    kind: 'planned',
    title: `Keep the cache of ${[...new Set(operations.map(({ manager }) => manager.id))].join(' and ')} between builds`,
    level: isSystem ? 'unsafe' : 'safe',
    edits,
    evidence: [
      `${folders.join(' and ')} ${folders.length === 1 ? 'is' : 'are'} no longer in the image.`,
    ],
  };
}

function refuse(reason: string): CacheMountPlan {
  return { kind: 'refused', reason };
}

/** The commands of a RUN that fill a cache on which nothing is mounted yet. */
function unmounted(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
): readonly PackageOperation[] {
  const mounts = model.mountsOf(run);
  return model.packageOperationsOf(stage).filter((operation) => {
    if (operation.command.instruction !== run || !fillsCache(operation)) return false;
    const cache = findPackageCache(model, stage, operation);
    if (typeof cache === 'string') return true;
    return !cache.folders.some((folder) => isMounted(mounts, folder));
  });
}

function collectAdditions(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  operations: readonly PackageOperation[],
): readonly Addition[] | string {
  const additions: Addition[] = [];
  for (const [id, own] of groupByManager(operations)) {
    const [first] = own;
    if (first === undefined) continue;
    const cache = findPackageCache(model, stage, first);
    if (typeof cache === 'string') return cache;
    const chain = stagesOfChain(model, stage);
    const obstacle = findUserOfCache(model, chain, id, cache);
    if (obstacle !== undefined) return obstacle;
    if (!cache.facts.feedsBuild) {
      additions.push({ run, operations: own, cache });
      continue;
    }
    for (const [other, found] of runsOf(model, chain, id)) {
      const place = model.stageOf(other);
      const [each] = found;
      if (each === undefined || place === undefined) continue;
      const there = findPackageCache(model, place, each);
      if (typeof there === 'string') return there;
      if (there.folders[0] !== cache.folders[0]) return 'Another RUN has the cache elsewhere.';
      const isThere = there.folders.every((folder) => isMounted(model.mountsOf(other), folder));
      if (!isThere) additions.push({ run: other, operations: found, cache: there });
    }
  }
  return additions;
}

/** `apt` and `apt-get` share what they keep. */
function groupByManager(
  operations: readonly PackageOperation[],
): ReadonlyMap<string, readonly PackageOperation[]> {
  const groups = new Map<string, PackageOperation[]>();
  for (const operation of operations) {
    const id = isApt(operation) ? 'apt-get' : operation.manager.id;
    groups.set(id, [...(groups.get(id) ?? []), operation]);
  }
  return groups;
}

/** The stage, those it starts from, and those that start from it. */
function stagesOfChain(model: DockerfileModel, stage: Stage): readonly Stage[] {
  const above = collectInheritance(stage);
  const below = model.stages.filter((each) => collectInheritance(each).includes(stage));
  return [...new Set([...above, ...below])];
}

function runsOf(
  model: DockerfileModel,
  chain: readonly Stage[],
  id: string,
): ReadonlyMap<Instruction, readonly PackageOperation[]> {
  const runs = new Map<Instruction, PackageOperation[]>();
  for (const operation of chain.flatMap((each) => model.packageOperationsOf(each))) {
    if (operation.manager.id !== id || operation.action === 'clean') continue;
    const { instruction } = operation.command;
    runs.set(instruction, [...(runs.get(instruction) ?? []), operation]);
  }
  return runs;
}

/** Options with which a manager downloads nothing: then the cache has to be in the image. */
const offlineOptions = ['--offline', '--prefer-offline', '-o', '--no-index', '--local'];

/** Who reads the cache without the mount: another stage, a container, an install without the network. */
function findUserOfCache(
  model: DockerfileModel,
  chain: readonly Stage[],
  id: string,
  cache: FoundCache,
): string | undefined {
  const isInside = (path: string | undefined): boolean =>
    path === undefined ||
    cache.folders.some(
      (folder) =>
        `${folder}/`.startsWith(`${path}/`.replace('//', '/')) || path.startsWith(`${folder}/`),
    );
  const copies = model.stages.flatMap((each) => model.copiesOf(each));
  const isCopied = copies.some(
    ({ origin, sources }) =>
      origin.kind === 'stage' &&
      chain.includes(origin.stage) &&
      sources.some(({ path }) => path === undefined || isInside(`/${path === '.' ? '' : path}`)),
  );
  if (isCopied) return 'A COPY brings the cache, or what may be in it, to another stage.';
  const operations = chain.flatMap((each) => model.packageOperationsOf(each));
  const isOffline = operations.some(
    (each) =>
      each.manager.id === id &&
      hasOption(
        each,
        id === 'maven' ? offlineOptions : offlineOptions.filter((name) => name !== '-o'),
      ),
  );
  const isCut = chain.some((each) =>
    each.instructions.some(({ flags }) =>
      flags.some(({ name, value }) => name === 'network' && value?.text === 'none'),
    ),
  );
  if (isOffline || isCut) return 'Another step works without the network, from the cache.';
  if (
    id === 'maven' &&
    operations.some(({ goals }) => goals.some(({ text }) => text === 'install'))
  ) {
    return 'Maven installs the project itself into the folder of its cache.';
  }
  if (!cache.facts.feedsBuild) return undefined;
  const started = chain.flatMap((each) => startedCommands(model, each));
  return started.some(({ name }) => name !== undefined && starters.get(id)?.test(name) === true)
    ? 'The container starts the manager, which reads its cache.'
    : undefined;
}

function startedCommands(model: DockerfileModel, stage: Stage): readonly Command[] {
  const { entrypoint, command } = model.processOf(stage);
  return [entrypoint, command].flatMap((start) =>
    start.kind === 'instruction' ? start.execution.commands : [],
  );
}

/** Programs of the managers whose builds read their cache. */
const starters: ReadonlyMap<string, RegExp> = new Map([
  ['go', /^go$/],
  ['cargo', /^cargo$/],
  ['maven', /^mvnw?$/],
  ['gradle', /^gradlew?$/],
  ['dotnet', /^dotnet$/],
]);

function mergeByRun(additions: readonly Addition[]): ReadonlyMap<Instruction, readonly Addition[]> {
  const byRun = new Map<Instruction, Addition[]>();
  for (const addition of additions) {
    byRun.set(addition.run, [...(byRun.get(addition.run) ?? []), addition]);
  }
  return byRun;
}

function editRun(
  model: DockerfileModel,
  run: Instruction,
  additions: readonly Addition[],
): readonly Edit[] | string {
  const execution = model.executionOf(run);
  if (!execution.complete) return 'The RUN is not understood.';
  if (frontendSupports(model, 2) === 'no') {
    return 'The frontend that "# syntax=" names does not know cache mounts.';
  }
  const edits: Edit[] = [];
  for (const command of execution.commands) {
    const change = adaptCommand(model, command, additions);
    if (typeof change === 'string') return change;
    edits.push(...change);
  }
  if (overlap(edits)) return 'Commands that empty the cache cannot be taken out.';
  const mounts = additions.flatMap(({ cache }) =>
    cache.folders.map((folder) => writeMount(cache, folder)),
  );
  const system = additions.flatMap(({ operations }) => operations.filter(isApt));
  const setup = setUpSystem(model, run, system);
  if (typeof setup === 'string') return setup;
  return [insertFlags(model, run, mounts), ...setup, ...edits];
}

function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((left, right) => left.span.start - right.span.start);
  return sorted.some((edit, index) => edit.span.start < (sorted[index - 1]?.span.end ?? 0));
}

function writeMount(cache: FoundCache, folder: string): string {
  const owner = cache.owner === undefined ? '' : `,${writeOwner(cache.owner)}`;
  const sharing = cache.facts.locked ? ',sharing=locked' : '';
  return `--mount=type=cache,target=${folder}${owner}${sharing}`;
}

/** Has apt keep what it downloads, when nobody else needs the index that the RUN makes; a sentence otherwise. */
function setUpSystem(
  model: DockerfileModel,
  run: Instruction,
  operations: readonly PackageOperation[],
): readonly Edit[] | string {
  const [first] = operations;
  if (first === undefined) return [];
  const users = findIndexUsers(model, first);
  if (users.operations.length !== 0 || users.otherwise || users.uncertain) {
    return 'A later RUN may use the package index that this one leaves.';
  }
  if (!operations.some(({ action }) => action === 'update-index')) {
    return 'The RUN uses a package index that another one made.';
  }
  if (keepsDownloads(model, run)) return [];
  const edit = keepDownloads(model, run);
  return edit === undefined ? 'The RUN is not known to run as root.' : [edit];
}

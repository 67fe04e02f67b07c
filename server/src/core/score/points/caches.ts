import { packageCaches } from '../../data/package-caches';
import { isMounted, type Mount } from '../../model/mounts';
import { fillsCache, findPackageCache } from '../../model/package-cache';
import type { PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { definePoint, judge, notApplicable, type Point, type Problem } from '../point';
import type { ScoreFacts } from '../score-facts';

const group = 'Dependencies and cache';

/** Points about cache mounts. */
export const cachePoints: readonly Point[] = [
  definePoint({
    id: 13,
    group,
    title: 'Cache mounts',
    asks: 'Every RUN of a package manager or compiler has a cache mount where the tool keeps its downloads, and does not switch the cache off. The packages of Alpine need none.',
    check: (facts) => {
      const uses = collectUses(facts);
      if (uses.length === 0) return notApplicable('No package manager runs.');
      return judge([
        ...facts.findings('contradictory-cache-mount'),
        ...uses.flatMap((use) => judgeMount(facts, use)),
      ]);
    },
  }),
  definePoint({
    id: 17,
    group,
    title: 'Cache mounts that builds can share',
    asks: 'Mounts of tools that cannot share their cache have `sharing=locked`; those that hold machine code name the processor in their id.',
    check: (facts) => judge(judgeSharing(facts)),
  }),
];

interface CacheUse {
  readonly stage: Stage;
  readonly operation: PackageOperation;
  readonly mounts: readonly Mount[];
}

function collectUses({ model }: ScoreFacts): readonly CacheUse[] {
  return model.stages.flatMap((stage) =>
    model
      .packageOperationsOf(stage)
      .filter(fillsCache)
      // Composer builds nothing: it writes down where classes are.
      .filter(({ manager, action }) => manager.id !== 'composer' || action !== 'build')
      .map((operation) => ({
        stage,
        operation,
        mounts: model.mountsOf(operation.command.instruction),
      })),
  );
}

function judgeMount(facts: ScoreFacts, { stage, operation, mounts }: CacheUse): readonly Problem[] {
  const { manager, verbWord } = operation;
  const caches = mounts.filter(({ type }) => type === 'cache');
  if (caches.length === 0) {
    const says = `Every build downloads again what ${manager.id} needs.`;
    return [facts.at(verbWord.span, says, 'Add RUN --mount=type=cache,target= and its cache')];
  }
  const cache = findPackageCache(facts.model, stage, operation);
  if (typeof cache === 'string') return [];
  const [folder = ''] = cache.folders;
  const places = [...cache.folders, ...cache.folders.flatMap((each) => followLink(stage, each))];
  if (places.some((each) => isMounted(caches, each) || holdsMount(caches, each))) return [];
  const says = `The cache of ${manager.id} lies in ${folder}, which is not mounted.`;
  return [facts.at(verbWord.span, says, `Mount ${folder}`)];
}

/**
 * The official image of Gradle has one folder for all users, and a link to it for root.
 * Source: https://github.com/keeganwitt/docker-gradle, checked 2026-11-22.
 */
function followLink({ rootBase }: Stage, folder: string): readonly string[] {
  return rootBase.kind === 'image' && rootBase.reference.repository.endsWith('/library/gradle')
    ? [folder.replace(/^\/root\/\.gradle/, '/home/gradle/.gradle')]
    : [];
}

/** True for a mount inside the folder: a part of the cache is kept. */
function holdsMount(mounts: readonly Mount[], folder: string): boolean {
  return mounts.some(({ target }) => target?.startsWith(`${folder}/`) === true);
}

/** Results of compilers, which differ by processor. */
const compiledFolders = /(?:^|\/)(?:target|\.ccache|ccache|\.sccache)$/;

function judgeSharing(facts: ScoreFacts): readonly Problem[] {
  const locked = new Set(packageCaches.flatMap((row) => (row.locked ? row.managers : [])));
  return collectUses(facts).flatMap(({ operation, mounts }) =>
    mounts
      .filter(({ type }) => type === 'cache')
      .flatMap(({ target = '', id, flag }): readonly Problem[] => {
        const isLocked = /(?:^|,)sharing=(?:locked|private)(?:,|$)/.test(flag.value?.text ?? '');
        const isCompiled = compiledFolders.test(target);
        const isOwn = locked.has(operation.manager.id) && isCacheOf(operation, target);
        return [
          ...((isOwn || isCompiled) && !isLocked
            ? [
                facts.at(
                  flag.span,
                  `Two builds at the same time can spoil the cache ${target}.`,
                  'Add sharing=locked',
                ),
              ]
            : []),
          ...(isCompiled && !/(?:TARGET|BUILD)(?:ARCH|PLATFORM)/.test(id ?? '')
            ? [
                facts.at(
                  flag.span,
                  `The cache ${target} holds machine code, and every processor gets the same.`,
                  'Add id= with a name and ${TARGETARCH}',
                ),
              ]
            : []),
        ];
      }),
  );
}

function isCacheOf({ manager }: PackageOperation, target: string): boolean {
  return packageCaches
    .filter(({ managers, locked }) => locked && managers.includes(manager.id))
    .flatMap(({ folders, rootFolders = [] }) => [...folders, ...rootFolders])
    .some((folder) => target.endsWith(folder.replace(/^~/, '')));
}

import type { RecipeImage } from '../data/recipe-images';
import type { Step } from './image-plan';

/**
 * Steps that install packages of the operating system, with caches that are no part of the image.
 *
 * @param libc of the image: with musl it is Alpine, else Debian
 * @returns none for an empty list
 */
export function planSystemPackages(
  libc: RecipeImage['libc'],
  names: readonly string[],
  comment?: string,
): readonly Step[] {
  if (names.length === 0) return [];
  const list = names.toSorted().join(' ');
  const said = comment === undefined ? {} : { comment };
  if (libc === 'musl') {
    return [{ kind: 'run', ...said, commands: [`apk add --no-cache ${list}`] }];
  }
  return [
    {
      kind: 'run',
      ...said,
      mounts: [
        { kind: 'cache', target: '/var/cache/apt', locked: true },
        { kind: 'cache', target: '/var/lib/apt', locked: true },
      ],
      commands: [
        'rm -f /etc/apt/apt.conf.d/docker-clean',
        'apt-get update',
        `apt-get install -y --no-install-recommends ${list}`,
      ],
    },
  ];
}

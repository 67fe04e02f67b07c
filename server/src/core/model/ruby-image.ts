import { findRootBase, type Stage } from './stage-graph';

/**
 * The release line of Ruby in an official image of Ruby, as one number: 304 for 3.4.
 *
 * A tag with a major version alone is the last line of it; without a version it is the newest, of which only a lower
 * bound is known. Source: library/ruby of docker-library/official-images, 2026-11-22.
 *
 * @returns undefined for other images, and when the tag is not known
 */
export function findRubyLine(stage: Stage): number | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.family.id !== 'ruby') return undefined;
  const tag = base.tag ?? 'latest';
  const [, major, minor] = /^(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-|$)/.exec(tag) ?? [];
  if (major === undefined) return /^\d/.test(tag) ? undefined : 400;
  return Number(major) * 100 + Number(minor ?? lastMinors.get(major) ?? 0);
}

const lastMinors: ReadonlyMap<string, string> = new Map([
  ['2', '7'],
  ['3', '4'],
]);

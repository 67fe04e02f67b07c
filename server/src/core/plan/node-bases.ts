import { intersects, validRange } from 'semver';
import { nodeRecipeImages } from '../data/recipe-images/node';
import type { BaseFamily } from './choices';

/**
 * Those of some families that have an image of a version of Node.js that the project allows.
 *
 * @param families the preferred first
 * @param range as npm writes it; undefined: any version
 */
export function keepNodeBases(
  [first, ...others]: readonly [BaseFamily, ...BaseFamily[]],
  range: string | undefined,
): readonly [BaseFamily, ...BaseFamily[]] {
  const wanted = range === undefined ? '*' : (validRange(range) ?? '*');
  const fits = (base: BaseFamily): boolean =>
    nodeRecipeImages.some(
      (image) =>
        image.base === base &&
        image.versions?.some((version) => intersects(`${version}.x`, wanted)) !== false,
    );
  const [best, ...rest] = [first, ...others].filter(fits);
  return best === undefined ? ['slim'] : [best, ...rest];
}

import { findRecipeImage } from '../data/recipe-images';
import type { BaseChoices } from './choices';
import type { PlannedStage, Step } from './image-plan';
import type { NodePackages } from './node-packages';
import { planNodeInstall, planNodeSetup, runScript } from './node-stages';
import { chooseCycle } from './supported-version';

/** What Node.js builds for browsers in a project of another language. */
export interface BrowserAssets {
  readonly packages: NodePackages;
  /** Names of scripts, in the order in which they run. */
  readonly scripts: readonly string[];
}

/**
 * The stage `assets`, or a sentence that says why there is no image of Node.js for it.
 *
 * @param before steps that bring what the install or the scripts read besides the sources
 */
export function planBrowserAssets(
  { packages, scripts }: BrowserAssets,
  { base, today }: BaseChoices,
  before: readonly Step[] = [],
): PlannedStage | string {
  const { value: range = '*' } = packages.range;
  const cycle = chooseCycle('nodejs', range, today);
  const family = base === 'alpine' ? 'alpine' : 'slim';
  const image = cycle === undefined ? undefined : findRecipeImage('node', family, cycle.cycle);
  if (image === undefined) {
    return `Which Node.js "${range}" allows is not known.`;
  }
  return {
    name: 'assets',
    comment: 'What Node.js builds for browsers.',
    from: { kind: 'image', image: image.build },
    steps: [
      ...planNodeSetup(packages, image),
      ...before,
      ...planNodeInstall(packages, false),
      { kind: 'copy', sources: ['.'], target: '.' },
      { kind: 'run', commands: scripts.map((name) => runScript(packages, name)) },
    ],
  };
}

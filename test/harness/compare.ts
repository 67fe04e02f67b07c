/** What `scripts/compare.mjs` bundles: the parts of the comparison that start no process. */
export { classify, fingerprintOf } from './compare-known';
export { compareFile, countFindings, rulesToCompare } from './compare-own';
export { peerIds } from './compare-ids';
export { renderDifferences, renderPeers } from './compare-page';
export { generateCase, readRecipeCases } from './recipe-cases';

import type { Point } from './point';
import { baseImagePoints } from './points/base-images';
import { cachePoints } from './points/caches';
import { composePoints } from './points/compose';
import { dependencyPoints } from './points/dependencies';
import { environmentPoints } from './points/environment';
import { ignoreFilePoints } from './points/ignore-file';
import { kubernetesPoints } from './points/kubernetes';
import { processPoints } from './points/process';
import { stagePoints } from './points/stages';
import { supplyChainPoints } from './points/supply-chain';
import { userPoints } from './points/users';

/** The checklist, in the order of its numbers. */
export const points: readonly Point[] = [
  ...baseImagePoints,
  ...stagePoints,
  ...dependencyPoints,
  ...cachePoints,
  ...userPoints,
  ...processPoints,
  ...environmentPoints,
  ...ignoreFilePoints,
  ...composePoints,
  ...kubernetesPoints,
  ...supplyChainPoints,
].sort((left, right) => left.id - right.id);

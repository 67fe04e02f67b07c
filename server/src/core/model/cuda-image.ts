import { findRootBase, type Stage } from './stage-graph';

/** What the tag of an image of NVIDIA says it holds. */
export interface CudaImage {
  /** `12.4`; patch releases are left out. */
  readonly version: string;
  /** `base` has the runtime alone, `runtime` the libraries too, `devel` compiler and headers too. */
  readonly flavor: 'base' | 'runtime' | 'devel';
}

const flavors = ['base', 'runtime', 'devel'] as const;

const repositories = new Set(['docker.io/nvidia/cuda', 'nvcr.io/nvidia/cuda']);

/** The image of CUDA a stage starts from, through other stages; undefined for other images and tags that do not say it. */
export function findCudaImage(stage: Stage): CudaImage | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || !repositories.has(base.reference.repository)) return undefined;
  const match = /^(\d+\.\d+)(?:\.\d+)?-(?:[a-z\d]+-)*(base|runtime|devel)(?:-|$)/.exec(
    base.tag ?? '',
  );
  const version = match?.[1];
  const flavor = flavors.find((each) => each === match?.[2]);
  return version === undefined || flavor === undefined ? undefined : { version, flavor };
}

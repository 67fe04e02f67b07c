/**
 * System packages that the images of nvidia/cuda install, by what their tag says, without the version at their end.
 *
 * Source: the Dockerfiles of these images (gitlab.com/nvidia/container-images/cuda, dist/12.0.0/ubuntu2204 and older),
 * as quoted in public repositories; `cuda-nvcc` and `cuda-runtime`: general knowledge of what the packages there depend
 * on; checked 2026-11-22.
 */
const ofBase: readonly string[] = ['cuda-cudart'];

const ofRuntime: readonly string[] = [
  ...ofBase,
  'cuda-libraries',
  'cuda-nvtx',
  'cuda-runtime',
  'libcublas',
  'libcusparse',
  'libnpp',
];

const ofDevel: readonly string[] = [
  ...ofRuntime,
  'cuda-command-line-tools',
  'cuda-cudart-dev',
  'cuda-libraries-dev',
  'cuda-minimal-build',
  'cuda-nvcc',
  'cuda-nvml-dev',
  'libcublas-dev',
  'libcusparse-dev',
  'libnpp-dev',
];

export const cudaPackages = {
  base: new Set(ofBase),
  runtime: new Set(ofRuntime),
  devel: new Set(ofDevel),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** Packages that install a whole CUDA: compiler, libraries and profilers. */
export const cudaToolkits: ReadonlySet<string> = new Set(['cuda', 'cuda-toolkit']);

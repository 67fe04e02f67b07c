import type { Sourced } from './sourced';

/** A platform as FROM writes it: `linux/arm64`, `windows/amd64`. */
export interface ImagePlatform {
  readonly system: 'linux' | 'windows';
  readonly processor: string;
}

/** Images that are published for one platform only. */
export interface PlatformImages extends Sourced {
  /** Compared with the full repository: `docker.io/arm64v8/debian`. */
  readonly repository: RegExp;
  /** Undefined: every tag. */
  readonly tag?: RegExp;
  readonly platform: ImagePlatform;
}

const official = 'https://github.com/docker-library/official-images#architectures-other-than-amd64';

function namespace(
  name: string,
  processor: string,
  system: ImagePlatform['system'] = 'linux',
): PlatformImages {
  return {
    repository: new RegExp(`^docker\\.io/${name}/`),
    platform: { system, processor },
    source: official,
    checked: '2026-11-22',
  };
}

function distroless(processor: string): PlatformImages {
  return {
    repository: /^gcr\.io\/distroless\//,
    tag: new RegExp(`-${processor}$`),
    platform: { system: 'linux', processor },
    source: 'https://github.com/GoogleContainerTools/distroless, README',
    checked: '2026-11-22',
  };
}

/** Namespaces of Docker Hub for one processor, tags that name one, and images of Windows. */
export const platformImages: readonly PlatformImages[] = [
  namespace('amd64', 'amd64'),
  namespace('arm32v5', 'arm'),
  namespace('arm32v6', 'arm'),
  namespace('arm32v7', 'arm'),
  namespace('arm64v8', 'arm64'),
  namespace('i386', '386'),
  namespace('mips64le', 'mips64le'),
  namespace('ppc64le', 'ppc64le'),
  namespace('riscv64', 'riscv64'),
  namespace('s390x', 's390x'),
  namespace('winamd64', 'amd64', 'windows'),
  ...['amd64', 'arm64', 'arm', 's390x', 'ppc64le', 'riscv64'].map(distroless),
  {
    repository: /^mcr\.microsoft\.com\/windows(?:\/(?:nanoserver|servercore|server))?$/,
    platform: { system: 'windows', processor: 'amd64' },
    source:
      'https://learn.microsoft.com/virtualization/windowscontainers/manage-containers/container-base-images',
    checked: '2026-11-22',
  },
];

/** Processors whose images another one runs as well. Source: containerd, platforms/compare.go, read 2026-11-22. */
export const alsoRuns: Readonly<Record<string, readonly string[]>> = {
  amd64: ['386'],
  arm64: ['arm'],
};

/** Other names of a processor that Docker takes. Source: containerd, platforms/database.go, read 2026-11-22. */
export const processorNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
  i386: '386',
};

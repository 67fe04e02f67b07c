import type { Account, ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import { shellless } from './systems';

const nonroot: Account = {
  name: 'nonroot',
  uid: 65532,
  group: 'nonroot',
  gid: 65532,
  home: '/home/nonroot',
};

const readme: Sourced = {
  source: 'GoogleContainerTools/distroless: common/BUILD.bazel, static/static.bzl, README.md',
  checked: '2026-08-21',
};

type Own = Partial<Pick<ImageVariant, 'entrypoint' | 'libc' | 'tools' | 'uncertainTools'>>;

const suffix = '(?:-(?:amd64|arm64|arm|s390x|ppc64le|riscv64))?$';

/** The four tags each image has; `own` holds what sets the image apart. */
function variants(own: Own): readonly ImageVariant[] {
  const base = { ...shellless, ...readme, accounts: [nonroot], ...own };
  const shell: Pick<ImageVariant, 'shell' | 'tools' | 'accountTool' | 'debug' | 'entrypoint'> = {
    shell: 'ash',
    tools: [...base.tools, 'nc', 'wget'],
    accountTool: 'busybox',
    debug: true,
    entrypoint: own.entrypoint ?? ['/busybox/sh'],
  };
  const user = { defaultUser: '65532', workdir: '/home/nonroot' };
  return [
    { ...base, ...user, tag: new RegExp(`^nonroot${suffix}`) },
    { ...base, tag: new RegExp(`^latest${suffix}`) },
    { ...base, ...shell, ...user, tag: new RegExp(`^debug-nonroot${suffix}`) },
    { ...base, ...shell, tag: new RegExp(`^debug${suffix}`) },
  ];
}

function family(
  name: string,
  images: readonly string[],
  releases: readonly number[],
  own: Own,
): ImageFamily {
  return {
    id: `distroless-${name}`,
    repositories: images.flatMap((image) => [
      `gcr.io/distroless/${image}`,
      ...releases.map((release) => `gcr.io/distroless/${image}-debian${String(release)}`),
    ]),
    kind: 'application',
    variants: variants(own),
  };
}

export const distrolessImages: readonly ImageFamily[] = [
  family('static', ['static'], [10, 11, 12, 13], { libc: 'none' }),
  family('base', ['base', 'base-nossl'], [10, 11, 12, 13], {}),
  family('cc', ['cc'], [10, 11, 12, 13], {}),
  family('java-base', ['java-base'], [10, 11, 12, 13], {}),
  family('java', ['java11', 'java17', 'java21', 'java25'], [11, 12, 13], {
    entrypoint: ['/usr/bin/java', '-jar'],
  }),
  family(
    'nodejs',
    ['nodejs14', 'nodejs16', 'nodejs18', 'nodejs20', 'nodejs22', 'nodejs24', 'nodejs26'],
    [11, 12, 13],
    { entrypoint: ['/nodejs/bin/node'] },
  ),
  family('python3', ['python3'], [11, 12, 13], {
    entrypoint: ['/usr/bin/python3'],
    tools: ['python3'],
    uncertainTools: ['python'],
  }),
];

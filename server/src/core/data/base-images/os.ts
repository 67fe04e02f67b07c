import type { ImageFamily, ImageVariant, Libc } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  amazonLinux,
  azureLinux,
  buildpackTools,
  debian,
  enterpriseLinux,
  enterpriseLinuxMinimal,
  nanoServer,
  tags,
  ubuntu,
  ubuntuWithAccount,
  windowsServer,
} from './systems';

const debianRelease = [
  'latest|stretch|buster|bullseye|bookworm|trixie|forky|sid',
  'stable|oldstable|oldoldstable|testing|unstable|(?:9|1\\d)(?:\\.\\d+)?',
].join('|');
const debianTag = `(?:${debianRelease})(?:-\\d{8}(?:\\.\\d+)?)?`;

const newUbuntu = [
  'latest|rolling|devel|2[3-9]\\.\\d\\d',
  'lunar|mantic|noble|oracular|plucky|questing|resolute|stonking',
].join('|');
const oldUbuntu = [
  '1[6-9]\\.\\d\\d|2[0-2]\\.\\d\\d|xenial|bionic|cosmic|disco|eoan',
  'focal|groovy|hirsute|impish|jammy|kinetic',
].join('|');

const debianOfficial: Sourced = {
  source: 'docker-library/official-images: library/debian',
  checked: '2026-08-21',
};

const ubuntuOfficial: Sourced = {
  source: 'docker-library/official-images: library/ubuntu',
  checked: '2026-08-21',
};

const buildpack: Sourced = {
  source: 'docker-library/buildpack-deps: debian/trixie/{curl/,scm/,}Dockerfile',
  checked: '2025-11-13',
};

/** Any tag: the repository name says which release it is. */
const anyTag = /^.+$/;

function busybox(libc: Libc, suffix: string): ImageVariant {
  return {
    ...alpine,
    distribution: 'busybox',
    libc,
    packageManager: 'none',
    tag: tags(`(?:(?:\\d+(?:\\.\\d+){0,2}|stable|unstable)-)?${suffix}`),
    command: ['sh'],
    source: 'docker-library/official-images: library/busybox',
    checked: '2026-08-21',
  };
}

export const osImages: readonly ImageFamily[] = [
  {
    id: 'debian',
    repositories: ['docker.io/library/debian'],
    kind: 'os',
    product: 'debian',
    variants: [
      { ...debian, ...debianOfficial, tag: tags(`${debianTag}-slim`), command: ['bash'] },
      {
        ...debian,
        ...debianOfficial,
        tag: tags(debianTag),
        command: ['bash'],
        slimTag: { pattern: /^(?!latest)(.+)$/, replacement: '$1-slim' },
      },
      { ...debian, ...debianOfficial, tag: tags(`${debianTag}-backports`), command: ['bash'] },
    ],
  },
  {
    id: 'ubuntu',
    repositories: ['docker.io/library/ubuntu', 'mcr.microsoft.com/mirror/docker/library/ubuntu'],
    kind: 'os',
    product: 'ubuntu',
    variants: [
      {
        ...ubuntuWithAccount,
        ...ubuntuOfficial,
        tag: tags(`(?:${newUbuntu})(?:-\\d{8}(?:\\.\\d+)*)?`),
        command: ['/bin/bash'],
      },
      {
        ...ubuntu,
        ...ubuntuOfficial,
        tag: tags(`(?:${oldUbuntu})(?:-\\d{8}(?:\\.\\d+)*)?`),
        command: ['/bin/bash'],
      },
    ],
  },
  {
    id: 'alpine',
    repositories: ['docker.io/library/alpine'],
    kind: 'os',
    product: 'alpine',
    variants: [
      {
        ...alpine,
        tag: tags('latest|edge|3(?:\\.\\d+){0,2}|20\\d{6}'),
        command: ['/bin/sh'],
        source: 'docker-library/official-images: library/alpine',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'busybox',
    repositories: ['docker.io/library/busybox'],
    kind: 'os',
    variants: [
      busybox('glibc', 'glibc'),
      busybox('musl', 'musl'),
      busybox('none', 'uclibc'),
      {
        ...busybox('glibc', ''),
        tag: tags('latest|stable|unstable|1|1\\.(?:3[7-9]|[4-9]\\d)(?:\\.\\d+)?'),
      },
    ],
  },
  {
    id: 'buildpack-deps',
    repositories: ['docker.io/library/buildpack-deps'],
    kind: 'os',
    variants: [
      {
        ...debian,
        ...buildpack,
        tag: tags(
          '(?:(?:bullseye|bookworm|trixie|forky|sid|stable|oldstable|testing|unstable)-)?curl',
        ),
        tools: ['bash', 'curl', 'perl', 'wget'],
        command: ['bash'],
      },
      {
        ...debian,
        ...buildpack,
        tag: tags(
          '(?:(?:bullseye|bookworm|trixie|forky|sid|stable|oldstable|testing|unstable)-)?scm',
        ),
        tools: ['bash', 'curl', 'git', 'perl', 'python3', 'wget'],
        command: ['bash'],
      },
      {
        ...debian,
        ...buildpack,
        tag: tags('latest|bullseye|bookworm|trixie|forky|sid|stable|oldstable|testing|unstable'),
        tools: buildpackTools,
        command: ['bash'],
      },
      {
        ...ubuntu,
        source: 'docker-library/buildpack-deps: ubuntu/jammy/curl/Dockerfile',
        checked: '2025-11-13',
        tag: tags('(?:jammy|22\\.04)-curl'),
        tools: ['bash', 'curl', 'perl', 'wget'],
        command: ['/bin/bash'],
      },
      {
        ...ubuntuWithAccount,
        source: 'docker-library/buildpack-deps: ubuntu/noble/{curl/,scm/,}Dockerfile',
        checked: '2025-11-13',
        tag: tags('(?:noble|resolute|24\\.04|26\\.04)-curl'),
        tools: ['bash', 'curl', 'perl', 'wget'],
        command: ['/bin/bash'],
      },
      {
        ...ubuntuWithAccount,
        source: 'docker-library/buildpack-deps: ubuntu/noble/{curl/,scm/,}Dockerfile',
        checked: '2025-11-13',
        tag: tags('(?:noble|resolute|24\\.04|26\\.04)-scm'),
        tools: ['bash', 'curl', 'git', 'perl', 'python3', 'wget'],
        command: ['/bin/bash'],
      },
      {
        ...ubuntuWithAccount,
        source: 'docker-library/buildpack-deps: ubuntu/noble/{curl/,scm/,}Dockerfile',
        checked: '2025-11-13',
        tag: tags('noble|resolute|24\\.04|26\\.04'),
        tools: buildpackTools,
        command: ['/bin/bash'],
      },
    ],
  },
  {
    id: 'centos',
    repositories: ['docker.io/library/centos'],
    kind: 'os',
    product: 'centos',
    variants: [
      {
        ...enterpriseLinux,
        tag: tags('7(?:\\.\\d+)*|centos7(?:\\.\\d+)*'),
        packageManager: 'yum',
        tools: ['bash', 'curl', 'python'],
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image centos',
        checked: '2026-11-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('latest|8(?:\\.\\d+)*|centos8(?:\\.\\d+)*'),
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image centos',
        checked: '2026-11-21',
      },
    ],
  },
  {
    id: 'centos-stream',
    repositories: ['quay.io/centos/centos'],
    kind: 'os',
    product: 'centos-stream',
    variants: [
      {
        ...enterpriseLinux,
        tag: tags('stream(?:9|10)'),
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image quay.io/centos/centos',
        checked: '2026-11-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('stream8'),
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image quay.io/centos/centos',
        checked: '2026-11-21',
      },
    ],
  },
  {
    id: 'rockylinux',
    repositories: ['docker.io/library/rockylinux', 'docker.io/rockylinux/rockylinux'],
    kind: 'os',
    product: 'rockylinux',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: tags('(?:8|9|10)(?:\\.\\d+)*-minimal|minimal'),
        uncertainTools: ['curl', 'python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/rockylinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('(?:9|10)(?:\\.\\d+)*'),
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/rockylinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('8(?:\\.\\d+)*'),
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/rockylinux',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'almalinux',
    repositories: ['docker.io/library/almalinux', 'docker.io/almalinux/almalinux'],
    kind: 'os',
    product: 'almalinux',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: tags('(?:8|9|10)(?:\\.\\d+)?-minimal(?:-\\d{8})?|minimal'),
        uncertainTools: ['curl', 'python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/almalinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('latest|(?:9|10)(?:\\.\\d+)?(?:-\\d{8})?'),
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/almalinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('8(?:\\.\\d+)?(?:-\\d{8})?'),
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/almalinux',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'fedora',
    repositories: ['docker.io/library/fedora', 'registry.fedoraproject.org/fedora'],
    kind: 'os',
    product: 'fedora',
    variants: [
      {
        ...enterpriseLinux,
        tag: tags('latest|rawhide|[34]\\d'),
        distribution: 'fedora',
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/fedora',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'amazonlinux',
    repositories: ['docker.io/library/amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux'],
    kind: 'os',
    product: 'amazonlinux',
    variants: [
      {
        ...amazonLinux,
        tag: tags('latest|2023(?:\\.\\d+)*'),
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/amazonlinux',
        checked: '2026-08-21',
      },
      {
        ...amazonLinux,
        tag: tags('2(?:\\.0\\.\\d+(?:\\.\\d+)*)?'),
        packageManager: 'yum',
        tools: ['bash', 'curl', 'python'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/amazonlinux',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'oraclelinux',
    repositories: ['docker.io/library/oraclelinux', 'container-registry.oracle.com/os/oraclelinux'],
    kind: 'os',
    product: 'oraclelinux',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: tags('(?:8|9|10)-slim(?:-fips)?'),
        accountTool: 'shadow',
        tools: ['bash', 'curl'],
        uncertainTools: ['perl', 'python3'],
        command: ['/bin/bash'],
        source: 'docker-library/mysql: 8.4/Dockerfile.oracle',
        checked: '2026-06-16',
      },
      {
        ...enterpriseLinux,
        tag: tags('(?:9|10)(?:\\.\\d+)?'),
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/oraclelinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('8(?:\\.\\d+)?'),
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/oraclelinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('7(?:\\.\\d+)?(?:-slim)?'),
        packageManager: 'yum',
        tools: ['bash', 'curl', 'python'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/oraclelinux',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'opensuse-leap',
    repositories: ['docker.io/opensuse/leap', 'registry.opensuse.org/opensuse/leap'],
    kind: 'os',
    product: 'opensuse-leap',
    variants: [
      {
        ...enterpriseLinux,
        tag: tags('latest|1[56](?:\\.\\d+)?'),
        distribution: 'opensuse',
        packageManager: 'zypper',
        tools: ['bash'],
        uncertainTools: ['curl', 'perl'],
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image opensuse/leap',
        checked: '2026-11-21',
      },
    ],
  },
  {
    id: 'archlinux',
    repositories: ['docker.io/library/archlinux', 'docker.io/archlinux/archlinux'],
    kind: 'os',
    variants: [
      {
        ...enterpriseLinux,
        tag: tags('(?:base-devel|multilib-devel)(?:-\\d{8}(?:\\.\\d+)*)?'),
        distribution: 'arch',
        packageManager: 'pacman',
        tools: ['bash', 'curl', 'gcc', 'make', 'perl'],
        uncertainTools: ['git'],
        command: ['/usr/bin/bash'],
        source: 'docker-library/official-images: library/archlinux',
        checked: '2026-08-21',
      },
      {
        ...enterpriseLinux,
        tag: tags('latest|base(?:-\\d{8}(?:\\.\\d+)*)?'),
        distribution: 'arch',
        packageManager: 'pacman',
        tools: ['bash', 'curl'],
        uncertainTools: ['perl'],
        command: ['/usr/bin/bash'],
        source: 'docker-library/official-images: library/archlinux',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'ubi',
    repositories: [
      'docker.io/redhat/ubi9',
      'docker.io/redhat/ubi10',
      'registry.access.redhat.com/ubi9',
      'registry.access.redhat.com/ubi9/ubi',
      'registry.access.redhat.com/ubi10',
      'registry.access.redhat.com/ubi10/ubi',
      'registry.redhat.io/ubi9/ubi',
      'registry.redhat.io/ubi10/ubi',
    ],
    kind: 'os',
    variants: [
      {
        ...enterpriseLinux,
        tag: anyTag,
        command: ['/bin/bash'],
        source: 'jenkinsci/docker: rhel/Dockerfile (builds on the image and uses curl, groupadd)',
        checked: '2026-08-18',
      },
    ],
  },
  {
    id: 'ubi8',
    repositories: [
      'docker.io/redhat/ubi8',
      'registry.access.redhat.com/ubi8',
      'registry.access.redhat.com/ubi8/ubi',
      'registry.redhat.io/ubi8/ubi',
    ],
    kind: 'os',
    variants: [
      {
        ...enterpriseLinux,
        tag: anyTag,
        tools: ['bash', 'curl'],
        uncertainTools: ['python3'],
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: image ubi8',
        checked: '2026-11-21',
      },
    ],
  },
  {
    id: 'ubi-minimal',
    repositories: [
      'docker.io/redhat/ubi8-minimal',
      'docker.io/redhat/ubi9-minimal',
      'docker.io/redhat/ubi10-minimal',
      'registry.access.redhat.com/ubi8-minimal',
      'registry.access.redhat.com/ubi8/ubi-minimal',
      'registry.access.redhat.com/ubi9-minimal',
      'registry.access.redhat.com/ubi9/ubi-minimal',
      'registry.access.redhat.com/ubi10-minimal',
      'registry.access.redhat.com/ubi10/ubi-minimal',
      'registry.redhat.io/ubi8/ubi-minimal',
      'registry.redhat.io/ubi9/ubi-minimal',
      'registry.redhat.io/ubi10/ubi-minimal',
    ],
    kind: 'os',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: anyTag,
        uncertainTools: ['curl'],
        command: ['/bin/bash'],
        source: 'MariaDB/mariadb-docker: 11.4-ubi/Dockerfile (installs shadow-utils first)',
        checked: '2026-05-29',
      },
    ],
  },
  {
    id: 'ubi-micro',
    repositories: [
      'docker.io/redhat/ubi8-micro',
      'docker.io/redhat/ubi9-micro',
      'docker.io/redhat/ubi10-micro',
      'registry.access.redhat.com/ubi8-micro',
      'registry.access.redhat.com/ubi8/ubi-micro',
      'registry.access.redhat.com/ubi9-micro',
      'registry.access.redhat.com/ubi9/ubi-micro',
      'registry.access.redhat.com/ubi10-micro',
      'registry.access.redhat.com/ubi10/ubi-micro',
    ],
    kind: 'os',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: anyTag,
        packageManager: 'none',
        command: ['/bin/bash'],
        source: 'general knowledge, no document read: images ubi8-micro, ubi9-micro',
        checked: '2026-11-21',
      },
    ],
  },
  {
    id: 'photon',
    repositories: ['docker.io/library/photon'],
    kind: 'os',
    variants: [
      {
        ...azureLinux,
        tag: tags('latest|[345]\\.0(?:-\\d{8})?'),
        distribution: 'photon',
        tools: ['bash'],
        uncertainTools: ['curl'],
        command: ['/bin/bash'],
        source: 'docker-library/official-images: library/photon',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'azurelinux',
    repositories: [
      'mcr.microsoft.com/azurelinux/base/core',
      'mcr.microsoft.com/cbl-mariner/base/core',
    ],
    kind: 'os',
    variants: [
      {
        ...azureLinux,
        tag: tags('[234]\\.0(?:\\.\\d+)*(?:-(?:amd64|arm64))?'),
        source: 'dotnet/dotnet-docker: src/runtime-deps/10.0/azurelinux3.0/amd64/Dockerfile',
        checked: '2026-08-21',
        command: ['/bin/bash'],
      },
    ],
  },
  {
    id: 'windows-servercore',
    repositories: [
      'mcr.microsoft.com/windows/servercore',
      'mcr.microsoft.com/windows/server',
      'mcr.microsoft.com/windows',
    ],
    kind: 'os',
    variants: [
      {
        ...windowsServer,
        tag: /^(?:ltsc20(?:19|2\d)|1809|20H2)/,
        source:
          'jenkinsci/docker: windows/windowsservercore/hotspot/Dockerfile (builds on the image)',
        checked: '2026-07-14',
      },
    ],
  },
  {
    id: 'windows-nanoserver',
    repositories: ['mcr.microsoft.com/windows/nanoserver'],
    kind: 'os',
    variants: [
      {
        ...nanoServer,
        tag: /^(?:ltsc20(?:19|2\d)|1809|20H2)/,
        source: 'adoptium/containers: 21/jdk/windows/nanoserver-ltsc2022/Dockerfile',
        checked: '2026-08-05',
      },
    ],
  },
];

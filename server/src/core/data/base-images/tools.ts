import type { ImageFamily } from '../image-facts';
import {
  alpine,
  buildpackTools,
  debian,
  scratch,
  tags,
  ubuntu,
  ubuntuWithAccount,
} from './systems';

const uv = {
  source: 'astral-sh/uv: Dockerfile, .github/workflows/build-docker.yml',
  checked: '2026-08-21',
};
const uvVersion = '(?:\\d+(?:\\.\\d+){0,2}-|latest-)?';
const uvCommand = ['/usr/local/bin/uv'];
const uvDebian = '(?:bookworm|trixie)';

const docker = {
  source: 'docker-library/docker: 29/{cli,dind,dind-rootless}/Dockerfile',
  checked: '2026-08-06',
};
const dockerVersion = '(?:(?:2\\d|[3-9]\\d)(?:\\.\\d+){0,2}(?:-rc\\.?\\d*)?)';
const dockerAlpine = '(?:-alpine3\\.\\d+)?';

const cuda = {
  source: 'general knowledge, no document read: image nvidia/cuda',
  checked: '2026-11-21',
};
const cudaVersion = '\\d+\\.\\d+(?:\\.\\d+)?(?:-cudnn\\d*)?';

const pwsh = {
  source: 'PowerShell/PowerShell-Docker: release/7-4/*/docker/Dockerfile',
  checked: '2025-02-27',
};

export const toolImages: readonly ImageFamily[] = [
  {
    id: 'uv',
    repositories: ['ghcr.io/astral-sh/uv', 'docker.io/astral/uv'],
    kind: 'toolchain',
    variants: [
      {
        ...scratch,
        ...uv,
        tag: tags('latest|\\d+(?:\\.\\d+){0,2}'),
        entrypoint: ['/uv'],
        workdir: '/io',
      },
      {
        ...alpine,
        ...uv,
        tag: tags(`${uvVersion}python3\\.\\d+-alpine(?:3\\.\\d+)?`),
        tools: ['nc', 'python', 'python3', 'wget'],
        command: uvCommand,
      },
      {
        ...debian,
        ...uv,
        tag: tags(`${uvVersion}python3\\.\\d+-${uvDebian}-slim`),
        tools: ['bash', 'perl', 'python', 'python3'],
        command: uvCommand,
      },
      {
        ...debian,
        ...uv,
        tag: tags(`${uvVersion}python3\\.\\d+-${uvDebian}`),
        tools: [...buildpackTools, 'python'],
        command: uvCommand,
        slimTag: { pattern: /^(.+)$/, replacement: '$1-slim' },
      },
      {
        ...alpine,
        ...uv,
        tag: tags(`${uvVersion}alpine(?:3\\.\\d+)?`),
        command: uvCommand,
      },
      {
        ...debian,
        ...uv,
        tag: tags(`${uvVersion}(?:${uvDebian}|debian)-slim`),
        command: uvCommand,
      },
      {
        ...debian,
        ...uv,
        tag: tags(`${uvVersion}(?:${uvDebian}|debian)`),
        tools: buildpackTools,
        command: uvCommand,
        slimTag: { pattern: /^(.+)$/, replacement: '$1-slim' },
      },
    ],
  },
  {
    id: 'composer',
    repositories: ['docker.io/library/composer', 'docker.io/composer/composer'],
    kind: 'toolchain',
    variants: [
      {
        ...scratch,
        tag: tags('(?:latest|[12](?:\\.\\d+){0,2})-bin'),
        entrypoint: ['/composer'],
        source: 'composer/docker: latest/Dockerfile',
        checked: '2026-07-02',
      },
      {
        ...alpine,
        tag: tags('latest|lts|2(?:\\.\\d+){0,2}'),
        accounts: [
          { name: 'www-data', uid: 82, group: 'www-data', gid: 82, home: '/home/www-data' },
        ],
        tools: ['bash', 'curl', 'git', 'nc', 'wget'],
        uncertainTools: ['make', 'perl', 'python3'],
        entrypoint: ['/docker-entrypoint.sh'],
        command: ['composer'],
        workdir: '/app',
        source: 'composer/docker: latest/Dockerfile',
        checked: '2026-07-02',
      },
    ],
  },
  {
    id: 'docker',
    repositories: ['docker.io/library/docker'],
    kind: 'toolchain',
    variants: [
      {
        ...alpine,
        ...docker,
        tag: tags(`(?:${dockerVersion}-)?cli${dockerAlpine}`),
        tools: ['git', 'nc', 'wget'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['sh'],
      },
      {
        ...alpine,
        ...docker,
        tag: tags(`(?:${dockerVersion}-)?dind-rootless`),
        defaultUser: 'rootless',
        accounts: [
          { name: 'rootless', uid: 1000, group: 'rootless', gid: 1000, home: '/home/rootless' },
        ],
        tools: ['git', 'nc', 'wget'],
        entrypoint: ['dockerd-entrypoint.sh'],
      },
      {
        ...alpine,
        ...docker,
        tag: tags(
          `latest|${dockerVersion}${dockerAlpine}|(?:${dockerVersion}-)?dind${dockerAlpine}`,
        ),
        tools: ['git', 'nc', 'wget'],
        entrypoint: ['dockerd-entrypoint.sh'],
      },
    ],
  },
  {
    id: 'miniconda3',
    repositories: ['docker.io/continuumio/miniconda3'],
    kind: 'application',
    variants: [
      {
        ...debian,
        tag: tags('latest|main|\\d\\d\\.\\d+\\.\\d+-\\d+|4\\.\\d+\\.\\d+'),
        tools: ['bash', 'git', 'perl', 'python', 'python3', 'wget'],
        uncertainTools: ['curl'],
        command: ['/bin/bash'],
        source: 'anaconda/docker-images: miniconda3/debian/Dockerfile',
        checked: '2026-07-08',
      },
    ],
  },
  {
    id: 'nvidia-cuda',
    repositories: ['docker.io/nvidia/cuda', 'nvcr.io/nvidia/cuda'],
    kind: 'application',
    variants: [
      {
        ...ubuntu,
        ...cuda,
        tag: tags(`${cudaVersion}-(?:base|runtime)-ubuntu(?:18|20|22)\\.04`),
        uncertainTools: ['curl', 'gcc', 'make', 'python3', 'wget'],
      },
      {
        ...ubuntu,
        ...cuda,
        tag: tags(`${cudaVersion}-devel-ubuntu(?:18|20|22)\\.04`),
        uncertainTools: ['curl', 'gcc', 'git', 'make', 'python3', 'wget'],
      },
      {
        ...ubuntuWithAccount,
        ...cuda,
        tag: tags(`${cudaVersion}-(?:base|runtime|devel)-ubuntu2[46]\\.04`),
        uncertainTools: ['curl', 'gcc', 'git', 'make', 'python3', 'wget'],
      },
    ],
  },
  {
    id: 'powershell',
    repositories: ['mcr.microsoft.com/powershell'],
    kind: 'application',
    variants: [
      {
        ...alpine,
        ...pwsh,
        tag: /^(?:[\w.-]+-)?alpine-3\.\d+(?:-\d{8})?$/,
        uncertainTools: ['bash', 'curl'],
        command: ['pwsh'],
      },
      {
        ...debian,
        ...pwsh,
        tag: /^(?:[\w.-]+-)?debian-(?:bullseye-slim|bookworm-slim|1[12])(?:-\d{8})?$/,
        uncertainTools: ['curl'],
        command: ['pwsh'],
      },
      {
        ...ubuntu,
        ...pwsh,
        tag: /^(?:[\w.-]+-)?ubuntu-(?:18|20|22)\.04(?:-\d{8})?$/,
        uncertainTools: ['curl'],
        command: ['pwsh'],
      },
    ],
  },
];

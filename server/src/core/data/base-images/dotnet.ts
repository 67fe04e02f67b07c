import type { Account, ImageFamily, ImageVariant, Tool } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  azureLinux,
  debian,
  nanoServer,
  type SystemFacts,
  tags,
  ubuntu,
  ubuntuWithAccount,
  windowsServer,
} from './systems';

const app: Account = { name: 'app', uid: 1654, group: 'app', gid: 1654, home: '/home/app' };

/** Images from .NET 8 on have the account `app`; from 10 on the bare version stands on Ubuntu. */
const debianVersion = '[89]\\.0(?:\\.\\d+)?';
const ubuntuVersion = '(?:1[01])\\.0(?:\\.\\d+)?';
const anyVersion = `(?:[89]|1[01])\\.0(?:\\.\\d+)?(?:-(?:preview|rc)(?:\\.\\d+)?)?`;
const oldVersion = '(?:2\\.[12]|3\\.[01]|[5-7]\\.0)(?:\\.\\d+)?';
const arch = '(?:-(?:amd64|arm64v8|arm32v7))?';
/** Come with the tags for ahead-of-time compilation only. */
const aotTools: readonly Tool[] = ['gcc', 'make'];
const windowsName = '(?:1809|ltsc20\\d\\d)';

function family(
  name: 'runtime-deps' | 'runtime' | 'aspnet' | 'sdk',
  kind: ImageFamily['kind'],
): ImageFamily {
  const sdk = name === 'sdk';
  const source: Sourced = {
    source: `dotnet/dotnet-docker: src/${name}/{8.0,9.0,10.0}/*/amd64/Dockerfile`,
    checked: '2026-08-21',
  };
  const withApp = (system: SystemFacts): SystemFacts => ({
    ...system,
    accounts: [...system.accounts, app],
  });
  const onApt: Pick<ImageVariant, 'tools'> = {
    tools: sdk ? ['bash', 'curl', 'git', 'perl', 'wget'] : ['bash', 'perl'],
  };
  const onApk: Pick<ImageVariant, 'tools'> = {
    tools: sdk ? ['curl', 'git', 'nc', 'wget'] : ['nc', 'wget'],
  };
  const shellless: Omit<ImageVariant, 'tag' | 'distribution' | 'source' | 'checked'> = {
    libc: 'glibc',
    shell: 'none',
    packageManager: 'none',
    accountTool: 'none',
    defaultUser: '1654',
    accounts: [app],
    tools: [],
    ...(name === 'runtime-deps' ? {} : { entrypoint: ['/usr/bin/dotnet'], command: ['--info'] }),
  };
  const aot = sdk ? '(?:-aot)?' : '';
  const oldSdk: ImageVariant = {
    ...debian,
    command: ['bash'],
    ...source,
    ...onApt,
    tag: tags(`${oldVersion}-(?:stretch|buster)`),
  };
  const windows: readonly ImageVariant[] = [
    {
      ...windowsServer,
      ...source,
      tag: tags(`(?:[5-9]|1[01])\\.0[\\d.]*-windowsservercore-${windowsName}`),
    },
    {
      ...nanoServer,
      ...source,
      tools: [],
      uncertainTools: ['curl', 'git'],
      tag: tags(`(?:3\\.1|[5-9]\\.0|1[01]\\.0)[\\d.]*-nanoserver-${windowsName}`),
    },
  ];
  const variants: readonly ImageVariant[] = [
    {
      ...shellless,
      ...source,
      distribution: 'ubuntu',
      tag: tags(`${anyVersion}-(?:jammy|noble|resolute)-chiseled(?:-composite)?(?:-extra)?${arch}`),
    },
    {
      ...shellless,
      ...source,
      distribution: 'azurelinux',
      tag: tags(`${anyVersion}-azurelinux\\d\\.0-distroless(?:-composite)?(?:-extra)?${arch}`),
    },
    {
      ...withApp(alpine),
      command: ['/bin/sh'],
      ...source,
      ...onApk,
      ...(sdk ? { uncertainTools: ['bash', ...aotTools] } : {}),
      tag: tags(`${anyVersion}-alpine(?:3\\.\\d+)?(?:-composite)?(?:-extra)?${aot}${arch}`),
    },
    {
      ...withApp(azureLinux),
      ...source,
      ...(sdk
        ? {
            tools: ['bash', 'curl', 'git'],
            uncertainTools: ['gcc', 'make', 'perl'],
          }
        : {}),
      accountTool: 'shadow',
      tag: tags(`${anyVersion}-azurelinux\\d\\.0${aot}${arch}`),
    },
    {
      ...withApp(ubuntuWithAccount),
      command: ['/bin/bash'],
      ...source,
      ...onApt,
      ...(sdk ? { uncertainTools: aotTools } : {}),
      tag: tags(`latest|${ubuntuVersion}|${anyVersion}-(?:noble|resolute)${aot}${arch}`),
    },
    {
      ...withApp(ubuntu),
      command: ['/bin/bash'],
      ...source,
      ...onApt,
      tag: tags(`${anyVersion}-jammy${arch}`),
    },
    {
      ...withApp(debian),
      command: ['bash'],
      ...source,
      ...onApt,
      tag: tags(`${debianVersion}(?:-bookworm-slim)?${arch}`),
    },
    {
      ...alpine,
      command: ['/bin/sh'],
      ...source,
      ...onApk,
      ...(sdk ? { uncertainTools: ['bash', 'curl', 'git'], tools: ['nc', 'wget'] } : {}),
      tag: tags(`${oldVersion}-alpine(?:3\\.\\d+)?${arch}`),
    },
    {
      ...ubuntu,
      command: ['/bin/bash'],
      ...source,
      ...onApt,
      tag: tags(`${oldVersion}-(?:bionic|focal|jammy)${arch}`),
    },
    {
      ...debian,
      command: ['bash'],
      ...source,
      ...onApt,
      tag: tags(`${oldVersion}(?:-(?:stretch|buster|bullseye|bookworm)-slim)?${arch}`),
    },
    ...(sdk ? [oldSdk] : []),
    ...(name === 'runtime-deps' ? [] : windows),
  ];
  return {
    id: `dotnet-${name}`,
    repositories: [
      `mcr.microsoft.com/dotnet/${name}`,
      `mcr.microsoft.com/dotnet/core/${name}`,
      `mcr.microsoft.com/dotnet/nightly/${name}`,
    ],
    kind,
    product: 'dotnet',
    variants,
  };
}

export const dotnetImages: readonly ImageFamily[] = [
  family('sdk', 'toolchain'),
  family('aspnet', 'application'),
  family('runtime', 'application'),
  family('runtime-deps', 'application'),
];

import type { Account, ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import { alpine, debian, shellless, tags, wolfi } from './systems';

const chainguard: Sourced = {
  source: 'chainguard-images/images: images/*/locked_config.json',
  checked: '2026-08-22',
};
const catalog: Sourced = {
  source: 'docker-hardened-images/catalog: image/*',
  checked: '2026-08-22',
};

function account(name: string, uid: number, home?: string): Account {
  const plain = { name, uid, group: name, gid: uid };
  return home === undefined ? plain : { ...plain, home };
}

const nonroot = account('nonroot', 65532);

type Own = Partial<ImageVariant> & { readonly name: string; readonly product?: string };

/** A Chainguard image whose `latest` has neither shell nor package manager. */
function chainguardImage({ name, product, ...own }: Own): ImageFamily {
  return {
    id: `chainguard-${name}`,
    repositories: [`cgr.dev/chainguard/${name}`, `docker.io/chainguard/${name}`],
    kind: 'application',
    ...(product === undefined ? {} : { product }),
    variants: [
      {
        ...shellless,
        ...chainguard,
        distribution: 'wolfi',
        accounts: [nonroot],
        defaultUser: '65532',
        tag: tags('latest'),
        ...own,
      },
    ],
  };
}

const runtime = '(?!.*(?:dev|sdk|compat|fips|sfw|swf|fpm))\\d[\\w.]*(?:-\\d+)?';

/** A Docker Hardened Image: runtime tags are shell-less, `-dev` ones full systems run by root. */
function hardenedImage({ name, product, ...own }: Own): ImageFamily {
  const accounts = own.accounts ?? [nonroot];
  const user = accounts[0]?.name ?? 'nonroot';
  const runtimeTools = own.tools ?? [];
  return {
    id: `dhi-${name}`,
    repositories: [`dhi.io/${name}`],
    kind: 'application',
    ...(product === undefined ? {} : { product }),
    variants: [
      {
        ...alpine,
        ...catalog,
        accounts,
        tag: tags(`\\d[\\w.]*(?:-\\d+)?-alpine(?:3\\.\\d+)?-dev`),
        tools: [...runtimeTools, 'nc', 'wget'],
        uncertainTools: ['bash', 'curl', 'gcc', 'git', 'make'],
        ...(own.command === undefined ? {} : { command: own.command }),
        ...(own.workdir === undefined ? {} : { workdir: own.workdir }),
      },
      {
        ...debian,
        ...catalog,
        accounts,
        tag: tags(`\\d[\\w.]*(?:-\\d+)?(?:-debian(?:1\\d)?)?-dev`),
        tools: [...runtimeTools, 'bash', 'perl'],
        uncertainTools: ['curl', 'gcc', 'git', 'make', 'nc', 'wget'],
        ...(own.command === undefined ? {} : { command: own.command }),
        ...(own.workdir === undefined ? {} : { workdir: own.workdir }),
      },
      {
        ...shellless,
        ...catalog,
        distribution: 'alpine',
        libc: 'musl',
        ...own,
        accounts,
        defaultUser: user,
        tag: tags(`${runtime}-alpine(?:3\\.\\d+)?`),
      },
      {
        ...shellless,
        ...catalog,
        distribution: 'debian',
        ...own,
        accounts,
        defaultUser: user,
        tag: tags(`${runtime}(?:-debian(?:1\\d)?)?`),
      },
    ],
  };
}

export const hardenedImages: readonly ImageFamily[] = [
  {
    id: 'wolfi-base',
    repositories: ['cgr.dev/chainguard/wolfi-base', 'docker.io/chainguard/wolfi-base'],
    kind: 'os',
    variants: [
      {
        ...wolfi,
        ...chainguard,
        accounts: [account('nonroot', 65532, '/home/nonroot')],
        tag: tags('latest'),
        uncertainTools: ['nc', 'wget'],
        command: ['/bin/sh', '-l'],
      },
    ],
  },
  chainguardImage({ name: 'static', libc: 'none' }),
  chainguardImage({ name: 'glibc-dynamic' }),
  chainguardImage({
    name: 'node',
    shell: 'ash',
    accounts: [account('node', 65532)],
    accountTool: 'busybox',
    tools: ['node'],
    uncertainTools: ['nc', 'wget'],
    entrypoint: ['/usr/bin/node'],
    command: ['--help'],
    workdir: '/app',
  }),
  chainguardImage({
    name: 'python',
    tools: ['python', 'python3'],
    entrypoint: ['/usr/bin/python'],
  }),
  chainguardImage({
    name: 'jre',
    accounts: [account('java', 65532)],
    entrypoint: ['/usr/bin/java'],
    workdir: '/app',
  }),
  chainguardImage({
    name: 'ruby',
    entrypoint: ['/usr/bin/ruby'],
    command: ['--version'],
    workdir: '/work',
  }),
  chainguardImage({ name: 'aspnet-runtime', entrypoint: ['/usr/bin/dotnet'], command: ['--help'] }),
  chainguardImage({
    name: 'nginx',
    accounts: [account('nginx', 65532)],
    entrypoint: ['/usr/sbin/nginx'],
    command: ['-c', '/etc/nginx/nginx.conf', '-e', '/dev/stderr', '-g', 'daemon off;'],
  }),
  {
    id: 'chainguard-go',
    repositories: ['cgr.dev/chainguard/go', 'docker.io/chainguard/go'],
    kind: 'toolchain',
    variants: [
      {
        ...wolfi,
        ...chainguard,
        packageManager: 'none',
        accounts: [nonroot],
        tag: tags('latest'),
        tools: ['gcc', 'git', 'make'],
        uncertainTools: ['bash', 'nc', 'perl', 'wget'],
        entrypoint: ['/usr/bin/go'],
        command: ['help'],
      },
    ],
  },
  hardenedImage({
    name: 'node',
    product: 'nodejs',
    accounts: [account('node', 1000)],
    tools: ['node'],
    command: ['node'],
    workdir: '/app',
  }),
  hardenedImage({
    name: 'python',
    product: 'python',
    tools: ['python3'],
    uncertainTools: ['python'],
    command: ['python3'],
  }),
  hardenedImage({ name: 'ruby', product: 'ruby', command: ['ruby'] }),
  hardenedImage({ name: 'aspnetcore', product: 'dotnet', command: ['dotnet', '--help'] }),
];

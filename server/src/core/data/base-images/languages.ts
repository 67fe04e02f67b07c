import type { Account, ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  buildpackTools,
  debian,
  debianNames,
  oldDebianNames,
  scratch,
  shellless,
  tags,
  ubuntu,
  ubuntuWithAccount,
  wwwDataOnDebian,
} from './systems';

/** `3`, `3.13`, `3.13.1`, with the mark of a pre-release. */
const version = '\\d+(?:\\.\\d+){0,2}(?:-?(?:a|b|alpha|beta|rc|RC)\\d*)?';
const anyDebian = `(?:${oldDebianNames}|${debianNames})`;
const onAlpine = 'alpine(?:3\\.\\d+)?';

/** Appends `-slim`: `24` to `24-slim`, `24-bookworm` to `24-bookworm-slim`. */
const slimAtEnd = { pattern: /^(?!latest$)(.+)$/, replacement: '$1-slim' };
/** Puts `slim` before the code name: `3.13-bookworm` to `3.13-slim-bookworm`. */
const slimBeforeName = { pattern: /^((?:.+-)?)([a-z]+)$/, replacement: '$1slim-$2' };

const nodeNames = '(?:lts-)?(?:fermium|gallium|hydrogen|iron|jod|krypton)|lts|current|latest';
/** From 18 on nothing is left of Python 2; up to 16 it depends on the patch release. */
const newNode = [
  '(?:1[89]|[2-9]\\d)(?:\\.\\d+){0,2}',
  '(?:lts-)?(?:hydrogen|iron|jod|krypton)|lts|current|latest',
].join('|');
const anyNode = `(?:1[0-9]|[2-9]\\d)(?:\\.\\d+){0,2}|8(?:\\.17(?:\\.\\d+)?)?|${nodeNames}`;

const nodeAccount: Account = {
  name: 'node',
  uid: 1000,
  group: 'node',
  gid: 1000,
  home: '/home/node',
};
const nodeImage: Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command'> & Sourced = {
  accounts: [nodeAccount],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['node'],
  source: 'nodejs/docker-node: 24/{bookworm,bookworm-slim,alpine3.23}/Dockerfile',
  checked: '2026-08-19',
};

const pythonImage: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['python3'],
  source: 'docker-library/python: 3.13/{trixie,slim-trixie,alpine3.23}/Dockerfile',
  checked: '2026-06-23',
};
const python3 = '3(?:\\.\\d+){0,2}(?:-?(?:a|b|rc)\\d*)?';

const golangImage: Sourced & Pick<ImageVariant, 'workdir'> = {
  workdir: '/go',
  source: 'docker-library/golang: 1.26/{trixie,alpine3.24}/Dockerfile',
  checked: '2026-08-19',
};
const newGo = '1|1\\.(?:1[89]|[2-9]\\d)(?:\\.\\d+)?(?:-?rc\\d*)?';
const oldGo = '1\\.(?:\\d|1[0-7])(?:\\.\\d+)?';

const rustImage: Sourced = {
  source: 'rust-lang/docker-rust: stable/{trixie,trixie/slim,alpine3.23}/Dockerfile',
  checked: '2026-04-03',
};
const newRust = '1|1\\.(?:[6-9]\\d|\\d{3})(?:\\.\\d+)?';
const oldRust = '1\\.[1-5]\\d(?:\\.\\d+)?';

const rubyImage: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['irb'],
  source: 'docker-library/ruby: 4.0/{trixie,slim-trixie,alpine3.23}/Dockerfile',
  checked: '2026-04-21',
};
const newRuby = '[34]|(?:3\\.[1-9]|[4-9]\\.\\d)(?:\\.\\d+)?(?:-?(?:preview|rc)\\d*)?';
const oldRuby = '2|(?:2\\.\\d|3\\.0)(?:\\.\\d+)?';

const phpImage: Sourced & Pick<ImageVariant, 'accounts' | 'entrypoint'> = {
  accounts: [wwwDataOnDebian],
  entrypoint: ['docker-php-entrypoint'],
  source: 'docker-library/php: 8.4/trixie/{apache,cli,fpm,zts}/Dockerfile',
  checked: '2026-07-30',
};
const phpOnAlpine: Sourced & Pick<ImageVariant, 'accounts' | 'entrypoint'> = {
  ...phpImage,
  accounts: [{ name: 'www-data', uid: 82, group: 'www-data', gid: 82, home: '/home/www-data' }],
  source: 'docker-library/php: 8.4/alpine3.24/{cli,fpm,zts}/Dockerfile',
};
const php = `[5-9](?:\\.\\d+){0,2}(?:-?(?:alpha|beta|RC|rc)\\d*)?`;

const perlImage: Sourced & Pick<ImageVariant, 'workdir'> = {
  workdir: '/usr/src/app',
  source: 'Perl/docker-perl: 5.042.000-{main,slim}-bookworm/Dockerfile',
  checked: '2025-07-03',
};
const perl = '5(?:\\.(?:3[4-9]|[4-9]\\d)(?:\\.\\d+)?)?|stable';

const erlangImage: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['erl'],
  source: 'erlang/docker-erlang-otp: 29/{,slim/,alpine/}Dockerfile',
  checked: '2026-07-28',
};
const erlang = '(?:2[4-9]|3\\d)(?:\\.\\d+){0,3}';

const elixirImage: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['iex'],
  source: 'erlef/docker-elixir: 1.19/{,slim/,alpine/}Dockerfile',
  checked: '2025-11-15',
};
const otp = 'otp-(?:2[4-9]|3\\d)';
const elixir = `(?:1\\.(?:1[3-9]|[2-9]\\d)(?:\\.\\d+)?(?:-rc\\.?\\d*)?(?:-${otp})?|${otp})`;

const bunImage: Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command' | 'workdir'> & Sourced = {
  accounts: [{ name: 'bun', uid: 1000, group: 'bun', gid: 1000, home: '/home/bun' }],
  entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
  command: ['/usr/local/bin/bun'],
  workdir: '/home/bun/app',
  source: 'oven-sh/bun: dockerhub/{debian,debian-slim,alpine}/Dockerfile',
  checked: '2024-05-22',
};
const bun = '(?:latest|canary|[01](?:\\.\\d+){0,2})';

const denoImage: Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command'> & Sourced = {
  accounts: [{ name: 'deno', uid: 1993, group: 'deno', gid: 1993 }],
  entrypoint: ['/tini', '--', 'docker-entrypoint.sh'],
  command: ['eval', "console.log('Welcome to Deno!')"],
  source: 'denoland/deno_docker: {debian,ubuntu,alpine,distroless,bin}.dockerfile',
  checked: '2026-07-01',
};
const deno = '[12]\\.\\d+\\.\\d+';

const swiftImage: Sourced = {
  source: 'swiftlang/swift-docker: 6.3/ubuntu/{22.04,24.04}/{,slim/}Dockerfile',
  checked: '2026-08-07',
};
const swift = '[56](?:\\.\\d+){0,2}';
/** From 6.0 on the bare version stands on Ubuntu 24.04. */
const plainSwift = '6(?:\\.\\d+){0,2}';

export const languageImages: readonly ImageFamily[] = [
  {
    id: 'node',
    repositories: ['docker.io/library/node'],
    kind: 'application',
    product: 'nodejs',
    variants: [
      {
        ...alpine,
        ...nodeImage,
        tag: tags(`(?:(?:${anyNode})-)?${onAlpine}`),
        tools: ['nc', 'node', 'wget'],
      },
      {
        ...debian,
        ...nodeImage,
        tag: tags(`(?:(?:${anyNode})-)?(?:${anyDebian}-)?slim`),
        tools: ['bash', 'node', 'perl'],
      },
      {
        ...debian,
        ...nodeImage,
        tag: tags(`(?:(?:${anyNode})-)?(?:${debianNames})|${newNode}`),
        tools: [...buildpackTools, 'node'],
        slimTag: slimAtEnd,
      },
      {
        ...debian,
        ...nodeImage,
        tag: tags(`${anyNode}|(?:(?:${anyNode})-)?(?:${oldDebianNames})`),
        tools: [...buildpackTools, 'node'],
        uncertainTools: ['python'],
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'python',
    repositories: ['docker.io/library/python'],
    kind: 'application',
    product: 'python',
    variants: [
      {
        ...alpine,
        ...pythonImage,
        tag: tags(`(?:${python3}-)?${onAlpine}`),
        tools: ['nc', 'python', 'python3', 'wget'],
      },
      {
        ...debian,
        ...pythonImage,
        tag: tags(`(?:${python3}-)?slim(?:-${anyDebian})?`),
        tools: ['bash', 'perl', 'python', 'python3'],
      },
      {
        ...debian,
        ...pythonImage,
        tag: tags(`(?:${python3}-)?${anyDebian}`),
        tools: [...buildpackTools, 'python'],
        slimTag: slimBeforeName,
      },
      {
        ...debian,
        ...pythonImage,
        tag: tags(`latest|${python3}`),
        tools: [...buildpackTools, 'python'],
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'golang',
    repositories: ['docker.io/library/golang'],
    kind: 'toolchain',
    product: 'go',
    variants: [
      {
        ...alpine,
        ...golangImage,
        tag: tags(`(?:${version}-)?${onAlpine}`),
        command: ['/bin/sh'],
      },
      {
        ...debian,
        ...golangImage,
        tag: tags(`latest|${newGo}|(?:${version}-)?(?:${debianNames})`),
        tools: buildpackTools,
        command: ['bash'],
      },
      {
        ...debian,
        ...golangImage,
        tag: tags(`${oldGo}|(?:${version}-)?(?:${oldDebianNames})`),
        tools: ['bash', 'curl', 'gcc', 'git', 'make', 'perl', 'wget'],
        uncertainTools: ['python', 'python3'],
        command: ['bash'],
      },
    ],
  },
  {
    id: 'rust',
    repositories: ['docker.io/library/rust'],
    kind: 'toolchain',
    variants: [
      {
        ...alpine,
        ...rustImage,
        tag: tags(`(?:${version}-)?${onAlpine}`),
        tools: ['gcc', 'nc', 'wget'],
        command: ['/bin/sh'],
      },
      {
        ...debian,
        ...rustImage,
        tag: tags(`(?:${version}-)?slim(?:-${anyDebian})?`),
        tools: ['bash', 'gcc', 'perl'],
        command: ['bash'],
      },
      {
        ...debian,
        ...rustImage,
        tag: tags(`(?:${version}-)?(?:${debianNames})`),
        tools: buildpackTools,
        command: ['bash'],
        slimTag: slimBeforeName,
      },
      {
        ...debian,
        ...rustImage,
        tag: tags(`latest|${newRust}`),
        tools: buildpackTools,
        command: ['bash'],
        slimTag: slimAtEnd,
      },
      {
        ...debian,
        ...rustImage,
        tag: tags(oldRust),
        tools: buildpackTools,
        uncertainTools: ['python'],
        command: ['bash'],
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'ruby',
    repositories: ['docker.io/library/ruby'],
    kind: 'application',
    product: 'ruby',
    variants: [
      { ...alpine, ...rubyImage, tag: tags(`(?:[2-4](?:\\.\\d+){0,2}-)?${onAlpine}`) },
      {
        ...debian,
        ...rubyImage,
        tag: tags(`(?:[2-4](?:\\.\\d+){0,2}-)?slim(?:-${anyDebian})?`),
      },
      {
        ...debian,
        ...rubyImage,
        tag: tags(`(?:[2-4](?:\\.\\d+){0,2}-)?(?:${debianNames})`),
        tools: buildpackTools,
        slimTag: slimBeforeName,
      },
      {
        ...debian,
        ...rubyImage,
        tag: tags(`latest|${newRuby}`),
        tools: buildpackTools,
        slimTag: slimAtEnd,
      },
      {
        ...debian,
        ...rubyImage,
        tag: tags(oldRuby),
        tools: buildpackTools,
        uncertainTools: ['python'],
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'php',
    repositories: ['docker.io/library/php'],
    kind: 'application',
    product: 'php',
    variants: [
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags(`(?:${php}-)?fpm-${onAlpine}`),
        tools: ['curl', 'nc', 'wget'],
        workdir: '/var/www/html',
        command: ['php-fpm'],
      },
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags(`(?:${php}-)?(?:(?:cli|zts)-)?${onAlpine}`),
        tools: ['curl', 'nc', 'wget'],
        command: ['php', '-a'],
      },
      {
        ...debian,
        ...phpImage,
        tag: tags(`(?:${php}-)?apache(?:-${anyDebian})?`),
        tools: ['bash', 'curl', 'gcc', 'make', 'perl'],
        workdir: '/var/www/html',
        command: ['apache2-foreground'],
      },
      {
        ...debian,
        ...phpImage,
        tag: tags(`(?:${php}-)?fpm(?:-${anyDebian})?`),
        tools: ['bash', 'curl', 'gcc', 'make', 'perl'],
        workdir: '/var/www/html',
        command: ['php-fpm'],
      },
      {
        ...debian,
        ...phpImage,
        tag: tags(
          'latest',
          `(?:(?:${php}|cli|zts|${php}-(?:cli|zts))-)?${anyDebian}|${php}`,
          `(?:${php}-)?(?:cli|zts)`,
        ),
        tools: ['bash', 'curl', 'gcc', 'make', 'perl'],
        command: ['php', '-a'],
      },
    ],
  },
  {
    id: 'perl',
    repositories: ['docker.io/library/perl'],
    kind: 'application',
    product: 'perl',
    variants: [
      {
        ...debian,
        ...perlImage,
        tag: tags(`(?:(?:${perl})-)?slim(?:-threaded)?(?:-(?:${debianNames}))?`),
        tools: ['bash', 'curl', 'make', 'perl'],
      },
      {
        ...debian,
        ...perlImage,
        tag: tags(`(?:(?:${perl})-)?(?:threaded-)?(?:${debianNames})|(?:(?:${perl})-)?threaded`),
        tools: buildpackTools,
      },
      {
        ...debian,
        ...perlImage,
        tag: tags(`latest|${perl}`),
        tools: buildpackTools,
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'erlang',
    repositories: ['docker.io/library/erlang'],
    kind: 'application',
    product: 'erlang',
    variants: [
      { ...alpine, ...erlangImage, tag: tags(`(?:${erlang}-)?alpine`) },
      { ...debian, ...erlangImage, tag: tags(`(?:${erlang}-)?slim`) },
      {
        ...debian,
        ...erlangImage,
        tag: tags(`latest|${erlang}`),
        tools: buildpackTools,
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'elixir',
    repositories: ['docker.io/library/elixir'],
    kind: 'application',
    product: 'elixir',
    variants: [
      { ...alpine, ...elixirImage, tag: tags(`(?:${elixir}-)?alpine`) },
      { ...debian, ...elixirImage, tag: tags(`(?:${elixir}-)?slim`) },
      {
        ...debian,
        ...elixirImage,
        tag: tags(`latest|${elixir}`),
        tools: buildpackTools,
        slimTag: slimAtEnd,
      },
    ],
  },
  {
    id: 'haskell',
    repositories: ['docker.io/library/haskell'],
    kind: 'toolchain',
    variants: [
      {
        ...debian,
        tag: tags('(?:9(?:\\.\\d+){0,2}-)?slim(?:-(?:bullseye|bookworm))?'),
        tools: ['bash', 'curl', 'gcc', 'git', 'make', 'perl'],
        command: ['ghci'],
        source: 'haskell/docker-haskell: 9.12/{bookworm,slim-bookworm}/Dockerfile',
        checked: '2026-06-10',
      },
      {
        ...debian,
        tag: tags('(?:9(?:\\.\\d+){0,2}-)?(?:bullseye|bookworm)'),
        tools: ['bash', 'curl', 'gcc', 'git', 'make', 'perl'],
        command: ['ghci'],
        slimTag: slimBeforeName,
        source: 'haskell/docker-haskell: 9.12/{bookworm,slim-bookworm}/Dockerfile',
        checked: '2026-06-10',
      },
      {
        ...debian,
        tag: tags('latest|9(?:\\.\\d+){0,2}'),
        tools: ['bash', 'curl', 'gcc', 'git', 'make', 'perl'],
        command: ['ghci'],
        source: 'haskell/docker-haskell: 9.12/{bookworm,slim-bookworm}/Dockerfile',
        checked: '2026-06-10',
      },
    ],
  },
  {
    id: 'swift',
    repositories: ['docker.io/library/swift'],
    kind: 'toolchain',
    variants: [
      {
        ...ubuntuWithAccount,
        ...swiftImage,
        tag: tags(`(?:${swift}-)?noble-slim|slim|${plainSwift}-slim`),
        command: ['/bin/bash'],
      },
      {
        ...ubuntu,
        ...swiftImage,
        tag: tags(`(?:${swift}-)?(?:focal|jammy)-slim`),
        command: ['/bin/bash'],
      },
      {
        ...ubuntuWithAccount,
        ...swiftImage,
        tag: tags(`latest|(?:${swift}-)?noble|${plainSwift}`),
        tools: ['bash', 'git', 'perl'],
        uncertainTools: ['gcc', 'make', 'python3'],
        command: ['/bin/bash'],
      },
      {
        ...ubuntu,
        ...swiftImage,
        tag: tags(`(?:${swift}-)?(?:focal|jammy)`),
        tools: ['bash', 'git', 'perl'],
        uncertainTools: ['gcc', 'make', 'python3'],
        command: ['/bin/bash'],
      },
    ],
  },
  {
    id: 'gcc',
    repositories: ['docker.io/library/gcc'],
    kind: 'toolchain',
    variants: [
      {
        ...debian,
        tag: tags(
          `latest|(?:1[2-9]|[2-9]\\d)(?:\\.\\d+){0,2}(?:-(?:${debianNames}))?|${debianNames}`,
        ),
        tools: buildpackTools,
        command: ['bash'],
        source: 'docker-library/official-images: library/gcc',
        checked: '2026-08-21',
      },
    ],
  },
  {
    id: 'dart',
    repositories: ['docker.io/library/dart'],
    kind: 'toolchain',
    variants: [
      {
        ...debian,
        tag: tags(
          'latest|(?:stable|beta|[23](?:\\.\\d+){0,2}(?:-\\d+\\.\\d+\\.beta)?)(?:-sdk)?|sdk',
        ),
        tools: ['bash', 'curl', 'git', 'perl'],
        workdir: '/root',
        command: ['bash'],
        source: 'dart-lang/dart-docker: stable/trixie/Dockerfile',
        checked: '2026-07-21',
      },
    ],
  },
  {
    id: 'julia',
    repositories: ['docker.io/library/julia'],
    kind: 'application',
    product: 'julia',
    variants: [
      {
        ...debian,
        tag: tags(`latest|(?:${version}-)?${anyDebian}|${version}|rc`),
        tools: ['bash', 'curl', 'perl'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['julia'],
        source: 'docker-library/julia: stable/trixie/Dockerfile',
        checked: '2026-08-16',
      },
    ],
  },
  {
    id: 'bun',
    repositories: ['docker.io/oven/bun'],
    kind: 'application',
    variants: [
      {
        ...alpine,
        ...bunImage,
        tag: tags(`(?:${bun}-)?alpine`),
        uncertainTools: ['node'],
      },
      {
        ...shellless,
        tag: tags(`(?:${bun}-)?distroless`),
        accounts: [
          { name: 'nonroot', uid: 65532, group: 'nonroot', gid: 65532, home: '/home/nonroot' },
        ],
        uncertainTools: ['node'],
        entrypoint: ['/usr/local/bin/bun'],
        source: 'oven-sh/bun: dockerhub/distroless/Dockerfile',
        checked: '2024-05-22',
      },
      {
        ...debian,
        ...bunImage,
        tag: tags(`(?:${bun}-)?(?:slim|debian)|${bun}`),
        uncertainTools: ['git', 'node'],
      },
    ],
  },
  {
    id: 'deno',
    repositories: ['docker.io/denoland/deno', 'ghcr.io/denoland/deno'],
    kind: 'application',
    product: 'deno',
    variants: [
      {
        ...alpine,
        ...denoImage,
        tag: tags(`alpine(?:-${deno})?`),
        accounts: [{ name: 'deno', uid: 1000, group: 'deno', gid: 1000, home: '/home/deno' }],
      },
      {
        ...shellless,
        ...denoImage,
        tag: tags(`distroless(?:-${deno})?`),
        accounts: [
          { name: 'nonroot', uid: 65532, group: 'nonroot', gid: 65532, home: '/home/nonroot' },
        ],
        entrypoint: ['/tini', '--', '/bin/deno'],
      },
      {
        ...scratch,
        tag: tags(`bin(?:-${deno})?`),
        source: denoImage.source,
        checked: denoImage.checked,
      },
      { ...ubuntu, ...denoImage, tag: tags(`ubuntu(?:-${deno})?`) },
      { ...debian, ...denoImage, tag: tags(`latest|debian(?:-${deno})?|${deno}`) },
    ],
  },
];

import type { ImageVariant, Tool } from '../image-facts';

/** What an image inherits from the system it is built on. */
export type SystemFacts = Pick<
  ImageVariant,
  | 'distribution'
  | 'libc'
  | 'shell'
  | 'packageManager'
  | 'accountTool'
  | 'defaultUser'
  | 'accounts'
  | 'tools'
>;

export const debian: SystemFacts = {
  distribution: 'debian',
  libc: 'glibc',
  shell: 'dash',
  packageManager: 'apt-get',
  accountTool: 'shadow',
  defaultUser: 'root',
  accounts: [],
  tools: ['bash', 'perl'],
};

/** Ubuntu up to 22.10, which has no ready account. */
export const ubuntu: SystemFacts = { ...debian, distribution: 'ubuntu' };

/** Ubuntu from 23.04 on. */
export const ubuntuWithAccount: SystemFacts = {
  ...ubuntu,
  accounts: [{ name: 'ubuntu', uid: 1000, group: 'ubuntu', gid: 1000, home: '/home/ubuntu' }],
};

export const alpine: SystemFacts = {
  distribution: 'alpine',
  libc: 'musl',
  shell: 'ash',
  packageManager: 'apk',
  accountTool: 'busybox',
  defaultUser: 'root',
  accounts: [],
  tools: ['nc', 'wget'],
};

/** Enterprise Linux 9 and later; release 8 keeps its Python off the PATH. */
export const enterpriseLinux: SystemFacts = {
  distribution: 'rhel',
  libc: 'glibc',
  shell: 'bash',
  packageManager: 'dnf',
  accountTool: 'shadow',
  defaultUser: 'root',
  accounts: [],
  tools: ['bash', 'curl', 'python3'],
};

/** The images called minimal: their `useradd` comes with a package of its own. */
export const enterpriseLinuxMinimal: SystemFacts = {
  ...enterpriseLinux,
  packageManager: 'microdnf',
  accountTool: 'none',
  tools: ['bash'],
};

export const amazonLinux: SystemFacts = {
  ...enterpriseLinux,
  distribution: 'amazonlinux',
  accountTool: 'none',
};

export const azureLinux: SystemFacts = {
  distribution: 'azurelinux',
  libc: 'glibc',
  shell: 'bash',
  packageManager: 'tdnf',
  accountTool: 'none',
  defaultUser: 'root',
  accounts: [],
  tools: ['bash', 'curl'],
};

export const wolfi: SystemFacts = {
  distribution: 'wolfi',
  libc: 'glibc',
  shell: 'ash',
  packageManager: 'apk',
  accountTool: 'busybox',
  defaultUser: 'root',
  accounts: [],
  tools: [],
};

/** No shell, no package manager, nothing that could create an account. */
export const shellless: SystemFacts = {
  distribution: 'distroless',
  libc: 'glibc',
  shell: 'none',
  packageManager: 'none',
  accountTool: 'none',
  defaultUser: 'root',
  accounts: [],
  tools: [],
};

export const scratch: SystemFacts = { ...shellless, distribution: 'scratch', libc: 'none' };

export const windowsServer: SystemFacts = {
  distribution: 'windows',
  libc: 'none',
  shell: 'cmd',
  packageManager: 'none',
  accountTool: 'none',
  defaultUser: 'ContainerAdministrator',
  accounts: [],
  tools: ['curl'],
};

export const nanoServer: SystemFacts = { ...windowsServer, defaultUser: 'ContainerUser' };

/** `buildpack-deps` with neither `-curl` nor `-scm`, Debian 11 and later. */
export const buildpackTools: readonly Tool[] = [
  'bash',
  'curl',
  'gcc',
  'git',
  'make',
  'perl',
  'python3',
  'wget',
];

/** Debian releases with images that still can be pulled by code name and hold no Python 2. */
export const debianNames = 'bullseye|bookworm|trixie|forky';

/** Releases whose Mercurial brings Python 2. */
export const oldDebianNames = 'stretch|buster';

export const wwwDataOnDebian = { name: 'www-data', uid: 33, group: 'www-data', gid: 33 };

/** A pattern for whole tags, from alternatives. */
export function tags(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

import type { Sourced } from './sourced';

export type Distribution =
  | 'debian'
  | 'ubuntu'
  | 'alpine'
  | 'rhel'
  | 'fedora'
  | 'amazonlinux'
  | 'opensuse'
  | 'arch'
  | 'wolfi'
  | 'photon'
  | 'azurelinux'
  | 'busybox'
  | 'distroless'
  | 'scratch'
  | 'windows';

export type Libc = 'glibc' | 'musl' | 'none';

/** What stands behind `/bin/sh` (or is the default shell on Windows). */
export type ShellProgram = 'dash' | 'ash' | 'bash' | 'cmd' | 'powershell' | 'none';

export type SystemPackageManager =
  'apt-get' | 'apk' | 'dnf' | 'microdnf' | 'yum' | 'tdnf' | 'zypper' | 'pacman' | 'none';

/** The account tools an image has: `useradd` (shadow), `adduser` (BusyBox syntax: `-D`, `-S`), or none. */
export type AccountTool = 'shadow' | 'busybox' | 'none';

/**
 * Programs whose presence is tracked for every row: not in a row's `tools` or `uncertainTools` means
 * known to be absent.
 */
export const trackedTools = [
  'bash',
  'curl',
  'gcc',
  'git',
  'make',
  'nc',
  'node',
  'perl',
  'python',
  'python3',
  'wget',
] as const;

export type Tool = (typeof trackedTools)[number];

/** A ready non-root account of an image. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly group: string;
  readonly gid: number;
  /** Home directory, when the account has a usable one. */
  readonly home?: string;
}

/** Facts about all tags of an image family that match `tag`. */
export interface ImageVariant extends Sourced {
  /** Matches the whole tag (write anchors). The first matching variant of a family counts. */
  readonly tag: RegExp;
  readonly distribution: Distribution;
  readonly libc: Libc;
  readonly shell: ShellProgram;
  readonly packageManager: SystemPackageManager;
  readonly accountTool: AccountTool;
  /** `root`, or the `USER` of the image config as it stands there (`65532`, `nonroot`, `nginx`, `101`). */
  readonly defaultUser: string;
  /** Ready accounts meant for running an application; system accounts such as `daemon` are left out. */
  readonly accounts: readonly Account[];
  /** Every tracked program that the image has on its PATH. */
  readonly tools: readonly Tool[];
  /** Tracked programs that some images of the variant have and others lack, or that nobody looked up. */
  readonly uncertainTools?: readonly Tool[];
  /** ENTRYPOINT of the image config; absent when there is none. */
  readonly entrypoint?: readonly string[];
  /** CMD of the image config; absent when there is none. */
  readonly command?: readonly string[];
  /** WORKDIR of the image config, when it is not `/`. */
  readonly workdir?: string;
  /** True when the image's own entrypoint starts as root and drops privileges itself (postgres, redis). */
  readonly dropsPrivileges?: boolean;
  /**
   * Turns a tag of this variant into the slimmer tag of the same version, distribution and libc, for
   * variants that have one (`24-bookworm` to `24-bookworm-slim`).
   */
  readonly slimTag?: { readonly pattern: RegExp; readonly replacement: string };
  /** True for tags made for debugging only (distroless `:debug`, busybox shells). */
  readonly debug?: boolean;
}

export interface ImageFamily {
  /** Short name, unique: `node`, `distroless-static`. */
  readonly id: string;
  /** Normalised repositories: `docker.io/library/node`, `gcr.io/distroless/static-debian12`. */
  readonly repositories: readonly string[];
  /** `application`: meant to run something else than itself; `server`: a ready daemon; `os`: a bare system; `toolchain`: an SDK or compiler. */
  readonly kind: 'application' | 'server' | 'os' | 'toolchain';
  /** Product of `data/end-of-life` that the leading version of a tag belongs to. */
  readonly product?: string;
  /** More specific variants first. */
  readonly variants: readonly ImageVariant[];
}

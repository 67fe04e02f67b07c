/** A flag of an instruction. */
export interface FrontendFlag {
  readonly name: string;
  /** Second number of the `docker/dockerfile:1.x` that brought it; undefined: always there. */
  readonly since?: number;
}

/**
 * Flags of the instructions of the standard frontend, as BuildKit spells them.
 *
 * Source: the Dockerfile reference and the release notes of the frontend, as kept in the catalogue of rules
 * (section 6), November 2026.
 */
export const frontendFlags: Readonly<Record<string, readonly FrontendFlag[]>> = {
  FROM: [{ name: 'platform' }],
  RUN: [
    { name: 'mount', since: 2 },
    { name: 'network', since: 3 },
    { name: 'security', since: 20 },
    { name: 'device', since: 14 },
  ],
  COPY: [
    { name: 'from' },
    { name: 'chown' },
    { name: 'chmod', since: 2 },
    { name: 'link', since: 4 },
    { name: 'exclude', since: 19 },
    { name: 'parents', since: 20 },
  ],
  ADD: [
    { name: 'chown' },
    { name: 'keep-git-dir', since: 1 },
    { name: 'chmod', since: 2 },
    { name: 'link', since: 4 },
    { name: 'checksum', since: 6 },
    { name: 'unpack', since: 17 },
    { name: 'exclude', since: 19 },
  ],
  HEALTHCHECK: [
    { name: 'interval' },
    { name: 'timeout' },
    { name: 'start-period' },
    { name: 'start-interval' },
    { name: 'retries' },
  ],
};

/** Second number of the version that brought heredocs. */
export const heredocsSince = 4;

/** Second number of the version that brought `env=` of secret mounts. */
export const secretVariablesSince = 10;

/**
 * Options of `RUN --mount` that BuildKit refuses with other types than these.
 *
 * Source: `frontend/dockerfile/instructions` of moby/buildkit, August 2026.
 */
export const ownOptions: Readonly<Record<string, readonly string[]>> = {
  uid: ['cache', 'secret', 'ssh'],
  gid: ['cache', 'secret', 'ssh'],
  mode: ['cache', 'secret', 'ssh'],
  sharing: ['cache'],
  size: ['tmpfs'],
  required: ['secret', 'ssh'],
};

/** Values of `sharing` of a cache mount. Source: the Dockerfile reference, November 2026. */
export const sharingModes: readonly string[] = ['shared', 'private', 'locked'];

/**
 * The options of `RUN --mount` by type.
 *
 * Source: the Dockerfile reference, "RUN --mount", November 2026.
 */
export const mountOptions: Readonly<Record<string, readonly string[]>> = {
  bind: [
    'target',
    'dst',
    'destination',
    'source',
    'src',
    'from',
    'rw',
    'readwrite',
    'ro',
    'readonly',
  ],
  cache: [
    'id',
    'target',
    'dst',
    'destination',
    'ro',
    'readonly',
    'rw',
    'readwrite',
    'sharing',
    'from',
    'source',
    'src',
    'mode',
    'uid',
    'gid',
  ],
  tmpfs: ['target', 'dst', 'destination', 'size'],
  secret: [
    'id',
    'source',
    'src',
    'target',
    'dst',
    'destination',
    'required',
    'mode',
    'uid',
    'gid',
    'env',
  ],
  ssh: ['id', 'target', 'dst', 'destination', 'required', 'mode', 'uid', 'gid'],
};

import type { Sourced } from './sourced';

/** One release of an action of GitHub Actions and the commit that it is. */
export interface ActionPin extends Sourced {
  /** Tag of the release. */
  readonly version: string;
  /** What the tag meant when it was read, 40 hexadecimal digits. A tag can be moved, a commit cannot. */
  readonly commit: string;
}

const tags = 'Tag objects of the repository of the action';
const dockerTags = `${tags}; docker/github-builder pins the same`;
const checked = '2026-08-22';

/** The actions that generated workflows use, by name, in the order of the jobs. */
export const actionPins = {
  'actions/checkout': {
    version: 'v7.0.1',
    commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
    source: tags,
    checked,
  },
  'docker/setup-buildx-action': {
    version: 'v4.3.0',
    commit: '37fe631027851001ddb9b187196cc803df7f5f0e',
    source: dockerTags,
    checked,
  },
  'docker/setup-qemu-action': {
    version: 'v4.2.0',
    commit: '96fe6ef7f33517b61c61be40b68a1882f3264fb8',
    source: dockerTags,
    checked,
  },
  'docker/login-action': {
    version: 'v4.6.0',
    commit: 'dbcb813823bdd20940b903addbd779551569679f',
    source: dockerTags,
    checked,
  },
  'docker/metadata-action': {
    version: 'v6.2.0',
    commit: 'dc802804100637a589fabce1cb79ff13a1411302',
    source: dockerTags,
    checked,
  },
  'docker/build-push-action': {
    version: 'v7.3.0',
    commit: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a',
    source: dockerTags,
    checked,
  },
  'anchore/scan-action': {
    version: 'v7.4.0',
    commit: 'e1165082ffb1fe366ebaf02d8526e7c4989ea9d2',
    source: tags,
    checked,
  },
  'github/codeql-action': {
    version: 'v4.36.2',
    commit: '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
    source: `${tags}, in a copy of June 2026`,
    checked: '2026-11-22',
  },
  'sigstore/cosign-installer': {
    version: 'v4.1.2',
    commit: '6f9f17788090df1f26f669e9d70d6ae9567deba6',
    source: tags,
    checked,
  },
  'actions/attest-build-provenance': {
    version: 'v4.1.0',
    commit: 'a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32',
    source: tags,
    checked,
  },
} as const satisfies Readonly<Record<string, ActionPin>>;

export type PinnedAction = keyof typeof actionPins;

import type { Sourced } from './sourced';

/** A server of OpenPGP keys that is gone, or a pool of them. */
export interface ClosedKeyServer extends Sourced {
  readonly title: string;
  readonly host: RegExp;
  /** The first day on which its names led nowhere, ISO date. */
  readonly closed: string;
}

export const closedKeyServers: readonly ClosedKeyServer[] = [
  {
    title: 'The pool of SKS key servers',
    host: /(?:^|\.)sks-keyservers\.net$/,
    closed: '2021-06-21',
    source:
      'notice of sks-keyservers.net of that day, as quoted in https://github.com/nginx/docker-nginx/pull/597',
    checked: '2026-11-22',
  },
];

/** The server that takes the place of a closed one: it has the keys of the pool, also those without a checked address. */
export const openKeyServer = 'keyserver.ubuntu.com';

import type { Sourced } from './sourced';

/** Releases whose packages left the servers that their images ask. */
export interface ClosedMirror extends Sourced {
  /** Product of `data/end-of-life`. */
  readonly product: string;
  readonly cycles: readonly string[];
  /** Managers that ask them. */
  readonly managers: readonly string[];
  /** The day from which the packages were surely gone. */
  readonly closed: string;
  /** Hosts that still have them: a file that names one is repaired. */
  readonly archives: RegExp;
}

const checked = '2026-11-22';
const apt = ['apt-get', 'apt'];
const debianArchive = /archive\.debian\.org|snapshot\.debian\.org|debian-elts|freexian/;
const centosVault =
  /vault\.centos\.org|archive\.kernel\.org|vault\.epel|\bmirrors?\.[\w.-]+\/centos/;

export const closedMirrors: readonly ClosedMirror[] = [
  {
    product: 'debian',
    cycles: ['6', '7', '8'],
    managers: apt,
    closed: '2020-07-01',
    archives: debianArchive,
    source: 'https://www.debian.org/distrib/archive',
    checked,
  },
  {
    product: 'debian',
    cycles: ['9'],
    managers: apt,
    closed: '2023-04-24',
    archives: debianArchive,
    source: 'https://www.debian.org/distrib/archive',
    checked,
  },
  {
    product: 'debian',
    cycles: ['10'],
    managers: apt,
    closed: '2025-07-13',
    archives: debianArchive,
    source: 'https://github.com/debuerreotype/docker-debian-artifacts/issues/245',
    checked,
  },
  {
    product: 'ubuntu',
    cycles: [
      ...['15.04', '15.10', '16.10', '17.04', '17.10', '18.10', '19.04', '19.10', '20.10', '21.04'],
      ...['21.10', '22.10', '23.04'],
    ],
    managers: apt,
    closed: '2025-01-31',
    archives: /old-releases\.ubuntu\.com|snapshot\.ubuntu\.com/,
    source: 'general knowledge: releases without long-term support move to old-releases.ubuntu.com',
    checked,
  },
  {
    product: 'centos',
    cycles: ['6', '7', '8'],
    managers: ['yum', 'dnf'],
    closed: '2024-07-01',
    archives: centosVault,
    source: 'https://www.centos.org/centos-linux-eol/',
    checked,
  },
];

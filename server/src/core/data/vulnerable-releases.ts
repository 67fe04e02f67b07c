import type { Sourced } from './sourced';

/** Releases of a program with a hole that everybody knows, and that are still built from their sources. */
export interface VulnerableReleases extends Sourced {
  readonly title: string;
  /** Matches the name of the file; the first group is the version. */
  readonly file: RegExp;
  /** First and last affected version, both included. */
  readonly affected: readonly { readonly from: string; readonly to: string }[];
  readonly hole: string;
  /** The release that mends it. */
  readonly fixedIn: string;
}

const checked = '2026-11-22';

/** Kept short on purpose: a scanner with a database knows the others. */
export const vulnerableReleases: readonly VulnerableReleases[] = [
  {
    title: 'OpenSSL',
    file: /(?:^|\/)openssl-(\d+\.\d+\.\d+)(?:\.tar|\.zip|$)/i,
    affected: [{ from: '3.0.0', to: '3.0.6' }],
    hole: 'CVE-2022-3602',
    fixedIn: '3.0.7',
    source: 'https://openssl-library.org/news/vulnerabilities/',
    checked,
  },
  {
    title: 'OpenSSL',
    file: /(?:^|\/)openssl-(1\.0\.1[a-f]?)(?:\.tar|\.zip|$)/i,
    affected: [{ from: '1.0.1', to: '1.0.1' }],
    hole: 'CVE-2014-0160 (Heartbleed)',
    fixedIn: '1.0.1g',
    source: 'https://openssl-library.org/news/vulnerabilities/',
    checked,
  },
  {
    title: 'curl',
    file: /(?:^|\/)curl-(\d+\.\d+\.\d+)(?:\.tar|\.zip|$)/i,
    affected: [{ from: '7.69.0', to: '8.3.0' }],
    hole: 'CVE-2023-38545',
    fixedIn: '8.4.0',
    source: 'https://curl.se/docs/CVE-2023-38545.html',
    checked,
  },
  {
    title: 'XZ Utils',
    file: /(?:^|\/)xz-(\d+\.\d+\.\d+)(?:\.tar|\.zip|$)/i,
    affected: [{ from: '5.6.0', to: '5.6.1' }],
    hole: 'CVE-2024-3094 (a back door)',
    fixedIn: '5.6.2',
    source: 'https://tukaani.org/xz-backdoor/',
    checked,
  },
  {
    title: 'Log4j',
    file: /(?:^|\/)log4j-core-(\d+\.\d+\.\d+)\.jar$/i,
    affected: [
      { from: '2.4.0', to: '2.12.1' },
      { from: '2.13.0', to: '2.14.1' },
    ],
    hole: 'CVE-2021-44228 (Log4Shell)',
    fixedIn: '2.17.1',
    source: 'https://logging.apache.org/security.html',
    checked,
  },
  {
    title: 'OpenSSH',
    file: /(?:^|\/)openssh-(\d+\.\d+)p\d\.tar/i,
    affected: [{ from: '8.5', to: '9.7' }],
    hole: 'CVE-2024-6387',
    fixedIn: '9.8p1',
    source: 'https://www.openssh.com/security.html',
    checked,
  },
];

import type { Sourced } from './sourced';

/** Addresses at which a server has no file, but says where it is. */
export interface RedirectingAddress extends Sourced {
  /** Matches the host, lower case. */
  readonly host: RegExp;
  /** Matches the rest of the address from the first slash on, which may hold variables. */
  readonly path: RegExp;
  /** Where it sends to. */
  readonly target: string;
}

const checked = '2026-11-22';
const known = 'general knowledge, no document read';

/** An owner and a repository, which one variable may hold. */
const repository = String.raw`^\/(?:[^/]+\/){1,2}`;

export const redirectingAddresses: readonly RedirectingAddress[] = [
  {
    host: /^(?:www\.)?github\.com$/,
    path: new RegExp(String.raw`${repository}releases\/(?:latest\/)?download\/.`),
    target: 'the storage of GitHub',
    source:
      'https://docs.github.com/en/repositories/releasing-projects-on-github/linking-to-releases; the redirect itself is general knowledge',
    checked,
  },
  {
    host: /^(?:www\.)?github\.com$/,
    path: new RegExp(String.raw`${repository}(?:archive|tarball|zipball)\/.`),
    target: 'codeload.github.com',
    source: 'https://github.com/npm/hosted-git-info/commit/6efd582',
    checked,
  },
  {
    host: /^(?:www\.)?github\.com$/,
    path: new RegExp(String.raw`${repository}(?:raw\/.|blob\/.+\?raw=(?:true|1)$)`),
    target: 'raw.githubusercontent.com',
    source: known,
    checked,
  },
  {
    host: /^api\.github\.com$/,
    path: /^\/repos\/(?:[^/]+\/){1,2}(?:tarball|zipball)(?:\/|$)/,
    target: 'codeload.github.com',
    source: 'https://docs.github.com/en/rest/repos/contents',
    checked,
  },
  {
    host: /^(?:www\.)?sourceforge\.net$/,
    path: /^\/projects\/.+\/download(?:\?.*)?$/,
    target: 'a mirror of SourceForge',
    source: known,
    checked,
  },
  {
    host: /^(?:pr)?downloads?\.sourceforge\.net$/,
    path: /^\/./,
    target: 'a mirror of SourceForge',
    source: known,
    checked,
  },
  {
    host: /^(?:www\.)?apache\.org$/,
    path: /^\/dyn\/.+[?&]action=download(?:&|$)/,
    target: 'a mirror of Apache',
    source: known,
    checked,
  },
  {
    host: /^(?:go\.dev|golang\.org)$/,
    path: /^\/dl\/.+\.(?:tar\.gz|zip)$/,
    target: 'dl.google.com',
    source: known,
    checked,
  },
  {
    host: /^dl\.k8s\.io$/,
    path: /^\/(?:release\/|v|\$)./,
    target: 'cdn.dl.k8s.io',
    source: known,
    checked,
  },
  {
    host: /^archive\.org$/,
    path: /^\/download\/[^/]+\/./,
    target: 'a server of archive.org',
    source: known,
    checked,
  },
  {
    host: /^(?:aka\.ms|bit\.ly|tinyurl\.com)$/,
    path: /^\/./,
    target: 'the address that it stands for',
    source: known,
    checked,
  },
  {
    host: /^go\.microsoft\.com$/,
    path: /^\/fwlink\/?\?/i,
    target: 'the address that it stands for',
    source: known,
    checked,
  },
];

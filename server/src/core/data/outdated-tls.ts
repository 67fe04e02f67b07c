import type { Sourced } from './sourced';

/** An option of a program that downloads, with which it takes versions of TLS before 1.2. */
export interface OutdatedTlsOption extends Sourced {
  readonly program: 'curl' | 'wget';
  readonly option: string;
  /** Values that mean such a version; undefined for an option without a value. */
  readonly value?: RegExp;
  /** What to write in its place: the value where there is one, else the option. */
  readonly instead: string;
}

const checked = '2026-11-22';
const curl = { program: 'curl', checked, source: 'https://curl.se/docs/manpage.html' } as const;

/** TLS 1.0 and 1.1 are not to be used since RFC 8996, SSL 3 since RFC 7568. `--tlsv1` of curl means any 1.x. */
export const outdatedTlsOptions: readonly OutdatedTlsOption[] = [
  ...['--sslv2', '-2', '--sslv3', '-3', '--tlsv1.0', '--tlsv1.1'].map((option) => ({
    ...curl,
    option,
    instead: '--tlsv1.2',
  })),
  { ...curl, option: '--tls-max', value: /^1\.[01]$/, instead: '1.2' },
  {
    program: 'wget',
    option: '--secure-protocol',
    value: /^(?:SSLv[23]|TLSv1(?:_[01])?)$/i,
    instead: 'TLSv1_2',
    source: 'https://www.gnu.org/software/wget/manual/wget.html',
    checked,
  },
];

/**
 * Settings of OpenSSL that allow them for every program of the image.
 * Source: https://docs.openssl.org/3.5/man5/config/ and https://docs.openssl.org/3.5/man3/SSL_CONF_cmd/, 2026-11-22
 */
export const outdatedTlsSetting = /\bMinProtocol\s*=\s*(?:None|SSLv[23]|TLSv1(?:\.[01])?)(?![\w.])/;

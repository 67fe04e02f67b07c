import type { PackageManagerFacts } from './package-manager-facts';
import { list } from './package-managers/row';
import type { Sourced } from './sourced';

/** How the command line of a program that downloads files is read. */
export interface DownloadProgram
  extends Sourced, Pick<PackageManagerFacts, 'valueOptions' | 'wordOptions'> {
  readonly name: 'curl' | 'wget';
  /** Options that turn the check of certificates off; a value belongs to the option. */
  readonly unchecked: readonly string[];
  /** Options that name the file to write. */
  readonly output: readonly string[];
  /** Options whose value is an address. */
  readonly address: readonly string[];
  /** Options that name the file after the last part of the address; empty where that needs none. */
  readonly remoteName: readonly string[];
  /** Options that name the folder of such a file. */
  readonly folder: readonly string[];
  /** Options with which the name of the file, or the number of files, is not known. */
  readonly openName: readonly string[];
}

export const downloadPrograms: readonly DownloadProgram[] = [
  {
    name: 'curl',
    valueOptions: list(`
      -A --user-agent -b --cookie -c --cookie-jar -C --continue-at -d --data --data-ascii
      --data-binary --data-raw --data-urlencode -D --dump-header -e --referer -E --cert -F --form
      --form-string -H --header -K --config -m --max-time -o --output -P --ftp-port -Q --quote -r
      --range -t --telnet-option -T --upload-file -u --user -U --proxy-user -w --write-out -x
      --proxy -X --request -y --speed-time -Y --speed-limit -z --time-cond --cacert --capath
      --cert-type --ciphers --connect-timeout --connect-to --create-file-mode --crlfile --curves
      --delegation --dns-servers --doh-url --egd-file --engine --expect100-timeout --hostpubsha256
      --interface --json --keepalive-time --key --key-type --limit-rate --local-port
      --max-filesize --max-redirs --netrc-file --noproxy --oauth2-bearer --output-dir
      --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proto-redir
      --proxy-cacert --proxy-header --pubkey --random-file --rate --resolve --retry --retry-delay
      --retry-max-time --socks4 --socks4a --socks5 --socks5-hostname --stderr --tls-max
      --tls13-ciphers --trace --trace-ascii --unix-socket --url --url-query --variable`),
    unchecked: list('-k --insecure'),
    output: list('-o --output'),
    address: ['--url'],
    remoteName: list('-O --remote-name'),
    folder: [],
    openName: list('-J --remote-header-name --remote-name-all -K --config --output-dir'),
    source: 'https://curl.se/docs/manpage.html',
    checked: '2026-11-22',
  },
  {
    name: 'wget',
    valueOptions: list(`
      -a --append-output -A --accept -B --base -C --cache -D --domains -e --execute -g --glob -i
      --input-file -I --include-directories -l --level -o --output-file -O --output-document -P
      --directory-prefix -Q --quota -R --reject -t --tries -T --timeout -U --user-agent -w --wait
      -X --exclude-directories --accept-regex --reject-regex --bind-address --body-data
      --body-file --ca-certificate --ca-directory --certificate --certificate-type --ciphers
      --config --connect-timeout --crl-file --cut-dirs --default-page --dns-timeout
      --exclude-domains --header --hsts-file --http-password --http-user --ignore-length
      --limit-rate --load-cookies --local-encoding --max-redirect --method --password
      --pinnedpubkey --post-data --post-file --prefer-family --private-key --private-key-type
      --progress --protocol-directories --proxy-password --proxy-user --read-timeout --referer
      --remote-encoding --report-speed --restrict-file-names --save-cookies --secure-protocol
      --start-pos --user --waitretry`),
    wordOptions: list('-nc -nd -nH -np -nv -nh'),
    unchecked: list('--no-check-certificate --check-certificate=off --check-certificate=quiet'),
    output: list('-O --output-document'),
    address: [],
    remoteName: [],
    folder: list('-P --directory-prefix'),
    openName: list('-i --input-file -r --recursive --content-disposition'),
    source: 'https://www.gnu.org/software/wget/manual/wget.html',
    checked: '2026-11-22',
  },
];

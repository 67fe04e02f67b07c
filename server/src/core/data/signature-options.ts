import type { Sourced } from './sourced';

/** Whose check of package signatures is turned off. */
export type SignatureCheck =
  'apk' | 'apt' | 'forceYes' | 'rpmManager' | 'rpm' | 'zypper' | 'pacman';

const checked = '2026-11-22';

/** Options of package managers that turn the check off; `name=value` where they have a value. */
export const signatureOptions: readonly (Sourced & {
  readonly managers: readonly string[];
  readonly option: RegExp;
  readonly check: SignatureCheck;
})[] = [
  {
    managers: ['apk'],
    option: /^--allow-untrusted$/,
    check: 'apk',
    source: 'https://man.archlinux.org/man/apk.8.en',
    checked,
  },
  {
    managers: ['apt-get', 'apt'],
    option: /^--(?:allow-unauthenticated|allow-insecure-repositories)$/,
    check: 'apt',
    source: 'https://manpages.debian.org/trixie/apt/apt-get.8.en.html',
    checked,
  },
  {
    managers: ['apt-get', 'apt'],
    option:
      /^(?:-o|--option)=(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=(?:1|true|yes|on)$/i,
    check: 'apt',
    source: 'https://manpages.debian.org/trixie/apt/apt-secure.8.en.html',
    checked,
  },
  {
    managers: ['apt-get', 'apt'],
    option: /^--force-yes$/,
    check: 'forceYes',
    source: 'https://manpages.debian.org/stretch/apt/apt-get.8.en.html',
    checked,
  },
  {
    managers: ['yum', 'dnf', 'microdnf', 'tdnf'],
    option: /^--(?:nogpgcheck|no-gpgchecks?|setopt=(?:.+\.)?(?:pkg_)?gpgcheck=(?:0|false|no))$/i,
    check: 'rpmManager',
    source: 'https://dnf.readthedocs.io/en/latest/command_ref.html',
    checked,
  },
  {
    managers: ['zypper'],
    option: /^--(?:no-gpg-checks|allow-unsigned-rpm)$/,
    check: 'zypper',
    source: 'https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html',
    checked,
  },
];

/** Options of `rpm` itself, which is no package manager that loads anything but addresses it is given. */
export const rpmSignatureOptions: Sourced & { readonly option: RegExp } = {
  option: /^--(?:nosignature|nodigest|nogpg|noverify)$/,
  source: 'https://rpm.org/docs/latest/man/rpm.8',
  checked,
};

/** Lines of sources and configuration files that turn the check off. */
export const signatureLines: readonly (Sourced & {
  readonly line: RegExp;
  /** A file must have such a name where it is known. */
  readonly file: RegExp;
  readonly check: SignatureCheck;
})[] = [
  {
    line: /^\s*deb(?:-src)?\s+\[[^\]\n]*\b(?:trusted|allow-insecure)=yes[^\]\n]*\]\s+(?!file:|copy:)\S+/m,
    file: /sources\.list|\.list$/,
    check: 'apt',
    source: 'https://manpages.debian.org/trixie/apt/sources.list.5.en.html',
    checked,
  },
  {
    line: /\b(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)\s+"?(?:1|true|yes|on)\b/i,
    file: /apt\.conf/,
    check: 'apt',
    source: 'https://manpages.debian.org/trixie/apt/apt-secure.8.en.html',
    checked,
  },
  {
    line: /\bAPT::Get::force-yes\s+"?(?:1|true|yes|on)\b/i,
    file: /apt\.conf/,
    check: 'forceYes',
    source: 'https://manpages.debian.org/stretch/apt/apt-get.8.en.html',
    checked,
  },
  {
    line: /^\s*gpgcheck\s*=\s*(?:0|false|no)\b/im,
    file: /\.repo$|(?:yum|dnf)\.conf$/,
    check: 'rpmManager',
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    line: /^\s*SigLevel\s*=\s*Never\b/m,
    file: /pacman\.conf$|pacman\.d\//,
    check: 'pacman',
    source: 'https://man.archlinux.org/man/pacman.conf.5',
    checked,
  },
];

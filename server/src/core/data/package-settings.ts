import type { Sourced } from './sourced';

/** What the configuration files of a package manager can say in place of an option. */
export interface PackageSettings extends Sourced {
  /** Ids of the managers that read the files. */
  readonly managers: readonly string[];
  /** Absolute paths of the files and of the folders that hold more of them. */
  readonly paths: readonly string[];
  /** Lower-case texts that a file or command holds when it writes the setting, but not as an option. */
  readonly names: {
    readonly assumeYes?: readonly string[];
    readonly noRecommends?: readonly string[];
    readonly noCache?: readonly string[];
  };
}

export type PackageSettingName = keyof PackageSettings['names'];

const checked = '2026-11-21';

export const packageSettings: readonly PackageSettings[] = [
  {
    managers: ['apt-get', 'apt'],
    paths: ['/etc/apt/apt.conf', '/etc/apt/apt.conf.d'],
    names: {
      assumeYes: ['get::assume-yes', 'assume-yes "', 'get::force-yes', 'apt_config'],
      noRecommends: ['apt::install-recommends', 'install-recommends "', 'apt_config'],
    },
    source: 'https://manpages.debian.org/trixie/apt/apt.conf.5.en.html',
    checked,
  },
  {
    managers: ['yum', 'dnf', 'microdnf', 'tdnf'],
    paths: ['/etc/yum.conf', '/etc/yum', '/etc/dnf', '/etc/tdnf'],
    names: { assumeYes: ['assumeyes=', 'assumeyes ='] },
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    managers: ['pip'],
    paths: ['/etc/pip.conf', '/root/.pip', '/root/.config/pip', '/etc/xdg/pip'],
    names: {
      noCache: [
        'pip_no_cache_dir',
        'pip_cache_dir',
        'pip_config_file',
        'xdg_cache_home',
        'pip.conf',
        'global.no-cache-dir',
        'global.cache-dir',
        'install.no-cache-dir',
      ],
    },
    source: 'https://pip.pypa.io/en/stable/topics/configuration/',
    checked,
  },
];

import type { PackageManagerFacts } from '../package-manager-facts';
import { list, plainVerbs, verbs } from './row';

const checked = '2026-11-21';

const aptVerbs = [
  ...plainVerbs('update-index', ['update']),
  ...verbs('install', list('install reinstall build-dep satisfy')),
  ...verbs('upgrade', list('upgrade dist-upgrade full-upgrade dselect-upgrade')),
  ...verbs('remove', list('remove purge autoremove autopurge auto-remove')),
  ...plainVerbs('clean', list('clean autoclean auto-clean dist-clean distclean')),
];

const aptOptions = {
  valueOptions: list(`
    -a --host-architecture -c --config-file -o --option -P --build-profiles -S --snapshot -t
    --target-release --default-release --planner --solver --with-source`),
  packageSyntax: 'apt',
  assumeYes: [
    ...list('-y --yes --assume-yes --force-yes -qq -q=2 --quiet=2'),
    '-o APT::Get::Assume-Yes=true',
    '--option APT::Get::Assume-Yes=true',
    '-o quiet=2',
  ],
  noRecommends: [
    '--no-install-recommends',
    '-o APT::Install-Recommends=false',
    '--option APT::Install-Recommends=false',
  ],
  cachePaths: ['/var/cache/apt', '/var/lib/apt'],
  leftoverPaths: ['/var/lib/apt/lists'],
  cleanCommand: 'rm -rf /var/lib/apt/lists/*',
} as const;

const dnfVerbs = [
  ...plainVerbs('update-index', list('makecache check-update')),
  ...verbs('install', [
    ...list('install reinstall localinstall in install-n install-na install-nevra'),
    ...list('builddep build-dep'),
  ]),
  ...verbs('install', ['groupinstall', 'group install', 'module install'], { takesGroups: true }),
  ...verbs('upgrade', [
    ...list('upgrade update up upgrade-minimal update-minimal upgrade-to update-to'),
    ...list('distro-sync dsync distribution-synchronization dist-upgrade'),
    'system-upgrade download',
  ]),
  ...verbs('upgrade', ['groupupdate', 'group upgrade', 'group update'], { takesGroups: true }),
  ...verbs('remove', [...list('remove erase rm autoremove remove-n remove-na remove-nevra')]),
  ...verbs('remove', ['groupremove', 'group remove'], { takesGroups: true }),
  ...verbs('clean', ['clean'], { takesPackages: false }),
];

const dnfValueOptions = list(`
  -c --config -d --debuglevel -e --errorlevel -R --randomwait -x --exclude --excludepkgs
  --advisory --advisories --bz --bzs --cve --cves --color --comment --destdir --downloaddir
  --disableexcludes --disableexcludepkgs --disableplugin --disable-plugin --disablerepo
  --enableplugin --enable-plugin --enablerepo --enable-repo --disable-repo --exclude-packages
  --forcearch --installroot --releasever --repo --repoid --repofrompath --rpmverbosity
  --sec-severity --secseverity --security-severity --setopt --arch --setvar`);

const noWeakDependencies = [
  '--setopt=install_weak_deps=false',
  '--setopt=*.install_weak_deps=false',
];

/** The managers of operating systems. */
export const systemPackageManagers: readonly PackageManagerFacts[] = [
  {
    id: 'apt-get',
    program: /^apt-get$/,
    kind: 'system',
    verbs: aptVerbs,
    ...aptOptions,
    source: 'https://manpages.debian.org/trixie/apt/apt-get.8.en.html',
    checked,
  },
  {
    id: 'apt',
    program: /^apt$/,
    kind: 'system',
    verbs: aptVerbs,
    ...aptOptions,
    source: 'https://manpages.debian.org/trixie/apt/apt.8.en.html',
    checked,
  },
  {
    id: 'apk',
    program: /^apk(?:\.static)?$/,
    kind: 'system',
    verbs: [
      ...plainVerbs('update-index', ['update']),
      ...verbs('install', list('add fix')),
      ...verbs('upgrade', ['upgrade']),
      ...verbs('remove', ['del']),
      ...plainVerbs('clean', ['cache clean', 'cache purge']),
    ],
    valueOptions: list(`
      -p --root -X --repository -t --virtual --arch --cache-dir --cache-max-age --keys-dir
      --progress-fd --repositories-file --repository-config --timeout --wait`),
    packageSyntax: 'apk',
    noCache: ['--no-cache'],
    cachePaths: ['/var/cache/apk', '/etc/apk/cache'],
    cleanCommand: 'rm -rf /var/cache/apk/*',
    source: 'https://man.archlinux.org/man/apk.8.en',
    checked,
  },
  {
    id: 'yum',
    program: /^yum$/,
    kind: 'system',
    verbs: dnfVerbs,
    valueOptions: dnfValueOptions,
    packageSyntax: 'rpm',
    assumeYes: list('-y --assumeyes --setopt=assumeyes=true'),
    noRecommends: noWeakDependencies,
    cachePaths: ['/var/cache/yum', '/var/cache/dnf'],
    cleanCommand: 'yum clean all && rm -rf /var/cache/yum',
    source: 'https://man7.org/linux/man-pages/man8/yum.8.html',
    checked,
  },
  {
    id: 'dnf',
    program: /^dnf(?:5|-3)?$/,
    kind: 'system',
    verbs: dnfVerbs,
    valueOptions: dnfValueOptions,
    packageSyntax: 'rpm',
    assumeYes: list('-y --assumeyes --setopt=assumeyes=true'),
    noRecommends: [...noWeakDependencies, '--no-allow-weak-deps'],
    cachePaths: ['/var/cache/dnf', '/var/cache/libdnf5'],
    cleanCommand: 'dnf clean all',
    source: 'https://dnf.readthedocs.io/en/latest/command_ref.html',
    checked,
  },
  {
    id: 'microdnf',
    program: /^microdnf$/,
    kind: 'system',
    verbs: dnfVerbs,
    valueOptions: dnfValueOptions,
    packageSyntax: 'rpm',
    // Asks since 3.7 (2021); earlier releases take the option and ignore it.
    assumeYes: list('-y --assumeyes'),
    noRecommends: noWeakDependencies,
    cachePaths: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5'],
    cleanCommand: 'microdnf clean all',
    source: 'https://github.com/rpm-software-management/microdnf',
    checked,
  },
  {
    id: 'tdnf',
    program: /^tdnf$/,
    kind: 'system',
    verbs: dnfVerbs,
    valueOptions: dnfValueOptions,
    packageSyntax: 'rpm',
    assumeYes: list('-y --assumeyes'),
    cachePaths: ['/var/cache/tdnf'],
    cleanCommand: 'tdnf clean all',
    source: 'https://github.com/vmware/tdnf/wiki',
    checked,
  },
  {
    id: 'zypper',
    program: /^zypper$/,
    kind: 'system',
    verbs: [
      ...plainVerbs('update-index', list('refresh ref')),
      ...verbs(
        'install',
        list('install in install-new-recommends inr source-install si verify ve'),
      ),
      ...verbs('upgrade', list('update up patch dist-upgrade dup')),
      ...verbs('remove', list('remove rm')),
      ...plainVerbs('clean', list('clean cc')),
    ],
    valueOptions: list(`
      -r --repo -t --type --from --download --solver-focus --config --userdata --reposd-dir
      --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir --root --installroot
      --plus-repo --plus-content --bugzilla --cve --category --severity --date --table-style`),
    valueOptionsBeforeVerb: list('-c -C -D -p -R -s'),
    packageSyntax: 'zypper',
    groupOptions: list(`
      -t=pattern --type=pattern -t=patch --type=patch -t=product --type=product -t=application
      --type=application`),
    assumeYes: list('-n --non-interactive -y --no-confirm'),
    noRecommends: ['--no-recommends'],
    cachePaths: ['/var/cache/zypp'],
    cleanCommand: 'zypper clean --all',
    source: 'https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html',
    checked,
  },
  {
    id: 'pacman',
    program: /^(?:pacman|yay|paru)$/,
    kind: 'system',
    verbs: [
      ...plainVerbs('update-index', ['-Sy']),
      ...verbs('install', ['-S', '-U']),
      ...verbs('upgrade', ['-Su']),
      ...verbs('remove', ['-R']),
      ...plainVerbs('clean', ['-Sc']),
    ],
    valueOptions: list(`
      -b --dbpath -r --root --arch --assume-installed --cachedir --color --config --gpgdir
      --hookdir --ignore --ignoregroup --logfile --overwrite --print-format --sysroot`),
    packageSyntax: 'plain',
    verbIsOption: true,
    assumeYes: ['--noconfirm'],
    cachePaths: ['/var/cache/pacman/pkg'],
    cleanCommand: 'rm -rf /var/cache/pacman/pkg/*',
    source: 'https://man.archlinux.org/man/pacman.8.en',
    checked,
  },
];

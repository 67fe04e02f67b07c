import type { Distribution } from './image-facts';
import type { Sourced } from './sourced';

/**
 * Names that a system's own `passwd` and `group` files hold before anything is installed. The lists
 * join all supported releases: a name that is missing exists in none of them.
 */
export interface SystemAccounts extends Sourced {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

const debian: SystemAccounts = {
  users: words(
    'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt systemd-network systemd-resolve systemd-timesync systemd-bus-proxy messagebus',
  ),
  groups: words(
    'root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup operator list irc src gnats shadow utmp video sasl plugdev staff games users nogroup crontab input kvm render sgx ssl-cert systemd-journal systemd-network systemd-resolve systemd-timesync netdev _ssh messagebus',
  ),
  source: 'Debian package base-passwd: passwd.master, group.master (10 to 13)',
  checked: '2026-11-21',
};

const alpine: SystemAccounts = {
  users: words(
    'root bin daemon adm lp sync shutdown halt mail news uucp operator man postmaster cron ftp sshd at squid xfs games cyrus vpopmail ntp smmsp guest nobody svn www-data',
  ),
  groups: words(
    'root bin daemon sys adm tty disk lp mem kmem wheel floppy mail news uucp man cron console audio cdrom dialout ftp sshd input at tape video netdev readproc squid xfs kvm games shadow postgres cdrw www-data usb vpopmail users ntp nofiles smmsp locate abuild utmp ping nogroup nobody',
  ),
  source: 'Alpine Linux aports: main/alpine-baselayout (passwd, group; 3.10 to 3.23)',
  checked: '2026-08-21',
};

const enterpriseLinux: SystemAccounts = {
  users: words(
    'root bin daemon adm lp sync shutdown halt mail news uucp operator games gopher ftp nobody nfsnobody dbus tss rpm vcsa ntp nscd rpc polkitd sshd systemd-network systemd-bus-proxy systemd-coredump systemd-oom systemd-resolve systemd-timesync messagebus man wwwrun http alpm git uuidd',
  ),
  groups: words(
    'root bin daemon sys adm tty disk lp mem kmem wheel cdrom mail news uucp man dialout floppy games gopher tape video dip ftp lock audio nobody nogroup nfsnobody users utmp utempter input kvm render sgx ssh_keys dbus tss rpm polkitd sshd systemd-journal systemd-network systemd-bus-proxy systemd-coredump systemd-oom systemd-resolve systemd-timesync messagebus shadow trusted www http alpm git network power proc rfkill storage optical scanner log clock printadmin',
  ),
  source:
    'Red Hat deployment guide: standard users and groups (package setup); Fedora, Amazon Linux, openSUSE and Arch add a few',
  checked: '2026-11-21',
};

const minimal: SystemAccounts = {
  users: words('root nobody nonroot daemon'),
  groups: words('root nobody nogroup nonroot tty staff daemon'),
  source: 'GoogleContainerTools/distroless: common/BUILD.bazel; chainguard-images/images',
  checked: '2026-08-21',
};

/** A base without a `passwd` file knows numbers only. */
const none: SystemAccounts = {
  users: new Set(),
  groups: new Set(),
  source: 'docker/buildkit: solver/llbsolver/file/user_linux.go',
  checked: '2026-08-21',
};

const systems: Readonly<Record<Distribution, SystemAccounts | undefined>> = {
  debian,
  ubuntu: debian,
  alpine,
  busybox: joined(debian, alpine),
  rhel: enterpriseLinux,
  fedora: enterpriseLinux,
  amazonlinux: enterpriseLinux,
  opensuse: enterpriseLinux,
  arch: enterpriseLinux,
  photon: enterpriseLinux,
  azurelinux: enterpriseLinux,
  wolfi: joined(minimal, alpine),
  distroless: minimal,
  scratch: none,
  windows: undefined,
};

/** The accounts that every image of a system has; undefined for Windows. */
export function systemAccountsOf(distribution: Distribution): SystemAccounts | undefined {
  return systems[distribution];
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

function joined(first: SystemAccounts, second: SystemAccounts): SystemAccounts {
  return {
    ...first,
    users: new Set([...first.users, ...second.users]),
    groups: new Set([...first.groups, ...second.groups]),
  };
}

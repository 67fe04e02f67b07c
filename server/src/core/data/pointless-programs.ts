/**
 * Programs that wait for a person at a terminal.
 *
 * Source: their manual pages; checked 2026-11-22.
 */
export const interactivePrograms: ReadonlySet<string> = new Set([
  'vim',
  'vi',
  'nano',
  'emacs',
  'top',
  'htop',
]);

/**
 * Programs that show or change a running machine, of which a build keeps nothing.
 *
 * Source: their manual pages; checked 2026-11-22.
 */
export const machinePrograms: ReadonlySet<string> = new Set([
  'shutdown',
  'reboot',
  'ps',
  'free',
  'kill',
  'killall',
  'mount',
  'umount',
  'ifconfig',
  'ssh',
]);

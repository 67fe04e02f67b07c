import type { Sourced } from './sourced';

interface SignalTable extends Sourced {
  readonly names: ReadonlyMap<number, string>;
}

/** Numbers that mean the same signal on every processor that Linux runs on. */
export const fixedSignals: SignalTable = {
  names: new Map([
    [1, 'SIGHUP'],
    [2, 'SIGINT'],
    [3, 'SIGQUIT'],
    [4, 'SIGILL'],
    [5, 'SIGTRAP'],
    [6, 'SIGABRT'],
    [8, 'SIGFPE'],
    [9, 'SIGKILL'],
    [11, 'SIGSEGV'],
    [13, 'SIGPIPE'],
    [14, 'SIGALRM'],
    [15, 'SIGTERM'],
  ]),
  source:
    'https://man7.org/linux/man-pages/man7/signal.7.html (Signal numbering for standard signals)',
  checked: '2026-11-22',
};

/**
 * Numbers that mean another signal on MIPS, which some images are built for. Real-time signals (32 and above) are
 * left out: C libraries keep different numbers of them for themselves, so that a number is no sure name.
 */
export const usualSignals: SignalTable = {
  names: new Map([
    [7, 'SIGBUS'],
    [10, 'SIGUSR1'],
    [12, 'SIGUSR2'],
    [18, 'SIGCONT'],
    [19, 'SIGSTOP'],
    [20, 'SIGTSTP'],
    [28, 'SIGWINCH'],
    [30, 'SIGPWR'],
  ]),
  source:
    'https://man7.org/linux/man-pages/man7/signal.7.html (Signal numbering for standard signals)',
  checked: '2026-11-22',
};

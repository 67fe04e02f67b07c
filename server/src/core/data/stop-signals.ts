import type { Sourced } from './sourced';

/** A server that ends its work in order on another signal than SIGTERM. */
export interface StopSignal extends Sourced {
  readonly program: RegExp;
  readonly signal: string;
  /** What SIGTERM does to it: behind "SIGTERM". */
  readonly otherwise: string;
}

const checked = '2026-11-22';

export const stopSignals: readonly StopSignal[] = [
  {
    program: /^(?:nginx|openresty|tengine)$/,
    signal: 'SIGQUIT',
    otherwise: 'breaks off the requests that it answers',
    source: 'https://nginx.org/en/docs/control.html',
    checked,
  },
  {
    program: /^(?:httpd|apache2)$/,
    signal: 'SIGWINCH',
    otherwise: 'breaks off the requests that it answers',
    source: 'https://httpd.apache.org/docs/2.4/stopping.html',
    checked,
  },
  {
    program: /^php-fpm[\d.]*$/,
    signal: 'SIGQUIT',
    otherwise: 'breaks off the requests that it answers',
    source: 'https://www.php.net/manual/en/install.fpm.php (man php-fpm) and the official images',
    checked,
  },
  {
    program: /^(?:systemd|init)$/,
    signal: 'SIGRTMIN+3',
    otherwise: 'makes it start itself anew instead of stopping',
    source: 'https://systemd.io/CONTAINER_INTERFACE/',
    checked,
  },
];

import type { BuildContext } from './build-context';
import { below } from './node-package-manager';

/** How a Rails application answers those who ask whether it is well. */
export interface RailsHealth {
  /** Path of the check with its slash; undefined when none is declared, or only some hosts may ask. */
  readonly path: string | undefined;
  /** The file that declares it. */
  readonly routes: string;
  /** The settings of production. */
  readonly production: string;
  /** True where production sends away who did not come over TLS. */
  readonly forcesTls: boolean;
}

/** Reads the route of `rails/health#show` and what production asks of a request. Source: the templates of Rails 7.1 to 8.1. */
export function readRailsHealth(context: BuildContext, folder: string): RailsHealth {
  const production = below(folder, 'config/environments/production.rb');
  const settings = context.text(production) ?? '';
  const checksHosts =
    /^\s*config\.hosts\b/m.test(settings) && !/^\s*config\.host_authorization\b/m.test(settings);
  const isBehindTls = /^\s*config\.assume_ssl\s*=\s*true/m.test(settings);
  const routes = below(folder, 'config/routes.rb');
  const route =
    /^\s*get\s*\(?\s*["']\/?([\w/-]+)["']\s*(?:=>|,\s*to:)\s*["']rails\/health#show/m.exec(
      context.text(routes) ?? '',
    )?.[1];
  return {
    path: route === undefined || checksHosts ? undefined : `/${route}`,
    routes,
    production,
    forcesTls: !isBehindTls && /^\s*config\.force_ssl\s*=\s*true/m.test(settings),
  };
}

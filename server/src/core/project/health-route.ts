import type { BuildContext } from './build-context';
import { isSourceFile } from './project-files';
import { readRailsHealth } from './rails-health';

/** A path that answers whether the application is well. */
export interface HealthRoute {
  readonly path: string;
  /** The file that declares it. */
  readonly file: string;
  /** True where only those get an answer who say that they came over TLS. */
  readonly overTls?: boolean;
}

/** Usual names of such paths; the first that is found wins. */
const names = ['livez', 'healthz', 'health/live', 'health', 'live', 'up', 'ping', 'status'];

/** Tests and clients name the path too: only what declares a route on the application itself counts. */
const declaration = new RegExp(
  `(?:\\b(?:app|server|fastify|mux|http|e|srv)\\.(?:get|all|route|GET|Get|Handle|HandleFunc|MapGet|MapHealthChecks)|@app\\.(?:get|route)|@(?:Get|Request)Mapping)\\(\\s*(?:"GET )?["'\`]?/?(${names.join('|')})["'\`]`,
  'g',
);

/**
 * Finds the path of a health check that the sources declare on the application itself. Routes of sub-routers
 * are left out, because their prefix is not known. Undefined when there is none.
 */
export function findHealthRoute(context: BuildContext): HealthRoute | undefined {
  return context.fact('health-route', () => {
    const found = context.visiblePaths
      .filter((path) => isSourceFile(path) && !isTest(path))
      .flatMap((file) =>
        [...(context.text(file) ?? '').matchAll(declaration)].map((match) => ({
          name: match[1] ?? '',
          file,
        })),
      );
    for (const name of names) {
      const route = found.find((each) => each.name === name);
      if (route !== undefined) return { path: `/${name}`, file: route.file };
    }
    return undefined;
  });
}

/** The route of the check that Rails brings, where the project declares it; undefined when it does not. */
export function findRailsRoute(context: BuildContext): HealthRoute | undefined {
  const { path, routes, forcesTls } = readRailsHealth(context, '');
  return path === undefined || !context.visiblePaths.includes(routes)
    ? undefined
    : { path, file: routes, overTls: forcesTls };
}

function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|spec|e2e|fixtures|client|frontend|web)\/|[._](?:test|spec)\.\w+$|_test\.go$|(?:^|\/)test_/.test(
    path,
  );
}

/** Numbers in them are versions and sizes. */
const lockFile = /(?:^|\/)(?:package-lock\.json|[\w.-]+\.lock)$/;

/** A file of the context that names a port; undefined when none does. */
export function findPortMention(context: BuildContext, port: number): string | undefined {
  const number = new RegExp(`(?<![\\w.])${String(port)}(?![\\w.])`);
  return context.fact(`port:${String(port)}`, () =>
    context.visiblePaths.find(
      (path) => !isTest(path) && !lockFile.test(path) && number.test(context.text(path) ?? ''),
    ),
  );
}

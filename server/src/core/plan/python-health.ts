import type { BuildContext } from '../project/build-context';
import { findHealthRoute } from '../project/health-route';
import { fact, saidIn, type Fact } from './evidence';
import { collectPythonSources } from './python-application';
import { escapePattern } from '../project/escape-pattern';

/** Usual names of such paths; the first that is found wins. */
export const healthNames = [
  'livez',
  'healthz',
  'health/live',
  'health',
  'live',
  'up',
  'ping',
  'status',
] as const;

/**
 * The path of a health check that the sources of Python declare. Routes of routers and mounted applications are
 * left out, because their prefixes are not known.
 *
 * @param object name of the application: `app`
 */
export function findPythonHealth(
  context: BuildContext,
  folder: string,
  object: string,
): Fact<string> | undefined {
  const route = findHealthRoute(context);
  if (route !== undefined) {
    const says = `The route ${route.path} is declared.`;
    return fact(
      route.path,
      saidIn(context, route.file, new RegExp(`["']${escapePattern(route.path)}["']`), says),
    );
  }
  const sources = collectPythonSources(context, folder);
  const isMounted = sources.some(([, text]) => /\bMount\(|\.add_subapp\(/.test(text));
  for (const name of healthNames) {
    const path = `["']/${name}["']`;
    const declared = [
      `@${object}\\.(?:get|route|api_route)\\(\\s*${path}`,
      `\\.router\\.add_get\\(\\s*${path}`,
      `\\b(?:Route|get)\\(\\s*${path}`,
      `\\bself\\.path\\s*==\\s*${path}`,
    ].join('|');
    const pattern = new RegExp(isMounted ? `@${object}\\.(?:get|route)\\(\\s*${path}` : declared);
    const file = sources.find(([, text]) => pattern.test(text))?.[0];
    if (file === undefined) continue;
    const says = `The route /${name} is declared.`;
    return fact(`/${name}`, saidIn(context, file, pattern, says));
  }
  return undefined;
}

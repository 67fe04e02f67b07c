import type { BuildContext } from '../project/build-context';
import { fact, saidIn, type Fact } from './evidence';
import { collectSources } from './port';

export { rubyProbe } from '../data/ruby-probe';

/** The first that is found wins. */
const names = ['livez', 'healthz', 'health/live', 'health', 'up', 'ping', 'status'];

/** The path of a health check that routes in the manner of Sinatra or Roda declare; undefined when none does. */
export function findRubyHealth(context: BuildContext, folder: string): Fact<string> | undefined {
  const files = collectSources(context, folder);
  for (const name of names) {
    const pattern = new RegExp(`(?:\\b(?:get|on|is|map)[\\s(]+|when\\s+)["']/?${name}["']`);
    const path = files.find(([, text]) => pattern.test(text))?.[0];
    if (path !== undefined) {
      return fact(`/${name}`, saidIn(context, path, pattern, `The route /${name} is declared.`));
    }
  }
  return undefined;
}

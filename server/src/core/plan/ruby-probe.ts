import type { BuildContext } from '../project/build-context';
import { fact, saidIn, type Fact } from './evidence';
import { collectSources } from './port';

/**
 * Words of a program that asks a server whether it is well: a path when one is known, else the port alone.
 *
 * @param overTls true where the server sends those away who did not come over TLS
 */
export function rubyProbe(
  port: number,
  path: string | undefined,
  overTls = false,
): readonly string[] {
  const number = String(port);
  if (path === undefined) {
    return ['ruby', '-rsocket', '-e', `TCPSocket.new('127.0.0.1', ${number}).close`];
  }
  const header = overTls ? ", 'X-Forwarded-Proto' => 'https'" : '';
  return [
    'ruby',
    '-rnet/http',
    '-e',
    `exit(Net::HTTP.get_response(URI('http://127.0.0.1:${number}${path}')${header}).is_a?(Net::HTTPSuccess))`,
  ];
}

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

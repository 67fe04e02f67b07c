import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { fact, saidIn, type Fact } from './evidence';

/**
 * Words of a program that asks a server whether it is well: a path when one is known, else the port alone. Bash
 * does it by itself; a release has no program for it. `localhost` is the host that Phoenix does not send to TLS.
 */
export function elixirProbe(port: number, path: string | undefined): readonly string[] {
  const open = `exec 3<>/dev/tcp/127.0.0.1/${String(port)}`;
  if (path === undefined) return ['bash', '-c', open];
  const request = `printf "GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" >&3`;
  return ['bash', '-c', `${open} && ${request} && read -r _ status _ <&3 && [ "$status" = 200 ]`];
}

/** The first that is found wins. */
const names = ['livez', 'healthz', 'health/live', 'health', 'up', 'ping', 'status'];

/** The path of a health check that the router declares outside of any scope but `/`. */
export function findPhoenixHealth(context: BuildContext, folder: string): Fact<string> | undefined {
  const prefix = below(folder, 'lib/');
  const files = context.visiblePaths.filter(
    (path) => path.startsWith(prefix) && /(?:router|endpoint)\.ex$/.test(path),
  );
  for (const name of names) {
    const pattern = new RegExp(
      `(?:\\b(?:get|forward)[\\s(]+|request_path:\\s*|\\bpath:\\s*)"/${name}"`,
    );
    for (const file of files) {
      const text = context.text(file) ?? '';
      const match = pattern.exec(text);
      if (match === null) continue;
      const scope = [...text.slice(0, match.index).matchAll(/\bscope\s*\(?\s*"([^"]*)"/g)].at(
        -1,
      )?.[1];
      if (scope !== undefined && scope !== '/') continue;
      return fact(`/${name}`, saidIn(context, file, pattern, `The route /${name} is declared.`));
    }
  }
  return undefined;
}

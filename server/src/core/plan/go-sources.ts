import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { byDefault, fact, type Evidence, type Fact } from './evidence';
import { toOpenPort } from './native-notes';
import { findRouteBelow, toShipped, type ShippedPath } from './native-runtime';
import { findMention, findPort } from './port';
import { collectShippedFiles } from './shipped-files';

/** What the sources of a Go program say about how it runs. */
export interface GoSigns {
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  readonly readsPort: Evidence | undefined;
  readonly loopback: Evidence | undefined;
  readonly health: Fact<string> | undefined;
  readonly writes: Evidence | undefined;
  readonly startsPrograms: Evidence | undefined;
}

const serving =
  /\bhttp\.(?:ListenAndServe|Server\{)|\bnet\.Listen\(|\b(?:gin\.(?:New|Default)|echo\.New|fiber\.New|grpc\.NewServer)\(/;

const writing =
  /\bos\.(?:Create|WriteFile|OpenFile|Mkdir|MkdirAll|Rename)\(|"(?:modernc\.org\/sqlite|github\.com\/(?:mattn\/go-sqlite3|glebarez\/sqlite|ncruces\/go-sqlite3|dgraph-io\/badger[^"]*)|go\.etcd\.io\/bbolt|gorm\.io\/driver\/sqlite)"/;

/**
 * Reads the sources of a module.
 *
 * @param program folder of the program, which goes before the rest of the module
 */
export function readGoSigns(context: BuildContext, folder: string, program: string): GoSigns {
  const find = (pattern: RegExp, says: string): Evidence | undefined =>
    findMention(context, folder, pattern, says);
  const readsPort = find(
    /\bos\.(?:Getenv|LookupEnv)\("PORT"\)/,
    'The port is read from the variable PORT.',
  );
  const serves = readsPort ?? find(serving, 'The program listens to others.');
  const usual = serves && fact(8080, byDefault('The sources name no port, so 8080 is taken.'));
  const named = findGoPort(context, program) ?? findGoPort(context, folder);
  return {
    port: toOpenPort(named ?? usual, readsPort),
    readsPort,
    loopback: find(
      /(?:Listen\w*\(|Addr:\s*|\.Run\(|\.Start\().*"(?:127\.0\.0\.1|localhost):\d/,
      'The server listens on the loopback interface only.',
    ),
    health: findRouteBelow(context, folder) ?? findRouterPath(context, folder),
    writes: find(writing, 'The program writes files.'),
    startsPrograms: find(/^\s*(?:import\s+)?"os\/exec"/m, 'The program starts other programs.'),
  };
}

/** A route on the router of gin, chi, echo or gorilla where the module has no groups of routes with prefixes. */
function findRouterPath(context: BuildContext, folder: string): Fact<string> | undefined {
  const prefixes = /\.(?:Group|Route|Mount|PathPrefix)\(|\bStripPrefix\(/;
  if (findMention(context, folder, prefixes, '') !== undefined) return undefined;
  for (const name of ['livez', 'healthz', 'health', 'ping']) {
    const declaration = new RegExp(
      `\\b(?:r|router|engine|e|app)\\.(?:GET|Get|Handle|HandleFunc)\\("/${name}"`,
    );
    const found = findMention(context, folder, declaration, `The route /${name} is declared.`);
    if (found !== undefined) return fact(`/${name}`, found);
  }
  return undefined;
}

/** Files that the program reads when it runs, those left out that are in it. */
export function findGoFiles(
  context: BuildContext,
  folder: string,
  embedded: ReadonlySet<string>,
): readonly ShippedPath[] {
  const names = collectShippedFiles(context, folder, { sources: false }).filter((name) => {
    if (name.startsWith('.')) return false;
    const path = below(folder, name);
    const files = path.endsWith('/')
      ? context.visiblePaths.filter((each) => each.startsWith(path) && !each.endsWith('.go'))
      : [path];
    return files.some((each) => !embedded.has(each));
  });
  return toShipped(context, folder, { names, extension: '.go' });
}

function findGoPort(context: BuildContext, folder: string): Fact<number> | undefined {
  return findPort(context, folder, [
    /\bport\s*:?=\s*"?:?(\d{2,5})"?/i,
    /"PORT",\s*"?:?(\d{2,5})/,
    /\b(?:ListenAndServe|Listen|Run|Start)\(\s*(?:"tcp",\s*)?"(?:0\.0\.0\.0|\[::\])?:(\d{2,5})"/,
    /\bAddr:\s*"(?:0\.0\.0\.0|\[::\])?:(\d{2,5})"/,
    /\bflag\.(?:Int|String)\(\s*"(?:port|addr|listen)",\s*"?:?(\d{2,5})/,
    /"(?:0\.0\.0\.0)?:(\d{4,5})"/,
  ]);
}

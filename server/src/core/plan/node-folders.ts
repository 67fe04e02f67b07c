import type { BuildContext } from '../project/build-context';
import { parentFolder, resolveBelow } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import {
  collectFromSources,
  findSaying,
  readKnownSources,
  type SourceText,
} from '../project/node-sources';
import type { Step, WritablePath } from './image-plan';

/** Where a program of JavaScript keeps files. */
export interface NodeFolders {
  /** Relative to the folder of the program, or absolute. */
  readonly folders: readonly WritablePath[];
  /** True when it opens a database in a file, and no folder of that is known. */
  readonly hasStrayDatabase: boolean;
}

/** What is said where a database in a file has no folder that can be planned. */
export const strayDatabase =
  'The program keeps a database in a file: let that lie in a folder of its own, such as /data, and mount a volume there; all else is read-only.';

const purposes = {
  upload: { purpose: 'Files that people upload.', size: 256, keep: true },
  database: { purpose: 'The database, which is a file.', size: 1024, keep: true },
  data: { purpose: 'Data that the program keeps there.', size: 1024, keep: true },
} as const;

/**
 * The folders that the sources below a folder write to.
 *
 * @param moves true when a build moves the sources, so that what lies beside them is not known
 */
export function findNodeFolders(
  context: BuildContext,
  folder: string,
  moves: boolean,
): NodeFolders {
  const sources = readKnownSources(context, folder);
  const usesDatabase = findSaying(sources, opensDatabase) !== undefined;
  const own = usesDatabase
    ? sources
        .flatMap((source) => findDatabases(source, folder, moves))
        .filter((each) => each.startsWith('/') || !hasOtherFiles(context, below(folder, each)))
    : [];
  const found = new Map<string, WritablePath>();
  const add = (paths: readonly string[], kind: keyof typeof purposes): void => {
    for (const each of [...new Set(paths)].sort()) {
      const isInside = [...found.keys()].some(
        (other) => each === other || each.startsWith(`${other}/`),
      );
      if (!isInside && !/^\/?tmp(?:\/|$)/.test(each)) {
        found.set(each, { path: each, ...purposes[kind] });
      }
    }
  };
  add(findUploads(sources), 'upload');
  add(own, 'database');
  add(findDataFolders(sources), 'data');
  return {
    folders: [...found.values()],
    hasStrayDatabase: usesDatabase && own.length === 0,
  };
}

/** A volume would keep what it was first filled with, whatever a newer image has there. */
function hasOtherFiles(context: BuildContext, folder: string): boolean {
  return context.visiblePaths.some(
    (path) => path.startsWith(`${folder}/`) && !/\.(?:db3?|sqlite3?|gitkeep|gitignore)$/.test(path),
  );
}

/** Folders that Multer, or a setting beside it, puts uploads into: relative to the folder of the program. */
function findUploads(sources: readonly SourceText[]): readonly string[] {
  const pattern =
    /\b(?:multer['"]?\)?\(\s*\{[^}]*\bdest|uploadDir|destination)\s*:\s*['"]\.?\/?([\w-][\w/-]*)\/?['"]/g;
  return collectFromSources(sources, pattern).map((each) => each.replace(/\/$/, ''));
}

const opensDatabase =
  /['"`](?:node:sqlite|bun:sqlite|better-sqlite3|sqlite3?|@libsql\/client(?:\/\w+)?)['"`]/;
const databaseName = String.raw`['"\`](?:file:)?([\w./-]+\.(?:db3?|sqlite3?))['"\`]`;
const joined = new RegExp(
  String.raw`\b(?:join|resolve)\(((?:[^;{}()]|\(\))*?${databaseName})\s*,?\s*\)`,
  'g',
);
const besideModule = new RegExp(
  String.raw`\bnew URL\(\s*${databaseName}\s*,\s*import\.meta\.url`,
  'g',
);
const plain = new RegExp(databaseName, 'g');

/** Folders of the databases that a source names, relative to that of the program, or absolute. */
function findDatabases(
  { path: source, text }: SourceText,
  folder: string,
  moves: boolean,
): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const beside = parentFolder(source.slice(prefix.length));
  const fromModule = (name: string): string | undefined => {
    const file = resolveBelow(beside, name);
    // Compilers keep the depth: `src/db.js` becomes `dist/db.js`.
    const isMoved = moves && beside !== '' && file?.startsWith(`${beside}/`) === true;
    return isMoved ? undefined : file;
  };
  return [
    ...[...text.matchAll(joined)].map(([, words = '']) => joinWords(words, fromModule)),
    ...[...text.matchAll(besideModule)].map(([, name = '']) => fromModule(name)),
    ...[...text.replace(joined, '').replace(besideModule, '').matchAll(plain)].map(
      ([, name = '']) => fromStart(name),
    ),
  ].flatMap((file) => {
    const parent = file === undefined ? '' : parentFolder(file);
    return parent === '' ? [] : [parent];
  });
}

/** A path that is relative to where the program is started, or absolute. */
function fromStart(name: string): string | undefined {
  return name.startsWith('/') ? name : resolveBelow('', name);
}

/** What a call of `path.join` with these arguments gives; undefined when that is not known. */
function joinWords(
  words: string,
  fromModule: (name: string) => string | undefined,
): string | undefined {
  const [first = '', ...others] = words.split(',').map((word) => word.trim());
  const literals = others.map(toLiteral);
  const parts = literals.filter((each) => each !== undefined);
  if (parts.length !== literals.length) return undefined;
  const rest = parts.join('/');
  if (/^(?:__dirname|import\.meta\.dirname)$/.test(first)) return fromModule(rest);
  if (first === 'process.cwd()') return fromStart(rest);
  const start = toLiteral(first);
  return start === undefined ? undefined : fromStart([start, ...parts].join('/'));
}

function toLiteral(word: string): string | undefined {
  return /^['"`]([^$]*)['"`]$/.exec(word)?.[1];
}

const dataFolder =
  /(?<!\b(?:get|post|put|patch|delete|all|use|route|fetch|path|url)\s*[(:]\s*)['"`](\/(?:data|uploads|storage|var\/(?:lib|cache|spool)\/[\w.-]+|srv\/[\w.-]+))(?:\/[^'"`\n]*)?['"`]/g;
/** Lines that speak of files; a route of a server may have the same name as a folder. */
const aboutFiles =
  /\b(?:fs|mkdir|mkdirSync|(?:write|append)File(?:Sync)?|createWriteStream|[A-Z_]*(?:DIR|PATH|FILE|FOLDER))\b/;

/** Folders for data that the sources name by an absolute path. */
function findDataFolders(sources: readonly SourceText[]): readonly string[] {
  return sources
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => aboutFiles.test(line))
    .flatMap((line) => [...line.matchAll(dataFolder)].map(([, name = '']) => name));
}

/** The paths of folders in the image, for a program in a directory of it. */
export function placeFolders(
  folders: readonly WritablePath[],
  directory: string,
): readonly WritablePath[] {
  return folders.map((each) => ({
    ...each,
    path: each.path.startsWith('/') ? each.path : `${directory}/${each.path}`,
  }));
}

/** Makes folders in a stage with a shell: the image that runs may have none. */
export function makeFolders(folders: readonly WritablePath[]): readonly Step[] {
  if (folders.length === 0) return [];
  return [{ kind: 'run', commands: [`mkdir -p ${folders.map(({ path }) => path).join(' ')}`] }];
}

/** Brings those folders into the stage that is shipped, for the account that writes there. */
export function copyFolders(
  folders: readonly WritablePath[],
  { uid, gid }: { readonly uid: number; readonly gid: number },
): readonly Step[] {
  return folders.map(({ path }) => ({
    kind: 'copy',
    comment: 'A folder that the program may write to.',
    from: 'base',
    sources: [path],
    target: path,
    owner: `${String(uid)}:${String(gid)}`,
  }));
}

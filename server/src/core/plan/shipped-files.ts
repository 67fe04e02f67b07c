import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { isSourceFile } from '../project/project-files';
import { findRunTimeFiles, isManagedFile } from '../project/run-time-files';
import { findOtherApplications } from './other-applications';

/**
 * What of a project runs as it is: folders with `/` at the end, then files, relative to the folder. Manifests,
 * documents, tests and settings of tools are left out, and so are other applications below.
 *
 * @param sources true where the program is its sources; else only what they read when they run is taken
 * @param exact true for folders and files further inside, where the outermost folder holds other things, too
 * @param without folders of the folder that belong to others: members of a workspace
 */
export function collectShippedFiles(
  context: BuildContext,
  folder: string,
  {
    sources,
    without = [],
    exact = false,
  }: {
    readonly sources: boolean;
    readonly without?: readonly string[];
    readonly exact?: boolean;
  },
): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const read = findRunTimeFiles(context, folder);
  const wanted = new Set(read.kind === 'known' ? read.paths : []);
  const others = [...without, ...findOtherApplications(context, folder)].map((each) => `${each}/`);
  const isOther = (path: string): boolean => others.some((each) => path.startsWith(each));
  const isWanted = (path: string): boolean => {
    if (isManagedFile(path) || toolSettings.test(path)) return false;
    if (isSourceFile(path)) return sources;
    return read.kind === 'unknown' || isCovered(path, wanted);
  };
  const own = context.visiblePaths.filter((path) => path.startsWith(prefix) && !isOther(path));
  const left = own.filter((path) => !isWanted(path));
  const isMixed = (name: string): boolean =>
    others.some((each) => each.startsWith(`${prefix}${name}`)) ||
    (exact && !sources && left.some((path) => path.startsWith(`${prefix}${name}`)));
  const names = own.filter(isWanted).map((path) => nameOf(path.slice(prefix.length), isMixed));
  return [...new Set(names)]
    .filter((name) => context.has(below(folder, name.replace(/\/$/, ''))) === 'yes')
    .sort();
}

/** The outermost folder that may be taken whole, else the file. */
function nameOf(path: string, isMixed: (folder: string) => boolean): string {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end + 1);
    if (!isMixed(folder)) return folder;
  }
  return path;
}

const toolSettings =
  /(?:^|\/)(?:[\w.-]+\.config\.[cm]?[jt]s|\.[\w-]+rc(?:\.[\w]+)?|gulpfile\.[cm]?js|Gruntfile\.js|jest\.[\w.]+|vitest\.[\w.]+|\.env[\w.]*)$/;

function isCovered(path: string, wanted: ReadonlySet<string>): boolean {
  if (wanted.has(path)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (wanted.has(path.slice(0, end))) return true;
  }
  return false;
}

/** Lines of the ignore file of every project that leave out folders by names which may hold parts of a program. */
const usuallyIgnored = ['tmp', 'coverage', 'docs', 'k8s', 'charts', 'helm', 'secrets'];

/** Those lines of the ignore file that must not be there, because a build reads such paths. */
export function findNeededLines(paths: readonly string[]): readonly string[] {
  const names = new Set(paths.map((path) => path.replace(/\/.*/, '')));
  return usuallyIgnored.filter((line) => names.has(line));
}

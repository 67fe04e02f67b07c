import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { collectPythonSources, type PythonModule } from './python-application';
import type { PythonPackages } from './python-packages';
import { collectShippedFiles } from './shipped-files';
import { escapePattern } from '../project/escape-pattern';

const toolFiles =
  /^(?:setup|conftest|noxfile|fabfile|dodo)\.py$|\.(?:sh|bash|bat|[cm]?[jt]sx?)$|^(?:manage\.sh|alembic\.ini)$/;
const toolFolders = /^(?:scripts|bin|ci|deploy|deployment|notebooks|benchmarks?)\/$/;

/**
 * The folder of the package that the project itself is, when a module belongs to it and uv can install it;
 * undefined when the sources run as they are.
 */
export function findOwnPackage(
  { project, manager }: PythonPackages,
  module: PythonModule,
): string | undefined {
  if (manager?.value !== 'uv' || project?.installsItself !== true || project.versionedByGit) {
    return undefined;
  }
  const [top = ''] = module.name.split('.');
  const isOwn = top === project.name?.toLowerCase().replace(/[-_.]+/g, '_');
  return isOwn && ['', 'src'].includes(module.root) && module.name.includes('.')
    ? below(module.root, top)
    : undefined;
}

/**
 * What of a project in Python runs as it is: folders with `/` at the end, then files. What tools, tests and
 * other languages own is left out.
 *
 * @param installed folder of the package that is installed, so that only what it reads besides is taken
 */
export function findShippedSources(
  context: BuildContext,
  folder: string,
  installed: string | undefined,
): readonly string[] {
  const shipped = collectShippedFiles(context, folder, { sources: installed === undefined });
  const installedFolder = `${installed?.split('/')[0] ?? ''}/`;
  const own = shipped.filter((path) => {
    if (!path.endsWith('/')) return !toolFiles.test(path);
    if (path === installedFolder) return false;
    if (context.has(below(folder, `${path}package.json`)) === 'yes') return false;
    return !toolFolders.test(path) || isImported(context, folder, path.slice(0, -1));
  });
  return [...new Set([...own, ...findMigrationFiles(context, folder)])].sort();
}

/** The settings of Alembic, and the folder with the steps. */
function findMigrationFiles(context: BuildContext, folder: string): readonly string[] {
  if (context.has(below(folder, 'alembic.ini')) !== 'yes') return [];
  const folders = ['alembic', 'migrations'].filter((name) => context.isFolder(below(folder, name)));
  return ['alembic.ini', ...folders.map((name) => `${name}/`)];
}

/** True when sources outside of a folder import it. */
function isImported(context: BuildContext, folder: string, name: string): boolean {
  const byName = new RegExp(`^\\s*(?:from|import)\\s+${escapePattern(name)}(?:[.\\s,]|$)`, 'm');
  const own = below(folder, `${name}/`);
  return collectPythonSources(context, folder).some(
    ([path, text]) => !path.startsWith(own) && byName.test(text),
  );
}

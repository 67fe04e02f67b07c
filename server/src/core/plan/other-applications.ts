import type { BuildContext } from '../project/build-context';
import { foldersAbove } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { readNodeWorkspace } from '../project/node-workspace';
import { readPackageJson } from '../project/package-json';
import { isSourceFile } from '../project/project-files';
import { isManagedFile } from '../project/run-time-files';
import { escapePattern } from '../project/escape-pattern';

/** Manifests that make a folder a project of its own. */
const manifestNames =
  /^(?:package\.json|go\.mod|pyproject\.toml|requirements\.txt|Cargo\.toml|pom\.xml|composer\.json|Gemfile|mix\.exs)$/;

/** Folders that programs hand out or read whole: packages in them are copies for browsers. */
const handedOut =
  /(?:^|\/)(?:static|public|assets|wwwroot|vendor|third_party|templates|views|migrations)(?:\/|$)/;

/**
 * Folders below a folder that hold other applications: each has a manifest of its own, is no member of a workspace,
 * and neither sources nor manifests of the folder name it.
 *
 * @param folder relative to the build context
 * @returns relative to the build context, sorted; none where the folder has no sources besides
 */
export function findOtherApplications(context: BuildContext, folder: string): readonly string[] {
  return context.fact(`other-applications:${folder}`, () => {
    const prefix = folder === '' ? '' : `${folder}/`;
    const paths = context.visiblePaths.filter((path) => path.startsWith(prefix));
    const candidates = findApplicationFolders(context, folder);
    const sources = paths.filter(
      (path) =>
        isSourceFile(path) &&
        !isManagedFile(path) &&
        !candidates.some((each) => path.startsWith(`${each}/`)),
    );
    if (candidates.length === 0 || sources.length === 0) return [];
    const texts = sources.map((path) => context.text(path) ?? '');
    const manifests = collectManifests(context, folder);
    return candidates.filter((each) => {
      const own = each.slice(prefix.length);
      const byPath = mentionOf(own);
      const byWord = new RegExp(`(?<![\\w.-])${escapePattern(own)}(?![\\w-])`);
      return !texts.some((text) => byPath.test(text)) && !byWord.test(manifests);
    });
  });
}

/** Folders below a folder with a manifest of their own that are no members of a workspace, whoever names them; sorted. */
export function findApplicationFolders(context: BuildContext, folder: string): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const found = context.visiblePaths
    .filter((path) => path.startsWith(prefix))
    .flatMap((path) => {
      const [place, name] = split(path);
      const isOwn = manifestNames.test(name) && isApplication(context, folder, place, name);
      return isOwn && prefix.length < place.length ? [place] : [];
    });
  return [...new Set(found)].sort();
}

function split(path: string): readonly [folder: string, name: string] {
  const end = path.lastIndexOf('/');
  return end < 0 ? ['', path] : [path.slice(0, end), path.slice(end + 1)];
}

function isApplication(
  context: BuildContext,
  folder: string,
  place: string,
  name: string,
): boolean {
  if (handedOut.test(place)) return false;
  const above = context.text(below(folder, name)) ?? '';
  switch (name) {
    case 'package.json': {
      // Without scripts it only tells the kind of the modules beside it.
      if (readPackageJson(context, place)?.scripts.size === 0) return false;
      const roots = [folder, ...foldersAbove(folder)];
      return !roots.some((each) => readNodeWorkspace(context, each)?.members.includes(place));
    }
    case 'Cargo.toml':
      return !/^\[workspace\b/m.test(above);
    case 'pyproject.toml':
      return !/^\[tool\.uv\.workspace\b/m.test(above);
    case 'requirements.txt':
      // A package in Python that lists what it needs is imported by others.
      return context.has(below(place, '__init__.py')) !== 'yes';
    default:
      return true;
  }
}

/** What the manifests of a folder say of other folders; scripts for development are left out. */
export function collectManifests(context: BuildContext, folder: string): string {
  const files = ['pyproject.toml', 'Cargo.toml', 'go.mod', 'go.work', 'composer.json', 'Procfile'];
  const manifest = readPackageJson(context, folder);
  const scripts = [...(manifest?.scripts ?? [])].filter(([name]) =>
    /^(?:start|build|compile|install|postinstall|heroku-postbuild)(?::|$)/.test(name),
  );
  return [
    ...files.map((name) => context.text(below(folder, name)) ?? ''),
    ...scripts.map(([, text]) => text),
    ...(manifest?.dependencies.values() ?? []),
    manifest?.main ?? '',
  ].join('\n');
}

/** `'./frontend/dist'`, `join(__dirname, 'services', 'api')`, `root + '/frontend'`; `from services.api import`. */
export function mentionOf(path: string): RegExp {
  const parts = path.split('/').map((part) => escapePattern(part));
  const last = parts.slice(-1).join('');
  const joined = parts.join(`(?:[./]|["'\`]\\s*[,/]\\s*["'\`])`);
  const start = `(?:["'\`](?:\\.{1,2}\\/)*|[\\w)\\]]\\s*[,+]\\s*["'\`]\\/|\\}\\/)`;
  // A dot stands before a module in Python, and before the ending of a file.
  const end = `(?=["'\`/]|\\.(?!(?:[cm]?[jt]sx?|json|html|css)\\b))`;
  const modules = [
    `(?:from|import)\\s+(?:${parts.join('\\.')}|${last})\\b`,
    `from\\s+(?:${parts.slice(0, -1).join('\\.')}|\\.)\\s+import\\s+(?:\\([^)]*|[^#\\n(]*)\\b${last}\\b`,
  ];
  return new RegExp(`${start}${joined}${end}|^\\s*(?:${modules.join('|')})`, 'm');
}

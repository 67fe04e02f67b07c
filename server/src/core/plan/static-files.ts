import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { presence, saidIn, type Evidence } from './evidence';

/** What makes a site: its files as they are, or a generator. */
export interface StaticSource {
  readonly kind: 'files' | 'hugo' | 'mkdocs' | 'jekyll';
  /** For `files` the folder with the first page, relative to the context; else the settings. */
  readonly path: string;
  readonly evidence: Evidence;
}

/** Manifests of programs: a page beside them is a part of a program. */
const manifests =
  /(?:^|\/)(?:package\.json|deno\.jsonc?|pyproject\.toml|setup\.py|requirements\.txt|manage\.py|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|mix\.exs|CMakeLists\.txt|meson\.build|[\w.-]+\.(?:csproj|fsproj|sln|slnx)|[\w.-]+\.php)$/;

const hugoSettings = [
  'hugo.toml',
  'hugo.yaml',
  'hugo.yml',
  'hugo.json',
  'config/_default/hugo.toml',
];

/** What makes a site of a folder; undefined when it holds none, or a part of a program. */
export function findStaticSource(context: BuildContext, folder: string): StaticSource | undefined {
  const hugo = findHugo(context, folder);
  if (hugo !== undefined) return { kind: 'hugo', path: hugo, evidence: presence(hugo) };
  const mkdocs = ['mkdocs.yml', 'mkdocs.yaml']
    .map((name) => below(folder, name))
    .find((path) => context.has(path) === 'yes');
  if (mkdocs !== undefined && !hasPython(context, folder))
    return { kind: 'mkdocs', path: mkdocs, evidence: presence(mkdocs) };
  const jekyll = below(folder, '_config.yml');
  const gems = context.text(below(folder, 'Gemfile')) ?? '';
  if (context.has(jekyll) === 'yes' && /^\s*gem\s+["'](?:jekyll|github-pages)["']/m.test(gems)) {
    const evidence = saidIn(
      context,
      below(folder, 'Gemfile'),
      /["'](?:jekyll|github-pages)["']/,
      'Jekyll makes the site.',
    );
    return { kind: 'jekyll', path: jekyll, evidence };
  }
  return findFiles(context, folder);
}

/** A program in Python may have its documentation made by MkDocs, too: then the program counts. */
function hasPython(context: BuildContext, folder: string): boolean {
  const prefix = folder === '' ? '' : `${folder}/`;
  return context.visiblePaths.some(
    (path) =>
      path.startsWith(prefix) &&
      path.endsWith('.py') &&
      !/^(?:docs|hooks|overrides)\/|^hooks\.py$/.test(path.slice(prefix.length)),
  );
}

function findHugo(context: BuildContext, folder: string): string | undefined {
  const settings = hugoSettings
    .map((name) => below(folder, name))
    .find((path) => context.has(path) === 'yes');
  if (settings !== undefined) return settings;
  // Names that other tools use, too.
  const old = ['config.toml', 'config.yaml']
    .map((name) => below(folder, name))
    .find((path) => context.has(path) === 'yes');
  const isSite = ['content', 'archetypes'].every((name) => context.isFolder(below(folder, name)));
  return isSite ? old : undefined;
}

function findFiles(context: BuildContext, folder: string): StaticSource | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  const above = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
  const isProgram = above.some((each) =>
    context.visiblePaths.some(
      (path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === each && manifests.test(path),
    ),
  );
  const outer = above.slice(0, -1);
  const isInner = outer.some(
    (each) =>
      context.has(below(each, 'index.html')) === 'yes' ||
      findHugo(context, each) !== undefined ||
      ['mkdocs.yml', '_config.yml'].some((name) => context.has(below(each, name)) === 'yes'),
  );
  if (isProgram || isInner) return undefined;
  const place = ['', 'public', 'dist', 'site', 'html', 'www', 'src'].find(
    (name) => context.has(below(folder, below(name, 'index.html'))) === 'yes',
  );
  if (place === undefined) return undefined;
  const path = place === '' ? folder : below(folder, place);
  return { kind: 'files', path, evidence: presence(below(path, 'index.html')) };
}

/** Requirements that name MkDocs; undefined when none does. */
export function findMkdocsRequirements(context: BuildContext, folder: string): string | undefined {
  return [
    'requirements.txt',
    'docs/requirements.txt',
    'requirements-docs.txt',
    'requirements/docs.txt',
  ]
    .map((name) => below(folder, name))
    .find((path) => /^\s*mkdocs/im.test(context.text(path) ?? ''));
}

/** What lies beside a site and is none of it. */
const ofProject =
  /^(?:Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|docker-bake\.hcl|nginx[\w.-]*\.conf|[\w.-]+\.(?:md|sh|ya?ml|lock|toml|log)|LICEN[CS]E[\w.-]*|Makefile|CNAME|renovate\.json|(?:k8s|helm|charts|secrets|terraform|coverage|tmp|tests?|scripts|node_modules)\/.*)$/i;

/** The parts of a folder of the context that belong to a site: folders with `/` at the end, then files. */
export function collectSiteFiles(context: BuildContext, folder: string): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = context.visiblePaths
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((path) => !path.startsWith('.') || path.startsWith('.well-known/'))
    .filter((path) => !ofProject.test(path))
    .map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path));
  return [...new Set(names)].sort();
}

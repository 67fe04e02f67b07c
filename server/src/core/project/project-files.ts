/**
 * The files of the build context of a Dockerfile, as the host found them. Paths are relative to the context,
 * with `/`.
 */
export interface ProjectFiles {
  /** Every file; a folder the host did not look into is there by its name and a `/` at the end. */
  readonly paths: readonly string[];
  /** False when the host stopped before the end: a missing path then proves nothing. */
  readonly complete: boolean;
  /** Texts of the files that {@link wantsText} names, as far as the host could read them. */
  readonly texts: ReadonlyMap<string, string>;
  /** The Dockerfile itself; it may lie outside. */
  readonly dockerfile: string;
  /** Scripts that may not be executed, as the host knows it; a script that is not there may be either. */
  readonly plainScripts?: ReadonlySet<string>;
}

/** A file that a change of the Dockerfile needs as well. */
export interface FileChange {
  /** Relative to the build context. */
  readonly path: string;
  /** The text the change was made from; undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * What a host reads at most. More paths make {@link ProjectFiles.complete} false; a text beyond the limits is
 * absent, and so not known.
 */
export const readingLimits = {
  paths: 20_000,
  texts: 2_000,
  /** In UTF-16 code units, as the next. */
  lengthOfText: 262_144,
  lengthOfAllTexts: 16_777_216,
} as const;

/** Folders a host names but does not look into: what tools make, and what is never an input of a build. */
const closedFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.gradle',
  '.idea',
  '.vs',
  '.next',
  '.nuxt',
  '.turbo',
  'bower_components',
]);

/** True for a folder whose files need no listing. */
export function isClosedFolder(name: string): boolean {
  return closedFolders.has(name);
}

const manifestNames =
  /^(?:package\.json|pnpm-workspace\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|lerna\.json|nest-cli\.json|angular\.json|tsconfig[\w.-]*\.json|go\.(?:mod|work)|Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|uv\.lock|poetry\.lock|Pipfile\.lock|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|gradle\.properties|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|[\w.-]*requirements[\w.-]*\.(?:txt|in)|constraints[\w.-]*\.txt|composer\.(?:json|lock)|\.php-version|Gemfile(?:\.lock)?|mix\.exs|[\w.-]+\.gemspec|\.ruby-version|\.nvmrc|\.node-version|\.python-version|\.tool-versions|CMakeLists\.txt|meson\.build|Makefile|makefile|GNUmakefile|configure\.ac|[\w.-]+\.(?:csproj|fsproj|vbproj|sln|slnx)|global\.json|nuget\.config|Directory\.[\w.]+\.props|Procfile|\.dockerignore|[\w.-]+\.dockerignore|[\w.-]*\.conf|MANIFEST(?:\.MF)?)$/i;

const sourceNames =
  /\.(?:[cm]?[jt]sx?|go|rs|java|kt|kts|groovy|scala|py|rb|ru|rake|php|cs|fs|vb|c|cc|cpp|cxx|h|hpp|hh|sh|bash)$/i;

/** `requirements/production.txt`, a custom of Django projects. */
const requirementLists = /(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/i;

/** What Phoenix is configured by, and what it routes. */
const phoenixFiles =
  /(?:^|\/)(?:config\/[\w-]+\.exs|lib\/(?:.*\/)?(?:router|endpoint|release)\.ex)$/;

/** Settings of programs on the JVM and on .NET, and what their build tools are pinned by. */
const programSettings =
  /(?:^|\/)(?:src\/main\/resources\/(?:config\/)?application\.(?:properties|ya?ml)|gradle\/libs\.versions\.toml|(?:gradle|maven)-wrapper\.properties|\.java-version|\.sdkmanrc|appsettings\.json)$/;

/** Settings of Deno, Bun, Prisma and of generators of sites. */
const siteSettings =
  /(?:^|\/)(?:deno\.jsonc?|\.deno-version|\.dvmrc|\.bun-version|hugo\.(?:toml|ya?ml|json)|mkdocs\.ya?ml|_config\.yml|schema\.prisma)$/;

/** Settings of Cargo and of Spin, which name targets of WebAssembly. */
const targetSettings = /(?:^|\/)(?:\.cargo\/config(?:\.toml)?|spin\.toml)$/;

/** True for files whose text tells how the project is built and what it reads when it runs. */
export function wantsText(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    manifestNames.test(name) ||
    requirementLists.test(path) ||
    phoenixFiles.test(path) ||
    programSettings.test(path) ||
    siteSettings.test(path) ||
    targetSettings.test(path) ||
    isSourceFile(name)
  );
}

/** True for source code and scripts. */
export function isSourceFile(path: string): boolean {
  return sourceNames.test(path) && !/\.(?:min|bundle)\.js$/.test(path);
}

/** Manifests first, then by depth: what a host reads while its limits last. */
export function compareByWorth(left: string, right: string): number {
  return worthOf(left) - worthOf(right) || (left < right ? -1 : 1);
}

function worthOf(path: string): number {
  return path.split('/').length + (isSourceFile(path) ? 1_000 : 0);
}

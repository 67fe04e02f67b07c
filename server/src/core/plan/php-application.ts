import { findServices, type ServiceKind } from '../data/service-clients';
import type { BuildContext } from '../project/build-context';
import { readComposerJson } from '../project/composer-json';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import type { BrowserAssets } from './browser-assets';
import { fact, presence, saidIn, type Evidence, type Fact } from './evidence';
import type { Environment, WritablePath } from './image-plan';
import { readNodeProject } from './node-packages';
import { withoutFolders } from './own-files';
import { readPhpPackages, type PhpPackages } from './php-packages';
import { collectSources, findSecretVariables } from './port';

/** A web application in PHP, whatever server it stands behind. */
export interface PhpApplication {
  readonly framework: PhpFramework;
  readonly packages: PhpPackages;
  /** Folder that the web server serves, `''` for the project itself. */
  readonly documentRoot: string;
  /** Folder that the front end is built into, and how. */
  readonly assets: { readonly folder: string; readonly browser: BrowserAssets } | undefined;
  /** Extensions besides those that the packages ask for. */
  readonly extensions: readonly string[];
  /** Shell commands behind the copy of the sources. */
  readonly commands: readonly string[];
  readonly environment: Environment;
  readonly writablePaths: readonly WritablePath[];
  /** Parts of the project that are not shipped. */
  readonly without: readonly string[];
  readonly ignored: readonly string[];
  readonly needed: readonly string[];
  readonly migration: readonly string[] | undefined;
  readonly health: Fact<string> | undefined;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  readonly notes: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** `plain`: none that is known. */
export type PhpFramework = 'laravel' | 'symfony' | 'plain';

/** What a framework brings; the rest is alike. */
export type FrameworkPart = Pick<
  PhpApplication,
  | 'extensions'
  | 'commands'
  | 'environment'
  | 'writablePaths'
  | 'without'
  | 'ignored'
  | 'needed'
  | 'migration'
  | 'health'
  | 'notes'
> & {
  readonly secrets: readonly string[];
};

const documentRoots = ['public', 'web', 'html', 'htdocs', 'www', ''];

/** The folder with `index.php` that the web server is to serve; undefined when there is none. */
export function findDocumentRoot(context: BuildContext, folder: string): string | undefined {
  return documentRoots.find(
    (root) => context.has(below(below(folder, root), 'index.php').replace(/^\//, '')) === 'yes',
  );
}

/** Reads an application, or says in a sentence why no image can be made of it. */
export function readPhpApplication(
  whole: BuildContext,
  folder: string,
  framework: PhpFramework,
  readPart: (packages: PhpPackages) => FrameworkPart,
): PhpApplication | string {
  const context = withoutFolders(whole, folder, [
    readComposerJson(whole, folder)?.vendorFolder ?? 'vendor',
    'public/build',
    'public/bundles',
    'var',
  ]);
  const packages = readPhpPackages(context, folder);
  if (typeof packages === 'string') return packages;
  const documentRoot = findDocumentRoot(context, folder);
  if (documentRoot === undefined) return 'No index.php was found that a web server could serve.';
  const assets = findAssets(context, folder, documentRoot);
  if (typeof assets === 'string') return assets;
  const part = readPart(packages);
  const clients = [...packages.packages, ...packages.extensions.map((name) => `ext-${name}`)];
  const read = findSecretVariables(
    context,
    folder,
    /\b(?:getenv\(|env\(|\$_(?:ENV|SERVER)\[)\s*["']([A-Z][A-Z0-9_]*)["']/g,
  );
  return {
    ...part,
    framework,
    packages,
    documentRoot,
    assets,
    health: part.health ?? findHealth(context, folder),
    services: findServices('php', clients),
    secrets: [...new Set([...part.secrets, ...read.filter((name) => !isWebVariable(name))])].sort(),
    notes: [...part.notes, ...collectNotes(packages), ...(documentRoot === '' ? [servesAll] : [])],
    evidence: [packages.range.evidence, presence(below(below(folder, documentRoot), 'index.php'))],
  };
}

/** What a web server tells PHP is no setting. */
function isWebVariable(name: string): boolean {
  return /^(?:HTTP|REQUEST|SERVER|REMOTE|SCRIPT|DOCUMENT|QUERY|PATH|PHP|REDIRECT)_/.test(name);
}

/** Tools that run PHP while the front end is built. */
const phpInNode = ['@laravel/vite-plugin-wayfinder'];

function findAssets(
  context: BuildContext,
  folder: string,
  documentRoot: string,
): PhpApplication['assets'] | string {
  const path = below(folder, 'package.json');
  if (context.has(path) !== 'yes') return undefined;
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) return `${path} cannot be read.`;
  const script = ['build', 'production', 'prod'].find((name) => manifest.scripts.has(name));
  if (script === undefined) return undefined;
  const mixed = phpInNode.find(
    (name) => manifest.dependencies.has(name) || manifest.devDependencies.has(name),
  );
  if (mixed !== undefined) {
    return `${manifest.path}: ${mixed} needs PHP beside Node.js to build, which this recipe cannot.`;
  }
  const packages = readNodeProject(context, folder);
  if (typeof packages === 'string') return packages;
  return {
    folder: below(documentRoot, 'build'),
    browser: { packages, scripts: [script] },
  };
}

/** The first that is found wins. */
const healthNames = ['livez', 'healthz', 'health/live', 'health', 'up', 'ping', 'status'];

/** The path of a health check that a router, an attribute or a comparison of paths declares. */
function findHealth(context: BuildContext, folder: string): Fact<string> | undefined {
  const sources = collectSources(context, folder).filter(([path]) => path.endsWith('.php'));
  for (const name of healthNames) {
    const pattern = new RegExp(
      `(?:->(?:get|map|any)\\(|::get\\(|#\\[(?:Route|Get)\\(\\s*(?:path:\\s*)?|===?\\s*|case\\s+)["']/${name}["']|["']/${name}["']\\s*(?:===?|=>)`,
    );
    const path = sources.find(([, text]) => pattern.test(text))?.[0];
    if (path !== undefined) {
      return fact(`/${name}`, saidIn(context, path, pattern, `The route /${name} is declared.`));
    }
  }
  return undefined;
}

const servesAll =
  'index.php lies beside the rest of the project, so all of it is served: a folder "public" would keep the rest back.';

function collectNotes({ extensionsKnown, inputsUnknown }: PhpPackages): readonly string[] {
  return [
    ...(extensionsKnown
      ? []
      : [
          'composer.lock is too large to be read: extensions that only packages ask for have to stand in composer.json.',
        ]),
    ...(inputsUnknown === undefined
      ? []
      : [`All sources are copied before the install: ${inputsUnknown}`]),
  ];
}

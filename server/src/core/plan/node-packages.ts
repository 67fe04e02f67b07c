import { findNativePackage } from '../data/native-packages';
import { packagesWithInstallScripts } from '../data/node-system-packages';
import type { BuildContext } from '../project/build-context';
import { findNodeInputs } from '../project/node-install';
import { below, type NodeRelease } from '../project/node-package-manager';
import { readPackageJson, type PackageJson } from '../project/package-json';
import { byDefault, fact, presence, saidIn, type Fact } from './evidence';
import type { ImagePlan } from './image-plan';
import { findSkippedScripts } from './node-scripts';
import { findWorkspaceRoot, readWorkspacePart, type WorkspacePart } from './node-workspace-part';

/** How the packages of a Node.js project are installed. */
export interface NodePackages {
  /** The application, relative to the build context. */
  readonly folder: string;
  readonly manifest: PackageJson;
  /** Undefined for a package that stands alone. */
  readonly workspace: WorkspacePart | undefined;
  /** Versions of Node.js that the project allows, as npm writes ranges; undefined: any. */
  readonly range: Fact<string | undefined>;
  readonly release: Fact<NodeRelease>;
  /** `10.4.1`, as `packageManager` has it. */
  readonly managerVersion: string | undefined;
  /** Undefined: there is none, so an install cannot be repeated. */
  readonly lockFile: string | undefined;
  /** Lock files of other package managers, which nobody may rely on. */
  readonly otherLockFiles: readonly string[];
  /** What an install reads; undefined: perhaps everything. */
  readonly inputs: readonly string[] | undefined;
  /** Why `inputs` is not known. */
  readonly inputsUnknown: string | undefined;
  /** Settings of the package manager that hold no credential, and that it reads. */
  readonly settings: string | undefined;
  /** True when `.npmrc` holds a credential, so that it must not be in a layer. */
  readonly hasSecretSettings: boolean;
  /** Variables that the settings ask for: `NPM_TOKEN`. */
  readonly settingVariables: readonly string[];
  /** Scripts that an install would run, with programs that only development has: `prepare`. */
  readonly skippedScripts: readonly string[];
  /** Packages that may be compiled when they are installed. */
  readonly compiled: readonly string[];
  /** Packages that do not work unless scripts of theirs ran. */
  readonly scripted: readonly string[];
}

const lockFiles: readonly (readonly [file: string, release: NodeRelease])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

const managers = ['npm', 'pnpm', 'bun'] as const;

/** Reads how the packages of a folder are installed; a sentence when no image can be made that way. */
export function readNodeProject(context: BuildContext, folder: string): NodePackages | string {
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) return `${below(folder, 'package.json')} cannot be read.`;
  const root = findWorkspaceRoot(context, folder);
  if (root !== undefined && root !== '') {
    return `The workspace has its root in ${root}: take that folder for the project.`;
  }
  const rootManifest = root === undefined ? manifest : readPackageJson(context);
  if (rootManifest === undefined) return 'The package.json of the workspace cannot be read.';
  const place = root ?? folder;
  const release = findRelease(context, place, rootManifest);
  const obstacle = findManagerObstacle(context, place, rootManifest, release.value);
  if (obstacle !== undefined) return obstacle;
  const workspace = readWorkspacePart(context, place, folder);
  if (typeof workspace === 'string') return workspace;
  const present = lockFiles.filter(([file]) => context.has(below(place, file)) === 'yes');
  const owner = release.value.replace(' 2', '');
  const own = present.find(([, each]) => each === owner)?.[0];
  const inputs = findNodeInputs(context, place, { release: release.value, runsScripts: true });
  const known = typeof inputs === 'string' ? undefined : [...inputs.files, ...inputs.folders];
  const skipped = findSkippedScripts(context, rootManifest, release.value, workspace);
  if (typeof skipped === 'string') return skipped;
  const settings = below(place, '.npmrc');
  const text = context.text(settings) ?? '';
  const hasSecretSettings = /^\s*[^#;\n]*(?:_authToken|_auth|_password)\s*=\s*(?!\$\{)\S/m.test(
    text,
  );
  const manifests = [manifest, ...(workspace?.needed.map((each) => each.manifest) ?? [])];
  const names = manifests.flatMap((each) => [
    ...each.dependencies.keys(),
    ...each.optionalDependencies.keys(),
    ...each.devDependencies.keys(),
  ]);
  return {
    folder,
    manifest,
    workspace,
    range: findRange(context, folder, manifest, place, rootManifest),
    release,
    managerVersion: /^[a-z]+@(\d+\.\d+\.\d+)/.exec(rootManifest.packageManager ?? '')?.[1],
    lockFile: own === undefined ? undefined : below(place, own),
    otherLockFiles: present
      .filter(([, each]) => each !== owner)
      .map(([file]) => below(place, file)),
    inputs: known,
    inputsUnknown: typeof inputs === 'string' ? inputs : undefined,
    settings: text !== '' && !hasSecretSettings ? settings : undefined,
    hasSecretSettings,
    settingVariables: findVariables([text, context.text(below(place, '.yarnrc.yml')) ?? '']),
    skippedScripts: skipped,
    compiled: [...new Set(names)].filter(
      (name) => findNativePackage('node', name)?.boundToVersion === true,
    ),
    scripted: [
      ...new Set(
        manifests.flatMap((each) => [
          ...each.dependencies.keys(),
          ...each.optionalDependencies.keys(),
        ]),
      ),
    ].filter((name) => packagesWithInstallScripts.has(name)),
  };
}

function findVariables(texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) => text.match(/(?<=\$\{)\w+(?=\})/g) ?? []);
  return [...new Set(names)];
}

function findRelease(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
): Fact<NodeRelease> {
  const { packageManager = '' } = manifest;
  const release = toRelease(packageManager);
  if (release !== undefined) {
    const says = `"packageManager" is "${packageManager}".`;
    return fact(release, saidIn(context, manifest.path, /"packageManager"/, says));
  }
  for (const [name, owner] of lockFiles) {
    const file = below(folder, name);
    if (context.has(file) !== 'yes') continue;
    const isBerry = owner === 'yarn' && context.has(below(folder, '.yarnrc.yml')) === 'yes';
    return fact(isBerry ? 'yarn 2' : owner, presence(file));
  }
  return fact('npm', byDefault('No lock file names a package manager, so npm is taken.'));
}

/** `yarn@4.1.0`: Yarn 1 and what came later share the name only. */
function toRelease(packageManager: string): NodeRelease | undefined {
  if (/^yarn@1\b/.test(packageManager)) return 'yarn';
  if (/^yarn@\d/.test(packageManager)) return 'yarn 2';
  return managers.find((name) => packageManager.startsWith(`${name}@`));
}

/** Ways to install packages that no plan is made for. */
function findManagerObstacle(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  release: NodeRelease,
): string | undefined {
  if (release !== 'yarn 2') return undefined;
  const path = below(folder, '.yarnrc.yml');
  const settings = context.text(path);
  if (settings === undefined || !/^nodeLinker:\s*["']?node-modules\b/m.test(settings)) {
    return `Yarn uses Plug'n'Play here, which a program needs a loader for: set "nodeLinker: node-modules" in ${path}.`;
  }
  if (/(?:npmAuthToken|npmAuthIdent)\s*:\s*["']?(?!\$\{)[\w/+=-]/.test(settings)) {
    return `${path} holds a credential: name a variable instead ("npmAuthToken: \${NPM_TOKEN}").`;
  }
  const isOld = /^yarn@[23]\./.test(manifest.packageManager ?? '');
  return isOld && !settings.includes('plugin-workspace-tools')
    ? 'Yarn 2 and 3 need the plugin workspace-tools to install without development packages: update to Yarn 4.'
    : undefined;
}

/** What `.nvmrc` says in the form of a range: `lts/krypton` names a line, `24` any release of it. */
function findRange(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  root: string,
  rootManifest: PackageJson,
): Fact<string | undefined> {
  for (const each of new Set([folder, root])) {
    for (const name of ['.nvmrc', '.node-version']) {
      const file = below(each, name);
      const version = readVersionFile(context.text(file) ?? '');
      if (version === undefined) continue;
      return fact(`${version}.x`, { file, line: 1, says: `The version is ${version}.` });
    }
  }
  for (const each of new Set([manifest, rootManifest])) {
    const engines = each.engines.get('node');
    if (engines !== undefined) {
      const says = `"engines" allows Node.js "${engines}".`;
      return fact(engines, saidIn(context, each.path, /"node"\s*:/, says));
    }
    if (each.developmentNode !== undefined) {
      const major = /\d+/.exec(each.developmentNode)?.[0];
      const says = `The project is worked on with Node.js "${each.developmentNode}".`;
      const evidence = saidIn(context, each.path, /"(?:devEngines|volta)"/, says);
      if (major !== undefined) return fact(`${major}.x`, evidence);
    }
  }
  return fact(undefined, byDefault('The project names no version of Node.js.'));
}

/** Code names of long-term lines. Source: https://github.com/nodejs/Release; checked 2026-11-21. */
const codeNames: ReadonlyMap<string, string> = new Map([
  ['iron', '20'],
  ['jod', '22'],
  ['krypton', '24'],
]);

/** Undefined for `lts/*` and `node`, which mean any. */
function readVersionFile(text: string): string | undefined {
  const word = text.trim();
  return /^v?(\d+)/.exec(word)?.[1] ?? codeNames.get(/^lts\/(\w+)/.exec(word)?.[1] ?? '');
}

/** What the manifest says for the labels of the image. */
export function describePackage({
  description,
  licence,
  repository,
}: PackageJson): Pick<ImagePlan, 'description' | 'source' | 'licence'> {
  const source = repository === undefined ? undefined : toAddress(repository);
  return {
    ...(description === undefined ? {} : { description }),
    ...(source === undefined ? {} : { source }),
    ...(licence === undefined || licence === 'UNLICENSED' ? {} : { licence }),
  };
}

/** `git+https://host/a/b.git` and `github:a/b` as pages to open; undefined for other forms. */
function toAddress(repository: string): string | undefined {
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(repository)?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  const address = repository.replace(/^git\+/, '').replace(/\.git$/, '');
  return address.startsWith('https://') ? address : undefined;
}

/** The name of the package in a form that images, services and labels accept; `app` when there is none. */
export function toLabel(name: string | undefined): string {
  const label = (name ?? '')
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-+$/g, '')
    .slice(0, 50);
  return label === '' ? 'app' : label;
}

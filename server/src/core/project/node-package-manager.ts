import type { BuildContext } from './build-context';
import { readPackageJson } from './package-json';

/** A package manager with the release line that its commands depend on. */
export type NodeRelease = 'npm' | 'pnpm' | 'yarn' | 'yarn 2' | 'bun';

/**
 * The release line of the manager that a command names: Yarn 1 and what came later share the name only.
 *
 * Sources: https://classic.yarnpkg.com/en/docs/yarnrc/ and https://yarnpkg.com/configuration/yarnrc
 *
 * @param manager the program: `npm`, `pnpm`, `yarn`, `bun`
 * @returns undefined when that is not known
 */
export function findNodeRelease(
  context: BuildContext,
  folder: string,
  manager: string,
): NodeRelease | undefined {
  switch (manager) {
    case 'npm':
    case 'pnpm':
    case 'bun':
      return manager;
    case 'yarn':
      return findYarn(context, folder);
    default:
      return undefined;
  }
}

function findYarn(context: BuildContext, folder: string): NodeRelease | undefined {
  const named = /^yarn@(\d+)/.exec(readPackageJson(context, folder)?.packageManager ?? '');
  if (named !== null) return named[1] === '1' ? 'yarn' : 'yarn 2';
  const isLater = ['.yarnrc.yml', '.yarn/releases'].some(
    (name) => context.has(below(folder, name)) !== 'no' || context.has(name) !== 'no',
  );
  if (isLater)
    return context.text(below(folder, '.yarnrc.yml')) === undefined ? undefined : 'yarn 2';
  return context.has(below(folder, 'yarn.lock')) === 'yes' ? 'yarn' : undefined;
}

/** The path of a file in a folder of the context, `''` for its root. */
export function below(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`;
}

/** What a manager sets for the scripts it runs besides their words. */
const settingsThatActOnScripts: ReadonlyMap<NodeRelease, RegExp> = new Map([
  ['npm', /^\s*(?:node-options|script-shell|scripts-prepend-node-path)\s*=/m],
  [
    'pnpm',
    /^\s*(?:node-options|script-shell|shell-emulator|use-node-version|nodeOptions|scriptShell|shellEmulator|useNodeVersion)\s*[=:]/m,
  ],
  ['yarn', /^\s*"?(?:script-shell|node-options)"?[\s=]/m],
]);

/**
 * Why a script may run in another way than its words say; undefined when nothing of the kind is set.
 */
export function findScriptSetting(
  context: BuildContext,
  folder: string,
  release: NodeRelease,
): string | undefined {
  if (release === 'yarn 2') {
    const text = context.text(below(folder, '.yarnrc.yml')) ?? '';
    if (!/^nodeLinker:\s*["']?node-modules\b/m.test(text)) {
      return 'Yarn starts the program with its own loader (.yarnrc.yml: no "nodeLinker: node-modules").';
    }
    return undefined;
  }
  const pattern = settingsThatActOnScripts.get(release);
  const files = ['.npmrc', '.yarnrc', 'pnpm-workspace.yaml'].flatMap((name) => [
    ...new Set([name, below(folder, name)]),
  ]);
  const file = files.find((path) => pattern?.test(context.text(path) ?? '') === true);
  return file === undefined ? undefined : `${file} changes how scripts are run.`;
}

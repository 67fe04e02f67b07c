import type { BuildContext } from './build-context';
import { isVisibleFolder } from './install-inputs';
import { below, type NodeRelease } from './node-package-manager';
import type { PackageJson } from './package-json';
import { readScript, type ScriptCommand } from './package-script';

/**
 * Scripts that an install runs by itself, by manager.
 * Sources: https://docs.npmjs.com/cli/v11/using-npm/scripts, https://pnpm.io/scripts,
 * https://classic.yarnpkg.com/en/docs/package-json, https://yarnpkg.com/advanced/lifecycle-scripts and
 * https://bun.com/docs/pm/lifecycle
 */
const lifecycle: Readonly<Record<NodeRelease, readonly string[]>> = {
  npm: words(
    'preinstall install postinstall prepublish preprepare prepare postprepare dependencies',
  ),
  pnpm: words(
    'pnpm:devPreinstall preinstall install postinstall prepublish preprepare prepare postprepare',
  ),
  yarn: words('preinstall install postinstall prepublish prepare'),
  'yarn 2': words('preinstall install postinstall'),
  bun: words('preinstall install postinstall preprepare prepare postprepare'),
};

/** What the scripts of an install read besides manifests: folders, or a sentence that says why it is not known. */
export function findScriptInputs(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  release: NodeRelease,
): readonly string[] | string {
  const folders: string[] = [];
  for (const name of lifecycle[release]) {
    const script = manifest.scripts.get(name);
    if (script === undefined) continue;
    const commands = readScript(withoutFallback(script));
    const read = commands?.map((command) => inputsOf(context, folder, command));
    if (read?.every((each) => each !== undefined) !== true) {
      return `The script "${name}" of ${manifest.path} may read the sources: "${script}".`;
    }
    folders.push(...read.flat());
  }
  return folders;
}

/** `husky || true` runs husky. */
function withoutFallback(script: string): string {
  return script.replace(/\s*\|\|\s*(?:true|:|exit 0)\s*$/, '');
}

/** Programs that read nothing of the project but `package.json`. */
const indifferent = new Set(['only-allow', 'echo', 'true', ':', 'exit']);

/** The folders that a command reads; undefined when that is not known. */
function inputsOf(
  context: BuildContext,
  folder: string,
  command: ScriptCommand,
): readonly string[] | undefined {
  const [program = '', ...rest] = withoutRunner(command.words);
  if (!command.literal) return undefined;
  if (indifferent.has(program)) return [];
  // Without a repository it says so and ends well: https://typicode.github.io/husky
  if (program === 'husky') return rest.length === 0 || rest[0] === 'install' ? [] : undefined;
  if (program !== 'patch-package') return undefined;
  const option = rest.indexOf('--patch-dir');
  const patches = below(folder, option < 0 ? 'patches' : (rest[option + 1] ?? ''));
  return isVisibleFolder(context, patches) ? [patches] : [];
}

function withoutRunner(all: readonly string[]): readonly string[] {
  if (all[0] !== 'npx') return all;
  return all.slice(1).filter((word) => !/^(?:-y|--yes)$/.test(word));
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

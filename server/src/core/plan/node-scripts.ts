import type { BuildContext } from '../project/build-context';
import { below, type NodeRelease } from '../project/node-package-manager';
import type { PackageJson } from '../project/package-json';
import { readScript } from '../project/package-script';
import type { WorkspacePart } from './node-workspace-part';

/**
 * Scripts of a project that an install runs by itself.
 * Sources: https://docs.npmjs.com/cli/v11/using-npm/scripts and https://yarnpkg.com/advanced/lifecycle-scripts
 */
const ofInstall: readonly string[] = ['preinstall', 'install', 'postinstall'];
const ofDevelopment: readonly string[] = ['prepublish', 'preprepare', 'prepare', 'postprepare'];

/** Programs that every install finds. */
const everywhere: ReadonlySet<string> = new Set(['echo', 'true', ':', 'exit', 'only-allow']);

/**
 * Scripts that an install would run and that need what only development has, such as `husky`: the install of the
 * packages that the program needs has to leave them out.
 *
 * @returns a sentence when they cannot be left out
 */
export function findSkippedScripts(
  context: BuildContext,
  manifest: PackageJson,
  release: NodeRelease,
  workspace: WorkspacePart | undefined,
): readonly string[] | string {
  const names = release === 'yarn 2' ? ofInstall : [...ofInstall, ...ofDevelopment];
  const manifests = [manifest, ...(workspace?.needed.map((each) => each.manifest) ?? [])];
  const found: string[] = [];
  for (const each of new Set(manifests)) {
    for (const name of names) {
      const text = each.scripts.get(name);
      if (text === undefined || runsEverywhere(each, text)) continue;
      if (/\bpatch-package\b/.test(text)) {
        return `${each.path} runs patch-package after each install: move it from "devDependencies" to "dependencies", else the image has packages without the patches.`;
      }
      if (release === 'yarn 2') {
        return `Yarn runs the script "${name}" of ${each.path} without the development packages that it may need.`;
      }
      found.push(name);
    }
  }
  const compiles = context.has(
    below(manifest.path.replace(/\/?package\.json$/, ''), 'binding.gyp'),
  );
  if (compiles === 'yes')
    return 'The project compiles code of its own when it is installed (binding.gyp).';
  return [...new Set(found)];
}

function runsEverywhere(manifest: PackageJson, text: string): boolean {
  const commands = readScript(text.replace(/\s*\|\|\s*(?:true|:|exit 0)\s*$/, ''));
  if (/\|\|\s*(?:true|:|exit 0)\s*$/.test(text) && commands !== undefined) return true;
  return (
    commands?.every(({ words }) => {
      const [program = '', ...rest] = words[0] === 'npx' ? words.slice(1) : words;
      const name = program.startsWith('-') ? (rest[0] ?? '') : program;
      return everywhere.has(name) || manifest.dependencies.has(name);
    }) === true
  );
}

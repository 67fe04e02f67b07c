import { findAlpineLibraries } from '../data/alpine-library-packages';
import { findDebianRelease } from '../model/image-release';
import { findInstalledPackages, findRuntimePackages } from '../model/installed-packages';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import { installPackages } from './install-packages';

export interface SetupOptions {
  /** Packages that the runtime image has anyway. */
  readonly present?: RegExp;
  /** Packages of Debian that it needs besides those the stage installs. */
  readonly added?: readonly string[];
}

/**
 * The RUN that installs what a program needs of its system, for a runtime stage on the same system; a sentence
 * when that is not known.
 *
 * @param startsPrograms false when the sources start no other program
 */
export function findSystemSetup(
  model: DockerfileModel,
  stage: Stage,
  startsPrograms: boolean,
  { present = /^$/, added = [] }: SetupOptions = {},
): readonly (readonly string[])[] | string {
  const packages = findInstalledPackages(model, stage);
  const { base } = stage;
  const facts = base.kind === 'image' ? base.facts : undefined;
  const manager = facts?.variant.packageManager;
  if (manager !== 'apt-get' && added.length !== 0) {
    return 'Which library of the system the dependencies need is not known.';
  }
  if (manager === 'apk') return findAlpineSetup(model, packages);
  if (manager !== 'apt-get') {
    const needed = packages.find(({ role }) => role !== 'build');
    return needed === undefined
      ? []
      : `Whether the program needs the package "${needed.text}" when it runs is not known.`;
  }
  const release = findDebianRelease(stage);
  const hasHeaders = packages.some(({ role }) => role === 'headers');
  if ((hasHeaders || added.length !== 0) && release !== 12 && release !== 13) {
    return 'Which release of Debian the image stands on is not known or no longer kept up.';
  }
  const found = findRuntimePackages(packages, release === 12 ? '12' : '13', startsPrograms);
  if (found.kind === 'unknown') return found.reason;
  const names = [...new Set([...found.names, ...added])]
    .filter((name) => !present.test(name))
    .sort();
  return installPackages(model, 'apt-get', names);
}

function findAlpineSetup(
  model: DockerfileModel,
  packages: ReturnType<typeof findInstalledPackages>,
): readonly (readonly string[])[] | string {
  const names = new Set<string>();
  for (const { name, text, role } of packages) {
    const isCompiler = /^(?:gcc|g\+\+|build-base|clang)$/.test(name ?? '');
    if (isCompiler) for (const each of ['libgcc', 'libstdc++']) names.add(each);
    if (isCompiler || (role === 'build' && !text.endsWith('-dev'))) continue;
    const found = name === undefined || role === 'unknown' ? undefined : libraryOf(name, role);
    if (found === undefined) return `What the program needs of the package "${text}" is not known.`;
    for (const each of found) names.add(each);
  }
  return installPackages(model, 'apk', [...names].sort());
}

function libraryOf(name: string, role: string): readonly string[] | undefined {
  return name.endsWith('-dev') || role === 'headers' ? findAlpineLibraries(name) : [name];
}

import { intersects, validRange } from 'semver';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { LockedPackage } from '../project/python-lock';
import type { PythonProject } from '../project/python-project';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import {
  chooseCycle,
  fromPythonSpecifier,
  listCycles,
  type ChosenCycle,
} from './supported-version';

/** The versions of Python that a project allows, as npm writes ranges; undefined: it does not say. */
export function findPythonRange(
  context: BuildContext,
  folder: string,
  project: PythonProject | undefined,
): Fact<string | undefined> {
  const own = findVersionFile(context, folder);
  if (own !== undefined) return own;
  const python = project?.python;
  if (project !== undefined && python !== undefined) {
    const says = `Python "${python}" is allowed.`;
    const pattern = /^\s*(?:requires-python|python|python_(?:full_)?version)\s*=/;
    const version = /^\d+(?:\.\d+)*$/.test(python) ? toLine(python) : fromPythonSpecifier(python);
    return fact(version, saidIn(context, project.path, pattern, says));
  }
  return fact(undefined, byDefault('The project names no version of Python.'));
}

/** `.python-version` of pyenv and uv, `.tool-versions` of asdf and mise. */
function findVersionFile(context: BuildContext, folder: string): Fact<string> | undefined {
  const files = [
    ['.python-version', /^(?:cpython-?)?(\d+(?:\.\d+)*)\s*$/],
    ['.tool-versions', /^python\s+(\d+(?:\.\d+)*)/],
  ] as const;
  for (const [name, pattern] of files) {
    const file = below(folder, name);
    const line = (context.text(file) ?? '').split(/\r?\n/).find((each) => pattern.test(each));
    const version = line === undefined ? undefined : pattern.exec(line)?.[1];
    if (version === undefined) continue;
    return fact(toLine(version), saidIn(context, file, pattern, `The version is ${version}.`));
  }
  return undefined;
}

/** Patches of one line are alike, and the newest has the security fixes: `3.13.2` is `3.13.x`. */
function toLine(version: string): string {
  const [major = '', minor] = version.split('.');
  return minor === undefined ? `${major}.x` : `${major}.${minor}.x`;
}

export function allowsPython(range: string | undefined, version: string): boolean {
  const wanted = validRange(range ?? '*');
  return wanted !== null && intersects(`${version}.x`, wanted);
}

/**
 * The newest version of Python that the project allows and whose wheels the lock file has.
 *
 * @param versions those that the family of base images has
 * @param fitting those for which every package has a wheel; undefined: it does not matter
 * @returns undefined when there is none
 */
export function choosePython(
  range: string | undefined,
  today: string,
  {
    versions,
    fitting,
  }: {
    readonly versions: readonly string[];
    readonly fitting: readonly string[] | undefined;
  },
): ChosenCycle | undefined {
  const isPossible = (cycle: string): boolean =>
    versions.includes(cycle) && fitting?.includes(cycle) !== false;
  const chosen = listCycles('python')
    .filter(({ cycle }) => allowsPython(range, cycle) && isPossible(cycle))
    .flatMap(({ cycle }) => chooseCycle('python', `${cycle}.x`, today) ?? []);
  return chosen.find(({ supported }) => supported) ?? chosen[0];
}

/** Versions of Python 3 that may be asked for, newest first. */
export const pythonVersions: readonly string[] = listCycles('python')
  .map(({ cycle }) => cycle)
  .filter((cycle) => cycle.startsWith('3.'));

/**
 * The versions of Python for which every locked package has a wheel, so that nothing is compiled. Packages
 * without any wheel for glibc are taken to be pure Python: those that are not have compilers among their needs.
 */
export function findFittingVersions(
  locked: readonly LockedPackage[],
  libc: 'glibc' | 'musl',
): readonly string[] {
  return pythonVersions.filter((version) =>
    locked.every(({ wheels = [] }) =>
      wheels.length === 0
        ? libc === 'glibc'
        : wheels.some((wheel) => fitsWheel(wheel, version, libc)),
    ),
  );
}

/** Source: https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ */
function fitsWheel(wheel: string, version: string, libc: 'glibc' | 'musl'): boolean {
  const [platforms = '', abis = '', pythons = ''] = wheel
    .replace(/\.whl$/, '')
    .split('-')
    .reverse()
    .map((part) => part.toLowerCase());
  const platform = libc === 'glibc' ? /(?:manylinux\w*|linux)_x86_64/ : /musllinux\w*_x86_64/;
  const isPlatform =
    platforms === 'any' || platforms.split('.').some((each) => platform.test(each));
  if (!isPlatform) return false;
  const minor = Number(version.slice(2));
  return pythons.split('.').some((python) => {
    if (python === 'py3') return true;
    const named = /^(cp|py)3(\d+)$/.exec(python);
    if (named === null) return false;
    const [, kind, own] = named;
    if (kind === 'py') return Number(own) <= minor;
    const isStable = abis.split('.').includes('abi3');
    return isStable ? Number(own) <= minor : Number(own) === minor && !abis.endsWith('t');
  });
}

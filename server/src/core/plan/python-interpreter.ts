import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { BaseChoices, BaseFamily } from './choices';
import type { Refusal } from './image-plan';
import type { PythonPackages } from './python-packages';
import { allowsPython, choosePython, findFittingVersions, pythonVersions } from './python-version';

/** Families of base images in which the packages run, the preferred one first. */
export function findPythonBases({
  range,
  locked,
  manager,
  libraries,
  buildLibraries,
}: PythonPackages): readonly [BaseFamily, ...BaseFamily[]] {
  const isPlain = libraries.length === 0;
  const compiles = buildLibraries.some((name) => name !== 'git');
  const fits = (libc: 'glibc' | 'musl', version: string): boolean =>
    allowsPython(range.value, version) &&
    (locked === undefined ? libc === 'glibc' : findFittingVersions(locked, libc).includes(version));
  const hasMusl =
    manager === undefined || pythonVersions.slice(0, 4).some((each) => fits('musl', each));
  const hasDhi = ['3.11', '3.12', '3.13', '3.14'].some((each) => fits('glibc', each));
  return [
    'slim',
    ...(isPlain && !compiles && fits('glibc', '3.13') ? ['distroless' as const] : []),
    ...(isPlain && !compiles && hasMusl ? ['alpine' as const] : []),
    ...(isPlain && buildLibraries.length === 0 && hasDhi ? ['dhi' as const] : []),
  ];
}

/** The Python that a program is given. */
export interface Interpreter {
  /** `3.14`. */
  readonly version: string;
  /** False when it gets no more security fixes. */
  readonly supported: boolean;
  readonly image: RecipeImage;
  /** Name or path of Python in the image that runs. */
  readonly program: string;
}

/** The newest Python that the project, its lock file and a family of base images have in common. */
export function chooseInterpreter(
  packages: PythonPackages,
  choices: BaseChoices,
): Interpreter | Refusal {
  const { range, locked } = packages;
  const versions = pythonVersions.filter(
    (version) => findRecipeImage('python', choices.base, version) !== undefined,
  );
  const libc = choices.base === 'alpine' ? 'musl' : 'glibc';
  const fitting = locked === undefined ? undefined : findFittingVersions(locked, libc);
  const cycle =
    choosePython(range.value, choices.today, { versions, fitting }) ??
    choosePython(range.value, choices.today, { versions, fitting: undefined });
  const image =
    cycle === undefined ? undefined : findRecipeImage('python', choices.base, cycle.cycle);
  if (cycle === undefined || image?.program === undefined) {
    const wanted = range.value === undefined ? 'Python' : `Python ${range.value}`;
    return {
      kind: 'refused',
      reason: `There is no image of ${wanted} in the family "${choices.base}".`,
    };
  }
  return { version: cycle.cycle, supported: cycle.supported, image, program: image.program };
}

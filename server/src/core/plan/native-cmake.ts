import { findHeaderPackage } from '../data/cmake-packages';
import { findLibraryPackages } from '../data/library-packages';
import type { BuildContext } from '../project/build-context';
import { parentFolder, resolveBelow } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { fact, saidIn, type Fact } from './evidence';

/** What the files of a CMake project say. */
export interface CmakeProject {
  /** `CMakeLists.txt` of the root. */
  readonly file: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly homepage: string | undefined;
  /** The oldest CMake that reads it: `3.20`. */
  readonly minimum: string | undefined;
  /** `C`, `CXX`: what is compiled. */
  readonly languages: readonly string[];
  readonly commands: readonly CmakeCommand[];
}

/** A command in a `CMakeLists.txt`. */
interface CmakeCommand {
  readonly file: string;
  /** Lower case. */
  readonly name: string;
  readonly words: readonly string[];
}

/** The project of a folder, with those of its sub-folders that it adds; undefined when there is none. */
export function readCmakeProject(context: BuildContext, folder: string): CmakeProject | undefined {
  const file = below(folder, 'CMakeLists.txt');
  const commands = collectCommands(context, folder, new Set());
  const project = commands.find((each) => each.file === file && each.name === 'project');
  const [name] = project?.words ?? [];
  if (project === undefined || name === undefined) return undefined;
  const after = (word: string): string | undefined => {
    const index = project.words.indexOf(word);
    return index < 0 ? undefined : project.words[index + 1];
  };
  const minimum = commands
    .filter((each) => each.name === 'cmake_minimum_required')
    .flatMap(({ words: [, version = ''] }) => /^\d+\.\d+/.exec(version) ?? []);
  const languages = project.words.filter((word) => word === 'C' || word === 'CXX');
  return {
    file,
    name,
    description: after('DESCRIPTION'),
    homepage: after('HOMEPAGE_URL'),
    minimum: minimum[0],
    languages: languages.length === 0 ? ['C', 'CXX'] : languages,
    commands,
  };
}

function collectCommands(
  context: BuildContext,
  folder: string,
  seen: Set<string>,
): readonly CmakeCommand[] {
  const file = below(folder, 'CMakeLists.txt');
  const text = context.ignores(file) ? undefined : context.text(file);
  if (text === undefined || seen.has(file)) return [];
  seen.add(file);
  const plain = text.replace(/#\[\[[^]*?\]\]/g, '').replace(/(^|\s)#.*$/gm, '$1');
  const commands = [...plain.matchAll(/^[ \t]*(\w+)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gm)].map(
    ([, name = '', rest = '']) => ({
      file,
      name: name.toLowerCase(),
      words: [...rest.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word),
    }),
  );
  const inner = commands
    .filter(({ name }) => name === 'add_subdirectory')
    .flatMap(({ words: [path = ''] }) => resolveBelow(folder, path) ?? [])
    .filter((each) => !/(?:^|\/)(?:tests?|examples?|bench\w*)$/.test(each))
    .flatMap((each) => collectCommands(context, each, seen));
  return [...commands, ...inner];
}

/** The program that an image is made for: the only one, or the one that has the name of the project. */
export function chooseCmakeProgram(
  context: BuildContext,
  { commands, name, file }: CmakeProject,
): Fact<string> | string {
  const programs = commands
    .filter((each) => each.name === 'add_executable')
    .map(({ words: [target = '', ...words], file: place }) => ({
      place,
      words,
      target: target.replace(/\$\{(?:PROJECT_NAME|CMAKE_PROJECT_NAME)\}/, name),
    }))
    .filter(({ target, words }) => !/test|bench|example/i.test(target) && !words.includes('ALIAS'));
  const names = programs.map(({ target }) => target);
  const chosen =
    programs.length === 1
      ? programs[0]
      : programs.find(({ target }) => [name, 'server', `${name}-server`].includes(target));
  if (chosen === undefined) {
    return names.length === 0
      ? `${file} adds no program.`
      : `${file} adds several programs (${names.join(', ')}), and none has the name of the project.`;
  }
  if (!/^[\w.-]+$/.test(chosen.target))
    return `The name "${chosen.target}" of the program is not known.`;
  const says = `The program is ${chosen.target}.`;
  return fact(chosen.target, saidIn(context, chosen.place, /^\s*add_executable\s*\(/i, says));
}

/** What a build needs of the system besides a compiler, and what the program loads. */
export interface CmakeSystem {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

/** Reads the libraries that a project looks for; a sentence when their packages are not known. */
export function findCmakeSystem({ commands }: CmakeProject): CmakeSystem | string {
  const build = new Set<string>();
  const run = new Set<string>();
  for (const { name, words, file } of commands) {
    const needed = requiredOf(name, words);
    if (needed.length !== 0 && name.startsWith('pkg_')) build.add('pkg-config');
    for (const library of needed) {
      const headers = findHeaderPackage(library) ?? findHeaderPackage(`lib${library}`);
      if (headers === undefined) {
        return `${file} looks for "${library}", and which packages of Debian have it is not known.`;
      }
      if (headers === '') continue;
      build.add(headers);
      for (const each of findLibraryPackages(headers, '13') ?? []) run.add(each);
    }
    // Sources that are fetched while the build is configured.
    if (name === 'fetchcontent_declare' || name === 'externalproject_add') {
      for (const each of ['ca-certificates', 'git']) build.add(each);
    }
  }
  return { build: [...build].sort(), run: [...run].sort() };
}

/** Libraries that every compiler has. */
const ownLibraries = /^(?:m|c|pthread|dl|rt|util)$/;

/** Names of libraries and files that a command does not go on without. */
function requiredOf(name: string, words: readonly string[]): readonly string[] {
  if (!words.includes('REQUIRED')) return [];
  if (name === 'find_package') return words.slice(0, 1);
  if (/^find_(?:file|library|path|program)$/.test(name)) {
    const wanted = words.slice(1).filter((word) => word !== 'NAMES' && word !== 'REQUIRED');
    return wanted.slice(0, 1).filter((word) => !ownLibraries.test(word));
  }
  if (name !== 'pkg_check_modules' && name !== 'pkg_search_module') return [];
  return words
    .slice(1)
    .filter((word) => !['REQUIRED', 'QUIET', 'IMPORTED_TARGET', 'GLOBAL'].includes(word))
    .map((word) => word.replace(/[<>=].*$/, ''));
}

/** True when CMake 4 reads the project: the lists of older ones than 3.5 it refuses, and those without a version. */
export function isReadByCmake4({ minimum }: CmakeProject): boolean {
  return minimum !== undefined && !isOlder(minimum, 3, 5);
}

/** True for a version before `major.minor`. */
function isOlder(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first < major || (first === major && second < minor);
}

/** Why a project is not built as others are; undefined when nothing speaks against it. */
export function findCmakeObstacle(
  context: BuildContext,
  folder: string,
  { commands, minimum, file }: CmakeProject,
): string | undefined {
  const manager = ['vcpkg.json', 'conanfile.txt', 'conanfile.py'].find(
    (name) => context.has(below(folder, name)) === 'yes',
  );
  if (manager !== undefined)
    return `${below(folder, manager)} names packages of a manager that is not supported.`;
  // Debian 13 has CMake 3.31; source: packages.debian.org, checked 2026-11-22.
  if (minimum !== undefined && !isOlder(minimum, 3, 32)) {
    return `${file} asks for CMake ${minimum}, and Debian 13 has 3.31.`;
  }
  const moved = commands.find(
    ({ name, words }) =>
      (name === 'set' && words[0] === 'CMAKE_RUNTIME_OUTPUT_DIRECTORY') ||
      (name === 'set_target_properties' && words.includes('RUNTIME_OUTPUT_DIRECTORY')) ||
      (name === 'set_target_properties' && words.includes('OUTPUT_NAME')),
  );
  if (moved !== undefined) return `${moved.file} says itself where programs are put.`;
  const shared = commands.find(
    ({ name, words }) => name === 'add_library' && words.includes('SHARED'),
  );
  return shared === undefined
    ? undefined
    : `${shared.file} builds a shared library, and where the program looks for it is not known.`;
}

/** True when the project compiles every C file below its root, so that none may be added. */
export function compilesEveryFile({ commands, file }: CmakeProject): boolean {
  return commands.some(
    (each) =>
      parentFolder(each.file) === parentFolder(file) &&
      ((each.name === 'file' &&
        each.words[0] === 'GLOB_RECURSE' &&
        each.words.some((word) => /^(?:\$\{[A-Z_]+\}\/|\.\/)?\*\.(?:c|\[\w+\]|\*)$/.test(word))) ||
        (each.name === 'aux_source_directory' && each.words[0] === '.')),
  );
}

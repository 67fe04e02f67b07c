import type { BuildContext } from '../project/build-context';
import { findGoModule, programName, type GoModule } from '../project/go-module';
import { parentFolder } from '../project/install-inputs';
import { fact, saidIn, type Fact } from './evidence';
import { readVisible } from './native-needs';

/** A package with `func main`: its folder in the build context, and the file that declares it, with its text. */
export interface GoProgram {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

/** Folders of helpers: tools of developers, and the program for the health check that this generator adds. */
const helpers =
  /(?:^|\/)(?:vendor|testdata|examples?|tools?|scripts?|hack|internal\/tools|healthcheck|_[^/]*|\.[^/]*)(?:\/|$)/;

/** The programs of a module, in order of their folders. */
export function findGoPrograms(context: BuildContext, module: string): readonly GoProgram[] {
  const prefix = module === '' ? '' : `${module}/`;
  const found = new Map<string, GoProgram>();
  const isSource = (path: string): boolean =>
    path.startsWith(prefix) && /(?<!_test)\.go$/.test(path);
  for (const [file, text] of readVisible(context, isSource)) {
    const folder = parentFolder(file);
    if (found.has(folder) || helpers.test(folder.slice(prefix.length))) continue;
    if (!/^package main\b/m.test(text) || !/^func main\(\)/m.test(text)) continue;
    if (/^\/\/go:build\s+(?:ignore|tools?)\b/m.test(text)) continue;
    if (findGoModule(context, folder)?.folder === module) found.set(folder, { folder, file, text });
  }
  return [...found.values()].sort((left, right) => (left.folder < right.folder ? -1 : 1));
}

/** Names that the program to deploy has where a module has several. */
const usual = ['server', 'api', 'web', 'app', 'service', 'httpd'];

/** The program that an image is made for: that of the root, the only one, or the one that is named so. */
function chooseGoProgram(module: GoModule, programs: readonly GoProgram[]): GoProgram | undefined {
  const root = programs.find(({ folder }) => folder === module.folder);
  if (root !== undefined || programs.length === 1) return root ?? programs[0];
  const names = [programName(module.path), ...usual];
  for (const name of names) {
    const named = programs.filter(({ folder }) => folder.split('/').at(-1) === name);
    if (named.length === 1) return named[0];
  }
  return undefined;
}

/** Import path of a package of a module. */
export function importPathOf(module: GoModule, folder: string): string {
  const inner = module.folder === '' ? folder : folder.slice(module.folder.length + 1);
  return inner === '' ? module.path : `${module.path}/${inner}`;
}

/** The program of a folder, or else of the module that the folder is the root of; a sentence when there is no telling. */
export function findGoProgram(
  context: BuildContext,
  folder: string,
  module: GoModule,
): Fact<GoProgram> | string {
  const programs = findGoPrograms(context, module.folder);
  const own = programs.find((each) => each.folder === folder);
  const program = own ?? chooseGoProgram(module, programs);
  if (program === undefined) {
    const names = programs.map((each) => each.folder).join(', ');
    return programs.length === 0
      ? 'The module has no package main.'
      : `The module has several programs: choose one of the folders ${names}.`;
  }
  const says = `The program is ${programName(importPathOf(module, program.folder))}.`;
  return fact(program, saidIn(context, program.file, /^func main\(\)/, says));
}

import { isCgoModule } from '../data/cgo-modules';
import type { BuildContext } from '../project/build-context';
import { findGoModule, findGoModules, programName, type GoModule } from '../project/go-module';
import type { BuiltFile } from './built-files';
import { findCommandFolder } from './command-folder';
import type { Command } from './commands';
import { findContextFolder } from './context-folder';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a `go build`, `go install` or `go run` is asked to do. */
export interface GoCommand {
  readonly command: Command;
  readonly verb: 'build' | 'install' | 'run';
  /** Options with their values; a boolean one has an empty value. */
  readonly options: ReadonlyMap<string, string>;
  /** Packages or files; of `run` only the first words that are. */
  readonly packages: readonly string[];
  /** Words behind the package of `go run`. */
  readonly rest: readonly string[];
  /** Absolute; undefined when not known. */
  readonly folder: string | undefined;
}

/** Options of `go build` with a value. Source: `go help build`, `go help run`. */
const valueOptions = new Set(
  'o C p asmflags buildmode buildvcs compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay pgo pkgdir tags toolexec exec covermode coverpkg'.split(
    ' ',
  ),
);

/** Reads a command of the Go tool; undefined for other commands, and for words that are not known. */
export function readGoCommand(model: DockerfileModel, command: Command): GoCommand | undefined {
  if (command.name !== 'go') return undefined;
  const values = command.words.map((word) => model.valueOf(word, command.instruction) ?? word.text);
  const verb = values[1];
  if (verb !== 'build' && verb !== 'install' && verb !== 'run') return undefined;
  const options = new Map<string, string>();
  let index = 2;
  for (; index < values.length; index++) {
    const { [index]: word = '' } = values;
    const option = /^--?([A-Za-z]\w*)(?:=(.*))?$/s.exec(word);
    if (option === null) break;
    const [, name = '', given] = option;
    if (given === undefined && valueOptions.has(name)) index++;
    options.set(name, given ?? (valueOptions.has(name) ? (values[index] ?? '') : ''));
  }
  const words = values.slice(index);
  const count =
    verb === 'run'
      ? Math.max(
          1,
          words.findIndex((word) => !word.endsWith('.go')),
        )
      : words.length;
  const files = words.every((word) => word.endsWith('.go')) ? words.length : count;
  const base = findCommandFolder(model, command);
  const inside = options.get('C');
  return {
    command,
    verb,
    options,
    packages: words.slice(0, verb === 'run' ? files : words.length),
    rest: verb === 'run' ? words.slice(files) : [],
    folder: inside === undefined ? base : joinPath(base, inside),
  };
}

/** The programs that a command makes; undefined when their names or places are not known. */
export function programsOfGoCommand(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  go: GoCommand,
): readonly BuiltFile[] | undefined {
  const { command, options, folder } = go;
  const names = (go.packages.length === 0 ? ['.'] : go.packages).some((each) =>
    each.endsWith('.go'),
  )
    ? [programName((go.packages[0] ?? '').replace(/\.go$/, '').replace(/^.*\//, ''))]
    : (go.packages.length === 0 ? ['.'] : go.packages).flatMap((each) =>
        namesOf(model, stage, context, go, each),
      );
  const toFile = (path: string | undefined): readonly BuiltFile[] =>
    path === undefined ? [] : [{ path, command, placedBy: command }];
  const output = options.get('o');
  if (go.verb === 'install') {
    const bin = installFolder(model, stage, go);
    return names.flatMap((name) => toFile(`${bin}/${name}`));
  }
  if (output === undefined) {
    const [name = '', ...others] = names;
    return name !== '' && others.length === 0 ? toFile(joinPath(folder, name)) : [];
  }
  const path = joinPath(folder, output);
  if (path === undefined) return undefined;
  const isFolder =
    /(?:^|\/)\.{0,2}\/?$/.test(output) ||
    names.length !== 1 ||
    findContextFolder(model, stage, path) !== undefined;
  return isFolder ? names.flatMap((name) => toFile(joinPath(path, name))) : toFile(path);
}

function installFolder(model: DockerfileModel, stage: Stage, { command }: GoCommand): string {
  const value = (name: string): string | undefined =>
    command.shell.assignments.find((each) => each.name === name)?.value?.value ??
    model.variables.before(stage, command.instruction).get(name)?.value;
  return value('GOBIN') ?? `${value('GOPATH') ?? '/go'}/bin`;
}

/** Names of the programs of a package pattern. */
function namesOf(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  { folder }: GoCommand,
  pattern: string,
): readonly string[] {
  if (pattern.includes('@')) return [];
  const isLocal = /^\.{1,2}(?:\/|$)|^\//.test(pattern);
  if (!isLocal) {
    const module = findGoModules(context).find(
      ({ path }) => pattern === path || pattern.startsWith(`${path}/`),
    );
    return module === undefined ? [] : [programName(pattern.replace(/\/\.\.\.$/, ''))];
  }
  const isDeep = pattern.endsWith('...');
  const path = joinPath(folder, isDeep ? pattern.replace(/\/?\.\.\.$/, '') : pattern);
  const place = path === undefined ? undefined : findContextFolder(model, stage, path);
  if (place === undefined) return [];
  const folders = isDeep ? mainFolders(context, place) : [place];
  return folders.flatMap((each) => {
    const module = findGoModule(context, each);
    if (module === undefined) return [];
    const rest = each.slice(module.folder.length).replace(/^\//, '');
    return [programName(rest === '' ? module.path : `${module.path}/${rest}`)];
  });
}

/** Folders below one that hold a `package main`. */
function mainFolders(context: BuildContext, folder: string): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const folders = context.visiblePaths
    .filter((path) => path.startsWith(prefix) && path.endsWith('.go') && !path.endsWith('_test.go'))
    .filter((path) => /^package main\b/m.test(context.text(path) ?? ''))
    .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  return [...new Set(folders)];
}

/** Why the program is linked against C: a source file or a module; undefined when nothing says so. */
export function findCgoNeed(context: BuildContext): string | undefined {
  const file = context.visiblePaths.find(
    (path) =>
      path.endsWith('.go') &&
      !path.endsWith('_test.go') &&
      /^(?:import\s+|\s+)"C"\s*(?:\/\/.*)?$/m.test(context.text(path) ?? ''),
  );
  if (file !== undefined) return `${file} imports "C".`;
  for (const module of findGoModules(context)) {
    const needed = module.requires.find((path) => isCgoModule(path));
    if (needed !== undefined)
      return `${goModPath(module)} requires ${needed}, which is linked against C.`;
  }
  return undefined;
}

export function goModPath({ folder }: GoModule): string {
  return folder === '' ? 'go.mod' : `${folder}/go.mod`;
}

/** The value of CGO_ENABLED for a command: its own, or that of ENV; undefined when it is not set. */
export function cgoSetting(model: DockerfileModel, command: Command): string | undefined {
  const own = command.shell.assignments.find(({ name }) => name === 'CGO_ENABLED');
  if (own !== undefined) return own.value?.value ?? '?';
  const word = command.shell.arguments.find(({ text }) => text.startsWith('CGO_ENABLED='));
  if (word !== undefined) return (word.value ?? '?').replace('CGO_ENABLED=', '');
  const exported = model
    .executionOf(command.instruction)
    .commands.filter(({ name }) => name === 'export')
    .flatMap(({ words }) => words)
    .find(({ text }) => text.startsWith('CGO_ENABLED='));
  if (exported !== undefined) return (exported.value ?? '?').replace('CGO_ENABLED=', '');
  const stage = model.stageOf(command.instruction);
  const binding =
    stage === undefined
      ? undefined
      : model.variables.before(stage, command.instruction).get('CGO_ENABLED');
  return binding === undefined ? undefined : (binding.value ?? '?');
}

import { findCargoRoot, type CargoRoot } from '../project/cargo-manifest';
import type { BuildContext } from '../project/build-context';
import type { BuiltFile } from './built-files';
import { findCommandFolder } from './command-folder';
import type { Command } from './commands';
import { findContainerPaths } from './container-paths';
import { findContextFolder } from './context-folder';
import { joinPath, normalisePath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a `cargo build`, `cargo install` or `cargo run` is asked to do. */
export interface CargoCommand {
  readonly command: Command;
  readonly verb: 'build' | 'install' | 'run';
  /** Options with their values, a boolean one with an empty value; short names are written out. */
  readonly options: ReadonlyMap<string, string>;
  /** Crates that `cargo install` names. */
  readonly crates: readonly string[];
  /** Words behind `--` of `cargo run`, or those that it takes for the program. */
  readonly rest: readonly string[];
  readonly folder: string | undefined;
}

/** Options of cargo with a value. Source: the Cargo Book, "cargo build", "cargo install" and "cargo run". */
const valueOptions = new Set(
  'bin package features target target-dir profile manifest-path jobs message-format color config path root version vers git branch tag rev registry index exclude example Z F'.split(
    ' ',
  ),
);
const longNames: ReadonlyMap<string, string> = new Map([
  ['r', 'release'],
  ['p', 'package'],
  ['j', 'jobs'],
  ['F', 'features'],
]);

/** Reads a command of Cargo; undefined for other commands. */
export function readCargoCommand(
  model: DockerfileModel,
  command: Command,
): CargoCommand | undefined {
  if (command.name !== 'cargo') return undefined;
  const all = command.words.map((word) => model.valueOf(word, command.instruction) ?? word.text);
  const values = all.slice(all[1]?.startsWith('+') === true ? 2 : 1);
  const verb = values[0] === 'b' ? 'build' : values[0] === 'r' ? 'run' : values[0];
  if (verb !== 'build' && verb !== 'install' && verb !== 'run') return undefined;
  const options = new Map<string, string>();
  const words: string[] = [];
  let index = 1;
  for (; index < values.length; index++) {
    const { [index]: value = '' } = values;
    if (value === '--') {
      index++;
      break;
    }
    const option = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(value);
    if (option === null) {
      if (verb === 'run') break;
      words.push(value);
      continue;
    }
    const [, written = '', given] = option;
    const name = longNames.get(written) ?? written;
    const takesNext = given === undefined && valueOptions.has(name);
    if (takesNext) index++;
    options.set(name, given ?? (takesNext ? (values[index] ?? '') : ''));
  }
  const rest = verb === 'run' ? values.slice(index) : [];
  return { command, verb, options, crates: words, rest, folder: findCommandFolder(model, command) };
}

/** The package or workspace that a command works on, and where its root lies in the stage. */
export interface CargoPlace {
  readonly root: CargoRoot;
  /** Absolute; where `target` is made. */
  readonly folder: string;
  /** Folder of the context that the command runs in. */
  readonly inContext: string;
}

export function findCargoPlace(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  cargo: CargoCommand,
): CargoPlace | undefined {
  const manifest = cargo.options.get('manifest-path')?.replace(/\/?Cargo\.toml$/, '');
  const path = cargo.verb === 'install' ? cargo.options.get('path') : manifest;
  const at = path === undefined || path === '' ? cargo.folder : joinPath(cargo.folder, path);
  const inContext = at === undefined ? undefined : findContextFolder(model, stage, at);
  const root = inContext === undefined ? undefined : findCargoRoot(context, inContext);
  if (root === undefined || inContext === undefined || at === undefined) return undefined;
  const up = inContext
    .slice(root.folder.length)
    .split('/')
    .filter((part) => part !== '').length;
  const folder = normalisePath(`${at}/${'../'.repeat(up)}`);
  const [named] = root.folder === '' ? [] : (findContainerPaths(model, stage, root.folder) ?? []);
  return { root, folder: named ?? folder, inContext };
}

/** The profile folder below `target`: `release`, `x86_64-unknown-linux-musl/release`. */
export function targetFolder(
  model: DockerfileModel,
  stage: Stage,
  cargo: CargoCommand,
  place: CargoPlace,
): string | undefined {
  const { options, command } = cargo;
  const variable = (name: string): string | undefined =>
    command.shell.assignments.find((each) => each.name === name)?.value?.value ??
    model.variables.before(stage, command.instruction).get(name)?.value;
  const base =
    options.get('target-dir') ?? variable('CARGO_TARGET_DIR') ?? variable('CARGO_BUILD_TARGET_DIR');
  const profile = options.get('profile') ?? (options.has('release') ? 'release' : 'dev');
  const folder =
    profile === 'dev' || profile === 'test' ? 'debug' : profile === 'bench' ? 'release' : profile;
  const triple = options.get('target') ?? variable('CARGO_BUILD_TARGET');
  const target =
    base === undefined ? joinPath(place.folder, 'target') : joinPath(cargo.folder, base);
  return joinPath(target, triple === undefined ? folder : `${triple}/${folder}`);
}

/** The programs that a command makes; undefined when what it builds is not known. */
export function programsOfCargoCommand(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  cargo: CargoCommand,
): readonly BuiltFile[] | undefined {
  const { command, options } = cargo;
  if (cargo.verb === 'install' && !options.has('path')) return [];
  const place = findCargoPlace(model, stage, context, cargo);
  if (place === undefined) return undefined;
  const names = programsOf(place, cargo);
  const root = options.get('root');
  const folder =
    cargo.verb === 'install'
      ? `${root === undefined ? '/usr/local/cargo' : (joinPath(cargo.folder, root) ?? root)}/bin`
      : targetFolder(model, stage, cargo, place);
  if (folder === undefined) return undefined;
  return names.map((name) => ({ path: `${folder}/${name}`, command, placedBy: command }));
}

/** The names of the programs that a command selects. */
export function programsOf(
  { root, inContext }: CargoPlace,
  { options }: CargoCommand,
): readonly string[] {
  const bin = options.get('bin');
  if (bin !== undefined) return [bin];
  const wanted = options.get('package');
  const own = root.packages.find(({ folder }) => folder === inContext);
  const packages =
    wanted !== undefined
      ? root.packages.filter(({ name }) => name === wanted)
      : own !== undefined && !options.has('workspace') && !options.has('all')
        ? [own]
        : root.packages;
  return packages.flatMap(({ programs }) => programs);
}

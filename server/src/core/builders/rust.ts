import { findCrateLibrary } from '../data/rust-libraries';
import { followBuiltFiles, findStartedFile, type BuiltFile } from '../model/built-files';
import {
  findCargoPlace,
  programsOf,
  programsOfCargoCommand,
  readCargoCommand,
  targetFolder,
  type CargoCommand,
} from '../model/cargo-build';
import { findContainerPaths } from '../model/container-paths';
import { findDebianRelease } from '../model/image-release';
import type { BaseImage } from '../model/stage-graph';
import { readStartWords, type StartWords } from '../model/start-words';
import type { CargoRoot } from '../project/cargo-manifest';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import { keyword } from '../rewrite/instructions';
import { planNative } from '../rewrite/native-plan';
import type { Instruction } from '../syntax/instruction';
import {
  defineBuilder,
  refuse,
  type Artifact,
  type BuilderOutcome,
  type BuilderRequest,
} from './define-builder';

const signPatterns: SignPatterns = {
  files: /\.rs$/,
  writes:
    /\b(?:File::(?:create|create_new|options)|OpenOptions\b|fs::(?:write|create_dir|create_dir_all|rename|remove_file|remove_dir_all|copy)\s*\(|rusqlite|sled::|rocksdb)/,
  temporary: /\btemp_dir\(|\btempfile::|"\/tmp/,
  starts: /\bprocess::Command\b|\bCommand::new\(|\blibc::(?:execv|system)/,
};

const sources = /\.(?:rs|c|cc|cpp|h|hpp)$/;
const buildPrograms = /^(?:cargo|rustup|rustc|cargo-\w+|trunk|wasm-pack|gcc|cc|strip|git)$/;

export default defineBuilder({
  id: 'rust',
  title: 'Rust',
  plan(request) {
    const { model, stage, context } = request;
    const facts = factsOf(stage);
    if (facts?.family.id !== 'rust') return undefined;
    const commands = model.commandsOf(stage).flatMap((each) => readCargoCommand(model, each) ?? []);
    const start = readStartWords(model, stage);
    const startsCargo = start.kind === 'start' && start.start.words[0] === 'cargo';
    if (commands.length === 0 && !startsCargo) return undefined;
    if (start.kind === 'unknown') return refuse(start.reason);
    const config = context.visiblePaths.find((path) =>
      /(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path),
    );
    if (config !== undefined)
      return refuse(`${config} may change where and how the program is built.`);
    const git = model
      .commandsOf(stage)
      .find(({ name, words }) => name === 'git' && words[1]?.text !== 'config');
    if (git !== undefined) return refuse('What git brings into the stage is not known.');
    return startsCargo
      ? planRun(request, start.start, commands)
      : planBuild(request, start.start, commands);
  },
});

function factsOf({ base }: BuilderRequest['stage']): BaseImage['facts'] {
  return base.kind === 'image' ? base.facts : undefined;
}

/** A program that a RUN builds. */
function planBuild(
  request: BuilderRequest,
  start: StartWords,
  commands: readonly CargoCommand[],
): BuilderOutcome {
  const { model, stage } = request;
  const [program = ''] = start.words;
  const files = builtFiles(request, commands);
  if (typeof files === 'string') return refuse(files);
  const started = findStartedFile(model, stage, program, files, ['/usr/local/cargo/bin']);
  if (started === undefined) {
    return refuse(
      `The program "${program}" that the image starts is not one that cargo is known to make.`,
    );
  }
  const cargo = commands.find(({ command }) => command === started.command);
  const name = started.path.slice(started.path.lastIndexOf('/') + 1);
  const moves = isBuildFolder(started.path);
  const words = moves ? [name, ...start.words.slice(1)] : start.words;
  const isChanged = start.rewrites || words[0] !== start.words[0];
  if (isChanged && start.needsShell) {
    return refuse(
      `A shell reads the words of ${start.keyword}, and the program lies in a folder of the build.`,
    );
  }
  return finish(request, cargo, {
    start,
    lastStep: lastOf([started]),
    artifacts: [toArtifact(started.path)],
    words: isChanged ? words : undefined,
    lastLines: undefined,
  });
}

function builtFiles(
  { model, stage, context }: BuilderRequest,
  commands: readonly CargoCommand[],
): readonly BuiltFile[] | string {
  const built: BuiltFile[] = [];
  for (const command of commands) {
    const found = programsOfCargoCommand(model, stage, context, command);
    if (found === undefined) return 'Where cargo puts the program is not known.';
    built.push(...found);
  }
  return followBuiltFiles(model, stage, built);
}

/** A folder that only the build knows: programs of it go where every image looks for them. */
function isBuildFolder(path: string): boolean {
  return /\/(?:release|debug)\/[^/]+$/.test(path) || path.startsWith('/usr/local/cargo/bin/');
}

function toArtifact(path: string): Artifact {
  const to = isBuildFolder(path) ? '/usr/local/bin/' : path.slice(0, path.lastIndexOf('/') + 1);
  return { from: path, to };
}

function lastOf(files: readonly BuiltFile[]): Instruction | undefined {
  return files
    .flatMap(({ command, placedBy }) => [command.instruction, placedBy.instruction])
    .sort((left, right) => left.span.start - right.span.start)
    .at(-1);
}

/** `cargo run` in CMD: what a RUN built of the same profile, else a build in its place. */
function planRun(
  request: BuilderRequest,
  start: StartWords,
  commands: readonly CargoCommand[],
): BuilderOutcome {
  const { model, stage, context } = request;
  const [run] = model
    .executionOf(start.instruction)
    .commands.slice(0, 1)
    .flatMap((each) => readCargoCommand(model, each) ?? []);
  if (start.keyword !== 'CMD' || start.needsShell || run?.verb !== 'run') {
    return refuse('What the image starts with cargo is not a plain "cargo run" in CMD.');
  }
  const cargo: CargoCommand = { ...run, folder: model.workdirAtEnd(stage) };
  const place = findCargoPlace(model, stage, context, cargo);
  if (place === undefined) return refuse('No Cargo.toml is known where "cargo run" runs.');
  const names = programsOf(place, cargo);
  const preferred = place.root.packages.flatMap(({ defaultRun }) => defaultRun ?? []);
  const [name, ...others] = preferred.length === 1 && names.length !== 1 ? preferred : names;
  const folder = targetFolder(model, stage, cargo, place);
  if (name === undefined || others.length !== 0 || folder === undefined) {
    return refuse('Which program "cargo run" starts is not known.');
  }
  const path = `${folder}/${name}`;
  const files = builtFiles(request, commands);
  if (typeof files === 'string') return refuse(files);
  const built = files.findLast((file) => file.path === path);
  const options = start.words
    .slice(2, start.words.length - cargo.rest.length)
    .filter((word) => word !== '--');
  const isPlain = options.every((word) => /^[\w@%+=:,./-]+$/.test(word));
  if (built === undefined && !isPlain) return refuse('The words of "cargo run" need quotes.');
  const lastStep =
    built === undefined
      ? stage.instructions.findLast((each) =>
          ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(each.keyword),
        )
      : lastOf([built]);
  return finish(request, cargo, {
    start,
    lastStep,
    artifacts: [toArtifact(path)],
    words: [name, ...cargo.rest],
    lastLines:
      built === undefined
        ? [`${keyword(model, 'RUN')} ${['cargo', 'build', ...options].join(' ')}`]
        : undefined,
  });
}

interface Draft {
  readonly start: StartWords;
  readonly lastStep: Instruction | undefined;
  readonly artifacts: readonly Artifact[];
  readonly words: readonly string[] | undefined;
  readonly lastLines: readonly string[] | undefined;
}

function finish(
  request: BuilderRequest,
  cargo: CargoCommand | undefined,
  draft: Draft,
): BuilderOutcome {
  const { model, stage, context } = request;
  const { lastStep, start } = draft;
  const [program = ''] = start.words;
  const place = cargo === undefined ? undefined : findCargoPlace(model, stage, context, cargo);
  if (place === undefined || cargo === undefined || lastStep === undefined) {
    return refuse('No Cargo.toml is known where the program is built.');
  }
  const signs = findProgramSigns(context, signPatterns);
  if (signs === undefined)
    return refuse('The sources of the program could not be read as a whole.');
  if (signs.texts.some((text) => /\benv::var(?:_os)?\(\s*"CARGO/.test(text))) {
    return refuse('The program reads variables that only cargo sets.');
  }
  if (signs.texts.some((text) => /rustc-link-lib|#\[link\(|prefer-dynamic/.test(text))) {
    return refuse('The sources name libraries to link, and where they come from is not known.');
  }
  const linkage = findLinkage(request, cargo, place.root);
  if (typeof linkage === 'string') return refuse(linkage);
  const manifest = place.root.folder === '' ? 'Cargo.toml' : `${place.root.folder}/Cargo.toml`;
  return planNative(model, stage, context, {
    program: {
      linkage: linkage.linkage,
      start,
      signs,
      libraries: linkage.libraries,
      usesHeaders: false,
      programs: [program, ...draft.artifacts.map(({ from }) => from)],
    },
    lastStep,
    artifacts: draft.artifacts,
    sources,
    buildPrograms,
    builderEdits: [],
    words: draft.words,
    lastLines: draft.lastLines,
    evidence: [
      `${manifest}: the programs are ${programsOf(place, cargo).join(', ')}.`,
      linkage.evidence,
    ],
  });
}

interface Linkage {
  readonly linkage: 'static' | 'glibc';
  readonly libraries: readonly string[];
  readonly evidence: string;
}

/** What the program is linked against, by its target and the crates in Cargo.lock. */
function findLinkage(
  { model, stage }: BuilderRequest,
  { options, command }: CargoCommand,
  root: CargoRoot,
): Linkage | string {
  const scope = model.variables.before(stage, command.instruction);
  const flags = [
    scope.get('RUSTFLAGS')?.value,
    ...command.shell.assignments
      .filter(({ name }) => name === 'RUSTFLAGS')
      .map(({ value }) => value?.text),
  ].join(' ');
  if (flags.includes('prefer-dynamic')) return 'The program loads the library of Rust.';
  const target = options.get('target') ?? scope.get('CARGO_BUILD_TARGET')?.value;
  const facts = factsOf(stage);
  const isMusl = target === undefined ? facts?.variant.libc === 'musl' : target.includes('musl');
  if (target !== undefined && !/^(?:x86_64|aarch64)-unknown-linux-(?:musl|gnu)$/.test(target)) {
    return `The target ${target} is not one that the runtime image is known for.`;
  }
  if (isMusl) {
    if (flags.includes('-crt-static')) return 'The C library of Alpine is linked dynamically.';
    return { linkage: 'static', libraries: [], evidence: 'Programs for musl are static.' };
  }
  const release = findDebianRelease(stage);
  if (release !== 12 && release !== 13)
    return 'The Debian release under the stage is not known or no longer kept up.';
  if (root.crates === undefined)
    return 'Without Cargo.lock it is not known what the program is linked against.';
  const lock = root.folder === '' ? 'Cargo.lock' : `${root.folder}/Cargo.lock`;
  if (findContainerPaths(model, stage, lock)?.length === 0) {
    return 'Cargo.lock is not copied, so other versions may be linked than it says.';
  }
  const libraries: string[] = [];
  for (const crate of root.crates) {
    const library = findCrateLibrary(crate, release);
    if (library === undefined) return `Which library the crate ${crate} loads is not known.`;
    const isVendored = crate === 'openssl-sys' && root.crates.includes('openssl-src');
    if (library !== 'none' && !isVendored) libraries.push(library);
  }
  const evidence =
    libraries.length === 0
      ? 'Cargo.lock: no crate loads a library of the system.'
      : `Cargo.lock: crates load ${libraries.join(', ')}.`;
  return { linkage: 'glibc', libraries, evidence };
}

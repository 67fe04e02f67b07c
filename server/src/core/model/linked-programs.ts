import type { BuildContext } from '../project/build-context';
import { baseName, type Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { isCoveredBy } from './covered-path';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { escapePattern } from '../text/escape-pattern';

/** What makes a program that is surely linked with the C library of its stage. */
export type Compiler = 'C compiler' | 'Cargo' | 'Go';

/** The compiler that makes a file of a stage so that it needs the C library there; undefined: not known. */
export function findLinkingCompiler(
  model: DockerfileModel,
  stage: Stage,
  path: string,
): Compiler | undefined {
  return findLinkingCommand(model, stage, path)?.compiler;
}

/** The same with the command that starts it. */
export function findLinkingCommand(
  model: DockerfileModel,
  stage: Stage,
  path: string,
): { readonly compiler: Compiler; readonly command: Command } | undefined {
  const runs = collectInheritance(stage).flatMap((each) => model.runsOf(each));
  if (runs.some(({ complete }) => !complete)) return undefined;
  for (const { commands } of runs.toReversed()) {
    if (commands.some(({ name }) => name === 'cd' || name === 'pushd')) continue;
    for (const command of commands.toReversed()) {
      const compiler = readCompiler(model, stage, command, path);
      if (compiler !== undefined) return { compiler, command };
    }
  }
  return undefined;
}

function readCompiler(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  path: string,
): Compiler | undefined {
  const { name = '' } = command;
  if (/^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?)$/.test(name)) {
    return linksC(model, command, path) ? 'C compiler' : undefined;
  }
  if (name === 'cargo') return linksRust(model, stage, command, path) ? 'Cargo' : undefined;
  return name === 'go' && linksGo(model, stage, command, path) ? 'Go' : undefined;
}

function textsOf({ words }: Command): readonly string[] {
  return words.map((word) => word.value ?? word.text);
}

/** The absolute path that an option names. */
function outputOf(model: DockerfileModel, command: Command): string | undefined {
  const texts = textsOf(command);
  const written = texts[texts.indexOf('-o') + 1];
  if (!texts.includes('-o') || written === undefined || written.includes('$')) return undefined;
  return joinPath(model.workdirAt(command.instruction), written);
}

function linksC(model: DockerfileModel, command: Command, path: string): boolean {
  const texts = textsOf(command);
  if (command.words.some(({ value }) => value === undefined)) return false;
  if (
    texts.some((text) =>
      /^-(?:static.*|c|S|E|shared|r|nostdlib|ffreestanding|m32|-target=.*)$/.test(text),
    )
  ) {
    return false;
  }
  return outputOf(model, command) === path;
}

/** A setting of the build, from ENV, ARG or the line itself. */
function settingOf(model: DockerfileModel, command: Command, name: string): string | undefined {
  const own = command.shell.assignments.find((each) => each.name === name);
  if (own !== undefined) return own.value?.value ?? '?';
  if (command.wrappers.includes('env') && command.instruction.argumentText.includes(name))
    return '?';
  const stage = model.stageOf(command.instruction);
  const binding =
    stage === undefined ? undefined : model.variables.before(stage, command.instruction).get(name);
  return binding === undefined ? undefined : (binding.value ?? '?');
}

/** True when a shell of the RUN sets it by itself: `export CGO_ENABLED=0 && go build`. */
function isExported(command: Command, name: string): boolean {
  return new RegExp(`\\bexport\\s[^&;]*${escapePattern(name)}`).test(
    command.instruction.argumentText,
  );
}

function linksRust(model: DockerfileModel, stage: Stage, command: Command, path: string): boolean {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.variant.libc !== 'glibc') return false;
  const texts = textsOf(command);
  const settings = [
    'RUSTFLAGS',
    'CARGO_BUILD_TARGET',
    'CARGO_TARGET_DIR',
    'CARGO_ENCODED_RUSTFLAGS',
  ];
  if (
    settings.some(
      (name) => settingOf(model, command, name) !== undefined || isExported(command, name),
    )
  ) {
    return false;
  }
  if (
    texts.some((text) =>
      /^--(?:target|config|target-dir|profile|out-dir|artifact-dir)\b/.test(text),
    )
  )
    return false;
  if (command.words.some(({ value }) => value === undefined)) return false;
  if (texts[1] !== 'build' || !texts.some((text) => text === '--release' || text === '-r'))
    return false;
  const workdir = model.workdirAt(command.instruction);
  return (
    workdir !== undefined &&
    path === `${workdir}/target/release/${baseName(path)}` &&
    !/\.(?:so|rlib|a|d)$/.test(path) &&
    hasNoCargoSettings(model.context)
  );
}

/** Settings of Cargo may ask for a static C library; its host does not read them. */
function hasNoCargoSettings(context: BuildContext | undefined): boolean {
  return (
    context?.project.complete === true &&
    !context.paths.some((path) => /(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path))
  );
}

function linksGo(model: DockerfileModel, stage: Stage, command: Command, path: string): boolean {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.family.id !== 'golang') return false;
  const texts = textsOf(command);
  if (texts[1] !== 'build' || outputOf(model, command) !== path) return false;
  const cgo = settingOf(model, command, 'CGO_ENABLED');
  if (isExported(command, 'CGO_ENABLED') || isExported(command, 'GOFLAGS')) return false;
  // The Alpine image has no C compiler, and without one Go leaves C alone.
  if (cgo !== '1' && (cgo !== undefined || base.facts.variant.libc !== 'glibc')) return false;
  const others = ['GOOS', 'GOARCH', 'GOFLAGS', 'CGO_LDFLAGS', 'CC'];
  if (
    others.some(
      (name) => settingOf(model, command, name) !== undefined || isExported(command, name),
    )
  ) {
    return false;
  }
  if (texts.some((text) => /static|netgo|osusergo|^-(?:tags|buildmode|linkmode)/.test(text)))
    return false;
  const packages = command.words.slice(2).filter(({ text }, index, all) => {
    return (
      !text.startsWith('-') && !/^-(?:o|ldflags|p|mod|gcflags)$/.test(all[index - 1]?.text ?? '')
    );
  });
  const [target, ...more] = packages.map(({ value }) => value);
  return more.length === 0 && needsC(model, stage, command, target ?? '.');
}

/** Packages of the standard library that Go links with the C library wherever it may. */
const cgoImports = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"(?:C|net|net\/http|os\/user)"\s*$/m;

/** True when a source file of the package imports what needs the C library, on every system. */
function needsC(model: DockerfileModel, stage: Stage, command: Command, target: string): boolean {
  const { context } = model;
  const workdir = model.workdirAt(command.instruction);
  const folder = target.endsWith('.go') ? undefined : joinPath(workdir, target);
  if (context === undefined || folder === undefined || workdir === undefined) return false;
  if (!isCoveredBy(folder, workdir)) return false;
  const { start } = command.instruction.span;
  const moduleFile = traceContextFile(model, stage, `${workdir}/go.mod`, start);
  if (moduleFile === undefined) return false;
  const root = moduleFile.replace(/\/?go\.mod$/, '');
  const prefix = [root, folder.slice(workdir.length + 1)].filter((part) => part !== '').join('/');
  return context.visiblePaths.some((file) => {
    const name = file.slice(prefix === '' ? 0 : prefix.length + 1);
    if (!file.startsWith(prefix) || name.includes('/') || !/^[a-z0-9]+\.go$/i.test(name))
      return false;
    const text = context.text(file) ?? '';
    return (
      /^package main\b/m.test(text) &&
      !/^\/\/(?:go:build| \+build)/m.test(text) &&
      cgoImports.test(text)
    );
  });
}

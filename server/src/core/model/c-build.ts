import type { BuildContext } from '../project/build-context';
import type { BuiltFile } from './built-files';
import { findCommandFolder } from './command-folder';
import type { Command } from './commands';
import { findContextFolder } from './context-folder';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What the commands of a stage compile and install from C and C++. */
export interface CBuild {
  /** Programs with their places. */
  readonly programs: readonly BuiltFile[];
  /** Folders that an install step fills, with the command. */
  readonly prefixes: readonly { readonly path: string; readonly command: Command }[];
  /** Commands that build, in order. */
  readonly commands: readonly Command[];
  /** Texts that say what is linked: commands, CMakeLists.txt, Makefile, meson.build. */
  readonly texts: readonly string[];
}

const compilers = /^(?:(?:x86_64-linux-gnu-)?(?:gcc|g\+\+|c\+\+|cc|clang|clang\+\+)(?:-\d+)?)$/;
const makers = /^(?:make|gmake|cmake|ninja|meson)$/;
const manifests =
  /(?:^|\/)(?:CMakeLists\.txt|[Mm]akefile|GNUmakefile|meson\.build|configure\.ac|[^/]+\.(?:cmake|mk))$/;

/** Reads the build of a stage; undefined when it compiles nothing, or from nothing that is known. */
export function readCBuild(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
): CBuild | undefined {
  const commands = model
    .commandsOf(stage)
    .filter(({ name = '' }) => compilers.test(name) || makers.test(name) || name === 'configure');
  if (commands.length === 0) return undefined;
  const manifestTexts = context.visiblePaths
    .filter((path) => manifests.test(path))
    .map((path) => context.text(path) ?? '');
  const programs = commands.flatMap((command) =>
    programsOf(model, stage, context, command, commands),
  );
  return {
    programs,
    prefixes: commands.flatMap((command) => prefixOf(model, command, commands) ?? []),
    commands,
    texts: [
      ...manifestTexts,
      ...commands.map(({ words }) => words.map(({ text }) => text).join(' ')),
    ],
  };
}

function programsOf(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  command: Command,
  commands: readonly Command[],
): readonly BuiltFile[] {
  const folder = findCommandFolder(model, command);
  const toFile = (path: string | undefined): readonly BuiltFile[] =>
    path === undefined ? [] : [{ path, command, placedBy: command }];
  if (isCompiler(command)) {
    const values = command.words.map(({ value, text }) => value ?? text);
    if (values.some((value) => ['-c', '-E', '-S', '-shared'].includes(value))) return [];
    const at = values.indexOf('-o');
    const glued = values.find((value) => /^-o./.test(value))?.slice(2);
    return toFile(joinPath(folder, (at < 0 ? glued : values[at + 1]) ?? 'a.out'));
  }
  const source = folder === undefined ? undefined : findContextFolder(model, stage, folder);
  if (command.name === 'make') {
    const target = optionValue(command, ['-C', '--directory']);
    const place = joinPath(folder, target ?? '.');
    const inContext = place === undefined ? undefined : findContextFolder(model, stage, place);
    if (inContext === undefined) return cmakePrograms(model, stage, context, command, commands);
    return targetsOf(context, inContext).flatMap((name) => toFile(joinPath(place, name)));
  }
  return source === undefined && command.name !== 'cmake' && command.name !== 'ninja'
    ? []
    : cmakePrograms(model, stage, context, command, commands);
}

/** The targets of a Makefile by name. */
function targetsOf(context: BuildContext, folder: string): readonly string[] {
  const names = ['GNUmakefile', 'makefile', 'Makefile'].map((name) =>
    folder === '' ? name : `${folder}/${name}`,
  );
  const text = names.map((name) => context.text(name)).find((each) => each !== undefined) ?? '';
  const variables = new Map(
    [...text.matchAll(/^([A-Za-z_]\w*)\s*[:?]?=\s*([\w./-]+)\s*$/gm)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
  return [...text.matchAll(/^([\w./$(){}-]+)\s*:(?!=)/gm)].flatMap(([, written = '']) => {
    const name = written.replace(/\$[({](\w+)[)}]/g, (_, key: string) => variables.get(key) ?? '');
    return /^[\w./-]+$/.test(name) && !name.startsWith('.') ? [name] : [];
  });
}

/** Programs that CMake makes in the folder of the build: those of the root CMakeLists.txt. */
function cmakePrograms(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  command: Command,
  commands: readonly Command[],
): readonly BuiltFile[] {
  const configure = commands.find(
    (each) => each.name === 'cmake' && !hasWord(each, ['--build', '--install', '-E']),
  );
  if (configure === undefined || command.shell.span.start < configure.shell.span.start) return [];
  const folder = findCommandFolder(model, configure);
  const given =
    optionValue(configure, ['-S']) ??
    (optionValue(configure, ['-B']) === undefined ? lastWord(configure) : undefined) ??
    '.';
  const source = joinPath(folder, given);
  const binary = joinPath(folder, optionValue(configure, ['-B']) ?? '.');
  const place = source === undefined ? undefined : findContextFolder(model, stage, source);
  if (place === undefined || binary === undefined) return [];
  const text = context.text(place === '' ? 'CMakeLists.txt' : `${place}/CMakeLists.txt`) ?? '';
  if (/RUNTIME_OUTPUT_DIRECTORY|OUTPUT_NAME/.test(text)) return [];
  const project = /\bproject\s*\(\s*([\w.-]+)/i.exec(text)?.[1] ?? '';
  return [...text.matchAll(/\badd_executable\s*\(\s*([\w.${}-]+)/gi)].flatMap(
    ([, written = '']) => {
      const name = written.replace(/\$\{(?:CMAKE_)?PROJECT_NAME\}/g, project);
      return /^[\w.-]+$/.test(name)
        ? [{ path: `${binary}/${name}`, command, placedBy: command }]
        : [];
    },
  );
}

/** The prefix that an install step fills. Source: cmake(1), GNU coding standards ("Directory Variables"), meson. */
function prefixOf(
  model: DockerfileModel,
  command: Command,
  commands: readonly Command[],
): { readonly path: string; readonly command: Command } | undefined {
  const isInstall =
    hasWord(command, ['--install']) ||
    (command.name !== 'cmake' && hasWord(command, ['install'])) ||
    (command.name === 'cmake' && optionValue(command, ['--target', '-t']) === 'install');
  if (!isInstall || isCompiler(command)) return undefined;
  if (command.words.some(({ text }) => text.startsWith('DESTDIR='))) return undefined;
  const written = [
    command,
    ...commands.filter((each) => each.shell.span.start < command.shell.span.start),
  ]
    .flatMap(({ words, instruction }) =>
      words.map((word) => model.valueOf(word, instruction) ?? word.text),
    )
    .flatMap(
      (text) =>
        /^(?:-DCMAKE_INSTALL_PREFIX(?::PATH)?|--prefix|PREFIX|prefix)=(.+)$/.exec(text)?.[1] ?? [],
    );
  const separate = optionValue(command, ['--prefix']);
  const path = joinPath('/', separate ?? written[0] ?? '/usr/local');
  return path === undefined ? undefined : { path, command };
}

function isCompiler({ name = '' }: Command): boolean {
  return compilers.test(name);
}

function hasWord(command: Command, words: readonly string[]): boolean {
  return command.words.some(({ text }) => words.includes(text));
}

function optionValue(command: Command, names: readonly string[]): string | undefined {
  const at = command.words.findIndex(({ text }) => names.includes(text));
  if (0 <= at) return command.words[at + 1]?.value;
  const short = names.filter((name) => /^-\w$/.test(name));
  const glued = command.words.find(({ text }) =>
    short.some((name) => text.startsWith(name) && text.length > 2),
  );
  return glued?.value?.slice(2);
}

function lastWord(command: Command): string | undefined {
  const value = command.words.at(-1)?.value;
  return value === undefined || value.startsWith('-') || command.words.length < 2
    ? undefined
    : value;
}

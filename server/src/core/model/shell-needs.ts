import { findSaying, readProgramSources, startsPrograms } from '../project/node-sources';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import type { BuildContext } from '../project/build-context';
import type { Instruction } from '../syntax/instruction';
import type { Execution } from './commands';
import type { DockerfileModel } from './model';
import { findChain, isShellCommand, readLiteralWords } from './shell-form';
import type { Stage } from './stage-graph';

/** Something of a shipped stage that breaks in an image without shell and package manager. */
export interface ShellNeed {
  readonly kind: 'run' | 'shell' | 'start' | 'script' | 'health-check' | 'program';
  readonly instruction: Instruction;
  /** A sentence. */
  readonly reason: string;
}

/** What an image without a shell has. */
export interface ShellLessImage {
  /** True for the name of a program that the image has, or that the stage brings. */
  readonly has: (program: string) => boolean;
  /** The sources whose programs start in it. */
  readonly language: 'node' | 'java' | 'python' | 'native';
}

/** Collects what of a stage breaks in an image without shell, in the order of the file. */
export function findShellNeeds(
  model: DockerfileModel,
  stage: Stage,
  image: ShellLessImage,
): readonly ShellNeed[] {
  const needs: ShellNeed[] = [];
  const add = (kind: ShellNeed['kind'], instruction: Instruction, reason: string): void => {
    needs.push({ kind, instruction, reason });
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'RUN') add('run', instruction, 'A RUN of the stage needs a shell.');
    if (keyword === 'SHELL') add('shell', instruction, 'SHELL names a shell.');
    if (keyword === 'ONBUILD') {
      add('run', instruction, 'ONBUILD may run commands in the images that start from this one.');
    }
  }
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  for (const start of [entrypoint, command]) {
    if (start.kind !== 'instruction') continue;
    const reason = findStartNeed(start.execution, image);
    if (reason !== undefined) add(reason.kind, start.instruction, reason.reason);
  }
  if (healthCheck?.kind === 'command') {
    const { execution, instruction } = healthCheck;
    if (readPlainWords(execution) === undefined && !asksOnly(execution)) {
      add('health-check', instruction, 'The health check needs a shell.');
    }
  }
  const program = findProgramNeed(model, image);
  if (program !== undefined) add('program', stage.from, program);
  return needs;
}

/** The words that are started when no shell is needed for them; undefined when one is. */
export function readPlainWords(execution: Execution): readonly string[] | undefined {
  const { json } = execution.instruction;
  if (json !== undefined) return json.map(({ value }) => value);
  const [command, ...others] = findChain(execution) ?? [];
  if (command === undefined || others.length !== 0 || command.assignments.length !== 0) {
    return undefined;
  }
  const words = readLiteralWords(command)?.map(({ value }) => value);
  const [first, ...rest] = words ?? [];
  if (first === 'exec' && rest.length !== 0) return rest;
  return first !== undefined && isShellCommand(first) ? undefined : words;
}

/** `curl -f http://localhost/ || exit 1`: another program can ask that. */
function asksOnly({ commands, complete }: Execution): boolean {
  return (
    complete &&
    commands.every(({ name }) =>
      ['curl', 'wget', 'nc', 'exit', 'node', 'python'].includes(name ?? ''),
    )
  );
}

function findStartNeed(
  execution: Execution,
  image: ShellLessImage,
): { readonly kind: 'start' | 'script'; readonly reason: string } | undefined {
  const { keyword } = execution.instruction;
  const words = readPlainWords(execution);
  if (words === undefined)
    return { kind: 'start', reason: `The text of ${keyword} needs a shell.` };
  const [first = ''] = words;
  const name = first.replace(/^.*\//, '');
  const script = words.find((word) => /\.(?:ba)?sh$|entry-?point$/.test(word));
  if (script !== undefined) {
    return { kind: 'script', reason: `${keyword} starts ${script}, a script that needs a shell.` };
  }
  if (keyword === 'CMD' && first.startsWith('-')) return undefined;
  return image.has(first) || image.has(name)
    ? undefined
    : { kind: 'start', reason: `${keyword} starts ${name}, which the image without shell lacks.` };
}

const signs: Readonly<Record<'java' | 'python' | 'native', SignPatterns>> = {
  java: {
    files: /\.(?:java|kt|scala|groovy)$/,
    writes:
      /\bFiles\.(?:write\w*|create\w*|copy|move|newBufferedWriter|newOutputStream)\b|\bFile(?:Output)?(?:Stream|Writer)\(|\.mkdirs?\(\)|\btransferTo\(|\bjdbc:(?:h2:(?!mem)|sqlite)/,
    temporary: /createTemp|java\.io\.tmpdir/,
    starts:
      /\bProcessBuilder\b|getRuntime\(\)\s*\.exec|\bjava\.awt\b|\bjavax\.swing\b|\bjavafx\.|\bToolProvider\b|\bSystem\.load(?:Library)?\(/,
  },
  python: {
    files: /\.py$/,
    writes:
      /\bopen\([^)\n]*['"][wax]b?\+?['"]|\.write_(?:text|bytes)\(|\bos\.(?:mkdir|makedirs)\(|\.mkdir\(|\bsqlite3\b/,
    temporary: /\btempfile\b|['"]\/tmp\b/,
    starts:
      /\bsubprocess\b|\bos\.(?:system|popen|exec\w+|spawn\w+)\b|\bctypes\b|\bcdll\b|\bmultiprocessing\.shared_memory\b|\bsqlite3\b|\btkinter\b/,
  },
  native: {
    files: /(?<!_test)\.(?:go|rs)$/,
    writes:
      /\b(?:os|ioutil)\.(?:Create|WriteFile|OpenFile|Mkdir|MkdirAll|Rename)\(|\bFile::create|\bfs::(?:write|create_dir\w*|rename|copy)\b|\bOpenOptions\b|sqlite/,
    temporary:
      /\b(?:os|ioutil)\.(?:TempDir|CreateTemp|MkdirTemp|TempFile)\(|"\/tmp|\btemp_dir\(|\btempfile\b/,
    starts:
      /"os\/exec"|\b(?:os\.StartProcess|syscall\.(?:Exec|ForkExec))\(|\bprocess::Command\b|\bCommand::new\(/,
  },
};

const nodeWrites =
  /\b(?:writeFile|appendFile|createWriteStream|mkdir|mkdtemp|copyFile|rename)(?:Sync)?\(|['"`](?:better-sqlite3|sqlite3|lowdb|nedb|multer|winston-daily-rotate-file)['"`]/;
const nodeTemporary = /\btmpdir\(|['"`]\/tmp\b/;
const namesSystemFiles = /['"`]\/(?:usr\/(?:share|lib|bin|sbin|libexec)|bin|sbin|lib)\//;

/** Why the sources need programs or files of a full system. */
function findProgramNeed(model: DockerfileModel, { language }: ShellLessImage): string | undefined {
  const { context } = model;
  if (context === undefined) {
    return 'The files of the project are not known, so neither is what the program needs of its system.';
  }
  if (language === 'node') {
    const sources = readProgramSources(context, '');
    if (sources === undefined) return unread;
    const starter = findSaying(sources, startsPrograms);
    if (starter !== undefined) return `${starter} starts other programs.`;
    const reader = findSaying(sources, namesSystemFiles);
    return reader === undefined ? undefined : `${reader} names files of the operating system.`;
  }
  const found = findProgramSigns(context, signs[language]);
  if (found === undefined) return unread;
  if (found.starts !== undefined) {
    return `${found.starts} may start other programs or load libraries of the system.`;
  }
  if (found.systemPath === undefined) return undefined;
  return `${found.systemPath.file} names ${found.systemPath.path}.`;
}

const unread = 'Not every source file of the project could be read.';

/** A source file that makes files which are not temporary; undefined when none does, or none is known. */
export function findWritingSource(
  context: BuildContext,
  language: ShellLessImage['language'],
): string | undefined {
  if (language !== 'node') return findProgramSigns(context, signs[language])?.writes;
  return readProgramSources(context, '')?.find(
    ({ text }) => nodeWrites.test(text) && !nodeTemporary.test(text),
  )?.path;
}

/** Why a program may make files beside its sources, a sentence; undefined when they surely make none. */
export function findWriteRisk(
  { context }: DockerfileModel,
  language: ShellLessImage['language'],
): string | undefined {
  if (context === undefined) return 'The files of the project are not known.';
  const read =
    language === 'node'
      ? readProgramSources(context, '')
      : findProgramSigns(context, signs[language])?.texts;
  if (read === undefined) return unread;
  if (read.length === 0) return 'The project has no sources of the program.';
  const source = findWritingSource(context, language);
  return source === undefined ? undefined : `The source ${source} writes files.`;
}

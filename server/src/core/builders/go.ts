import { followBuiltFiles, findStartedFile, type BuiltFile } from '../model/built-files';
import type { Command } from '../model/commands';
import { findContextFolder } from '../model/context-folder';
import {
  cgoSetting,
  findCgoNeed,
  goModPath,
  programsOfGoCommand,
  readGoCommand,
  type GoCommand,
} from '../model/go-build';
import { joinPath } from '../model/files';
import type { DockerfileModel } from '../model/model';
import type { BaseImage } from '../model/stage-graph';
import { readStartWords, type StartWords } from '../model/start-words';
import { findGoModule, findGoModules, programName } from '../project/go-module';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import { insertBefore, keyword } from '../rewrite/instructions';
import { planNative } from '../rewrite/native-plan';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import {
  defineBuilder,
  refuse,
  type Artifact,
  type BuilderOutcome,
  type BuilderRequest,
} from './define-builder';

const signPatterns: SignPatterns = {
  files: /(?<!_test)\.go$/,
  writes:
    /\b(?:os|ioutil)\.(?:Create|WriteFile|OpenFile|Mkdir|MkdirAll|Rename|Remove|RemoveAll|Symlink)\(|"(?:modernc\.org\/sqlite|github\.com\/(?:mattn\/go-sqlite3|glebarez\/sqlite|ncruces\/go-sqlite3|dgraph-io\/badger[^"]*|syndtr\/goleveldb[^"]*|cockroachdb\/pebble|natefinch\/lumberjack)|go\.etcd\.io\/bbolt|gopkg\.in\/natefinch\/lumberjack[^"]*|gorm\.io\/driver\/sqlite)"/,
  temporary: /\b(?:os|ioutil)\.(?:TempDir|CreateTemp|MkdirTemp|TempFile)\(|"\/tmp/,
  // A program that starts itself again finds itself; under another name the package is not followed.
  starts:
    /^\s*(?:import\s+)?(?!import\b)[\w.]+\s+"os\/exec"|\bexec\.(?:Command\b(?!\(os\.Args\[0\])|CommandContext\b(?!\([\w.()]+,\s*os\.Args\[0\])|Cmd\{)|\b(?:os\.StartProcess|syscall\.(?:Exec|ForkExec))\(/m,
};

/** Code, and templates from which tools write code. */
const sources = /\.(?:go|qtpl|templ|c|cc|cpp|h|hpp|s|S)$/;
const buildPrograms = /^(?:go|gofmt|golangci-lint|staticcheck|govulncheck|upx|gcc|git)$/;
const refusedOptions = [
  'race',
  'msan',
  'asan',
  'linkshared',
  'buildmode',
  'compiler',
  'exec',
  'toolexec',
];

export default defineBuilder({
  id: 'go',
  title: 'Go',
  plan(request) {
    const { model, stage } = request;
    const facts = factsOf(stage);
    if (facts?.family.id !== 'golang') return undefined;
    const commands = model.commandsOf(stage).flatMap((each) => readGoCommand(model, each) ?? []);
    const start = readStartWords(model, stage);
    const startsGo = start.kind === 'start' && start.start.words[0] === 'go';
    if (commands.length === 0 && !startsGo) return undefined;
    if (start.kind === 'unknown') return refuse(start.reason);
    const obstacle = findObstacle(model, request, commands);
    if (obstacle !== undefined) return refuse(obstacle);
    return startsGo ? planRun(request, start.start) : planBuild(request, start.start, commands);
  },
});

function factsOf({ base }: BuilderRequest['stage']): BaseImage['facts'] {
  return base.kind === 'image' ? base.facts : undefined;
}

function findObstacle(
  model: DockerfileModel,
  { stage, context }: BuilderRequest,
  commands: readonly GoCommand[],
): string | undefined {
  const all = model.commandsOf(stage);
  const second = (command: Command): string => command.words[1]?.text ?? '';
  const generates = all.some((each) => each.name === 'go' && second(each) === 'generate');
  if (generates && !generatesCode(context)) {
    return 'What "go generate" makes may be needed when the program runs.';
  }
  if (all.some((each) => each.name === 'git' && second(each) !== 'config')) {
    return 'What git brings into the stage is not known.';
  }
  const option = commands.flatMap(({ options }) =>
    refusedOptions.filter((name) => options.has(name)),
  )[0];
  if (option !== undefined)
    return `The option -${option} asks for a build that only the toolchain image may run.`;
  const goText = (path: string): string => (path.endsWith('.go') ? (context.text(path) ?? '') : '');
  const unread = context.visiblePaths.find(
    (path) => path.endsWith('.go') && context.text(path) === undefined,
  );
  if (context.visiblePaths.some((path) => /^(?:import)?\s+"plugin"$/m.test(goText(path)))) {
    return 'The program loads plugins.';
  }
  return unread === undefined ? undefined : `The source file ${unread} could not be read.`;
}

/** Programs that "go generate" runs and that write nothing but Go code. */
const codeGenerators =
  /^(?:go\s+run\s+)?(?:-mod=\w+\s+)?(?:[\w.-]+\/)*(?:qtc|easyjson(?:\/\.\.\.)?|stringer|mockgen|moq|mockery|enumer|jschemagen|ffjson|msgp|wire|deepcopy-gen)(?:@[\w.-]+)?(?:\s|$)/;

/** True when every directive of "go generate" writes code, which is in the program once it is built. */
function generatesCode(context: BuilderRequest['context']): boolean {
  const directives = context.visiblePaths
    .filter((path) => path.endsWith('.go'))
    .flatMap((path) => [...(context.text(path) ?? '').matchAll(/^\/\/go:generate\s+(.*)$/gm)])
    .map(([, directive = '']) => directive.replace(/^go\s+tool\s+/, ''));
  return directives.every((directive) => codeGenerators.test(directive));
}

/** A program that a RUN builds. */
function planBuild(
  request: BuilderRequest,
  start: StartWords,
  commands: readonly GoCommand[],
): BuilderOutcome {
  const { model, stage, context } = request;
  const [program = ''] = start.words;
  const built: BuiltFile[] = [];
  for (const command of commands) {
    const found = programsOfGoCommand(model, stage, context, command);
    if (found === undefined) return refuse('Where "go build" puts the program is not known.');
    built.push(...found);
  }
  const files = followBuiltFiles(model, stage, built);
  const started = findStartedFile(model, stage, program, files, ['/go/bin', '/usr/local/go/bin']);
  if (started === undefined) {
    return refuse(
      `The program "${program}" that the image starts is not one that "go build" is known to make.`,
    );
  }
  const made = files.filter(
    (each) =>
      each === started ||
      each.command !== started.command ||
      nameOf(each.path) !== nameOf(started.path),
  );
  const last = lastOf(made);
  return finish(request, {
    start,
    commands: [...new Set(made.map(({ command }) => command))],
    lastStep: last,
    artifacts: made.map(({ path }) => toArtifact(path, program)),
    words: start.rewrites ? start.words : undefined,
    lastLines: undefined,
    source: sourceOf(commands.find(({ command }) => command === started.command)),
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of the package that a command builds; that of the command for an import path. */
function sourceOf(go: GoCommand | undefined): string | undefined {
  const [target = '.'] = go?.packages ?? [];
  const isFolder = /^\.{0,2}\//.test(target) && !/\.go$|\.\.\./.test(target);
  return isFolder ? joinPath(go?.folder, target) : go?.folder;
}

/** The last of the instructions that make the programs or put them in place. */
function lastOf(files: readonly BuiltFile[]): Instruction | undefined {
  return files
    .flatMap(({ command, placedBy }) => [command.instruction, placedBy.instruction])
    .sort((left, right) => left.span.start - right.span.start)
    .at(-1);
}

/** Programs in GOPATH go where every image looks for them, unless the start names the path. */
function toArtifact(path: string, program: string): Artifact {
  const moves = path.startsWith('/go/bin/') && !program.includes('/');
  return { from: path, to: moves ? '/usr/local/bin/' : path.slice(0, path.lastIndexOf('/') + 1) };
}

/** `go run` in CMD: the program is built once instead of at each start. */
function planRun(request: BuilderRequest, start: StartWords): BuilderOutcome {
  const { model, stage, context } = request;
  const [go] = model
    .executionOf(start.instruction)
    .commands.slice(0, 1)
    .flatMap((each) => readGoCommand(model, each) ?? []);
  if (start.keyword !== 'CMD' || start.needsShell || go?.verb !== 'run') {
    return refuse('What the image starts with the Go tool is not a plain "go run" in CMD.');
  }
  const workdir = model.workdirAtEnd(stage);
  const folder = workdir === undefined ? undefined : findContextFolder(model, stage, workdir);
  const module = folder === undefined ? undefined : findGoModule(context, folder);
  if (folder === undefined || module === undefined)
    return refuse('No go.mod is known where "go run" runs.');
  const [first = '.'] = go.packages;
  const target = first.replace(/\/+$/, '');
  const local = target.replace(/^\.\/?/, '');
  const name = target.endsWith('.go')
    ? programName(module.path)
    : programName([module.path, ...local.split('/').filter((part) => part !== '')].join('/'));
  if (!/^[\w.-]+$/.test(name)) return refuse('The name of the program is not known.');
  const lastStep = stage.instructions.findLast((each) =>
    ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(each.keyword),
  );
  const path = `/usr/local/bin/${name}`;
  const options = start.words.slice(2, start.words.length - go.rest.length - go.packages.length);
  const line = ['go', 'build', ...options, '-o', path, ...go.packages];
  if (line.some((word) => /[^\w@%+=:,./-]/.test(word)))
    return refuse('The words of "go run" need quotes.');
  const cgo = findCgoNeed(context) === undefined ? 'CGO_ENABLED=0 ' : '';
  return finish(request, {
    start,
    commands: [],
    lastStep,
    artifacts: [{ from: path, to: '/usr/local/bin/' }],
    words: [name, ...go.rest],
    lastLines: [`${keyword(model, 'RUN')} ${cgo}${line.join(' ')}`],
    source: workdir,
  });
}

interface Draft {
  readonly start: StartWords;
  /** The commands that make the programs. */
  readonly commands: readonly Command[];
  readonly lastStep: Instruction | undefined;
  readonly artifacts: readonly Artifact[];
  readonly words: readonly string[] | undefined;
  readonly lastLines: readonly string[] | undefined;
  /** The folder that the program is built in. */
  readonly source: string | undefined;
}

function finish(request: BuilderRequest, draft: Draft): BuilderOutcome {
  const { model, stage, context } = request;
  const { lastStep, start } = draft;
  const [program = ''] = start.words;
  const folder =
    draft.source === undefined ? undefined : findContextFolder(model, stage, draft.source);
  const module =
    (folder === undefined ? undefined : findGoModule(context, folder)) ?? findGoModules(context)[0];
  if (module === undefined || lastStep === undefined)
    return refuse('No go.mod is known where the program is built.');
  const signs = findProgramSigns(context, signPatterns);
  if (signs === undefined)
    return refuse('The sources of the program could not be read as a whole.');
  const linkage = findLinkage(request, draft);
  if (typeof linkage === 'string') return refuse(linkage);
  return planNative(model, stage, context, {
    program: {
      linkage: linkage.linkage,
      start,
      signs,
      libraries: [],
      usesHeaders: linkage.linkage !== 'static',
      programs: [program, ...draft.artifacts.map(({ from }) => from)],
    },
    lastStep,
    artifacts: draft.artifacts,
    sources,
    buildPrograms,
    builderEdits: linkage.edits,
    words: draft.words,
    lastLines: draft.lastLines,
    evidence: [`${goModPath(module)}: the module is ${module.path}.`, linkage.evidence],
  });
}

interface Linkage {
  readonly linkage: 'static' | 'glibc' | 'musl';
  readonly edits: readonly Edit[];
  readonly evidence: string;
}

/** Whether the programs are linked against C, and the edits that turn cgo off where nothing needs it. */
function findLinkage(
  { model, stage, context }: BuilderRequest,
  { commands }: Draft,
): Linkage | string {
  const need = findCgoNeed(context);
  const settings = commands.map((command) => cgoSetting(model, command));
  const external = commands.some(({ words }) =>
    words.some(({ text }) => /-linkmode[= ]external|\bnetcgo\b/.test(text)),
  );
  const libc = factsOf(stage)?.variant.libc === 'musl' ? 'musl' : 'glibc';
  if (settings.some((value) => value !== undefined && value !== '0' && value !== '1')) {
    return 'The value of CGO_ENABLED is not known.';
  }
  if (settings.includes('1') || (need !== undefined && settings.some((value) => value !== '0'))) {
    return { linkage: libc, edits: [], evidence: need ?? 'CGO_ENABLED is 1.' };
  }
  if (external && settings.some((value) => value !== '0')) {
    return { linkage: libc, edits: [], evidence: 'The options of the build ask for cgo.' };
  }
  if (need !== undefined && commands.length === 0)
    return { linkage: libc, edits: [], evidence: need };
  const edits = new Map<number, Edit>();
  for (const [index, command] of commands.entries()) {
    if (settings[index] !== undefined) continue;
    const { instruction, shell } = command;
    const edit: Edit =
      instruction.json === undefined
        ? { span: { start: shell.span.start, end: shell.span.start }, text: 'CGO_ENABLED=0 ' }
        : insertBefore(model, instruction, [`${keyword(model, 'ENV')} CGO_ENABLED=0`]);
    edits.set(edit.span.start, edit);
  }
  return {
    linkage: 'static',
    edits: [...edits.values()],
    evidence: 'No source file and no known module needs C: without cgo the program is static.',
  };
}

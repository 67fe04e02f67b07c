import type { Instruction, SyntaxTree, Word } from '../syntax/instruction';
import { parseDockerfile } from '../syntax/parse';
import { readShellPragma } from '../syntax/shell-pragma';
import type { ShellWord } from '../syntax/shell';
import { findSyntaxProblems, type SyntaxProblem } from '../syntax/validate';
import { detectLayout, type Layout } from '../text/layout';
import { LineIndex } from '../text/line-index';
import { lowerBound } from '../text/lower-bound';
import { BuildContext } from '../project/build-context';
import type { ProjectFiles } from '../project/project-files';
import { readExecution, type Command, type Execution } from './commands';
import { joinPath, readCopy, workdirOfBase, type CopyFacts, type CopySource } from './files';
import { findInlineComment } from './inline-comment';
import { readMounts, type Mount } from './mounts';
import { readPackageOperation, type PackageOperation } from './packages';
import { buildProcess, type ProcessFacts } from './process';
import { readShellInstruction, shellOfBase, withNamedShell, type EffectiveShell } from './shell';
import { buildStageGraph, collectInheritance, type Stage, type StageGraph } from './stage-graph';
import type { StatedImage } from './stated-images';
import {
  buildAccounts,
  buildUserTimeline,
  type Accounts,
  type UserState,
  type UserTimeline,
} from './users';
import {
  buildGlobalScope,
  buildVariables,
  expandIn,
  type Scope,
  type Variables,
} from './variables';

/**
 * All facts of one document version. Facts are computed when first read and then kept, so a rule may ask
 * as often as it likes.
 */
export class DockerfileModel {
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly lines: LineIndex;
  readonly layout: Layout;
  readonly graph: StageGraph;
  /** The files of the build context; undefined when the host gave none. */
  readonly project: ProjectFiles | undefined;
  /** What the team says of base images of its own. */
  readonly images: readonly StatedImage[] | undefined;
  readonly #globalScope: Scope;
  readonly #stageOf = new Map<Instruction, Stage>();
  readonly #executions = new Map<Instruction, Execution>();
  readonly #shells = new Map<Instruction | Stage, EffectiveShell>();
  readonly #workdirs = new Map<Instruction | Stage, string | undefined>();
  readonly #users = new Map<Stage, UserTimeline>();
  readonly #usersBefore = new Map<Instruction, UserState>();
  readonly #accounts = new Map<Stage, Accounts>();
  readonly #commands = new Map<Stage, readonly Command[]>();
  readonly #operations = new Map<Stage, readonly PackageOperation[]>();
  readonly #processes = new Map<Stage, ProcessFacts>();
  readonly #copies = new Map<Stage, readonly CopyFacts[]>();
  #namedShells: readonly { readonly name: string; readonly offset: number }[] | undefined;
  #variables: Variables | undefined;
  #context: BuildContext | undefined;
  #syntaxProblems: readonly SyntaxProblem[] | undefined;

  constructor(text: string, project?: ProjectFiles, images?: readonly StatedImage[]) {
    this.text = text;
    this.project = project;
    this.images = images;
    this.tree = parseDockerfile(text);
    this.lines = new LineIndex(text);
    const keywords = this.tree.instructions.map((instruction) =>
      text.slice(instruction.keywordSpan.start, instruction.keywordSpan.end),
    );
    this.layout = detectLayout(text, this.tree.escape, keywords);
    this.#globalScope = buildGlobalScope(this.tree);
    const resolve = (word: Word): string | undefined =>
      expandIn(this.#globalScope, word, this.tree.escape);
    this.graph = buildStageGraph(this.tree, resolve, images);
    for (const stage of this.graph.stages) {
      for (const instruction of stage.instructions) this.#stageOf.set(instruction, stage);
    }
  }

  /** What BuildKit refuses to build. */
  get syntaxProblems(): readonly SyntaxProblem[] {
    this.#syntaxProblems ??= findSyntaxProblems(this.tree).filter(({ span: { start, end } }) =>
      [start, end].every((offset) => {
        const instruction = this.instructionAt(offset);
        return instruction === undefined || findInlineComment(instruction) === undefined;
      }),
    );
    return this.#syntaxProblems;
  }

  /** The build context; undefined when it is not known. */
  get context(): BuildContext | undefined {
    if (this.project !== undefined) this.#context ??= contextOf(this.project);
    return this.#context;
  }

  get stages(): readonly Stage[] {
    return this.graph.stages;
  }

  /** The stage a plain build makes: the last one. */
  get target(): Stage | undefined {
    return this.graph.target;
  }

  /** True for the target stage and the stages it inherits from: what they hold is in the image. */
  isShipped(stage: Stage): boolean {
    return this.graph.shipped.has(stage);
  }

  /** The stage of an instruction; undefined above the first FROM and for FROM itself. */
  stageOf(instruction: Instruction): Stage | undefined {
    return this.#stageOf.get(instruction);
  }

  get variables(): Variables {
    this.#variables ??= buildVariables(this.tree, this.graph, this.#globalScope);
    return this.#variables;
  }

  /** The instruction whose text holds an offset. */
  instructionAt(offset: number): Instruction | undefined {
    const { instructions } = this.tree;
    const behind = lowerBound(
      instructions.length,
      (index) => (instructions[index]?.span.start ?? 0) <= offset,
    );
    const found = instructions[behind - 1];
    return found !== undefined && offset <= found.span.end ? found : undefined;
  }

  /** The value of a word of an instruction; undefined when a variable in it is not known. */
  expand(word: Word, instruction: Instruction): string | undefined {
    const stage = this.stageOf(instruction);
    const scope =
      stage === undefined ? this.#globalScope : this.variables.before(stage, instruction);
    return expandIn(scope, word, this.tree.escape);
  }

  /** The shell that runs the shell form of an instruction. */
  shellAt(instruction: Instruction): EffectiveShell {
    const stage = this.stageOf(instruction);
    if (stage !== undefined) this.#readShells(stage);
    return this.#shells.get(instruction) ?? unknownShell;
  }

  /** The shell in force at the end of a stage. */
  shellAtEnd(stage: Stage): EffectiveShell {
    this.#readShells(stage);
    return this.#shells.get(stage) ?? unknownShell;
  }

  /** The working directory of an instruction; undefined when not known. */
  workdirAt(instruction: Instruction): string | undefined {
    const stage = this.stageOf(instruction);
    if (stage !== undefined) this.#readWorkdirs(stage);
    return this.#workdirs.get(instruction);
  }

  workdirAtEnd(stage: Stage): string | undefined {
    this.#readWorkdirs(stage);
    return this.#workdirs.get(stage);
  }

  /** What a RUN, CMD, ENTRYPOINT or HEALTHCHECK executes. */
  executionOf(instruction: Instruction): Execution {
    return remember(this.#executions, instruction, () =>
      readExecution(this.text, instruction, this.shellAt(instruction), this.tree.escape),
    );
  }

  /** The executions of all RUN instructions of a stage. */
  runsOf(stage: Stage): readonly Execution[] {
    return stage.instructions
      .filter((instruction) => instruction.keyword === 'RUN')
      .map((instruction) => this.executionOf(instruction));
  }

  /** Every command of the RUN instructions of a stage. */
  commandsOf(stage: Stage): readonly Command[] {
    return remember(this.#commands, stage, () => this.runsOf(stage).flatMap((run) => run.commands));
  }

  /** What package managers do in the RUN instructions of a stage. */
  packageOperationsOf(stage: Stage): readonly PackageOperation[] {
    return remember(this.#operations, stage, () =>
      this.commandsOf(stage).flatMap((command) => readPackageOperation(command) ?? []),
    );
  }

  mountsOf(instruction: Instruction): readonly Mount[] {
    return readMounts(instruction);
  }

  copiesOf(stage: Stage): readonly CopyFacts[] {
    return remember(this.#copies, stage, () =>
      stage.instructions.flatMap((instruction) => {
        const expand = (word: Word): string | undefined => this.expand(word, instruction);
        const workdir = this.workdirAt(instruction);
        return readCopy(instruction, this.stages, stage, workdir, expand) ?? [];
      }),
    );
  }

  usersOf(stage: Stage): UserTimeline {
    if (!this.#users.has(stage)) this.#parentsFirst(stage, (parent) => this.usersOf(parent));
    return remember(this.#users, stage, () => {
      const parent = stage.base.kind === 'stage' ? this.usersOf(stage.base.stage) : undefined;
      return buildUserTimeline(stage, parent, (word, instruction) =>
        this.expand(word, instruction),
      );
    });
  }

  /** The user an instruction runs as. */
  userAt(instruction: Instruction): UserState | undefined {
    const stage = this.stageOf(instruction);
    if (stage === undefined) return undefined;
    if (!this.#usersBefore.has(instruction)) {
      const { initial, changes } = this.usersOf(stage);
      const byInstruction = new Map(changes.map((change) => [change.instruction, change]));
      let current = initial;
      for (const each of stage.instructions) {
        this.#usersBefore.set(each, current);
        current = byInstruction.get(each) ?? current;
      }
    }
    return this.#usersBefore.get(instruction);
  }

  /** The accounts that exist at the end of a stage. */
  accountsOf(stage: Stage): Accounts {
    if (!this.#accounts.has(stage)) this.#parentsFirst(stage, (parent) => this.accountsOf(parent));
    return remember(this.#accounts, stage, () => this.accountsBefore(stage, Infinity));
  }

  /** The accounts that exist before a place of a stage: those of commands that end above `offset`. */
  accountsBefore(stage: Stage, offset: number): Accounts {
    const parent = stage.base.kind === 'stage' ? this.accountsOf(stage.base.stage) : undefined;
    const isAbove = (instruction: Instruction): boolean => instruction.span.start < offset;
    const complete =
      this.runsOf(stage).every((run) => run.complete || !isAbove(run.instruction)) &&
      !this.copiesOf(stage).some((copy) => isAbove(copy.instruction) && mayBringAccounts(copy));
    const commands = this.commandsOf(stage).filter((command) => command.shell.span.end <= offset);
    return buildAccounts(
      stage,
      parent,
      commands,
      complete,
      (command) => (word) => this.valueOf(word, command.instruction),
    );
  }

  /**
   * The value of a word of a shell command; variables that ARG or ENV set are replaced. Undefined when a
   * part of it is not known, and for command substitutions.
   */
  valueOf(word: ShellWord, instruction: Instruction): string | undefined {
    if (word.value !== undefined) return word.value;
    const stage = this.stageOf(instruction);
    if (stage === undefined || word.variables.length === 0) return undefined;
    if (/`|\$[(']|\{[^}]*[,.]/.test(word.text)) return undefined;
    const scope = this.variables.before(stage, instruction);
    if (!word.variables.every((name) => scope.get(name)?.value !== undefined)) return undefined;
    return this.expand(word, instruction);
  }

  /** What a container of a stage runs, inherited parts included. */
  processOf(stage: Stage): ProcessFacts {
    return remember(this.#processes, stage, () =>
      buildProcess(
        stage,
        (instruction) => this.executionOf(instruction),
        (word, instruction) => this.expand(word, instruction),
      ),
    );
  }

  /** Computes a fact of all parent stages, oldest first, so that long chains need no deep recursion. */
  #parentsFirst(stage: Stage, compute: (parent: Stage) => unknown): void {
    const [, ...parents] = collectInheritance(stage);
    for (const parent of parents.toReversed()) compute(parent);
  }

  #readShells(stage: Stage): void {
    if (this.#shells.has(stage)) return;
    this.#parentsFirst(stage, (parent) => this.shellAtEnd(parent));
    let shell =
      stage.base.kind === 'stage' ? this.shellAtEnd(stage.base.stage) : shellOfBase(stage);
    for (const instruction of stage.instructions) {
      const named = this.#shellNamedAbove(stage, instruction);
      if (named !== undefined) shell = withNamedShell(shell, named);
      this.#shells.set(instruction, shell);
      if (instruction.keyword === 'SHELL')
        shell = readShellInstruction(instruction, shell) ?? shell;
    }
    this.#shells.set(stage, shell);
  }

  /** The shell that the last comment for another tool between FROM and an instruction names. */
  #shellNamedAbove(stage: Stage, instruction: Instruction): string | undefined {
    this.#namedShells ??= this.tree.comments.flatMap((comment) => {
      const name = readShellPragma(comment);
      return name === undefined ? [] : [{ name, offset: comment.span.start }];
    });
    return this.#namedShells.findLast(
      ({ offset }) => stage.from.span.end <= offset && offset < instruction.span.start,
    )?.name;
  }

  #readWorkdirs(stage: Stage): void {
    if (this.#workdirs.has(stage)) return;
    this.#parentsFirst(stage, (parent) => this.workdirAtEnd(parent));
    let workdir =
      stage.base.kind === 'stage' ? this.workdirAtEnd(stage.base.stage) : workdirOfBase(stage);
    for (const instruction of stage.instructions) {
      this.#workdirs.set(instruction, workdir);
      const [word] = instruction.keyword === 'WORKDIR' ? instruction.words : [];
      if (word === undefined) continue;
      const path = this.expand(word, instruction);
      workdir = path === undefined ? undefined : joinPath(workdir, path);
    }
    this.#workdirs.set(stage, workdir);
  }
}

const contexts = new WeakMap<ProjectFiles, BuildContext>();

/** The same context for the same files, so that what was read from them is kept between versions of a text. */
export function contextOf(project: ProjectFiles): BuildContext {
  const context = contexts.get(project) ?? new BuildContext(project);
  contexts.set(project, context);
  return context;
}

const unknownShell: EffectiveShell = {
  program: 'unknown',
  instruction: undefined,
  words: ['/bin/sh', '-c'],
  errexit: false,
  pipefail: false,
};

/** A copy of `/etc/passwd`, of a whole root file system, or of something not known may add accounts. */
function mayBringAccounts(copy: CopyFacts): boolean {
  if (copy.target === undefined) return true;
  if (copy.target === '/') return !copy.sources.every((source) => isSingleFile(copy, source));
  if (copy.target === '/etc') return copy.intoFolder;
  return copy.target.startsWith('/etc/passwd') || copy.target.startsWith('/etc/group');
}

/** Usual names of folders that are copied to `/` with all they hold. */
const folderNames =
  /^(?:|\.|root-?fs|root|out(?:put)?|dist|build|export|install|target|mnt|image|layer|fs)$/i;

/** `COPY app.py /`, `COPY --from=build /src/server /`: not a folder that holds another root file system. */
function isSingleFile(copy: CopyFacts, source: CopySource): boolean {
  if (source.kind === 'heredoc') return true;
  if (source.kind !== 'path' || source.path === undefined) return false;
  if (source.word.text.endsWith('/') || source.path.includes('*')) return false;
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  if (/\.(?:tar|t[gx]z|tbz2?|gz|xz|bz2|zst)$/.test(name)) return false;
  if (/^[\w-]+\.[a-z0-9]{1,10}$/i.test(name)) return true;
  return copy.origin.kind === 'stage' && !folderNames.test(name);
}

function remember<Key, Value>(store: Map<Key, Value>, key: Key, compute: () => Value): Value {
  const kept = store.get(key);
  if (kept !== undefined) return kept;
  const value = compute();
  store.set(key, value);
  return value;
}

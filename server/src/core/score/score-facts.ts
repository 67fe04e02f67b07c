import { resolveRules } from '../config/resolve';
import { lint, type Finding } from '../engine/lint';
import { contextOf, DockerfileModel } from '../model/model';
import type { ProcessFacts, StartCommand } from '../model/process';
import { collectInheritance, type Stage } from '../model/stage-graph';
import type { BuildContext } from '../project/build-context';
import type { ProjectFiles } from '../project/project-files';
import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { readCompanions, type Companions } from './companions';
import type { Problem } from './point';
import { findRuntime, type LanguageRuntime } from './runtime';
import type { YamlTree } from './yaml-tree';

export interface ScoreInput {
  /** Text of the Dockerfile that `project.dockerfile` names. */
  readonly dockerfile: string;
  /** The files of the build context, with the ignore file among them. */
  readonly project: ProjectFiles;
  /** Texts that {@link isCompanion} wants, by path relative to the repository. */
  readonly companions: ReadonlyMap<string, string>;
  /** ISO date: what is supported depends on it. */
  readonly today: string;
}

/** The facts, and whether the Dockerfile has a stage: an empty image stands in for one without FROM. */
export function readScoreFacts(input: ScoreInput): {
  readonly facts: ScoreFacts;
  readonly hasStage: boolean;
} {
  const model = new DockerfileModel(input.dockerfile, input.project);
  const { target } = model;
  if (target !== undefined) return { facts: new ScoreFacts(input, model, target), hasStage: true };
  const { facts } = readScoreFacts({ ...input, dockerfile: 'FROM scratch\n' });
  return { facts, hasStage: false };
}

/** What the points ask: facts about all files, read once. */
export class ScoreFacts {
  readonly model: DockerfileModel;
  /** The stage that is shipped. */
  readonly target: Stage;
  readonly context: BuildContext;
  readonly companions: Companions;
  readonly #input: ScoreInput;
  #findings: readonly Finding[] | undefined;

  constructor(input: ScoreInput, model: DockerfileModel, target: Stage) {
    this.#input = input;
    this.model = model;
    this.target = target;
    this.context = contextOf(input.project);
    this.companions = readCompanions(input.companions, target.name);
  }

  /** Path of the Dockerfile. */
  get file(): string {
    return this.#input.project.dockerfile;
  }

  /** The shipped stage and those under it. */
  get shipped(): readonly Stage[] {
    return collectInheritance(this.target);
  }

  get process(): ProcessFacts {
    return this.model.processOf(this.target);
  }

  /** The language the shipped program runs in; undefined for machine code and what is not known. */
  get runtime(): LanguageRuntime | undefined {
    return findRuntime(this.model, this.target);
  }

  /** Words of the command that a container runs, ENTRYPOINT before CMD, as far as known. */
  get startWords(): readonly string[] {
    const { entrypoint, command } = this.process;
    return [...wordsOf(entrypoint), ...wordsOf(command)];
  }

  /** True for WebAssembly, which knows no users and runs on runtimes of its own. */
  get isWasm(): boolean {
    return this.startWords.some((word) => word.endsWith('.wasm'));
  }

  /** Number of the user that a container runs as; undefined when it is a name or not known. */
  get uid(): number | undefined {
    const { name = '' } = this.model.usersOf(this.target).final;
    return /^\d+$/.test(name) ? Number(name) : undefined;
  }

  /** TCP ports of EXPOSE. */
  get ports(): readonly number[] {
    return this.process.ports.flatMap(({ first, protocol }) =>
      first === undefined || protocol !== 'tcp' ? [] : [first],
    );
  }

  /** Value of a variable that a container of the image has. */
  variable(name: string): string | undefined {
    const binding = this.model.variables.atEnd(this.target).get(name);
    return binding?.kind === 'env' ? binding.value : undefined;
  }

  /** Findings of our own rules, all of them on; a comment that silences one does not mend it. */
  findings(...rules: readonly string[]): readonly Problem[] {
    this.#findings ??= this.#lint();
    return this.#findings
      .filter(({ rule }) => rules.includes(rule))
      .map(({ message, span, fixes, rule }) =>
        this.at(span, message, fixes[0]?.title ?? `Read "ironhull explain ${rule}"`),
      );
  }

  #lint(): readonly Finding[] {
    const active = resolveRules({ profile: 'strict' });
    const { findings, silenced } = lint(this.model, active, this.#input.today);
    return [...findings, ...silenced];
  }

  /** A problem at a place of the Dockerfile. */
  at(place: Span | Instruction, says: string, mend: string): Problem {
    const { start } = 'span' in place ? place.span : place;
    return { says, mend, file: this.file, line: this.model.lines.placeAt(start).line + 1 };
  }

  /** A problem of the Dockerfile as a whole. */
  inFile(says: string, mend: string): Problem {
    return { says, mend, file: this.file };
  }
}

/** A problem at a place of a YAML file. */
export function inTree(tree: YamlTree, says: string, mend: string): Problem {
  return { says, mend, file: tree.file, line: tree.line };
}

function wordsOf(start: StartCommand): readonly string[] {
  if (start.kind === 'base') return start.words;
  if (start.kind !== 'instruction') return [];
  return (
    start.instruction.json?.map(({ value }) => value) ??
    start.execution.commands.flatMap(({ wrappers, words }) => [
      ...wrappers,
      ...words.map(({ value, text }) => value ?? text),
    ])
  );
}

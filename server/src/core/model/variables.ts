import { expandWord, splitWord } from '../syntax/expansion';
import type { Assignment, Instruction, SyntaxTree, Word } from '../syntax/instruction';
import { lowerBound } from '../text/lower-bound';
import { findRootBase, type Stage, type StageGraph } from './stage-graph';

/** Where a variable got its value. */
export interface Binding {
  readonly kind: 'arg' | 'env' | 'platform';
  readonly name: string;
  /** Undefined when it is not known: an ARG without default, or made of unknown parts. */
  readonly value: string | undefined;
  /** The pair that gave the value; undefined for what BuildKit sets itself. */
  readonly assignment: Assignment | undefined;
  readonly instruction: Instruction | undefined;
}

/** The variables visible at one place. */
export interface Scope {
  readonly get: (name: string) => Binding | undefined;
  /** False where the base image may have set more: a name without a binding need not be empty. */
  readonly complete: boolean;
  /** Every variable of the scope; costs as much as there are declarations. */
  readonly all: () => readonly Binding[];
}

const emptyScope: Scope = { get: () => undefined, complete: false, all: () => [] };

/** Build arguments that BuildKit knows without a declaration in FROM lines. */
const platformArguments = [
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
];

export interface Variables {
  /** Variables of FROM lines: the ARGs above the first FROM. */
  readonly global: Scope;
  /** The variables that an instruction of a stage sees. */
  readonly before: (stage: Stage, instruction: Instruction) => Scope;
  /** The variables at the end of a stage; only `env` ones are in the image. */
  readonly atEnd: (stage: Stage) => Scope;
}

/** Reads the ARGs above the first FROM. */
export function buildGlobalScope(tree: SyntaxTree): Scope {
  const bindings = new Map<string, Binding>();
  const scope: Scope = {
    get: (name) => bindings.get(name),
    complete: true,
    all: () => [...bindings.values()],
  };
  for (const name of platformArguments) bindings.set(name, platformBinding(name));
  for (const instruction of tree.instructions) {
    if (instruction.keyword === 'FROM') break;
    if (instruction.keyword !== 'ARG') continue;
    for (const assignment of instruction.assignments) {
      const value =
        assignment.value === undefined ? undefined : expandIn(scope, assignment.value, tree.escape);
      bindings.set(assignment.name.text, {
        kind: 'arg',
        name: assignment.name.text,
        value,
        assignment,
        instruction,
      });
    }
  }
  return scope;
}

export function buildVariables(tree: SyntaxTree, graph: StageGraph, global: Scope): Variables {
  const positions = new Map(tree.instructions.map((instruction, index) => [instruction, index]));
  const timelines = new Map<Stage, Timeline>();
  for (const stage of graph.stages) {
    const parent = stage.base.kind === 'stage' ? timelines.get(stage.base.stage) : undefined;
    const timeline = new Timeline(parent, findRootBase(stage).kind === 'scratch');
    for (const instruction of stage.instructions) {
      const position = positions.get(instruction) ?? 0;
      for (const binding of declaredBy(instruction, timeline.at(position), global, tree.escape)) {
        timeline.add(position, binding);
      }
    }
    timelines.set(stage, timeline);
  }
  return {
    global,
    before: (stage, instruction) =>
      timelines.get(stage)?.at(positions.get(instruction) ?? Infinity) ?? emptyScope,
    atEnd: (stage) => timelines.get(stage)?.at(Infinity) ?? emptyScope,
  };
}

/** The declarations of one stage in source order, so that the scope of any instruction is a look-up. */
class Timeline {
  readonly #parent: Timeline | undefined;
  readonly #complete: boolean;
  readonly #declarations = new Map<string, { position: number; binding: Binding }[]>();

  constructor(parent: Timeline | undefined, complete: boolean) {
    this.#parent = parent;
    this.#complete = complete;
  }

  add(position: number, binding: Binding): void {
    const list = this.#declarations.get(binding.name);
    if (list === undefined) this.#declarations.set(binding.name, [{ position, binding }]);
    else list.push({ position, binding });
  }

  /** What an instruction at `position` sees: declarations of earlier instructions. */
  at(position: number): Scope {
    return {
      get: (name) => this.#find(name, position) ?? this.#inherited(name),
      complete: this.#complete,
      all: () => this.#all(position),
    };
  }

  #find(name: string, position: number): Binding | undefined {
    const list = this.#declarations.get(name) ?? [];
    const behind = lowerBound(list.length, (index) => (list[index]?.position ?? 0) < position);
    return list[behind - 1]?.binding;
  }

  /** Only ENV passes to a stage that starts from this one. */
  #inherited(name: string): Binding | undefined {
    const binding = this.#parent?.at(Infinity).get(name);
    return binding?.kind === 'env' ? binding : undefined;
  }

  #all(position: number): readonly Binding[] {
    const inherited = this.#parent?.at(Infinity).all() ?? [];
    const found = new Map<string, Binding>();
    for (const binding of inherited) if (binding.kind === 'env') found.set(binding.name, binding);
    for (const name of this.#declarations.keys()) {
      const binding = this.#find(name, position);
      if (binding !== undefined) found.set(name, binding);
    }
    return [...found.values()];
  }
}

/** ENV wins over ARG of the same name; an ARG without default takes the one above the first FROM. */
function declaredBy(
  instruction: Instruction,
  scope: Scope,
  global: Scope,
  escape: '\\' | '`',
): readonly Binding[] {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return [];
  const kind = instruction.keyword === 'ENV' ? 'env' : 'arg';
  return instruction.assignments.flatMap((assignment): readonly Binding[] => {
    const name = assignment.name.text;
    if (kind === 'arg' && scope.get(name)?.kind === 'env') return [];
    const own = assignment.value;
    if (own === undefined) {
      const above = global.get(name);
      return [
        {
          kind,
          name,
          value: above?.value,
          assignment: above?.assignment ?? assignment,
          instruction,
        },
      ];
    }
    return [{ kind, name, value: expandIn(scope, own, escape), assignment, instruction }];
  });
}

function platformBinding(name: string): Binding {
  return {
    kind: 'platform',
    name,
    value: undefined,
    assignment: undefined,
    instruction: undefined,
  };
}

/** The value of a word in a scope; undefined when a part of it is not known. */
export function expandIn(scope: Scope, word: Word, escape: '\\' | '`'): string | undefined {
  if (!/[$'"\\`]/.test(word.text)) return word.text;
  return expandWord(word.text, escape, (name) => {
    const binding = scope.get(name);
    return { set: binding !== undefined, value: binding?.value, mayBeSet: !scope.complete };
  });
}

/** Names of the variables a word of an instruction uses. */
export function collectVariableNames(word: Word, escape: '\\' | '`'): readonly string[] {
  if (!word.text.includes('$')) return [];
  return splitWord(word.text, escape).flatMap((part) =>
    part.kind === 'variable' ? [part.name] : [],
  );
}

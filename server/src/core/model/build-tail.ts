import { isBuildVariable } from '../data/build-variables';
import { splitWord } from '../syntax/expansion';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { BuilderPlan } from './builder-plan';
import type { DockerfileModel } from './model';
import { isCoveredBy } from './covered-path';
import { findRepeatableSteps, folderPaths } from './repeatable-steps';
import { findRunTimeSetup, type RunTimeSetup, type RunTimeSetupOutcome } from './run-time-setup';
import type { Stage } from './stage-graph';

/** Variables of one ENV that the runtime stage needs too. */
export interface RepeatedEnvironment {
  readonly instruction: Instruction;
  /** All of them, or those that are left when variables of the build stay behind. */
  readonly assignments: readonly Assignment[];
}

/** How a stage that builds and runs falls into two. */
export interface BuildTail {
  /** The last instruction of the builder stage. */
  readonly split: Instruction;
  /** What stands below the split and stays there. */
  readonly below: readonly Instruction[];
  /** What stands above it and says how the image runs: goes to the runtime stage, in order. */
  readonly moved: readonly Instruction[];
  /** What stands above it and counts for both stages, in order: USER, SHELL. */
  readonly repeated: readonly Instruction[];
  /** RUNs above the split that make accounts and folders, for a runtime stage with a shell. */
  readonly setupSteps: readonly Instruction[];
  /** Those of `repeated` and `setupSteps` that the builder stage can do without. */
  readonly unneeded: ReadonlySet<Instruction>;
  /** Folders that the program fills, for a runtime stage without one. */
  readonly folders: readonly string[];
  readonly environment: readonly RepeatedEnvironment[];
  /** Declarations of ARG that lines of the runtime stage use. */
  readonly arguments: readonly Assignment[];
  /** Absolute. */
  readonly workdir: string;
}

export type BuildTailOutcome =
  | { readonly kind: 'tail'; readonly tail: BuildTail }
  | { readonly kind: 'refused'; readonly reason: string };

/** Why a stage cannot be split whatever it builds; undefined when it can. */
export function findSplitObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  if (stage !== model.target) return 'Only the stage that is shipped can be split.';
  if (stage.base.kind === 'stage') return 'The stage starts from another stage of the file.';
  if (model.syntaxProblems.length !== 0) return 'The file has an instruction that cannot be built.';
  const { instructions } = stage;
  if (instructions.some((each) => each.keyword === 'ONBUILD')) {
    return 'The stage has ONBUILD instructions, which images built from it run.';
  }
  return undefined;
}

/** Why it is not known what the image starts; undefined when it is. */
function findStartProblem(
  model: DockerfileModel,
  stage: Stage,
  plan: BuilderPlan,
): string | undefined {
  const { entrypoint, command } = model.processOf(stage);
  const isKnown = entrypoint.kind === 'instruction' || command.kind === 'instruction';
  return isKnown || plan.startsLikeBase === true
    ? undefined
    : 'Neither CMD nor ENTRYPOINT says which program the image starts.';
}

/** Instructions that say how the image runs and change no files. */
const metadata = new Set([
  'LABEL',
  'MAINTAINER',
  'EXPOSE',
  'VOLUME',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENTRYPOINT',
  'CMD',
]);

/** Works out what belongs to which of the two stages, or why that cannot be told. */
export function findBuildTail(
  model: DockerfileModel,
  stage: Stage,
  plan: BuilderPlan,
): BuildTailOutcome {
  const startProblem = findStartProblem(model, stage, plan);
  if (startProblem !== undefined) return refuse(startProblem);
  const found = readSetup(model, stage, plan);
  if (found.kind === 'unknown') return refuse(found.reason);
  const { setup } = found;
  const at = findSplit(stage, plan, setup);
  const split = stage.instructions[at];
  if (split === undefined) return refuse('The build step is not part of the stage.');
  const above = stage.instructions.slice(0, at + 1);
  const below = stage.instructions.slice(at + 1);
  const [next] = below;
  const workdir = next === undefined ? model.workdirAtEnd(stage) : model.workdirAt(next);
  if (workdir === undefined) return refuse('The working directory of the stage is not known.');
  const userProblem = findUserProblem(model, stage, plan, setup);
  if (userProblem !== undefined) return refuse(userProblem);
  const last = above.indexOf(plan.lastStep);
  const moved = above.filter(
    (each, index) => metadata.has(each.keyword) || (each.keyword === 'ENV' && last < index),
  );
  const repeated = findRepeated(above, below, moved, plan);
  const steps = plan.hasShell === true ? setup.steps.filter((each) => above.includes(each)) : [];
  const places = { artifacts: plan.artifacts, workdir };
  const repeatable = findRepeatableSteps(model, stage, steps, places);
  if (repeatable.kind === 'unknown') return refuse(repeatable.reason);
  const setupSteps = repeatable.steps;
  const lines = [...moved, ...repeated, ...setupSteps, ...below];
  const builds = above.slice(0, last + 1);
  const environment = findEnvironment(model, builds, lines, plan);
  if (typeof environment === 'string') return refuse(environment);
  const kept = [...lines, ...environment.map(({ instruction }) => instruction)];
  return {
    kind: 'tail',
    tail: {
      split,
      below,
      moved,
      repeated,
      setupSteps,
      unneeded: findUnneeded(model, above, [...repeated, ...setupSteps], setup),
      folders: plan.hasShell === true ? [] : setup.folders,
      environment,
      arguments: findArguments(model, stage, above, kept),
      workdir,
    },
  };
}

function refuse(reason: string): BuildTailOutcome {
  return { kind: 'refused', reason };
}

/** What decides where the builder stage ends. */
type SplitFacts = Pick<BuilderPlan, 'lastStep' | 'artifacts' | 'buildPrograms' | 'hasShell'>;

function readSetup(model: DockerfileModel, stage: Stage, plan: SplitFacts): RunTimeSetupOutcome {
  return findRunTimeSetup(model, stage, {
    programs: plan.buildPrograms ?? /^$/,
    results: plan.artifacts.map(({ from }) => from),
    lastStep: plan.lastStep,
  });
}

/** The last instruction of the builder stage; that of the build where the split will be refused. */
export function findLastBuilderStep(
  model: DockerfileModel,
  stage: Stage,
  plan: SplitFacts,
): Instruction {
  const found = readSetup(model, stage, plan);
  if (found.kind === 'unknown') return plan.lastStep;
  return stage.instructions[findSplit(stage, plan, found.setup)] ?? plan.lastStep;
}

/** Below the last RUN that cannot stay in the runtime stage. */
function findSplit(stage: Stage, plan: SplitFacts, setup: RunTimeSetup): number {
  const last = stage.instructions.indexOf(plan.lastStep);
  const mayStay = (each: Instruction): boolean =>
    plan.hasShell === true && setup.steps.includes(each);
  const run = stage.instructions.findLastIndex((each) => each.keyword === 'RUN' && !mayStay(each));
  return Math.max(last, run);
}

/** Accounts that every distroless image has. */
const sharedAccounts = new Set(['root', 'nobody', 'nonroot']);

function findUserProblem(
  model: DockerfileModel,
  stage: Stage,
  plan: BuilderPlan,
  setup: RunTimeSetup,
): string | undefined {
  if (plan.hasShell === true) return undefined;
  const { final } = model.usersOf(stage);
  const names = [final.name, final.group].filter((each) => each !== undefined);
  if (final.instruction !== undefined && final.name === undefined) {
    return 'Which user the image runs as is not known.';
  }
  const missing = names.find((name) => !/^\d+$/.test(name) && !sharedAccounts.has(name));
  if (missing !== undefined && final.instruction !== undefined) {
    return `The image runs as "${missing}", an account that the runtime image does not have.`;
  }
  return setup.accountSteps.length !== 0 &&
    setup.folders.length !== 0 &&
    final.instruction === undefined
    ? 'The stage makes an account and folders, and whose the folders are is not known.'
    : undefined;
}

/** The last USER and SHELL of the builder stage go on counting in the runtime stage. */
function findRepeated(
  above: readonly Instruction[],
  below: readonly Instruction[],
  moved: readonly Instruction[],
  plan: BuilderPlan,
): readonly Instruction[] {
  const user = above.findLast((each) => each.keyword === 'USER');
  const shell = above.findLast((each) => each.keyword === 'SHELL');
  const isShellForm = ({ keyword, json }: Instruction): boolean => {
    if (keyword === 'CMD' && plan.command !== undefined) return false;
    if (keyword === 'ENTRYPOINT' && plan.entrypoint !== undefined) return false;
    return ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(keyword) && json === undefined;
  };
  const usesShell = [...moved, ...below].some(isShellForm);
  const changesUser = below.find((each) => ['USER', 'RUN', 'COPY', 'ADD'].includes(each.keyword));
  return [
    ...(shell !== undefined && usesShell ? [shell] : []),
    ...(user !== undefined && changesUser?.keyword !== 'USER' ? [user] : []),
  ];
}

/** A USER that no step follows, and steps that make what no other step of the builder stage uses. */
function findUnneeded(
  model: DockerfileModel,
  above: readonly Instruction[],
  candidates: readonly Instruction[],
  setup: RunTimeSetup,
): ReadonlySet<Instruction> {
  const isStep = ({ keyword }: Instruction): boolean =>
    ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(keyword);
  const namesAccounts = above.some(
    (each) => each.keyword === 'USER' || each.flags.some(({ name }) => name === 'chown'),
  );
  const makesOnlyUnused = (step: Instruction): boolean =>
    model
      .executionOf(step)
      .commands.flatMap((command) => folderPaths(model, command))
      .every((path) => setup.folders.some((folder) => isCoveredBy(path, folder)));
  return new Set(
    candidates.filter((each) => {
      if (each.keyword === 'RUN') return !namesAccounts && makesOnlyUnused(each);
      if (each.keyword === 'SHELL')
        return !above.slice(above.indexOf(each)).some(({ keyword }) => keyword === 'RUN');
      return !above.slice(above.indexOf(each)).some(isStep);
    }),
  );
}

/** Names that an instruction reads from ARG and ENV. */
function variablesOf(model: DockerfileModel, instruction: Instruction): ReadonlySet<string> {
  const { escape } = model.tree;
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  if (!text.includes('$')) return new Set();
  if (instruction.keyword === 'RUN' || instruction.json !== undefined) {
    return new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
  }
  return new Set(
    splitWord(instruction.argumentText, escape).flatMap((part) =>
      part.kind === 'variable' ? [part.name, ...namesIn(part.operand)] : [],
    ),
  );
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
}

/** The variables of ENV above the split that the program may read; a sentence when one cannot be repeated. */
function findEnvironment(
  model: DockerfileModel,
  above: readonly Instruction[],
  lines: readonly Instruction[],
  plan: BuilderPlan,
): readonly RepeatedEnvironment[] | string {
  const read = new Set(lines.flatMap((each) => [...variablesOf(model, each)]));
  const own = new Set<string>();
  const found: RepeatedEnvironment[] = [];
  for (const instruction of above) {
    if (instruction.keyword === 'ARG')
      for (const { name } of instruction.assignments) own.add(name.text);
    if (instruction.keyword !== 'ENV') continue;
    const assignments: Assignment[] = [];
    for (const assignment of instruction.assignments) {
      const name = assignment.name.text;
      const isOfBuild = plan.buildVariables.includes(name) || isBuildVariable(name);
      if (isOfBuild && !read.has(name)) continue;
      const foreign = namesIn(assignment.value?.text ?? '').find(
        (each) => !own.has(each) && each !== 'PATH',
      );
      if (foreign !== undefined && name === 'PATH') continue;
      if (foreign !== undefined) {
        return `The value of ${name} uses ${foreign}, which the runtime image does not have.`;
      }
      own.add(name);
      assignments.push(assignment);
    }
    if (assignments.length !== 0) found.push({ instruction, assignments });
  }
  return found;
}

/** The ARGs above the split whose values lines of the runtime stage use. */
function findArguments(
  model: DockerfileModel,
  stage: Stage,
  above: readonly Instruction[],
  lines: readonly Instruction[],
): readonly Assignment[] {
  const declared = new Map<string, Assignment>();
  for (const instruction of above) {
    if (instruction.keyword !== 'ARG') continue;
    for (const assignment of instruction.assignments)
      declared.set(assignment.name.text, assignment);
  }
  const read = new Set(lines.flatMap((each) => [...variablesOf(model, each)]));
  for (const assignment of [...declared.values()].toReversed()) {
    if (!read.has(assignment.name.text)) continue;
    for (const name of namesIn(assignment.value?.text ?? '')) read.add(name);
  }
  const scope = model.variables.atEnd(stage);
  return [...declared.values()].filter(
    ({ name }) => read.has(name.text) && scope.get(name.text)?.kind === 'arg',
  );
}

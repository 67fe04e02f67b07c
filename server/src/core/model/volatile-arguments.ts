import type { Assignment, Instruction } from '../syntax/instruction';
import { runLeavesProjectAlone } from './copied-files';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import type { Stage } from './stage-graph';
import { collectVariableNames } from './variables';
import { escapePattern } from '../text/escape-pattern';

/** A build argument with another value in each build, declared above an install that does not use it. */
export interface VolatileArgument {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly assignment: Assignment;
  /** The installs that run again for each value. */
  readonly installs: readonly PackageOperation[];
  /** The first instruction that may need the argument; undefined when nothing but `carriers` does. */
  readonly user: Instruction | undefined;
  /** Between the ARG and its user: each LABEL that shows the value, each ENV that only keeps it. */
  readonly carriers: readonly Instruction[];
}

/**
 * Names of arguments whose value is that of one build, as pipelines give them. `VERSION` is none: it may be that of a
 * program which is downloaded. Known from public Dockerfiles; no source names them all.
 */
const volatile =
  /^(?:(?:GIT|CI|VCS|SOURCE|BUILD|GITHUB|APP|IMAGE|RELEASE)_)?(?:COMMIT_|SHORT_)?(?:SHA|COMMIT|COMMIT_HASH|GIT_HASH|REVISION|VCS_REF)$|^(?:GIT|VCS|SOURCE|COMMIT)_(?:REF|HASH|ID)$|^(?:IMAGE_|APP_)?BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|ID)$|^(?:CREATED|CREATED_AT)$/;

/**
 * BuildKit hands each ARG to all RUNs below it, so a new value repeats them.
 * Source: https://docs.docker.com/reference/dockerfile/#impact-on-build-caching
 */
export function findVolatileArguments(model: DockerfileModel): readonly VolatileArgument[] {
  return model.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction): readonly VolatileArgument[] => {
      const [assignment, ...others] = instruction.assignments;
      if (instruction.keyword !== 'ARG' || assignment === undefined || others.length !== 0) {
        return [];
      }
      if (!volatile.test(assignment.name.text.toUpperCase())) return [];
      return findUse(model, stage, instruction, assignment);
    }),
  );
}

function findUse(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  assignment: Assignment,
): readonly VolatileArgument[] {
  const names = new Set([assignment.name.text]);
  const carriers: Instruction[] = [];
  const installs: PackageOperation[] = [];
  let user: Instruction | undefined;
  for (const each of stage.instructions.slice(stage.instructions.indexOf(instruction) + 1)) {
    if (isCarrier(model, each, names)) {
      carriers.push(each);
      const [pair] = each.keyword === 'ENV' ? each.assignments : [];
      if (pair !== undefined) names.add(pair.name.text);
    } else if (mayUse(model, stage, each, names)) {
      user = each;
      break;
    }
    installs.push(...installsOf(model, stage, each).slice(0, 1));
  }
  if (installs.length === 0 || (user === undefined && carriers.length === 0)) return [];
  return [{ stage, instruction, assignment, installs, user, carriers }];
}

/** A LABEL that shows the value, or an ENV that does nothing but keep it. */
function isCarrier(
  model: DockerfileModel,
  { keyword, assignments }: Instruction,
  names: ReadonlySet<string>,
): boolean {
  if (keyword !== 'LABEL' && (keyword !== 'ENV' || assignments.length !== 1)) return false;
  return assignments.some(
    ({ value }) =>
      value !== undefined &&
      collectVariableNames(value, model.tree.escape).some((name) => names.has(name)),
  );
}

function mayUse(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  names: ReadonlySet<string>,
): boolean {
  if (instruction.keyword === 'LABEL') return false;
  if (instruction.trigger !== undefined) return true;
  const { start, end } = instruction.span;
  const text = model.text.slice(start, end);
  // What a heredoc or a shell command names counts as well.
  if ([...names].some((name) => new RegExp(`(?<!\\w)${escapePattern(name)}(?!\\w)`).test(text)))
    return true;
  if (instruction.keyword !== 'RUN') return false;
  return installsOf(model, stage, instruction).length === 0
    ? !runLeavesProjectAlone(model.executionOf(instruction))
    : !isPlainInstall(model, stage, instruction);
}

function installsOf(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
): readonly PackageOperation[] {
  return model
    .packageOperationsOf(stage)
    .filter(
      ({ command, action }) =>
        command.instruction === run && (action === 'install' || action === 'upgrade'),
    );
}

const helpers = new Set(['rm', 'mkdir', 'echo', 'printf', 'set', 'cd', 'true', 'test', '[']);

/** True when a RUN only installs packages: nothing in it could read the argument without naming it. */
function isPlainInstall(model: DockerfileModel, stage: Stage, run: Instruction): boolean {
  const { commands, complete } = model.executionOf(run);
  const operations = model
    .packageOperationsOf(stage)
    .filter(({ command }) => command.instruction === run);
  return (
    complete &&
    operations.every(({ action }) => action !== 'build' && action !== 'run') &&
    commands.every(
      (command) =>
        operations.some((each) => each.command === command) || helpers.has(command.name ?? ''),
    )
  );
}

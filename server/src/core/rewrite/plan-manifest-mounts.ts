import { leavesProjectAlone, runLeavesProjectAlone } from '../model/copied-files';
import type { Command } from '../model/commands';
import { readDependencyInstall } from '../model/dependency-install';
import { copiesEverything, joinPath, type CopyFacts } from '../model/files';
import { frontendSupports } from '../model/frontend';
import type { DockerfileModel } from '../model/model';
import { hasOption, type PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage-graph';
import { isPattern } from '../project/path-pattern';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { insertFlags } from './insert-flags';
import { deleteInstruction } from './instructions';

/** How copied manifests become mounts, or why they do not. */
export type ManifestMountPlan =
  | {
      readonly kind: 'planned';
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** An install with the copies of nothing but manifests right above it. */
interface MountedInstall {
  readonly run: Instruction;
  readonly copies: readonly CopyFacts[];
}

/**
 * Plans to mount the manifests that an install reads, in place of copying them.
 * Source of the recipe: https://docs.docker.com/build/building/best-practices/#add-or-copy
 *
 * @returns undefined where no install has its manifests copied right above it
 */
export function planManifestMounts(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): ManifestMountPlan | undefined {
  const install = findInstall(model, stage, instruction);
  if (install === undefined) return undefined;
  const { run, copies } = install;
  const obstacle = findRunObstacle(model, run) ?? findLaterUse(model, stage, install);
  if (obstacle !== undefined) return { kind: 'refused', reason: obstacle };
  const places = collectPlaces(model, copies);
  if (typeof places === 'string') return { kind: 'refused', reason: places };
  const workdir = model.workdirAt(run);
  const isRoot = model.userAt(run)?.privilege === 'root';
  const prefix = workdir === undefined ? undefined : `${workdir}/`.replace('//', '/');
  const mounts: string[] = [];
  for (const { source, place } of places) {
    const isBelow = prefix !== undefined && place.startsWith(prefix);
    const target = isBelow ? place.slice(prefix.length) : place;
    if (!isRoot && target.includes('/')) {
      return { kind: 'refused', reason: 'The folders of the mounts would belong to root.' };
    }
    mounts.push(`--mount=type=bind,source=${source},target=${target}`);
  }
  const edits = [
    ...copies.map((copy, index) => deleteCopy(model, copies, copy, index)),
    insertFlags(model, run, mounts),
  ];
  return {
    kind: 'planned',
    edits,
    evidence: [
      `Nothing below the install needs ${places.map(({ source }) => source).join(', ')} before it is copied.`,
    ],
  };
}

/** Deletes a copy; of two empty lines that would meet behind the last one, one goes too. */
function deleteCopy(
  model: DockerfileModel,
  copies: readonly CopyFacts[],
  { instruction }: CopyFacts,
  index: number,
): Edit {
  const edit = deleteInstruction(model, instruction);
  const start = copies[0]?.instruction.lineSpan.start ?? 0;
  const gap = /^[ \t]*\r?\n/.exec(model.text.slice(edit.span.end))?.[0] ?? '';
  const meets = /\n[ \t]*\r?\n$/.test(model.text.slice(0, start));
  return index === copies.length - 1 && meets
    ? { ...edit, span: { start: edit.span.start, end: edit.span.end + gap.length } }
    : edit;
}

/** The RUN with an install at an instruction, or below the copies there, with those copies. */
function findInstall(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): MountedInstall | undefined {
  const { instructions } = stage;
  const index = instructions.indexOf(instruction);
  const isCopy = (each: Instruction | undefined): boolean => each?.keyword === 'COPY';
  let at = index;
  while (isCopy(instructions[at])) at++;
  const run = instructions[at];
  if (run?.keyword !== 'RUN') return undefined;
  const isInstall = model
    .executionOf(run)
    .commands.some((command) => readDependencyInstall(command) !== undefined);
  if (!isInstall) return undefined;
  const copies: CopyFacts[] = [];
  for (let above = at - 1; isCopy(instructions[above]); above--) {
    const copy = model.copiesOf(stage).find((each) => each.instruction === instructions[above]);
    if (copy === undefined || !bringsManifests(copy)) break;
    copies.unshift(copy);
  }
  return copies.length === 0 ||
    (index < at && !copies.some((each) => each.instruction === instruction))
    ? undefined
    : { run, copies };
}

const manifestName =
  /^(?:package(?:-lock|\*)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|\.npmrc|\.yarnrc(?:\.yml)?|go\.(?:mod|sum|work)|go\.work\.sum|[\w.-]*requirements[\w.-]*\.txt|constraints[\w.-]*\.txt|pyproject\.toml|(?:poetry|uv)\.lock|Pipfile(?:\.lock)?|composer\.(?:json|lock)|pom\.xml)$/;

/** True for a COPY of files of the build context that are all manifests, by their names. */
function bringsManifests({ origin, sources, instruction }: CopyFacts): boolean {
  return (
    origin.kind === 'context' &&
    instruction.heredocs.length === 0 &&
    sources.every(({ path }) => {
      if (path === undefined) return false;
      const name = path.slice(path.lastIndexOf('/') + 1).replace(/\*$/, '');
      return manifestName.test(name) || /^package\*\.json$/.test(name);
    })
  );
}

/** Why the RUN cannot read mounts: they are read only, and are there for it alone. */
function findRunObstacle(model: DockerfileModel, run: Instruction): string | undefined {
  if (frontendSupports(model, 2) === 'no') {
    return 'The frontend that "# syntax=" names does not know mounts.';
  }
  const { commands, complete } = model.executionOf(run);
  if (!complete) return 'The RUN is not understood.';
  for (const command of commands) {
    const install = readDependencyInstall(command);
    if (install === undefined) {
      if (!leavesProjectAlone(command)) return 'Another command of the RUN may need the manifests.';
    } else if (!isFrozen(install.operation, command)) {
      return 'The install may write to its manifests, and a mount cannot be written to.';
    }
  }
  return undefined;
}

/** True for an install that surely leaves manifest and lock file as they are. */
function isFrozen(operation: PackageOperation, command: Command): boolean {
  const { manager, verb, goals } = operation;
  switch (manager.id) {
    case 'npm':
      return verb.frozen === true;
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return verb.frozen === true || hasOption(operation, manager.frozen ?? []);
    case 'pip':
      return true;
    case 'uv':
      return verb.words[0] === 'pip' || hasOption(operation, ['--locked', '--frozen']);
    case 'poetry':
      return command.words.some(({ text }) => text === '--no-root');
    case 'go':
      return verb.words.join(' ') === 'mod download';
    case 'maven':
      return goals.every(({ text }) => /:go-offline$|:resolve/.test(text));
    default:
      return false;
  }
}

/** Who needs the copied files below the RUN, before a COPY of everything brings them again. */
function findLaterUse(
  model: DockerfileModel,
  stage: Stage,
  { run, copies }: MountedInstall,
): string | undefined {
  const [first] = copies;
  const folder = model.workdirAt(run);
  const broad = model
    .copiesOf(stage)
    .find(
      (each) =>
        run.span.end <= each.instruction.span.start &&
        each.origin.kind === 'context' &&
        copiesEverything(each) &&
        each.target !== undefined &&
        (each.target === folder || each.target === first?.target),
    );
  const end = broad?.instruction.span.start ?? Infinity;
  const between = stage.instructions.filter(
    ({ span }) => run.span.end <= span.start && span.end <= end,
  );
  const user = between.find(
    (each) => each.keyword === 'RUN' && !runLeavesProjectAlone(model.executionOf(each)),
  );
  if (user !== undefined) return 'A later RUN may need the manifests before they are copied again.';
  if (broad !== undefined) return undefined;
  const isBase = model.stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
  if (isBase || model.isShipped(stage))
    return 'The image needs the manifests, and no later COPY brings them.';
  const isCopied = model.stages
    .flatMap((each) => model.copiesOf(each))
    .filter(({ origin }) => origin.kind === 'stage' && origin.stage === stage)
    .some(({ sources }) =>
      sources.some(
        ({ path }) =>
          path === undefined ||
          !/(?:^|\/)(?:node_modules|\.?venv|vendor|site-packages|bin|lib)(?:\/|$)/.test(path),
      ),
    );
  return isCopied ? 'Another stage may copy the manifests from this one.' : undefined;
}

interface ManifestPlace {
  /** Path in the build context. */
  readonly source: string;
  /** Absolute path in the stage. */
  readonly place: string;
}

/** Where each manifest lies in the stage; a sentence when that is not known. */
function collectPlaces(
  model: DockerfileModel,
  copies: readonly CopyFacts[],
): readonly ManifestPlace[] | string {
  const { context } = model;
  const places: ManifestPlace[] = [];
  for (const { sources, target, intoFolder, instruction } of copies) {
    if (target === undefined) return 'Where the manifests are copied to is not known.';
    if (instruction.flags.some(({ name }) => name === 'chmod' || name === 'parents')) {
      return 'The COPY changes the files, which a mount cannot.';
    }
    for (const { path } of sources) {
      const found = path === undefined ? [] : isPattern(path) ? context?.matches(path) : [path];
      if (found === undefined) return 'Which files the pattern of the COPY brings is not known.';
      const visible = found.filter((each) => context?.ignores(each) !== true);
      if (visible.some((each) => /[\s,"']/.test(each))) return 'A name would need quotes.';
      for (const source of visible) {
        const name = source.slice(source.lastIndexOf('/') + 1);
        const place = intoFolder ? joinPath(target, name) : target;
        if (place !== undefined) places.push({ source, place });
      }
    }
  }
  if (places.some(({ source }) => context !== undefined && context.has(source) !== 'yes')) {
    return 'A file that the COPY names is not in the build context.';
  }
  return places.length === 0 ? 'The COPY brings no file.' : places;
}

import type { Distribution, ImageVariant } from '../data/image-facts';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';
import { runsAlways } from './unconditional';

type Family = 'apt' | 'apk' | 'rpm' | 'zypper' | 'pacman';

const familyOfManager: ReadonlyMap<string, Family> = new Map([
  ['apt-get', 'apt'],
  ['apt', 'apt'],
  ['apk', 'apk'],
  ['yum', 'rpm'],
  ['dnf', 'rpm'],
  ['microdnf', 'rpm'],
  ['tdnf', 'rpm'],
  ['zypper', 'zypper'],
  ['pacman', 'pacman'],
]);

const familyOfDistribution: ReadonlyMap<Distribution, Family> = new Map([
  ['debian', 'apt'],
  ['ubuntu', 'apt'],
  ['alpine', 'apk'],
  ['wolfi', 'apk'],
  ['rhel', 'rpm'],
  ['fedora', 'rpm'],
  ['amazonlinux', 'rpm'],
  ['photon', 'rpm'],
  ['azurelinux', 'rpm'],
  ['opensuse', 'zypper'],
  ['arch', 'pacman'],
]);

/** A call of a package manager that the image does not have. */
export interface ForeignManager {
  readonly operation: PackageOperation;
  /** The manager of the image; undefined when it has none. */
  readonly own: string | undefined;
}

/** Calls of package managers that are surely not in the image of a stage. */
export function findForeignManagers(
  model: DockerfileModel,
  stage: Stage,
): readonly ForeignManager[] {
  const base = stage.rootBase;
  if (base.kind !== 'image' || base.facts === undefined) return [];
  const { variant } = base.facts;
  if (variant.distribution === 'windows') return [];
  const own = variant.packageManager === 'none' ? undefined : variant.packageManager;
  return model
    .packageOperationsOf(stage)
    .filter(
      (operation) =>
        isForeign(operation, variant, base.reference.text) &&
        isPlainCall(model, operation) &&
        !mayBeBrought(model, stage, operation),
    )
    .map((operation) => ({ operation, own }));
}

function isForeign({ manager }: PackageOperation, variant: ImageVariant, image: string): boolean {
  const family = familyOfManager.get(manager.id);
  if (family === undefined) return false;
  const own = familyOfDistribution.get(variant.distribution);
  if (variant.packageManager === 'none') return variant.distribution === 'busybox';
  if (own !== undefined && own !== family) return true;
  // The minimal images of Red Hat 8 and 9 have microdnf and no link of another name.
  const isMinimal = variant.packageManager === 'microdnf' && /ubi-?[89]|ubi[89]/.test(image);
  return isMinimal && image.includes('minimal') && /^(?:yum|dnf)$/.test(manager.id);
}

const questions = new Set(['which', 'command', 'type', 'hash', 'test', '[', '[[']);

/** A bare name, in a RUN that asks nothing first. */
function isPlainCall(model: DockerfileModel, { command }: PackageOperation): boolean {
  const run = model.executionOf(command.instruction);
  const [program] = command.words;
  if (!run.complete || !/^(?:\/(?:usr\/)?s?bin\/)?[a-z0-9-]+$/.test(program?.value ?? ''))
    return false;
  const asks = run.commands.some(
    ({ name, shell }) => shell.span.start < command.shell.span.start && questions.has(name ?? ''),
  );
  return run.form !== 'exec' && !asks && runsAlways(run, command);
}

/** True when a step above may have put the program there. */
function mayBeBrought(
  model: DockerfileModel,
  stage: Stage,
  { command, manager }: PackageOperation,
): boolean {
  const [program] = command.words;
  const name = program?.value?.replace(/^.*\//, '') ?? manager.id;
  const end = command.shell.span.start;
  return collectInheritance(stage).some((part) => {
    const before = part.instructions.filter(({ span }) => span.start < end);
    const runs = before
      .filter(({ keyword }) => keyword === 'RUN')
      .map((each) => model.executionOf(each));
    return (
      runs.some(({ complete }) => !complete) ||
      runs
        .flatMap(({ commands }) => commands)
        .some(
          (each) =>
            each.shell.span.start < end &&
            each.name !== name &&
            each.words.some(({ text }) =>
              new RegExp(`(?:^|[/=-])(?:${name}|rpm|${manager.id})(?:$|[-=:])`).test(text),
            ),
        ) ||
      model
        .copiesOf(part)
        .some((copy) => copy.instruction.span.start < end && mayBring(copy, name)) ||
      before.some((each) =>
        model.mountsOf(each).some(({ target }) => /^\/(?:usr|s?bin|$)/.test(target ?? '/')),
      )
    );
  });
}

/** A root file system, a place that is not known, or the program itself. */
function mayBring({ target, sources }: CopyFacts, name: string): boolean {
  if (target === undefined || /^\/(?:$|usr(?:\/local)?$|s?bin$)/.test(target)) return true;
  if (!/^\/(?:usr\/(?:local\/)?)?s?bin(?:\/|$)/.test(target)) return false;
  const names = [target, ...sources.map(({ path }) => path ?? '*')].map((path) =>
    path.replace(/^.*\//, ''),
  );
  return names.some((each) => each === name || each === '' || each.includes('*'));
}

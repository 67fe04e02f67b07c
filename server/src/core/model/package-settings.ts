import { packageSettings, type PackageSettingName } from '../data/package-settings';
import type { Instruction } from '../syntax/instruction';
import type { CopyFacts } from './files';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/**
 * True when something in front of the operation may have put a setting into the configuration of its
 * manager: a RUN, ENV or ARG that names it, or a copy of files whose content is not known.
 */
export function mayBeConfigured(
  model: DockerfileModel,
  operation: PackageOperation,
  setting: PackageSettingName,
): boolean {
  const settings = packageSettings.find((each) => each.managers.includes(operation.manager.id));
  const { instruction } = operation.command;
  const stage = model.stageOf(instruction);
  if (settings === undefined || stage === undefined) return false;
  const end = operation.command.shell.span.start;
  return collectInheritance(stage).some((each) => {
    const evidence = findEvidence(model, each, settings, setting);
    return each === stage ? evidence <= end : evidence < Infinity;
  });
}

type ManagerSettings = (typeof packageSettings)[number];

const evidenceOf = memoize((_model, _stage: Stage) => new Map<string, number>());

/** The offset behind the first sign of a setting in a stage; infinite when there is none. */
function findEvidence(
  model: DockerfileModel,
  stage: Stage,
  settings: ManagerSettings,
  setting: PackageSettingName,
): number {
  const key = `${settings.managers.join()} ${setting}`;
  const store = evidenceOf(model, stage);
  const kept = store.get(key);
  if (kept !== undefined) return kept;
  const names = settings.names[setting] ?? [];
  const signs = [
    ...stage.instructions.map((instruction) => endOfName(model, instruction, names)),
    ...model
      .copiesOf(stage)
      .filter((copy) => mayBring(copy, settings.paths, names))
      .map((copy) => copy.instruction.span.start + 1),
  ];
  const evidence = signs.reduce((first, sign) => Math.min(first, sign), Infinity);
  store.set(key, evidence);
  return evidence;
}

/** The offset behind the first of the names in an instruction that may set something. */
function endOfName(
  model: DockerfileModel,
  instruction: Instruction,
  names: readonly string[],
): number {
  if (!['RUN', 'ENV', 'ARG'].includes(instruction.keyword)) return Infinity;
  const { span } = instruction;
  const text = model.text.slice(span.start, span.end).toLowerCase();
  return names.reduce((first, name) => {
    const index = text.indexOf(name);
    return index < 0 ? first : Math.min(first, span.start + index + name.length);
  }, Infinity);
}

function mayBring(copy: CopyFacts, paths: readonly string[], names: readonly string[]): boolean {
  const { target } = copy;
  if (target === undefined) return false;
  const isInside = paths.some((path) => target === path || target.startsWith(`${path}/`));
  const isAbove = paths.some((path) => path.startsWith(target === '/' ? '/' : `${target}/`));
  if (!isInside && !(isAbove && mayCopyFolder(copy))) return false;
  const bodies = copy.instruction.heredocs.map((heredoc) => heredoc.body.toLowerCase());
  const isOnlyText = copy.sources.every((source) => source.kind === 'heredoc');
  return !isOnlyText || bodies.some((body) => names.some((name) => body.includes(name)));
}

/** A source without an extension may be a folder, whose content goes into the target. */
function mayCopyFolder(copy: CopyFacts): boolean {
  return copy.sources.some(
    ({ kind, path }) => kind === 'path' && (path === undefined || !/[^/]\.\w+$/.test(path)),
  );
}

/** True when the facts of the base image are known, so that its configuration is that of its distribution. */
export function hasKnownBase(stage: Stage): boolean {
  return stage.rootBase.kind === 'image' && stage.rootBase.facts !== undefined;
}

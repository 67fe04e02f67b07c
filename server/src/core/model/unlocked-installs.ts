import { lockRules, type LockRule } from '../data/lock-rules';
import type { BuildContext } from '../project/build-context';
import { below, findNodeRelease } from '../project/node-package-manager';
import { findCommandFolder } from './command-folder';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { escapePattern } from '../text/escape-pattern';

/** An install that does not hold to the lock file of the project. */
export interface UnlockedInstall {
  /**
   * - `unlocked`: it may change what the lock file says.
   * - `absent`: the lock file is not in the stage.
   * - `renewed`: it is there to replace the versions.
   */
  readonly kind: 'unlocked' | 'absent' | 'renewed';
  readonly operation: PackageOperation;
  /** Name of the lock file. */
  readonly lock: string;
  /** Folder of the build context that holds it. */
  readonly folder: string;
  readonly rule: LockRule;
}

/** The installs of a stage that could use a lock file of the build context and do not. */
export function findUnlockedInstalls(
  model: DockerfileModel,
  stage: Stage,
): readonly UnlockedInstall[] {
  const { context } = model;
  if (context === undefined) return [];
  return model
    .packageOperationsOf(stage)
    .flatMap((operation) => readInstall(model, stage, context, operation) ?? []);
}

function readInstall(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  operation: PackageOperation,
): UnlockedInstall | undefined {
  const { command, verb, action, packages, unread, global } = operation;
  if (0 < packages.length + unread.length || global || worksElsewhere(operation)) return undefined;
  const { instruction, shell } = command;
  const folder = findCommandFolder(model, command);
  const place = (name: string): string | undefined => {
    const path = joinPath(folder, name);
    return path === undefined
      ? undefined
      : traceContextFile(model, stage, path, instruction.span.start);
  };
  const rules = lockRules.filter(({ manager }) => manager === operation.manager.id);
  for (const rule of rules) {
    // A variable in front of a command is of Linux shells.
    if ('variable' in rule.instead && stage.mayBeWindows) continue;
    const manifest = place(rule.manifest);
    if (manifest?.endsWith(rule.manifest) !== true) continue;
    const home = manifest.slice(0, Math.max(0, manifest.length - rule.manifest.length - 1));
    const lock = rule.locks.find((name) => context.has(below(home, name)) === 'yes');
    if (lock === undefined || !isRelease(context, home, rule)) continue;
    if (rule.renews.includes(verb.words.join(' ')) && action === 'upgrade') {
      return { kind: 'renewed', operation, lock, folder: home, rule };
    }
    if (!rule.verbs.includes(verb.words.join(' ')) || hasOption(operation, rule.settled)) continue;
    if (mayBeSettled(model, stage, operation, rule)) return undefined;
    if (mayHaveSettings(model, context, home, rule)) return undefined;
    if (model.mountsOf(instruction).some(({ type }) => type === 'bind')) return undefined;
    if (place(lock) !== undefined) return { kind: 'unlocked', operation, lock, folder: home, rule };
    const isMade = model
      .commandsOf(stage)
      .some(
        (each) =>
          each.shell.span.start < shell.span.start &&
          each.words.some(({ text }) => text.includes(lock)),
      );
    const isCopied = model
      .copiesOf(stage)
      .some(({ sources }) => sources.some(({ path }) => path === undefined || path.includes('*')));
    return isMade || isCopied ? undefined : { kind: 'absent', operation, lock, folder: home, rule };
  }
  return undefined;
}

function isRelease(context: BuildContext, folder: string, { release }: LockRule): boolean {
  return release === undefined || findNodeRelease(context, folder, 'yarn') === release;
}

/** True when a file of settings, or a command of any stage that writes one, may hold it to the lock file. */
function mayHaveSettings(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  { settings }: LockRule,
): boolean {
  if (settings === undefined) return false;
  return (
    context.has(below(folder, settings.file)) !== 'no' ||
    model.stages
      .flatMap(({ instructions }) => instructions)
      .some(({ span }) => settings.command.test(model.text.slice(span.start, span.end)))
  );
}

/** True when a variable or the settings of the manager may hold it to the lock file. */
function mayBeSettled(
  model: DockerfileModel,
  stage: Stage,
  { command }: PackageOperation,
  { variables }: LockRule,
): boolean {
  const scope = model.variables.before(stage, command.instruction);
  const { argumentText } = command.instruction;
  return variables.some(
    (name) =>
      scope.get(name) !== undefined || new RegExp(`\\b${escapePattern(name)}=`).test(argumentText),
  );
}

import { idleCommands, interactivePrograms } from '../data/start-programs';
import type { Instruction } from '../syntax/instruction';
import { isForDevelopment } from './development-stage';
import { isWorkplace } from './main-processes';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { startedProgramsOf } from './started-programs';

/** A server image that starts no server. */
export interface MissingCommand {
  /** What the base image starts instead; undefined for nothing. */
  readonly program: string | undefined;
  /** The EXPOSE or HEALTHCHECK that says that a server is meant. */
  readonly sign: Instruction;
}

/** Stages that others start from, or that tools call. */
const baseNames = /(?:^|[-_.])(?:base|build|builder|tools?|sdk|deps|common|parent)(?:$|[-_.])/i;

/** Files that may say what a container starts. */
const composeFiles =
  /^(?:.*\/)?(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$|^(?:.*\/)?\.devcontainer(?:\/|\.json$)/;

/** Finds that a stage is meant to be a server and has no command. */
export function findMissingCommand(
  model: DockerfileModel,
  stage: Stage,
): MissingCommand | undefined {
  if (stage.mayBeWindows || isForDevelopment(stage) || isWorkplace(model)) return undefined;
  if (baseNames.test(stage.name ?? '')) return undefined;
  if (model.context?.paths.some((path) => composeFiles.test(path)) === true) return undefined;
  const instructions = collectInheritance(stage).flatMap((part) => part.instructions);
  const has = (keyword: string): boolean => instructions.some((each) => each.keyword === keyword);
  if (has('CMD') || has('ENTRYPOINT') || has('ONBUILD')) return undefined;
  const sign = instructions.find(
    ({ keyword, words }) =>
      keyword === 'EXPOSE' ||
      (keyword === 'HEALTHCHECK' && words[0]?.text.toUpperCase() !== 'NONE'),
  );
  const base = findRootBase(stage);
  if (sign === undefined) return undefined;
  if (base.kind === 'image' && base.facts?.family.kind === 'server') return undefined;
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind === 'unknown' || command.kind === 'unknown') return undefined;
  const programs = startedProgramsOf(model, stage).map(({ name }) => name);
  return programs.every((name) => idleCommands.has(name) || interactivePrograms.has(name))
    ? { program: programs[0], sign }
    : undefined;
}

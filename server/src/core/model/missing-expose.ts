import { serviceCommands } from '../data/start-programs';
import type { Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import { findServerAddress, type ServerAddress } from './server-address';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** A server whose port no EXPOSE names. */
export interface MissingExpose {
  readonly address: ServerAddress;
  readonly port: number;
  /** The first of ENTRYPOINT and CMD that stands in the stage itself; undefined when a stage above has them. */
  readonly start: Instruction | undefined;
}

/** Finds the port that the one server of a stage listens on, where neither file nor base image exposes any. */
export function findMissingExpose(model: DockerfileModel, stage: Stage): MissingExpose | undefined {
  const { ports, entrypoint, command } = model.processOf(stage);
  if (stage.mayBeWindows || ports.length !== 0 || mayExpose(stage)) return undefined;
  if (hasTrigger(stage)) return undefined;
  const address = findServerAddress(model, stage);
  const port = address?.port;
  if (address === undefined || port === undefined || port === 0) return undefined;
  if (address.host === 'loopback') return undefined;
  const [start] = [entrypoint, command]
    .flatMap((each) => (each.kind === 'instruction' ? [each.instruction] : []))
    .filter((each) => model.stageOf(each) === stage)
    .toSorted((one, other) => one.span.start - other.span.start);
  return { address, port, start };
}

/**
 * True unless the base image is known to expose no port: bare systems and languages do not, as their Dockerfiles show;
 * servers do, so do the images of Docker in Docker, and those of PHP that start a server.
 */
function mayExpose(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return false;
  if (base.kind !== 'image' || base.facts === undefined || base.stated !== undefined) return true;
  const { family, variant } = base.facts;
  const starts = [...(variant.entrypoint ?? []), ...(variant.command ?? [])];
  return (
    family.kind === 'server' ||
    family.id === 'docker' ||
    starts.some((word) => serviceCommands.has(word))
  );
}

/** ONBUILD makes the image a base for others. */
function hasTrigger(stage: Stage): boolean {
  return collectInheritance(stage).some((part) =>
    part.instructions.some(({ keyword }) => keyword === 'ONBUILD'),
  );
}

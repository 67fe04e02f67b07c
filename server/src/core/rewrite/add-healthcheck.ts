import { findHealthProbe, type HealthProbe } from '../model/health-probe';
import type { DockerfileModel } from '../model/model';
import type { ExposedPort, ProcessFacts } from '../model/process';
import { findRootBase, type Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { insertAfter, insertBefore, keyword } from './instructions';

export type HealthcheckPlan =
  | {
      readonly kind: 'plan';
      readonly port: ExposedPort & { readonly first: number };
      readonly probe: HealthProbe;
      readonly edits: readonly Edit[];
    }
  | { readonly kind: 'refused'; readonly port: ExposedPort; readonly reason: string };

/**
 * Plans the HEALTHCHECK of an image that serves a port and has none; undefined when it needs none, or may
 * bring one with its base image.
 */
export function planHealthcheck(model: DockerfileModel, stage: Stage): HealthcheckPlan | undefined {
  if (!wantsHealthcheck(model, stage)) return undefined;
  const port = model
    .processOf(stage)
    .ports.find((each) => each.first !== undefined && each.protocol === 'tcp');
  const { first } = port ?? {};
  if (port === undefined || first === undefined) return undefined;
  const found = findHealthProbe(model, stage, first);
  if (found.kind === 'refused') return { kind: 'refused', port, reason: found.reason };
  const lines = writeHealthcheck(model, found.probe);
  const before = stage.instructions.find(
    ({ keyword: name }) => name === 'ENTRYPOINT' || name === 'CMD',
  );
  const edit =
    before === undefined
      ? insertAfter(model, stage.instructions.at(-1) ?? stage.from, lines)
      : insertBefore(model, before, lines);
  return { kind: 'plan', port: { ...port, first }, probe: found.probe, edits: [edit] };
}

/** True when a stage that serves a port needs a HEALTHCHECK of its own. */
export function wantsHealthcheck(model: DockerfileModel, stage: Stage): boolean {
  const process = model.processOf(stage);
  return !mayHaveOne(stage) && process.healthCheck === undefined && startsItself(process);
}

/** The lines of a HEALTHCHECK. */
export function writeHealthcheck(model: DockerfileModel, probe: HealthProbe): readonly string[] {
  return [
    `${keyword(model, 'HEALTHCHECK')} --timeout=5s --start-period=30s ${model.layout.escape}`,
    `${model.layout.indent}CMD ${probe.command}`,
  ];
}

/** An image that is not known may bring a HEALTHCHECK; a ready server has its own probe. */
function mayHaveOne(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return false;
  if (base.kind !== 'image' || base.facts === undefined) return true;
  const { family, variant } = base.facts;
  const isServer = family.kind === 'server' && !serversWithoutProbe.has(family.id);
  return isServer || variant.distribution === 'windows';
}

/** Ready servers that serve the files of the application: nobody else knows whether they answer. */
const serversWithoutProbe = new Set(['nginx', 'nginx-unprivileged', 'httpd', 'caddy']);

/** Servers that an image of a language starts by itself. */
const ownServers = new Set(['apache2-foreground']);

function startsItself({ entrypoint, command }: ProcessFacts): boolean {
  if (entrypoint.kind === 'instruction' || command.kind === 'instruction') return true;
  return command.kind === 'base' && ownServers.has(command.words[0] ?? '');
}

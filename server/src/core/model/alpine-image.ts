import { findImageVariant } from '../data/base-images';
import type { DockerfileModel } from './model';
import { mayBringPackages, findProgramNeed } from './slim-needs';
import type { Stage } from './stage-graph';

/** The Alpine image of the same version, or why a stage cannot start from it. */
export type AlpineImage =
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'refused'; readonly reason: string };

const families = new Set(['node', 'python', 'nginx', 'nginx-unprivileged', 'httpd']);
const servers = new Set(['nginx', 'nginx-unprivileged', 'httpd']);
const systemParts = /^(?:slim|stretch|buster|bullseye|bookworm|trixie|forky)$/;

/** Finds the Alpine image of the same version where nothing of the stage depends on the C library or on Debian. */
export function findAlpineImage(model: DockerfileModel, stage: Stage): AlpineImage {
  const { base } = stage;
  if (base.kind !== 'image' || base.facts === undefined || base.tag === undefined) {
    return refuse('What the base image holds is not known.');
  }
  const { family, variant } = base.facts;
  if (variant.distribution === 'alpine') return refuse('The image is Alpine already.');
  if (
    variant.distribution !== 'debian' ||
    !families.has(family.id) ||
    !base.literal ||
    base.reference.digest !== undefined
  ) {
    return refuse('No Alpine image of the same version is known.');
  }
  const rest = base.tag.split('-').filter((part) => !systemParts.test(part) && part !== 'latest');
  const tag = [...rest, 'alpine'].join('-');
  const found = findImageVariant(base.reference.repository, tag);
  if (found?.variant.distribution !== 'alpine') {
    return refuse('No Alpine image of the same version is known.');
  }
  const obstacle = findObstacle(model, stage, servers.has(family.id));
  if (obstacle !== undefined) return refuse(obstacle);
  return { kind: 'image', reference: `${base.reference.name.text}:${tag}` };
}

function refuse(reason: string): AlpineImage {
  return { kind: 'refused', reason };
}

const portable = new Set(
  'mkdir rm rmdir chmod chown chgrp touch cd echo printf true false test [ : set cp mv ln ls cat'.split(
    ' ',
  ),
);

function findObstacle(model: DockerfileModel, stage: Stage, isServer: boolean): string | undefined {
  const others = model.stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
  if (others) return 'Other stages start from this one.';
  for (const run of model.runsOf(stage)) {
    const odd = run.commands.find(
      ({ name, shell }) => shell.program !== undefined && !portable.has(name ?? ''),
    );
    if (!run.complete) return 'Not every RUN of the stage is understood.';
    if (odd !== undefined) {
      return `Whether "${odd.name ?? odd.shell.program?.text ?? ''}" does the same on Alpine is not known.`;
    }
  }
  if (stage.instructions.some(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD')) {
    return 'The stage sets another shell.';
  }
  const copy = model
    .copiesOf(stage)
    .find((each) => !isServer && (mayBringPackages(each) || each.origin.kind === 'image'));
  if (copy !== undefined) return 'What another stage brings may need the C library of Debian.';
  const start = findStartObstacle(model, stage);
  if (start !== undefined || isServer) return start;
  return findFileObstacle(model, stage);
}

const absent = /^(?:bash|curl|perl|git|useradd|groupadd)$/;

function findStartObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  const starts = [
    entrypoint,
    command,
    ...(healthCheck?.kind === 'command' ? [{ ...healthCheck, kind: 'instruction' as const }] : []),
  ];
  for (const start of starts) {
    if (start.kind !== 'instruction') continue;
    const { commands, complete } = start.execution;
    if (!complete) return `${start.instruction.keyword} is not understood.`;
    const name = commands
      .flatMap(({ words }) => words.map(({ value }) => value?.replace(/^.*\//, '') ?? ''))
      .find((value) => absent.test(value) || /\.(?:ba)?sh$/.test(value));
    if (name !== undefined) {
      return `${start.instruction.keyword} uses ${name}, which may not work on Alpine.`;
    }
  }
  return undefined;
}

/** Machine code and scripts among the files of the project. */
function findFileObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  const { context } = model;
  if (context?.project.complete !== true) return 'The files of the project are not known.';
  const native = context.visiblePaths.find((path) =>
    /\.(?:so(?:\.\d+)*|node|a|whl|pyd)$|(?:^|\/)(?:node_modules|\.?venv)\/$/.test(path),
  );
  if (native !== undefined) return `${native} may need the C library of Debian.`;
  return findProgramNeed(model, stage)?.reason;
}

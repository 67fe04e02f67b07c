import type { Instruction } from '../syntax/instruction';
import type { BroadCopy } from './broad-copy';
import { runLeavesProjectAlone } from './copied-files';
import type { CopyFacts } from './files';
import { findInstallFolder } from './install-folder';
import type { DockerfileModel } from './model';
import { findWorkPlace } from './project-directory';
import type { Stage } from './stage-graph';

/** Why the manifests alone would not do at the place of an install; undefined when they do. */
export function findInstallObstacle(model: DockerfileModel, broad: BroadCopy): string | undefined {
  const { stage, copy, install } = broad;
  const { command } = install.operation;
  const { instruction } = command;
  const workdir = model.workdirAt(instruction);
  const isOddMount = model.mountsOf(instruction).some(({ type }) => type === 'bind');
  if (isOddMount) return 'The RUN mounts files of the project itself.';
  const place = findWorkPlace(model.executionOf(instruction), workdir ?? '', command);
  if (place !== (workdir ?? '')) return 'The install works in a subfolder.';
  const between = instructionsBetween(broad);
  const hasWorkdir = between.some((each) => each.keyword === 'WORKDIR');
  const isKnown =
    model.context !== undefined && findInstallFolder(model, copy, command) !== undefined;
  if (!isProjectFolder(model, copy, workdir, hasWorkdir, isKnown))
    return 'The install works in another folder than the copied one.';
  if (install.download !== undefined && (hasWorkdir || workdir?.startsWith('/go/src') === true)) {
    if (!isKnown) return 'Where go.mod lies is not known.';
  }
  if (install.operation.manager.id === 'yarn' && !isKnown && usesCorepack(model, stage)) {
    return 'Corepack may bring a release of Yarn that reads the folder .yarn, too.';
  }
  const user = between.find((each) => mayUse(model, stage, copy, each));
  return user === undefined
    ? undefined
    : `The ${user.keyword} between the COPY and the install may use the copied files.`;
}

/** The instructions between the copy of everything and the RUN with the install. */
export function instructionsBetween({ stage, copy, install }: BroadCopy): readonly Instruction[] {
  const { instruction } = install.operation.command;
  return stage.instructions.filter(
    ({ span }) => copy.instruction.span.end <= span.start && span.end <= instruction.span.start,
  );
}

function usesCorepack(model: DockerfileModel, stage: Stage): boolean {
  return model.commandsOf(stage).some(({ name }) => name === 'corepack');
}

function isProjectFolder(
  model: DockerfileModel,
  copy: CopyFacts,
  workdir: string | undefined,
  hasWorkdir: boolean,
  isKnown: boolean,
): boolean {
  const text = copy.destination?.text ?? '';
  if (copy.target === undefined || workdir === undefined) {
    return !hasWorkdir && (text === '.' || text === './');
  }
  const isRelative = !text.startsWith('/') && hasWorkdir;
  if (isRelative && model.workdirAt(copy.instruction) !== workdir) return false;
  return copy.target === workdir || isKnown;
}

const indifferent = new Set(
  'ENV ARG LABEL EXPOSE USER VOLUME STOPSIGNAL MAINTAINER SHELL HEALTHCHECK CMD ENTRYPOINT WORKDIR'.split(
    ' ',
  ),
);

function mayUse(
  model: DockerfileModel,
  stage: Stage,
  broad: CopyFacts,
  instruction: Instruction,
): boolean {
  if (instruction.keyword === 'RUN') return !runLeavesProjectAlone(model.executionOf(instruction));
  if (indifferent.has(instruction.keyword)) return false;
  const copy = model.copiesOf(stage).find((each) => each.instruction === instruction);
  if (copy?.target === undefined || broad.target === undefined) return true;
  return `${copy.target}/`.startsWith(`${broad.target}/`.replace('//', '/'));
}

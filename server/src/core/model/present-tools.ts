import { hasTool } from '../data/base-images';
import { roleOfPackage } from '../data/build-packages';
import { trackedTools, type Tool } from '../data/image-facts';
import { neutralPackages } from '../data/neutral-packages';
import type { Command } from './commands';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { readPackageOperation, type PackageOperation } from './packages';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import type { StatedImage } from './stated-images';

/**
 * Whether a program is in the image of a stage: by the facts about its base image, the packages that the stage
 * installs and the files that it copies. Undefined when that is not known.
 *
 * @param offset what stands behind it in the document does not count
 */
export function isToolPresent(
  model: DockerfileModel,
  stage: Stage,
  tool: Tool,
  offset = Infinity,
): boolean | undefined {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return mayBring(model, stage, tool, offset) ? undefined : false;
  if (base.kind !== 'image') return undefined;
  if (base.facts === undefined) return fromStatement(model, stage, tool, base.stated, offset);
  const { variant } = base.facts;
  if (variant.distribution === 'windows') return undefined;
  const own = hasTool(variant, tool);
  if (own === true) return mayTake(model, stage, offset) ? undefined : true;
  if (isInstalled(model, stage, tool, offset)) return true;
  return own === undefined || mayBring(model, stage, tool, offset) ? undefined : false;
}

/** What a team says of an image of its own of which nothing else is known. */
function fromStatement(
  model: DockerfileModel,
  stage: Stage,
  tool: Tool,
  stated: StatedImage | undefined,
  offset: number,
): boolean | undefined {
  if (stated?.tools?.includes(tool) === true)
    return mayTake(model, stage, offset) ? undefined : true;
  const isMissing = stated?.missingTools?.includes(tool) === true;
  return !isMissing ||
    isInstalled(model, stage, tool, offset) ||
    mayBring(model, stage, tool, offset)
    ? undefined
    : false;
}

/** True for a name that the facts about images follow. */
export function isTrackedTool(name: string | undefined): name is Tool {
  return trackedTools.some((tool) => tool === name);
}

const packageOf: Readonly<Partial<Record<Tool, RegExp>>> = {
  bash: /^bash$/,
  curl: /^curl$/,
  wget: /^wget$/,
  nc: /^(?:netcat(?:-openbsd|-traditional)?|nmap-ncat|ncat)$/,
  python3: /^python3$/,
  node: /^nodejs$/,
  perl: /^perl$/,
};

function operationsAbove(
  model: DockerfileModel,
  stage: Stage,
  offset: number,
): readonly PackageOperation[] {
  return collectInheritance(stage)
    .flatMap((part) => model.packageOperationsOf(part))
    .filter(({ command }) => command.shell.span.start < offset);
}

function isInstalled(model: DockerfileModel, stage: Stage, tool: Tool, offset: number): boolean {
  const operations = operationsAbove(model, stage, offset);
  const names = (action: 'install' | 'remove'): boolean =>
    operations.some(
      (operation) =>
        operation.manager.kind === 'system' &&
        operation.action === action &&
        operation.packages.some((each) => packageOf[tool]?.test(each.name ?? '') === true),
    );
  return names('install') && !operations.some(({ action }) => action === 'remove');
}

function mayTake(model: DockerfileModel, stage: Stage, offset: number): boolean {
  return operationsAbove(model, stage, offset).some(
    ({ manager, action }) => manager.kind === 'system' && action === 'remove',
  );
}

/** True when a step of the stage may bring the program though nothing says so. */
function mayBring(model: DockerfileModel, stage: Stage, tool: Tool, offset: number): boolean {
  return collectInheritance(stage).some(
    (part) =>
      part.instructions.some(
        ({ keyword, assignments, span }) =>
          keyword === 'ENV' &&
          span.start < offset &&
          assignments.some(
            ({ name, value }) => name.text === 'PATH' && !isHarmlessPath(value?.text ?? '', tool),
          ),
      ) ||
      model
        .runsOf(part)
        .some(({ complete, instruction }) => !complete && instruction.span.start < offset) ||
      model
        .commandsOf(part)
        .some((command) => command.shell.span.start < offset && commandMayBring(command, tool)) ||
      model
        .copiesOf(part)
        .some((copy) => copy.instruction.span.start < offset && copyMayBring(copy, tool)),
  );
}

/** Folders of virtual environments and Node.js packages hold no programs of the system. */
function isHarmlessPath(text: string, tool: Tool): boolean {
  if (tool.startsWith('python')) return false;
  return text
    .replace(/["']/g, '')
    .split(':')
    .every((part) =>
      /^\$\{?PATH\}?$|venv\/bin$|\/\.local\/bin$|node_modules\/\.bin$|^\/(?:usr\/(?:local\/)?)?s?bin$|^\/go\/bin$/.test(
        part,
      ),
    );
}

const harmlessCommands = new Set(
  (
    'mkdir rmdir rm chown chgrp chmod touch cd pwd ls cat echo printf true false : set test [ export umask ' +
    'useradd groupadd adduser addgroup usermod groupmod passwd chpasswd install sed grep find sort xargs date sleep exit ' +
    'node npm npx yarn pnpm corepack pip pip3 poetry uv pipenv python python3 update-ca-certificates ' +
    'setcap ldconfig locale-gen update-locale dpkg-reconfigure id whoami uname du df wc head tail stat'
  ).split(' '),
);

function commandMayBring(command: Command, tool: Tool): boolean {
  const operation = readPackageOperation(command);
  if (operation?.manager.kind === 'system') {
    if (operation.action !== 'install') return false;
    return operation.packages.some(
      ({ name, kind }) => kind !== 'named' || name === undefined || !isNeutralPackage(name),
    );
  }
  if (operation !== undefined) {
    return operation.packages.some(({ name }) => name?.includes(tool) === true);
  }
  if (!harmlessCommands.has(command.name ?? '')) return true;
  return command.words.slice(1).some(({ text }) => new RegExp(`(?:^|[/=])${tool}$`).test(text));
}

/** True for a package that brings none of the tracked programs, not by its dependencies either. */
function isNeutralPackage(name: string): boolean {
  return roleOfPackage(name) === 'runtime' || neutralPackages.has(name);
}

const programFolders = /^\/(?:$|(?:usr|busybox|nix|opt)(?:\/|$)|s?bin(?:\/|$))/;
const quietFolders =
  /^\/usr\/(?:src|share|local\/(?:app|share|etc|lib\/node_modules|tomcat))(?:\/|$)|^\/opt\/(?:venv|app)(?:\/|$)/;

function copyMayBring({ target, sources, origin }: CopyFacts, tool: Tool): boolean {
  if (target === undefined) return true;
  const names = sources.map(({ path }) => path?.replace(/^.*\//, '') ?? '');
  if (names.includes(tool) || target.endsWith(`/${tool}`)) return true;
  if (!programFolders.test(target) || quietFolders.test(target)) return false;
  const isFile = names.every((name) => /\.\w{1,5}$/.test(name));
  if (isFile && !names.some((name) => /\.(?:tar|t?gz|tgz|xz|bz2|zip|zst)$/.test(name)))
    return false;
  if (origin.kind === 'context') return target === '/' ? !isFile : !isProgramPath(target);
  return !isProgramPath(target) || target.endsWith('/bin');
}

/** `/usr/local/bin/server`: one file, not a folder. */
function isProgramPath(target: string): boolean {
  return /\/s?bin\/[^/]+$/.test(target);
}

import { environmentReaders, environmentSetters } from '../data/node-environment-readers';
import { findSaying, readKnownSources } from '../project/node-sources';
import { readPackageJson } from '../project/package-json';
import type { Instruction } from '../syntax/instruction';
import { findDevelopmentServer } from './development-start';
import { isForDevelopment } from './development-stage';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { findStartedCommands, type StartedCommand } from './start-scripts';

/** A Node.js program that starts without NODE_ENV. */
export interface MissingEnvironment {
  readonly started: StartedCommand;
  /** The CMD or ENTRYPOINT. */
  readonly instruction: Instruction;
  /** The package that looks at the variable, and what it does without it. */
  readonly reader: string;
  readonly effect: string;
}

const runtimes = /^(?:node|nodejs|npm|pnpm|yarn|bun|pm2-runtime|tsx|ts-node)$/;

/** Finds the start of a Node.js program whose packages look at NODE_ENV, which nothing sets. */
export function findMissingEnvironment(
  model: DockerfileModel,
  stage: Stage,
): MissingEnvironment | undefined {
  const base = findRootBase(stage);
  const { context } = model;
  if (base.kind !== 'image' || base.facts === undefined || context === undefined) return undefined;
  if (isForDevelopment(stage) || findDevelopmentServer(model, stage) !== undefined)
    return undefined;
  if (collectInheritance(stage).some((part) => mentions(model, part))) return undefined;
  const all = findStartedCommands(model, stage);
  const isSet = all.some(
    ({ script }) => script?.source.kind === 'file' && script.source.text.includes('NODE_ENV'),
  );
  // The ENTRYPOINT of these images is Node.js.
  const isRuntime = base.facts.family.id === 'distroless-nodejs';
  const started = all.find(({ command }) => isRuntime || runtimes.test(command.name ?? ''));
  const workdir = model.workdirAtEnd(stage);
  if (isSet || started === undefined || workdir === undefined) return undefined;
  const file = traceContextFile(model, stage, `${workdir === '/' ? '' : workdir}/package.json`);
  if (file?.endsWith('package.json') !== true) return undefined;
  const folder = file.replace(/\/?package\.json$/, '');
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined || context.text(file)?.includes('NODE_ENV') === true) return undefined;
  const names = [...manifest.dependencies.keys()];
  const reader = names.find((name) => environmentReaders.has(name));
  const effect = reader === undefined ? undefined : environmentReaders.get(reader);
  if (reader === undefined || effect === undefined) return undefined;
  if (names.some((name) => environmentSetters.has(name))) return undefined;
  const sets = /(?:process\.env\.NODE_ENV|env\[['"]NODE_ENV['"]\])\s*(?:\|\|=|\?\?=|=(?!=))/;
  if (findSaying(readKnownSources(context, folder), sets) !== undefined) return undefined;
  const hasFile = context.visiblePaths.some((path) =>
    /(?:^|\/)\.env(?!.*(?:example|sample|template|dist))/.test(path),
  );
  if (hasFile) return undefined;
  const { instruction } = started.command;
  return { started, instruction, reader, effect };
}

/** True when an instruction, or a base image, may set the variable, or says it in a step of the build. */
function mentions(model: DockerfileModel, part: Stage): boolean {
  return part.instructions.some(
    ({ keyword, span }) =>
      ['ENV', 'CMD', 'ENTRYPOINT', 'COPY', 'ADD'].includes(keyword) &&
      /NODE_ENV|\.env\b/.test(model.text.slice(span.start, span.end)),
  );
}

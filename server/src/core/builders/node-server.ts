import type { Artifact, BuilderPlan } from '../model/builder-plan';
import type { DockerfileModel } from '../model/model';
import { findNodeArtifacts } from '../model/node-artifacts';
import { findNodeRuntime } from '../model/node-runtime';
import { readNodeStage, type NodeStage } from '../model/node-stage';
import { findNodeStart, type NodeStart } from '../model/node-start';
import { findStaticSite } from '../model/node-static-site';
import { findPrune } from '../model/node-prune';
import { findRunTimeSetup } from '../model/run-time-setup';
import { freeStageName } from '../model/stage-name';
import type { Stage } from '../model/stage-graph';
import { readProgramSources, type SourceText } from '../project/node-sources';
import { installPackages } from '../rewrite/install-packages';
import { insertBefore, keyword } from '../rewrite/instructions';
import { appendCommand } from '../rewrite/run-script';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';

/** Programs whose commands in a RUN install or build. */
const buildPrograms =
  /^(?:npm|npx|yarn|yarnpkg|pnpm|bun|bunx|corepack|tsc|vite|next|nest|ng|node-gyp)$/;

export default defineBuilder({
  id: 'node-server',
  title: 'Node.js',
  plan: (request) => {
    const { model, stage, today } = request;
    const node = readNodeStage(model, stage);
    if (node === undefined) return undefined;
    if (typeof node === 'string') return refuse(node);
    if (typeof findStaticSite(model, stage, node, today) === 'object') return undefined;
    return planServer(request, node);
  },
});

function planServer(request: BuilderRequest, node: NodeStage): BuilderOutcome | undefined {
  const { model, stage, context } = request;
  const start = findNodeStart(model, stage);
  if (typeof start === 'string') return refuse(start);
  const sources = readProgramSources(context, node.folder);
  if (sources === undefined) return refuse('Not every source file of the project could be read.');
  const runtime = findNodeRuntime(model, stage, node, sources);
  if (typeof runtime === 'string') return refuse(runtime);
  if (!runtime.isSlimmer && !runtime.dropsPackages && !node.builds) return undefined;
  const missing = findGlobalProgram(node.globalPackages, start);
  if (missing !== undefined) return refuse(missing);
  const lastStep = findLastStep(model, stage, node.lastStep);
  if (typeof lastStep === 'string') return refuse(lastStep);
  const environment = findEnvironment(model, stage, start);
  if (typeof environment === 'string') return refuse(environment);
  const owner = findOwner(model, stage, lastStep);
  if (typeof owner === 'string') return refuse(owner);
  const moved = moveWorkdir(model, start, lastStep);
  if (moved === undefined) return refuse('The command stands directly below the build.');
  const found = findNodeArtifacts({ model, stage, node, sources, words: start.words, lastStep });
  if (typeof found === 'string') return refuse(found);
  const pruned = dropPackages(model, stage, node, sources, start);
  const leavesOut =
    runtime.isSlimmer || runtime.dropsPackages || !found.isWhole || pruned.edits.length !== 0;
  if (!leavesOut) return undefined;
  return {
    kind: 'plan',
    plan: {
      lastStep,
      builderName: freeStageName(model, 'build'),
      runtimeImage: runtime.image,
      stages: [],
      setup: [...installPackages(model, runtime.manager, runtime.packages), ...environment],
      artifacts: found.artifacts.map((artifact): Artifact => ({ ...artifact, ...owner })),
      builderEdits: [...pruned.edits, ...moved],
      ...startWords(start),
      buildVariables: [],
      buildPrograms,
      hasShell: true,
      evidence: [...runtime.evidence, ...pruned.evidence, ...found.evidence, ...start.evidence],
    },
  };
}

/** The words of CMD or ENTRYPOINT where a package manager stands there now. */
function startWords({ changed }: NodeStart): Pick<BuilderPlan, 'command' | 'entrypoint'> {
  if (changed === undefined) return { command: undefined };
  const { instruction, words } = changed;
  if (instruction.keyword === 'CMD') return { command: words };
  return { command: undefined, entrypoint: words };
}

/** Lets the last step of Node.js drop what only development needs. */
function dropPackages(
  model: DockerfileModel,
  stage: Stage,
  node: NodeStage,
  sources: readonly SourceText[],
  { words }: NodeStart,
): { readonly edits: readonly Edit[]; readonly evidence: readonly string[] } {
  const { command, evidence } = findPrune(model, stage, node, sources, words);
  if (command === undefined) return { edits: [], evidence };
  const execution = model.executionOf(node.lastStep);
  const moves = execution.commands.some(({ name }) => name === 'cd' || name === 'pushd');
  const edit = moves ? undefined : appendCommand(model, execution, command);
  return edit === undefined ? { edits: [], evidence: [] } : { edits: [edit], evidence };
}

/** The variables that a script sets, as instructions; a sentence when ENV says something else. */
function findEnvironment(
  model: DockerfileModel,
  stage: Stage,
  { environment }: NodeStart,
): readonly (readonly string[])[] | string {
  const scope = model.variables.atEnd(stage);
  const lines: (readonly string[])[] = [];
  for (const [name, value] of environment) {
    const binding = scope.get(name);
    if (binding?.kind === 'env' && binding.value !== value) {
      return `The script sets ${name} to another value than ENV.`;
    }
    if (!/^[\w./:@,+-]+$/.test(value))
      return `The script sets ${name} to a value that needs quotes.`;
    if (binding?.kind !== 'env') lines.push([`${keyword(model, 'ENV')} ${name}=${value}`]);
  }
  return lines;
}

/** The working directory of a member of a workspace, set above the command that starts there. */
function moveWorkdir(
  model: DockerfileModel,
  { changed, workdir }: NodeStart,
  lastStep: Instruction,
): readonly Edit[] | undefined {
  if (workdir === undefined || changed === undefined) return [];
  const edit = insertBefore(model, changed.instruction, [
    `${keyword(model, 'WORKDIR')} ${workdir}`,
  ]);
  return lastStep.lineSpan.end < edit.span.start ? [edit] : undefined;
}

/** The last RUN that does more than make folders and accounts: what stands below may stay with the program. */
function findLastStep(
  model: DockerfileModel,
  stage: Stage,
  lastStep: Instruction,
): Instruction | string {
  const found = findRunTimeSetup(model, stage, { programs: buildPrograms, results: [], lastStep });
  if (found.kind === 'unknown') return found.reason;
  const last = stage.instructions.findLast(
    (each) => each.keyword === 'RUN' && !found.setup.steps.includes(each),
  );
  return last !== undefined && lastStep.span.start < last.span.start ? last : lastStep;
}

/** A package for the whole image that may bring what the container starts. */
function findGlobalProgram(packages: readonly string[], { words }: NodeStart): string | undefined {
  const other = packages.find((name) => !/^(?:npm|pnpm|yarn|corepack|node-gyp)$/.test(name));
  const usesNode = /(?:^|\/)node$/.test(words[0] ?? '');
  return other === undefined || usesNode
    ? undefined
    : `The package ${other} is installed for the whole image and may be started.`;
}

/** Whoever owns the files of the builder stage keeps them; a sentence for an account that is made here. */
function findOwner(
  model: DockerfileModel,
  stage: Stage,
  lastStep: Instruction,
): Pick<Artifact, 'owner'> | string {
  const [given] = model
    .copiesOf(stage)
    .filter(({ instruction }) => instruction.span.start < lastStep.span.start)
    .flatMap(({ chown }) => chown?.text ?? []);
  const user = model.userAt(lastStep);
  const name = user?.privilege === 'non-root' ? (user.name ?? '?') : undefined;
  const own = name === undefined || user?.group === undefined ? name : `${name}:${user.group}`;
  const owner = given ?? own;
  if (owner === undefined) return {};
  const isOfImage = owner.split(':').every((part) => /^(?:node|root|\d+)$/.test(part));
  return isOfImage ? { owner } : 'The files of the project belong to an account that a RUN makes.';
}

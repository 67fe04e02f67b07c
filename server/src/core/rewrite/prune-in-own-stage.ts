import type { DockerfileModel } from '../model/model';
import type { CopyFacts } from '../model/files';
import { readNodeStage, type NodeStage } from '../model/node-stage';
import type { PackageOperation } from '../model/packages';
import { collectInheritance, type Stage } from '../model/stage-graph';
import { freeStageName } from '../model/stage-name';
import type { Word } from '../syntax/instruction';
import { findFlag } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { insertAfter, keyword } from './instructions';
import { removeCommand } from './remove-command';
import { replaceWord } from './words';

/** How a change of sources no longer drops packages again; undefined where nothing is gained. */
export type OwnStage =
  | {
      readonly kind: 'edits';
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Splits a stage that installs, builds and drops development packages into three: what is installed, what of it
 * the program needs, and the build. The first two are built again only when the manifests change.
 *
 * @param prune the command that drops packages
 */
export function pruneInOwnStage(
  model: DockerfileModel,
  stage: Stage,
  prune: PackageOperation,
): OwnStage | undefined {
  const node = readNodeStage(model, stage);
  const install =
    typeof node === 'object' ? node.installs.findLast((each) => each !== prune) : undefined;
  if (typeof node !== 'object' || install === undefined) return undefined;
  const { instruction } = install.command;
  const bringsSources = model
    .copiesOf(stage)
    .some(
      (copy) =>
        instruction.span.end < copy.instruction.span.start && copy.origin.kind === 'context',
    );
  const { nameWord } = stage;
  if (!bringsSources || nameWord === undefined) return undefined;
  const users = findUsers(model, stage, node);
  if (users === undefined) return undefined;
  const reason = findObstacle(model, stage, node, install, prune);
  if (reason !== undefined) return { kind: 'refused', reason };
  const removed = removeCommand(model, model.executionOf(prune.command.instruction), prune.command);
  if (removed === undefined) return { kind: 'refused', reason: 'The command stands among others.' };
  const dependencies = freeStageName(model, 'dependencies');
  const production = freeStageName(model, 'production-dependencies');
  const from = keyword(model, 'FROM');
  const as = keyword(model, 'AS');
  const { span } = prune.command.shell;
  const flags = prune.command.instruction.flags.map(
    ({ span: place }) => `${model.text.slice(place.start, place.end)} `,
  );
  return {
    kind: 'edits',
    edits: [
      replaceWord(nameWord, dependencies),
      insertAfter(model, instruction, [
        '',
        `${from} ${dependencies} ${as} ${production}`,
        `${keyword(model, 'RUN')} ${flags.join('')}${model.text.slice(span.start, span.end)}`,
        '',
        `${from} ${dependencies} ${as} ${nameWord.text}`,
      ]),
      removed,
      ...users.map((word) => replaceWord(word, production)),
    ],
    evidence: [
      ...(node.outputs.kind === 'known' ? node.outputs.evidence : []),
      `${node.manifest.path}: the build writes nothing to node_modules.`,
    ],
  };
}

/** The stage names of the copies of node_modules alone; undefined when something else brings it along. */
function findUsers(
  model: DockerfileModel,
  stage: Stage,
  { workdir }: NodeStage,
): readonly Word[] | undefined {
  const modules = `${workdir === '/' ? '' : workdir}/node_modules`.slice(1);
  const users: Word[] = [];
  for (const copy of model.stages.flatMap((each) => model.copiesOf(each))) {
    if (copy.origin.kind !== 'stage' || copy.origin.stage !== stage) continue;
    if (!mayBring(copy, modules)) continue;
    const name = findFlag(copy.instruction, 'from')?.value;
    if (copy.sources.length !== 1 || copy.sources[0]?.path !== modules || name === undefined)
      return undefined;
    users.push(name);
  }
  return users.length === 0 ? undefined : users;
}

function mayBring({ sources }: CopyFacts, path: string): boolean {
  return sources.some(
    (source) =>
      source.path === undefined ||
      source.path === '.' ||
      source.path === path ||
      path.startsWith(`${source.path}/`) ||
      source.path.startsWith(`${path}/`),
  );
}

/** Programs that write into packages, and scripts that name their folder. */
const writesPackages = /prisma|patch-package|ngcc|node_modules/;

function isBefore(left: PackageOperation, right: PackageOperation): boolean {
  return left.command.shell.span.start < right.command.shell.span.start;
}

/** Why what is dropped above the build may not be the same as what is dropped below it. */
function findObstacle(
  model: DockerfileModel,
  stage: Stage,
  { outputs, installs, manifest }: NodeStage,
  install: PackageOperation,
  prune: PackageOperation,
): string | undefined {
  if (outputs.kind === 'unknown') return outputs.reason;
  if (outputs.folders.some((folder) => folder.split('/').includes('node_modules')))
    return 'The build writes to node_modules.';
  const patching = [...manifest.scripts].find(([, text]) => writesPackages.test(text));
  if (patching !== undefined) return `The script "${patching[0]}" may write to node_modules.`;
  if (stage.instructions.at(-1) !== prune.command.instruction)
    return 'The stage goes on behind the command.';
  const isLast = model.executionOf(prune.command.instruction).commands.at(-1) === prune.command;
  if (!isLast || installs.some((each) => each !== prune && isBefore(install, each)))
    return 'Something stands behind the command.';
  const { end } = install.command.instruction.span;
  if (stage.instructions.some((each) => each.keyword === 'ARG' && each.span.start < end))
    return 'An ARG of the stage would not reach the stages that start from it.';
  if (model.stages.some((each) => each !== stage && collectInheritance(each).includes(stage)))
    return 'Another stage starts from this one.';
  const names = model.tree.instructions.flatMap((each) => [
    findFlag(each, 'from')?.value?.text,
    ...model.mountsOf(each).map(({ from }) => from),
  ]);
  return names.some((name) => name !== undefined && /^\d+$/.test(name))
    ? 'A number names a stage, and the numbers would change.'
    : undefined;
}

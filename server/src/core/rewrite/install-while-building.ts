import type { StartInstall } from '../model/start-installs';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { dropEarlyStep } from './drop-early-step';
import { insertBefore, keyword } from './instructions';

export type InstallPlan =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Moves an installation from CMD or ENTRYPOINT to a RUN above it. */
export function installWhileBuilding(
  model: DockerfileModel,
  stage: Stage,
  step: StartInstall,
): InstallPlan {
  const refuse = (reason: string): InstallPlan => ({ kind: 'refused', reason });
  const { script, command, index, statement } = step;
  const { instruction, source } = script;
  if (step.kind !== 'packages')
    return refuse('What it loads may be meant to be new at each start.');
  const position = stage.instructions.indexOf(instruction);
  if (position < 0 || source.kind === 'heredoc') return refuse('The step stands in another place.');
  const isLast = stage.instructions
    .slice(position)
    .every(({ keyword: name }) => !['COPY', 'ADD', 'RUN', 'WORKDIR', 'USER'].includes(name));
  if (!isLast) return refuse('Steps of the build follow the command.');
  if (!['sh', 'dash', 'ash', 'bash'].includes(model.shellAt(instruction).program)) {
    return refuse('Whether the image has a shell is not known.');
  }
  const isFirst = index === 0 && script.script.statements[0] === statement;
  const hasVariables = command.words.some(({ value }) => value === undefined);
  const isPlain = command.shell.redirects.length === 0 && command.shell.assignments.length === 0;
  if (!isFirst || hasVariables || !isPlain || statement.pipelines[index]?.commands.length !== 1) {
    return refuse('What the step needs is not known while the image is built.');
  }
  const isThere = model
    .copiesOf(stage)
    .some(({ target }) => target !== undefined && target === (model.workdirAt(instruction) ?? '/'));
  if (!isThere) return refuse('The files of the application may come with a volume.');
  const dropped = dropEarlyStep(model, step);
  if (dropped.kind === 'refused') return refuse(dropped.reason);
  const words =
    command.shell.program === undefined ? [] : [command.shell.program, ...command.shell.arguments];
  const line = words.map(({ text }) => text).join(' ');
  const run = insertBefore(model, instruction, [`${keyword(model, 'RUN')} ${line}`]);
  return { kind: 'edits', edits: [run, ...dropped.change.edits] };
}

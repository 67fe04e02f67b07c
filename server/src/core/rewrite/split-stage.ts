import type { Artifact, BuilderPlan } from '../model/builder-plan';
import type { BuildTail, RepeatedEnvironment } from '../model/build-tail';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import { findFlag, type Instruction } from '../syntax/instruction';
import { applyEdits, type Edit } from '../text/edit';
import { replaceByExecForm } from './exec-form';
import { keyword } from './instructions';
import { replaceWord } from './words';

/**
 * Splits a stage: names it as the builder, and puts the runtime stage directly below its last step. What says
 * how the image runs moves down with its comments; what stands below stays where it is.
 */
export function splitStage(
  model: DockerfileModel,
  stage: Stage,
  plan: BuilderPlan,
  tail: BuildTail,
): readonly Edit[] {
  const starts = startEdits(model, stage, plan);
  const taken = [...tail.moved, ...tail.unneeded];
  const below = starts.filter(({ span }) => tail.split.lineSpan.end <= span.start);
  const hasStarts = (each: Instruction): readonly Edit[] =>
    starts.filter(({ span }) => each.lineSpan.start <= span.start && span.end <= each.lineSpan.end);
  const lines = [
    ...runtimeHead(model, stage, plan, tail),
    ...runtimeCopies(model, plan, tail),
    ...tail.setupSteps.map((step) => textOf(model, step)),
    ...tail.repeated.filter((each) => each.keyword === 'USER').map((each) => textOf(model, each)),
  ];
  const moved = tail.moved.map((each) => textOf(model, each, hasStarts(each)));
  const block = moved.length === 0 ? lines : [...lines, '', ...moved];
  return [
    nameBuilder(model, stage, plan),
    ...plan.builderEdits,
    ...taken.map((each) => cutInstruction(model, each)),
    insertBlock(model, tail.split, [...(plan.lastLines ?? []), '', ...block], moved.length !== 0),
    ...below,
  ];
}

function nameBuilder(model: DockerfileModel, stage: Stage, plan: BuilderPlan): Edit {
  if (stage.nameWord !== undefined) return replaceWord(stage.nameWord, plan.builderName);
  const { end } = stage.imageWord?.span ?? stage.from.span;
  return { span: { start: end, end }, text: ` ${keyword(model, 'AS')} ${plan.builderName}` };
}

/** FROM and what the other lines of the runtime stage rest on. */
function runtimeHead(
  model: DockerfileModel,
  stage: Stage,
  plan: BuilderPlan,
  tail: BuildTail,
): readonly string[] {
  const platform = findFlag(stage.from, 'platform');
  const flag =
    platform === undefined ? '' : `${model.text.slice(platform.span.start, platform.span.end)} `;
  const name =
    stage.nameWord === undefined ? '' : ` ${keyword(model, 'AS')} ${stage.nameWord.text}`;
  const written = (each: RepeatedEnvironment): string => environmentText(model, each);
  return [
    ...plan.stages.flatMap((lines) => [...lines, '']),
    `${keyword(model, 'FROM')} ${flag}${plan.runtimeImage}${name}`,
    ...tail.repeated.filter((each) => each.keyword === 'SHELL').map((each) => textOf(model, each)),
    ...tail.arguments.map(
      ({ span }) => `${keyword(model, 'ARG')} ${model.text.slice(span.start, span.end)}`,
    ),
    ...tail.environment.filter((each) => !preloads(each)).map(written),
    ...plan.setup.flat(),
    ...tail.environment.filter(preloads).map(written),
    `${keyword(model, 'WORKDIR')} ${tail.workdir}`,
  ];
}

/** True for a library that every program loads: the packages have to bring it first. */
function preloads({ assignments }: RepeatedEnvironment): boolean {
  return assignments.some(({ name }) => name.text === 'LD_PRELOAD');
}

function environmentText(
  model: DockerfileModel,
  { instruction, assignments }: RepeatedEnvironment,
): string {
  if (assignments.length === instruction.assignments.length) {
    return model.text.slice(instruction.span.start, instruction.span.end);
  }
  const { escape, indent, lineEnding } = model.layout;
  const pairs = assignments.map(({ span }) => model.text.slice(span.start, span.end));
  return `${keyword(model, 'ENV')} ${pairs.join(` ${escape}${lineEnding}${indent}`)}`;
}

/** One COPY for each artifact; files that keep their names and go into one folder share it. */
function runtimeCopies(
  model: DockerfileModel,
  plan: BuilderPlan,
  tail: BuildTail,
): readonly string[] {
  const folders = tail.folders.map((path): Artifact => ({
    from: path,
    to: path,
    ...(plan.owner === undefined ? {} : { owner: plan.owner }),
  }));
  const groups = new Map<string, Artifact[]>();
  for (const artifact of [...plan.artifacts, ...folders]) {
    const { from, to, stage = '', owner = '' } = artifact;
    const key = to.endsWith('/') ? `${to}\n${stage}\n${owner}` : `${from}\n${to}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [artifact]);
    else group.push(artifact);
  }
  return [...groups.values()].map((group) => copyLine(model, plan, group));
}

function copyLine(model: DockerfileModel, plan: BuilderPlan, group: readonly Artifact[]): string {
  const [first] = group;
  const from = `--from=${first?.stage ?? plan.builderName}`;
  const owner = first?.owner === undefined ? '' : ` --chown=${first.owner}`;
  const paths = [...group.map((each) => each.from), first?.to ?? '/'];
  const isPlain = paths.every((path) => !/[\s"'$\\`]/.test(path));
  const written = isPlain
    ? paths.join(' ')
    : `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`;
  return `${keyword(model, 'COPY')} ${from}${owner} ${written}`;
}

/** The edits that write CMD and ENTRYPOINT anew where the plan says so. */
function startEdits(model: DockerfileModel, stage: Stage, plan: BuilderPlan): readonly Edit[] {
  const { command, entrypoint } = model.processOf(stage);
  const changes = [
    { start: command, words: plan.command },
    { start: entrypoint, words: plan.entrypoint },
  ];
  return changes.flatMap(({ start, words }) =>
    words === undefined || start.kind !== 'instruction'
      ? []
      : replaceByExecForm(model, start.instruction, words),
  );
}

/** The start of an instruction with the comments directly above it. */
function startOf(model: DockerfileModel, instruction: Instruction): number {
  const [first] = instruction.leadingComments;
  if (first === undefined) return instruction.lineSpan.start;
  return model.lines.startOfLine(model.lines.placeAt(first.span.start).line);
}

/** An instruction with its comments, changed by edits inside it, without the last line ending. */
function textOf(
  model: DockerfileModel,
  instruction: Instruction,
  edits: readonly Edit[] = [],
): string {
  const start = startOf(model, instruction);
  const text = model.text.slice(start, instruction.lineSpan.end);
  const inside = edits.map(({ span, text: replacement }) => ({
    span: { start: span.start - start, end: span.end - start },
    text: replacement,
  }));
  return applyEdits(text, inside).replace(/\r?\n$/, '');
}

/** Cuts an instruction out with its comments; of two empty lines that would meet, one goes too. */
function cutInstruction(model: DockerfileModel, instruction: Instruction): Edit {
  const start = startOf(model, instruction);
  const { end } = instruction.lineSpan;
  const gap = /^[ \t]*\r?\n/.exec(model.text.slice(end))?.[0] ?? '';
  const meets = gap !== '' && /\n[ \t]*\r?\n$/.test(model.text.slice(0, start));
  return { span: { start, end: meets ? end + gap.length : end }, text: '' };
}

/** Inserts the runtime stage below the last step; an empty line sets off what stays, unless lines moved to it. */
function insertBlock(
  model: DockerfileModel,
  split: Instruction,
  lines: readonly string[],
  isJoined: boolean,
): Edit {
  const { end } = split.lineSpan;
  const ending = model.layout.lineEnding;
  const before = model.text.slice(0, end).endsWith('\n') ? '' : ending;
  const rest = model.text.slice(end);
  const isSetOff = isJoined || rest.trim() === '' || /^[ \t]*\r?\n/.test(rest);
  const hasBreak = before === '';
  const text = `${before}${lines.join(ending)}${hasBreak ? ending : ''}${isSetOff ? '' : ending}`;
  return { span: { start: end, end }, text };
}

import type { DockerfileModel } from '../model/model';
import { freeStageName } from '../model/stage-name';
import type { Stage } from '../model/stage-graph';
import { deleteInstruction, insertBefore, keyword } from '../rewrite/instructions';
import { replaceWord } from '../rewrite/words';
import { findFlag, type Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'extract-shared-base',
  title: 'Extract the steps that stages share into a stage',
  kind: 'refactor.extract',
  since: 'next',
  summary:
    'Makes a stage of the instructions with which two or more stages of one base image begin, and lets them start from it: they are built once, and changed in one place.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim AS deps<CURSOR>
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev

        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        RUN npm run build
      `,
      after: dockerfile`
        FROM node:24-trixie-slim AS base
        WORKDIR /app
        COPY package.json package-lock.json ./

        FROM base AS deps
        RUN npm ci --omit=dev

        FROM base AS build
        RUN npm ci
        COPY . .
        RUN npm run build
      `,
    },
  ],
  run({ model, selection }) {
    const stage = model.stages.find(({ from }) => touchesSpan(from.span, selection));
    if (stage === undefined) return undefined;
    const stages = model.stages.filter((each) => startsAlike(model, each, stage));
    const [first] = stages;
    if (first === undefined || stages.length < 2) return undefined;
    const count = countShared(model, stages);
    if (count === 0) return undefined;
    if (usesNumbers(model)) {
      const reason = 'A "--from" counts stages, and a new stage would change the numbers.';
      return { kind: 'refused', reason };
    }
    return { kind: 'edits', edits: extract(model, stages, first, count), level: 'safe' };
  },
});

function startsAlike(model: DockerfileModel, left: Stage, right: Stage): boolean {
  if (left === right) return true;
  const image = left.base.kind === 'image' && left.imageWord?.text === right.imageWord?.text;
  const shared = sourceOf(model, left.instructions[0]) === sourceOf(model, right.instructions[0]);
  return image && flagsOf(model, left) === flagsOf(model, right) && shared;
}

function flagsOf(model: DockerfileModel, { from }: Stage): string {
  return from.flags.map(({ span }) => model.text.slice(span.start, span.end)).join(' ');
}

/** The text of an instruction; undefined for none, and for one with comments of its own. */
function sourceOf(
  model: DockerfileModel,
  instruction: Instruction | undefined,
): string | undefined {
  if (instruction === undefined) return undefined;
  return model.text.slice(instruction.span.start, instruction.lineSpan.end).trimEnd();
}

/** With how many equal instructions all stages begin. */
function countShared(model: DockerfileModel, stages: readonly Stage[]): number {
  const [first, ...others] = stages;
  let count = 0;
  for (const instruction of first?.instructions ?? []) {
    const source = sourceOf(model, instruction);
    if (findFlag(instruction, 'from') !== undefined) break;
    if (!others.every((each) => sourceOf(model, each.instructions[count]) === source)) break;
    count++;
  }
  return count;
}

function usesNumbers(model: DockerfileModel): boolean {
  return model.tree.instructions.some((instruction) =>
    [
      findFlag(instruction, 'from')?.value?.text,
      ...model.mountsOf(instruction).map(({ from }) => from),
    ].some((value) => value !== undefined && /^\d+$/.test(value)),
  );
}

function extract(
  model: DockerfileModel,
  stages: readonly Stage[],
  first: Stage,
  count: number,
): readonly Edit[] {
  const name = freeStageName(model, 'base');
  const flags = flagsOf(model, first);
  const image = [...(flags === '' ? [] : [flags]), first.imageWord?.text ?? ''].join(' ');
  const shared = first.instructions.slice(0, count);
  const lines = shared.flatMap((each) => [
    ...each.leadingComments.map(({ span }) => model.text.slice(span.start, span.end)),
    ...(sourceOf(model, each) ?? '').split(/\r?\n/),
  ]);
  const head = `${keyword(model, 'FROM')} ${image} ${keyword(model, 'AS')} ${name}`;
  return [
    insertBefore(model, first.from, [head, ...lines, '']),
    ...stages.flatMap((stage) => [
      ...renameBase(stage, name),
      ...stage.instructions.slice(0, count).map((each) => removeWithComments(model, stage, each)),
    ]),
  ];
}

/** `FROM --platform=… image AS x` becomes `FROM base AS x`: the platform is that of the new stage. */
function renameBase({ from, imageWord }: Stage, name: string): readonly Edit[] {
  if (imageWord === undefined) return [];
  const [flag] = from.flags;
  if (flag === undefined) return [replaceWord(imageWord, name)];
  return [{ span: { start: flag.span.start, end: imageWord.span.end }, text: name }];
}

/** The comments of the first stage move along; those of the others stay, for they may say something else. */
function removeWithComments(model: DockerfileModel, stage: Stage, instruction: Instruction): Edit {
  const deletion = deleteInstruction(model, instruction);
  const [comment] = instruction.leadingComments;
  const isFirst = model.stages.find((each) => startsAlike(model, each, stage)) === stage;
  if (comment === undefined || !isFirst) return deletion;
  return { ...deletion, span: { start: comment.span.start, end: deletion.span.end } };
}

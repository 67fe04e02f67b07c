import { buildOnlyVariables, type BuildOnlyVariables } from '../../data/build-only-variables';
import { collectMainCommands } from '../../model/main-command';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'build-only-variable',
  code: 'IH548',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A variable that only the build needs stays in the environment of every container.',
  why: 'ENV is part of the image: each container, and each image that starts from this one, has the variable too. `DEBIAN_FRONTEND=noninteractive` then makes tools of the package manager silent for people who work in the container, which is why the reference of Docker advises to set it for a single command, or with ARG. ARG gives the same value to the RUNs of the stage and ends with them. Settings of pip, npm and make are reported only where the program that the container starts is known and is none of these, and nothing is in an image without CMD and ENTRYPOINT: it may be there to build others from.',
  fixNotes:
    'ENV becomes ARG. Not offered where the ENV sets other variables too, or another stage starts from this one.',
  equivalents: {},
  messages: {
    kept: 'Only the build needs "{{name}}", but it stays in the environment of every container.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV DEBIAN_FRONTEND=noninteractive
        #   ^^^^^^^^^^^^^^^ build-only-variable
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
        CMD ["curl", "--version"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG DEBIAN_FRONTEND=noninteractive
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
        CMD ["curl", "--version"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || !startsProgram(model)) return;
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'ENV') continue;
        for (const assignment of instruction.assignments) {
          const row = findRow(assignment);
          if (row === undefined || isNeeded(model, target, stage, instruction, assignment, row)) {
            continue;
          }
          const fix = toArgument(model, stage, instruction, assignment);
          yield {
            message: 'kept',
            data: { name: assignment.name.text },
            span: assignment.name.span,
            ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
          };
        }
      }
    }
  },
});

/** An image without a start command may be there to build others from, which need the variable. */
function startsProgram(model: DockerfileModel): boolean {
  return model.stages
    .filter((each) => model.isShipped(each))
    .flatMap((each) => each.instructions)
    .some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
}

function findRow({ name, value }: Assignment): BuildOnlyVariables | undefined {
  if (value === undefined || /^(?:""|'')?$/.test(value.text)) return undefined;
  return buildOnlyVariables.find(({ names }) => names.test(name.text.toUpperCase()));
}

/** True when no RUN below has a use for it, or the container may start a program that reads it. */
function isNeeded(
  model: DockerfileModel,
  target: Stage,
  stage: Stage,
  instruction: Instruction,
  { name }: Assignment,
  { readers, names }: BuildOnlyVariables,
): boolean {
  const isUsed = model.stages
    .filter((each) => model.isShipped(each) && stage.index <= each.index)
    .flatMap((each) => each.instructions)
    .some(({ keyword, span }) => keyword === 'RUN' && instruction.span.end <= span.start);
  if (!isUsed) return true;
  const isReset = target.instructions.some(
    (each) =>
      each !== instruction &&
      each.keyword === 'ENV' &&
      each.assignments.some((other) => other.name.text === name.text),
  );
  if (isReset) return true;
  // People work with the package manager of the system; no program reads these.
  if (names.test('DEBIAN_FRONTEND')) return false;
  const process = model.processOf(target);
  const [main] = collectMainCommands(process);
  if (main?.name === undefined || process.entrypoint.kind === 'unknown') return true;
  if (process.entrypoint.kind === 'instruction' && process.entrypoint.execution.form !== 'exec') {
    return true;
  }
  const programs = main.words.map(({ value }) => (value ?? '').replace(/^.*\//, ''));
  const isScript = /\.(?:sh|bash)$|^(?:ba|da|z|a)?sh$|entrypoint|^make$|^supervisord$/.test(
    programs.join(' '),
  );
  // A language by itself waits for commands: the image is there for people, who use its managers too.
  const isOpen =
    programs.length === 1 &&
    /^(?:node|python[\d.]*|ruby|irb|php|R|go)(?:\.exe)?$/.test(programs.join(''));
  return isScript || isOpen || programs.some((each) => readers.test(each));
}

function toArgument(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  { name, value }: Assignment,
): Fix | string {
  if (instruction.assignments.length !== 1 || value === undefined) {
    return 'The ENV sets other variables too: give this one an ARG of its own.';
  }
  const hasChild = model.stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
  if (hasChild) return 'Another stage starts from this one, and an ARG does not reach it.';
  const isNamed = stage.instructions.some(
    (each) =>
      each !== instruction &&
      each.keyword !== 'RUN' &&
      new RegExp(`\\b${name.text}\\b`).test(model.text.slice(each.span.start, each.span.end)),
  );
  if (isNamed) return 'Another instruction than RUN names the variable.';
  const { start, end } = instruction.keywordSpan;
  const keyword = model.text.slice(start, end) === 'env' ? 'arg' : 'ARG';
  const gap = model.text.slice(name.span.end, value.span.start);
  return {
    title: 'Declare it with ARG',
    applicability: 'safe',
    phase: 'word',
    edits: [
      { span: instruction.keywordSpan, text: keyword },
      ...(gap === '='
        ? []
        : [{ span: { start: name.span.end, end: value.span.start }, text: '=' }]),
    ],
  };
}

import type { DockerfileModel } from '../../model/model';
import { findKeptArguments, type KeptArgument } from '../../model/secret-arguments';
import { readSecretValue } from '../../model/secret-values';
import type { Stage } from '../../model/stage-graph';
import { dropSecretVariable } from '../../rewrite/drop-secret-variable';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type Message = 'credential' | 'literal' | 'kept';

export default defineRule({
  id: 'leaked-secret-in-env',
  code: 'IH301',
  category: 'secrets',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A secret in ENV can be read by everyone who can pull the image.',
  why: 'ENV is stored in the image as plain text: `docker inspect` shows it, and `RUN unset` or a later empty ENV does not take it out again. A password that an image sets by default is also the password of every container whose owner forgot to change it. Delete the line and give the value to the container when it starts (`docker run --env-file`, a Compose or Kubernetes secret); for a build step use a secret mount (`RUN --mount=type=secret,…`). A credential that was once pushed has to be replaced at its issuer. Names alone prove nothing, so empty and placeholder values, paths, public keys and settings such as `TOKEN_URL` or `PASSWORD_FILE` are left alone.',
  fixNotes:
    'A build argument that ENV keeps becomes a secret mount of the RUNs that name it, `unsafe` because the container loses the variable. A value that stands in the file is deleted, and the RUNs that name it get a secret mount; in the shipped stage that is never done in bulk, because the container then has to get the variable when it starts. Both are refused where a RUN may read the variable without naming it, as `npm ci` and scripts of the project may, and where another instruction uses it.',
  equivalents: {
    hadolint: 'DL3064',
    buildkit: 'SecretsUsedInArgOrEnv',
    trivy: 'DS-0031',
    kics: 'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4',
    sonar: ['S6472', 'S6581'],
    dockle: 'CIS-DI-0010',
  },
  messages: {
    credential:
      'The value of "{{name}}" looks like {{kind}}, and everyone with the image can read it.',
    literal: 'The value of "{{name}}" is a secret that everyone with the image can read.',
    kept: 'The value given to the build argument "{{name}}" stays in the image for everyone to read.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM postgres:18
        ENV POSTGRES_DB=shop POSTGRES_PASSWORD=secret
        #                    ^^^^^^^^^^^^^^^^^ leaked-secret-in-env
      `,
      good: dockerfile`
        FROM postgres:18
        ENV POSTGRES_DB=shop POSTGRES_PASSWORD_FILE=/run/secrets/postgres
      `,
      fixed: dockerfile`
        FROM postgres:18
        ENV POSTGRES_DB=shop POSTGRES_PASSWORD=secret
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        ARG NPM_TOKEN
        ENV NPM_TOKEN=$NPM_TOKEN
        #   ^^^^^^^^^ leaked-secret-in-env
        COPY package.json package-lock.json ./
        RUN npm ci
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN,required=true npm ci
      `,
      fixed: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        ARG NPM_TOKEN
        ENV NPM_TOKEN=$NPM_TOKEN
        COPY package.json package-lock.json ./
        RUN npm ci
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        ARG MODEL_TOKEN
        ENV MODEL_TOKEN=$MODEL_TOKEN
        #   ^^^^^^^^^^^ leaked-secret-in-env
        RUN wget -q --header "Authorization: Bearer $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=MODEL_TOKEN,env=MODEL_TOKEN,required=true wget -q --header "Authorization: Bearer $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (model.isShipped(stage)) yield* checkKept(model, stage);
      for (const instruction of stage.instructions) {
        if (instruction.keyword === 'ENV') yield* checkValues(model, stage, instruction);
      }
    }
  },
});

/** In a stage that is not shipped only a real credential counts: the file itself gives it away. */
function* checkValues(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): Iterable<Report<Message>> {
  for (const assignment of instruction.assignments) {
    const { name, value } = assignment;
    if (value === undefined || value.text.includes('$')) continue;
    const text = model.expand(value, instruction);
    const secret = text === undefined ? undefined : readSecretValue(name.text, text);
    if (secret === undefined) continue;
    if (secret.kind === undefined && !model.isShipped(stage)) continue;
    yield {
      message: secret.kind === undefined ? 'literal' : 'credential',
      data: { name: name.text, kind: secret.kind ?? '' },
      span: name.span,
      ...drop(model, stage, instruction, assignment),
    };
  }
}

function* checkKept(model: DockerfileModel, stage: Stage): Iterable<Report<Message>> {
  for (const kept of findKeptArguments(model, stage)) {
    const { instruction, assignment, argument, declaration } = kept;
    yield {
      message: 'kept',
      data: { name: argument },
      span: assignment.name.span,
      ...(declaration === undefined
        ? {}
        : { related: [{ span: declaration.span, message: 'The argument is declared here.' }] }),
      ...drop(model, stage, instruction, assignment, kept),
    };
  }
}

/** What the container may need is deleted one by one only. */
function drop(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  assignment: Assignment,
  kept?: KeptArgument,
): Pick<Report, 'fixes' | 'refusal'> {
  const outcome = dropSecretVariable(model, stage, instruction, assignment, kept);
  if (outcome.kind === 'refused') return { refusal: outcome.reason };
  const name = assignment.name.text;
  const isForBuild = !model.isShipped(stage) || (kept !== undefined && outcome.isMounted);
  return {
    fixes: [
      {
        title: outcome.isMounted
          ? `Mount it as a secret (docker build --secret id=${name},env=${name})`
          : `Delete it, and give it to the container (docker run --env ${name})`,
        applicability: isForBuild ? 'unsafe' : 'placeholder',
        phase: 'structure',
        edits: outcome.edits,
      },
    ],
  };
}

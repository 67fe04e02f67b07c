import type { DockerfileModel } from '../../model/model';
import { findKeptArguments } from '../../model/secret-arguments';
import { readSecretValue } from '../../model/secret-values';
import type { Stage } from '../../model/stage-graph';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type Message = 'credential' | 'literal' | 'kept';

const refusal = 'Give it at run time instead; where it is needed is not known here.';

export default defineRule({
  id: 'leaked-secret-in-env',
  code: 'IH301',
  category: 'secrets',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A secret in ENV can be read by everyone who can pull the image.',
  why: 'ENV is stored in the image as plain text: `docker inspect` shows it, and `RUN unset` or a later empty ENV does not take it out again. A password that an image sets by default is also the password of every container whose owner forgot to change it. Delete the line and give the value to the container when it starts (`docker run --env-file`, a Compose or Kubernetes secret); for a build step use a secret mount (`RUN --mount=type=secret,…`). A credential that was once pushed has to be replaced at its issuer. Names alone prove nothing, so empty and placeholder values, paths, public keys and settings such as `TOKEN_URL` or `PASSWORD_FILE` are left alone.',
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
  for (const { name, value } of instruction.assignments) {
    if (value === undefined || value.text.includes('$')) continue;
    const text = model.expand(value, instruction);
    const secret = text === undefined ? undefined : readSecretValue(name.text, text);
    if (secret === undefined) continue;
    if (secret.kind === undefined && !model.isShipped(stage)) continue;
    yield {
      message: secret.kind === undefined ? 'literal' : 'credential',
      data: { name: name.text, kind: secret.kind ?? '' },
      span: name.span,
      refusal,
    };
  }
}

function* checkKept(model: DockerfileModel, stage: Stage): Iterable<Report<Message>> {
  for (const { assignment, argument, declaration } of findKeptArguments(model, stage)) {
    yield {
      message: 'kept',
      data: { name: argument },
      span: assignment.name.span,
      ...(declaration === undefined
        ? {}
        : { related: [{ span: declaration.span, message: 'The argument is declared here.' }] }),
      refusal,
    };
  }
}

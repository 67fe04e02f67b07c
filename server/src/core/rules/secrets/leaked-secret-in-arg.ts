import type { DockerfileModel } from '../../model/model';
import { findKeptArguments, findRunsBehind } from '../../model/secret-arguments';
import { isSecretName, readSecretValue } from '../../model/secret-values';
import type { Stage } from '../../model/stage-graph';
import { dropSecretVariable } from '../../rewrite/drop-secret-variable';
import { mountArgument } from '../../rewrite/mount-secret';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type Message = 'credential' | 'literal' | 'history' | 'cache';

export default defineRule({
  id: 'leaked-secret-in-arg',
  code: 'IH302',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The value of a build argument stays readable in the history of the image.',
  why: 'Docker writes every build argument into the history of the RUNs behind it (`docker history --no-trunc`), also of those that do not use it. In a stage that is not shipped it stays in the build cache and in a provenance attestation of mode `max`, which the official GitHub action makes for public repositories. A secret mount gives the value to the RUNs that name it and leaves nothing behind.',
  fixNotes:
    'The fix deletes the ARG and mounts the secret as a variable of the same name in exactly the RUNs that read it. The build command changes: `docker build --secret id=NPM_TOKEN,env=NPM_TOKEN .` in place of `--build-arg NPM_TOKEN`. It needs `# syntax=docker/dockerfile:1` (or 1.10 and later). An argument whose default is the secret is deleted in the same way, or alone where nothing can read it. It is refused when the argument has another default, when something else than a RUN uses it, when no RUN names it, and when a RUN writes the value into a file or the settings of a program, because a mount would not take it out of there.',
  equivalents: {
    hadolint: 'DL3064',
    buildkit: 'SecretsUsedInArgOrEnv',
    trivy: 'DS-0031',
    kics: 'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4',
    sonar: 'S6472',
    semgrep: 'dockerfile.security.secret-in-build-arg.secret-in-build-arg',
    dockle: 'CIS-DI-0010',
  },
  messages: {
    credential: 'The default of "{{name}}" looks like {{kind}}, in plain text in this file.',
    literal: 'The default of "{{name}}" is a secret in plain text in this file.',
    history: 'The value given for "{{name}}" stays readable in the history of the image.',
    cache:
      'The value given for "{{name}}" stays readable in the build cache and in a full provenance attestation.',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM python:3.14-slim
        ARG INDEX_PASSWORD
        #   ^^^^^^^^^^^^^^ leaked-secret-in-arg
        RUN pip install --no-cache-dir --index-url "https://ci:\${INDEX_PASSWORD}@pypi.example.com/simple" shop==4.2
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM python:3.14-slim
        RUN --mount=type=secret,id=INDEX_PASSWORD,env=INDEX_PASSWORD,required=true pip install --no-cache-dir --index-url "https://ci:\${INDEX_PASSWORD}@pypi.example.com/simple" shop==4.2
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        ARG NODE_ENV=production SENTRY_AUTH_TOKEN
        #                       ^^^^^^^^^^^^^^^^^ leaked-secret-in-arg
        COPY . .
        RUN npm ci
        RUN npx sentry-cli releases new 1.4 --auth-token "$SENTRY_AUTH_TOKEN"

        FROM nginx:1.28-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        ARG NODE_ENV=production
        COPY . .
        RUN npm ci
        RUN --mount=type=secret,id=SENTRY_AUTH_TOKEN,env=SENTRY_AUTH_TOKEN,required=true npx sentry-cli releases new 1.4 --auth-token "$SENTRY_AUTH_TOKEN"

        FROM nginx:1.28-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.graph.preamble) {
      yield* checkDefaults(model, undefined, instruction, new Set());
    }
    for (const stage of model.stages) {
      const kept = model.isShipped(stage) ? findKeptArguments(model, stage) : [];
      const keptNames = new Set(kept.map(({ argument }) => argument));
      for (const instruction of stage.instructions) {
        yield* checkDefaults(model, stage, instruction, keptNames);
        yield* checkGiven(model, stage, instruction, keptNames);
      }
    }
  },
});

function* checkDefaults(
  model: DockerfileModel,
  stage: Stage | undefined,
  instruction: Instruction,
  keptNames: ReadonlySet<string>,
): Iterable<Report<Message>> {
  if (instruction.keyword !== 'ARG') return;
  for (const assignment of instruction.assignments) {
    const { name, value } = assignment;
    if (value === undefined || value.text.includes('$')) continue;
    const text = model.expand(value, instruction);
    const secret = text === undefined ? undefined : readSecretValue(name.text, text);
    if (secret === undefined || keptNames.has(name.text)) continue;
    yield {
      message: secret.kind === undefined ? 'literal' : 'credential',
      data: { name: name.text, kind: secret.kind ?? '' },
      span: name.span,
      ...dropDefault(model, stage, instruction, assignment),
    };
  }
}

function dropDefault(
  model: DockerfileModel,
  stage: Stage | undefined,
  instruction: Instruction,
  assignment: Assignment,
): Pick<Report, 'fixes' | 'refusal'> {
  const name = assignment.name.text;
  if (stage === undefined || model.variables.global.get(name) !== undefined) {
    return { refusal: 'Whether the build needs the value is not known.' };
  }
  const outcome = dropSecretVariable(model, stage, instruction, assignment);
  if (outcome.kind === 'refused') return { refusal: outcome.reason };
  const title = outcome.isMounted
    ? `Mount it as a secret (docker build --secret id=${name},env=${name})`
    : 'Delete it: no RUN reads it';
  return {
    fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits: outcome.edits }],
  };
}

/** An argument without default has its value from the command line; ENV that keeps it is worse. */
function* checkGiven(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  keptNames: ReadonlySet<string>,
): Iterable<Report<Message>> {
  if (instruction.keyword !== 'ARG') return;
  for (const assignment of instruction.assignments) {
    const { name } = assignment;
    if (!isSecretName(name.text) || keptNames.has(name.text)) continue;
    if (!isGiven(model, assignment)) continue;
    const runs = findRunsBehind(stage, instruction);
    const [first] = runs;
    if (first === undefined) continue;
    const outcome = mountArgument(model, stage, instruction, assignment);
    yield {
      message: model.isShipped(stage) ? 'history' : 'cache',
      data: { name: name.text },
      span: name.span,
      ...(outcome.kind === 'refused'
        ? { refusal: outcome.reason }
        : {
            fixes: [
              {
                title: `Mount it as a secret (docker build --secret id=${name.text},env=${name.text})`,
                applicability: 'unsafe',
                phase: 'structure',
                edits: outcome.edits,
              },
            ],
          }),
    };
  }
}

/** True when neither the stage nor the part above the first FROM gives the argument a value. */
function isGiven(model: DockerfileModel, { name, value }: Assignment): boolean {
  if (value !== undefined) return value.text === '' || value.text === '""' || value.text === "''";
  const above = model.variables.global.get(name.text)?.value;
  return above === undefined || above === '';
}

import type { DockerfileModel } from '../model/model';
import { findStoredSecrets, holdsSecret, type StoredSecret } from '../model/secret-files';
import { isSecretName } from '../model/secret-values';
import { addIgnoreLines } from '../project/ignore-file-change';
import type { FileChange } from '../project/project-files';
import { mountArgument } from '../rewrite/mount-secret';
import { mountSecretFile, secretId } from '../rewrite/mount-secret-file';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan, type Span } from '../text/span';
import { defineAssist, type AssistOutcome } from './define-assist';

export default defineAssist({
  id: 'secret-to-mount',
  title: 'Mount the secret instead of keeping it in the image',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Turns a secret file that is copied (and perhaps deleted later), or a secret build argument, into a secret mount of exactly the RUNs that read it, and adds the file to the ignore file. The build gets it with `docker build --secret`.',
  mends: ['copied-secret-file', 'leaked-secret-in-arg', 'secret-deleted-later'],
  examples: [
    {
      files: { '.npmrc': '//npm.example.com/:_authToken=abc\n', 'package.json': '{}' },
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json <CURSOR>.npmrc ./
        RUN npm ci
        RUN rm .npmrc
        COPY src ./src
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci
        COPY src ./src
      `,
    },
    {
      before: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        ARG <CURSOR>SENTRY_AUTH_TOKEN
        COPY . .
        RUN npx sentry-cli releases new 1.4 --auth-token "$SENTRY_AUTH_TOKEN"
      `,
      after: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN --mount=type=secret,id=SENTRY_AUTH_TOKEN,env=SENTRY_AUTH_TOKEN,required=true npx sentry-cli releases new 1.4 --auth-token "$SENTRY_AUTH_TOKEN"
      `,
    },
  ],
  run({ model, selection }) {
    const secret = findStoredSecrets(model).find((each) => isAt(each, selection));
    if (secret !== undefined && holdsSecret(model, secret)) return mountFile(model, secret);
    return mountArgumentAt(model, selection);
  },
});

/** At the instruction that brings the file, or at the word of one that takes it away. */
function isAt({ span, instruction, removals }: StoredSecret, selection: Span): boolean {
  const places = [span, instruction.keywordSpan, ...removals.map(({ word }) => word.span)];
  return places.some((each) => touchesSpan(each, selection));
}

function mountFile(model: DockerfileModel, secret: StoredSecret): AssistOutcome | undefined {
  if (secret.file.certainty === 'history') return undefined;
  if (secret.file.buildOnly !== true && secret.removals.length === 0) {
    return { kind: 'refused', reason: 'Whether the container needs the file is not known.' };
  }
  const outcome = mountSecretFile(model, secret);
  if (outcome.kind === 'refused') return outcome;
  const source = secret.copy?.source.path ?? secret.name;
  return {
    ...outcome,
    title: `Mount ${secret.name} as a secret`,
    evidence: [`${secret.name} is ${secret.file.kind}.`],
    files: ignore(model, source),
    buildSecrets: [{ id: secretId(secret), from: 'file', source }],
  };
}

/** Keeps the file out of the build context, so that no broad COPY brings it back. */
function ignore({ context }: DockerfileModel, path: string): readonly FileChange[] {
  const isSent = context?.has(path) === 'yes' && !context.ignores(path);
  return isSent ? [addIgnoreLines(context, [path])] : [];
}

function mountArgumentAt(model: DockerfileModel, selection: Span): AssistOutcome | undefined {
  const instruction = model.instructionAt(selection.start);
  const stage = instruction === undefined ? undefined : model.stageOf(instruction);
  if (instruction?.keyword !== 'ARG' || stage === undefined) return undefined;
  const assignment =
    instruction.assignments.find(({ span }) => touchesSpan(span, selection)) ??
    instruction.assignments[0];
  if (assignment === undefined || !isSecretName(assignment.name.text)) return undefined;
  const outcome = mountArgument(model, stage, instruction, assignment);
  if (outcome.kind === 'refused') return outcome;
  const name = assignment.name.text;
  return {
    ...outcome,
    title: `Mount ${name} as a secret`,
    buildSecrets: [{ id: name, from: 'env', source: name }],
  };
}

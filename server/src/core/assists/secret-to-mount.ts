import type { DockerfileModel } from '../model/model';
import { findLiteralSecrets } from '../model/literal-secrets';
import { findKeptArguments } from '../model/secret-arguments';
import { findStoredSecrets, holdsSecret, type StoredSecret } from '../model/secret-files';
import { isSecretName, readSecretValue } from '../model/secret-values';
import { addIgnoreLines } from '../project/ignore-file-change';
import type { FileChange } from '../project/project-files';
import { dropSecretVariable } from '../rewrite/drop-secret-variable';
import { mountLiteralSecret } from '../rewrite/mount-literal-secret';
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
    'Turns a secret file that is copied (and perhaps deleted later), or a secret build argument (also one that ENV keeps), or a credential in the text of a RUN, into a secret mount of exactly the RUNs that read it, and adds the file to the ignore file. The build gets it with `docker build --secret`.',
  mends: [
    'copied-secret-file',
    'leaked-secret-in-arg',
    'leaked-secret-in-env',
    'leaked-secret-value',
    'secret-deleted-later',
  ],
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
    return (
      mountArgumentAt(model, selection) ??
      mountKeptArgumentAt(model, selection) ??
      mountLiteralAt(model, selection)
    );
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
  const name = assignment.name.text;
  const given = assignment.value?.text ?? '';
  const isDefault =
    readSecretValue(name, given) !== undefined && model.variables.global.get(name) === undefined;
  const outcome = isDefault
    ? dropSecretVariable(model, stage, instruction, assignment)
    : mountArgument(model, stage, instruction, assignment);
  if (outcome.kind === 'refused') return outcome;
  if ('isMounted' in outcome && !outcome.isMounted) return undefined;
  return {
    ...outcome,
    title: `Mount ${name} as a secret`,
    buildSecrets: [{ id: name, from: 'env', source: name }],
  };
}

/** `ENV TOKEN=$TOKEN` of a build argument that a RUN names. */
function mountKeptArgumentAt(model: DockerfileModel, selection: Span): AssistOutcome | undefined {
  const instruction = model.instructionAt(selection.start);
  const stage = instruction === undefined ? undefined : model.stageOf(instruction);
  if (instruction?.keyword !== 'ENV' || stage === undefined) return undefined;
  const own = findKeptArguments(model, stage).filter((each) => each.instruction === instruction);
  const kept = own.find(({ assignment }) => touchesSpan(assignment.span, selection)) ?? own[0];
  if (kept === undefined) return undefined;
  const outcome = dropSecretVariable(model, stage, instruction, kept.assignment, kept);
  if (outcome.kind === 'refused') return outcome;
  if (!outcome.isMounted) return undefined;
  const name = kept.argument;
  return {
    kind: 'edits',
    edits: outcome.edits,
    title: `Mount ${name} as a secret`,
    evidence: [`The container no longer has the variable ${name}.`],
    buildSecrets: [{ id: name, from: 'env', source: name }],
  };
}

/** A credential in the text of a RUN. */
function mountLiteralAt(model: DockerfileModel, selection: Span): AssistOutcome | undefined {
  const own = findLiteralSecrets(model).filter(
    ({ instruction, span }) =>
      instruction.keyword === 'RUN' &&
      (touchesSpan(span, selection) || touchesSpan(instruction.keywordSpan, selection)),
  );
  const [secret] = own;
  if (secret === undefined) return undefined;
  const outcome = mountLiteralSecret(model, secret);
  if (outcome.kind === 'refused') return outcome;
  const { name, edits } = outcome;
  return {
    kind: 'edits',
    edits,
    title: `Mount ${name} as a secret`,
    evidence: ['The credential stands in the file: replace it at its issuer.'],
    buildSecrets: [{ id: name, from: 'env', source: name }],
  };
}

import { defineRule, type Fix } from '../define-rule';
import { findMaskedFailures, type MaskedFailure } from '../../model/masked-failures';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'masked-install-failure',
  code: 'IH528',
  category: 'packages',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An install or a build may fail, and the image is made all the same.',
  why: 'With `|| true` behind it, or `exit 0` at the end of the RUN, a step that fails counts as done: the layer is cached half finished, and what is missing shows when the container runs. It covers everything in front of it in the chain, not only the last command. Take it away; where a package may be missing on purpose, ask for it (`if apt-cache show NAME`). Only in the strict rules, because some failures are meant to be ignored.',
  fixNotes:
    'The fix takes the part behind the step away. A step that fails today then stops the build.',
  equivalents: {},
  messages: { masked: 'When "{{command}}" fails, the build goes on as if nothing had happened.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci || true
        #             ^^^^ masked-install-failure
      `,
      good: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update; apt-get install -y --no-install-recommends curl; exit 0
        #                                                                    ^^^^ masked-install-failure
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
      fixed: dockerfile`
        FROM debian:13-slim
        RUN apt-get update; apt-get install -y --no-install-recommends curl; exit 0
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findMaskedFailures(model, stage)) {
        const { operation, place } = found;
        const { manager, verb, verbWord } = operation;
        const fix = toFix(found);
        yield {
          message: 'masked',
          data: { command: [manager.id, ...verb.words].join(' ') },
          span: place,
          related: [{ span: verbWord.span, message: 'Its failure is not seen.' }],
          ...(fix === undefined
            ? { refusal: 'How the steps are to be joined is for a person to say.' }
            : { fixes: [fix] }),
        };
      }
    }
  },
});

function toFix({ tail, run }: MaskedFailure): Fix | undefined {
  if (tail === undefined) return undefined;
  const { innerComments } = run.instruction;
  if (innerComments.some(({ span }) => tail.start <= span.start && span.end <= tail.end))
    return undefined;
  return {
    title: 'Stop at the failure',
    applicability: 'unsafe',
    phase: 'word',
    edits: [{ span: tail, text: '' }],
  };
}

import { findScriptInstalls, findScriptNeed } from '../../model/install-scripts';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'enabled-install-scripts',
  code: 'IH162',
  category: 'base-image',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An install runs the scripts of every package it brings.',
  why: 'A package of npm may bring a script that runs when it is installed, with the rights and the secrets of the build. That is how the worms of 2025 spread: a stolen account published a release with such a script, and everybody who installed it that hour ran it. With `--ignore-scripts` nothing runs, and the few packages that need their script get it by name: `npm rebuild sharp`. The rule is off unless it is asked for, because packages that compile or download something stop working without. An `.npmrc` with `ignore-scripts=true` does the same for everybody who works on the project.',
  fixNotes:
    'The fix adds `--ignore-scripts`. It is there only where the project is known, has no such scripts of its own, and none of its packages is known to need one. A package that another one brings may need it all the same: try the image.',
  equivalents: { sonar: 'S6505' },
  messages: { found: 'Every package that "npm {{verb}}" brings may run a script in this step.' },
  examples: [
    {
      files: {
        'package.json': '{ "dependencies": { "fastify": "5.6.1" } }',
        'package-lock.json': '{}',
      },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #       ^^ enabled-install-scripts
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --ignore-scripts --omit=dev
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of findScriptInstalls(model, stage)) {
        const { verbWord } = operation;
        const report = {
          message: 'found',
          data: { verb: verbWord.value ?? verbWord.text },
          span: verbWord.span,
        } as const;
        const need = findScriptNeed(model, stage, operation);
        if (need !== undefined) {
          yield { ...report, refusal: need };
          continue;
        }
        const edits = [insertWordAfter(verbWord, '--ignore-scripts')];
        yield {
          ...report,
          fixes: [
            { title: 'Run no scripts of packages', applicability: 'unsafe', phase: 'word', edits },
          ],
        };
      }
    }
  },
});

import { defineRule, type Fix } from '../define-rule';
import { findDeprecatedCommands, type DeprecatedCommand } from '../../model/deprecated-commands';
import type { DockerfileModel } from '../../model/model';
import { removeOption } from '../../rewrite/remove-option';
import { setBundlerOption } from '../../rewrite/set-bundler-option';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'deprecated-command',
  code: 'IH526',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  tag: 'deprecated',
  summary: 'A package manager is called in a way that has a successor.',
  why: 'Old spellings go away with some later release, and the build with them: `--no-dev` is unknown to Poetry 2, and Debian 13 has no `apt-key`. Where only the name changed the fix writes the new one. A key goes to `/etc/apt/keyrings` and is named with `signed-by` in the line of the repository, so that it vouches for that one alone; `pip install .` does what `setup.py install` did. Bundler 2 keeps options such as `--without` and `--path` in its settings without saying so, and Bundler 4 has them no more: `bundle config set --local` writes the same settings. That is reported in the official images of Ruby since 3.2, on which no Bundler runs that is too old for it.',
  equivalents: {},
  messages: {
    npm: 'For npm {{text}} is an old name of --omit=dev.',
    composer: 'Composer 2 suggests nothing by itself: {{text}} does nothing and warns.',
    poetry: 'For Poetry {{text}} is an old name of "--only main", and Poetry 2 refuses it.',
    bundler: 'Bundler 4 has no {{text}} any more; Bundler 2 warns.',
    aptKey:
      'With {{text}} the key vouches for every repository, and newer releases lack the program.',
    aptKeyGone: 'The base image has no {{text}} any more: put the key into /etc/apt/keyrings.',
    setupPy: 'Calling {{text}} is deprecated: pip install does it.',
    nodesource: 'The repository is that of {{text}}, which gets no security fixes any more.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --only=production
        #          ^^^^^^^^^^^^^^^^^ deprecated-command
      `,
      good: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir poetry==1.8.5
        RUN poetry install --no-dev --no-interaction
        #                  ^^^^^^^^ deprecated-command
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir poetry==1.8.5
        RUN poetry install --only main --no-interaction
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12-slim
        COPY tool.asc /tmp/
        RUN apt-key add /tmp/tool.asc
        #   ^^^^^^^ deprecated-command
      `,
      good: dockerfile`
        FROM debian:12-slim
        COPY tool.asc /etc/apt/keyrings/
        RUN echo "deb [signed-by=/etc/apt/keyrings/tool.asc] https://example.com/debian bookworm main" > /etc/apt/sources.list.d/tool.list
      `,
      fixed: dockerfile`
        FROM debian:12-slim
        COPY tool.asc /tmp/
        RUN apt-key add /tmp/tool.asc
      `,
    },
  ],
  *check(model, { today }) {
    for (const stage of model.stages) {
      for (const found of findDeprecatedCommands(model, stage, today)) {
        const fix = toFix(model, found);
        yield {
          message: found.kind,
          data: { text: found.text },
          span: found.span,
          ...(fix === undefined
            ? {
                refusal:
                  found.kind === 'bundler'
                    ? 'Write what it says with "bundle config set --local" in a command of its own.'
                    : 'The successor is called in another way: look at its manual.',
              }
            : { fixes: [fix] }),
        };
      }
    }
  },
});

function toFix(model: DockerfileModel, found: DeprecatedCommand): Fix | undefined {
  switch (found.kind) {
    case 'npm':
      return rename(model, found, '--omit=dev');
    case 'poetry':
      return rename(model, found, '--only main');
    case 'composer': {
      const edit = removeOption(model.text, found.operation.command, found.option);
      if (edit === undefined) return undefined;
      return { title: 'Remove --no-suggest', applicability: 'safe', phase: 'word', edits: [edit] };
    }
    case 'bundler': {
      const { operation, remembered } = found;
      const edits = setBundlerOption(model, operation, remembered);
      if (edits === undefined) return undefined;
      const title = `Write "bundle config set --local ${remembered.setting ?? ''}"`;
      return { title, applicability: 'safe', phase: 'word', edits };
    }
    case 'aptKey':
    case 'aptKeyGone':
    case 'setupPy':
    case 'nodesource':
      return undefined;
  }
}

function rename(
  model: DockerfileModel,
  { option }: Extract<DeprecatedCommand, { readonly kind: 'npm' | 'poetry' | 'composer' }>,
  text: string,
): Fix | undefined {
  const span = {
    start: option.word.span.start,
    end: option.valueWord?.span.end ?? option.word.span.end,
  };
  if (/[\r\n]/.test(model.text.slice(span.start, span.end))) return undefined;
  return { title: `Write ${text}`, applicability: 'safe', phase: 'word', edits: [{ span, text }] };
}

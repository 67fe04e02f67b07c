import { findUnwantedFiles } from '../../model/unwanted-files';
import { addIgnoreLines } from '../../project/ignore-file-change';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'host-dependencies-copied',
  code: 'IH711',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'A broad COPY brings the packages that were installed on the host.',
  why: 'The `node_modules` or `.venv` of a developer was made for another system, another version or another libc, and holds development tools. `COPY . .` puts it over what the build has installed, and sends it to the builder each time.',
  fixNotes: 'The fix adds the folder to the ignore file, or makes one.',
  equivalents: {},
  messages: {
    copied: 'This copies "{{path}}", {{kind}}: the ignore file does not leave it out.',
  },
  examples: [
    {
      files: { 'package.json': '{}', 'server.js': '', 'node_modules/': '' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json .
        RUN npm install --omit=dev
        COPY . .
        #    ^ host-dependencies-copied
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json .
        RUN npm install --omit=dev
        COPY server.js .
        USER node
        CMD ["node", "server.js"]
      `,
      fixed: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json .
        RUN npm install --omit=dev
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    const { context } = model;
    if (context === undefined) return;
    for (const stage of model.stages) {
      const installs = model
        .packageOperationsOf(stage)
        .filter(({ manager, action }) => manager.kind === 'language' && action === 'install');
      for (const copy of model.copiesOf(stage)) {
        const unwanted = findUnwantedFiles(context, copy).find(
          ({ group }) => group === 'dependencies',
        );
        const word = copy.sources[0]?.word;
        if (unwanted === undefined || word === undefined || installs.length === 0) continue;
        yield {
          message: 'copied',
          data: { path: unwanted.path, kind: unwanted.kind },
          span: word.span,
          fixes: [
            {
              title: `Add "${unwanted.ignoreLine}" to the ignore file`,
              applicability: 'unsafe',
              phase: 'instruction',
              edits: [],
              files: [addIgnoreLines(context, [unwanted.ignoreLine])],
            },
          ],
        };
      }
    }
  },
});

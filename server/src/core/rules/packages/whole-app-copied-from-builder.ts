import { findWholeCopy } from '../../rewrite/copy-artifacts';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'whole-app-copied-from-builder',
  code: 'IH506',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'The shipped stage copies the whole folder of the builder, sources and tests included.',
  why: 'A builder stage keeps compilers and sources out of the image only when the last stage takes what was built, not the folder it was built in. `COPY --from=build /app /app` brings sources, tests, settings of tools and caches along: a larger image, and more for an intruder to read. Name what the program needs: the output, the packages and the files it reads.',
  fixNotes:
    'One COPY for each output, for `node_modules` and for the files that the sources name. The rule speaks only where all of that is known from the project: where the build writes to, which file starts, and which files the sources read.',
  equivalents: {},
  messages: {
    whole:
      'This brings the whole folder of the builder, with "{{file}}" and other files that only building needs.',
  },
  examples: [
    {
      files: {
        'package.json':
          '{ "scripts": { "build": "tsc" }, "dependencies": { "express": "^5.1.0" }, "devDependencies": { "typescript": "^5.9.0" } }',
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
        'src/server.ts': "import express from 'express';\nexpress().listen(3000);\n",
        'src/server.test.ts': '',
      },
      bad: dockerfile`
        FROM node:24 AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app .
        #                 ^^^^ whole-app-copied-from-builder
        USER node
        CMD ["node", "dist/server.js"]
      `,
      good: dockerfile`
        FROM node:24 AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/package.json ./
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
  ],
  *check(model) {
    const found = findWholeCopy(model);
    const [file] = found?.left ?? [];
    const word = found?.copy.sources[0]?.word;
    if (found === undefined || file === undefined || word === undefined) return;
    yield {
      message: 'whole',
      data: { file },
      span: word.span,
      fixes: [
        {
          title: 'Copy only what the program needs',
          applicability: 'unsafe',
          phase: 'structure',
          edits: found.edits,
        },
      ],
    };
  },
});

import { startProgramItself } from '../rewrite/start-program';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'application-as-main-process',
  title: 'Start the application itself',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Writes the program that a package manager starts (npm start, yarn start, uv run …) into CMD, so that it gets the stop signals.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN npm ci --omit=dev
        CMD ["<CURSOR>npm", "start"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN npm ci --omit=dev
        CMD ["node", "src/server.js"]
      `,
      files: {
        'package.json': '{ "scripts": { "start": "node src/server.js" } }',
        'src/server.js': 'process.on("SIGTERM", () => process.exit(0));',
      },
    },
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN npm ci
        EXPOSE 3000
        # Start it.
        CMD npm <CURSOR>run serve -- --port 3000
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN npm ci
        EXPOSE 3000
        ENV NODE_ENV=production
        # Start it.
        CMD ["node", "node_modules/next/dist/bin/next", "start", "--port", "3000"]
      `,
      files: {
        'package.json':
          '{ "scripts": { "serve": "NODE_ENV=production next start" }, "dependencies": { "next": "^16.0.0" } }',
      },
    },
  ],
  run({ model, selection }) {
    const { target } = model;
    const found = target === undefined ? undefined : startProgramItself(model, target);
    if (found === undefined || !touchesSpan(found.instruction.span, selection)) return undefined;
    if (found.kind === 'refused') return { kind: 'refused', reason: found.reason };
    return { kind: 'edits', title: found.title, edits: found.edits, evidence: found.evidence };
  },
});

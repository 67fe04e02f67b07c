import { copiesEverything } from '../../model/files';
import type { BuildContext } from '../../project/build-context';
import { addIgnoreLines } from '../../project/ignore-file-change';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'missing-ignore-file',
  code: 'IH406',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'The whole build context is copied, and no ignore file says what to leave out.',
  why: 'Without a `.dockerignore` the history of the repository, installed packages and build results are sent to the builder, change the cache key of `COPY . .` without need, and end up in the image. Reported only when such files are there.',
  fixNotes: 'The fix makes a `.dockerignore` with what is there and no build needs.',
  equivalents: { sonar: 'S6470', semgrep: 'missing-dockerignore' },
  messages: {
    missing: 'There is no .dockerignore, so this copies {{what}} too.',
  },
  examples: [
    {
      files: { 'server.js': '', '.git/': '', 'README.md': '', 'Dockerfile.dev': '' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        #    ^ missing-ignore-file
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY server.js .
        USER node
        CMD ["node", "server.js"]
      `,
      fixed: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    const { context } = model;
    if (context === undefined || context.ignoreFile !== undefined) return;
    const copy = model.stages
      .flatMap((stage) => model.copiesOf(stage))
      .find((each) => each.origin.kind === 'context' && copiesEverything(each));
    const word = copy?.sources[0]?.word;
    const lines = collectIgnoreLines(context);
    const [first] = lines;
    if (word === undefined || first === undefined) return;
    yield {
      message: 'missing',
      data: { what: `"${first}"` },
      span: word.span,
      fixes: [
        {
          title: 'Write a .dockerignore',
          applicability: 'unsafe',
          phase: 'instruction',
          edits: [],
          files: [addIgnoreLines(context, [...lines, ...ownFiles(context)])],
        },
      ],
    };
  },
});

/** Names of folders that tools make anew, wherever they lie. */
const madeFolders = [
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.tox',
  '.gradle',
  '.next',
  '.nuxt',
  '.turbo',
  '.idea',
  '.vs',
  '.vscode',
];

/** What is there and should stay behind. */
function collectIgnoreLines(context: BuildContext): readonly string[] {
  const folders = new Set(context.paths.flatMap((path) => path.split('/').slice(0, -1)));
  return [
    ...(context.paths.includes('.git/') ? ['.git'] : []),
    ...madeFolders.filter((name) => folders.has(name)).map((name) => `**/${name}`),
  ];
}

/** The files of Docker itself: no build reads them, and their changes need not empty the cache. */
function ownFiles(context: BuildContext): readonly string[] {
  const has = (pattern: RegExp): boolean => context.paths.some((path) => pattern.test(path));
  return [
    ...(has(/^(?:[^/]+\.)?(?:Dockerfile|Containerfile)(?:\.[^/]+)?$/i) ? ['Dockerfile*'] : []),
    ...(has(/^(?:docker-)?compose[\w.-]*\.ya?ml$/) ? ['*compose*.y*ml'] : []),
    '.dockerignore',
  ];
}

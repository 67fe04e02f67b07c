import { copiesEverything } from '../../model/files';
import type { BuildContext } from '../../project/build-context';
import { addIgnoreLines } from '../../project/ignore-file-change';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'incomplete-ignore-file',
  code: 'IH413',
  category: 'caching',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'The ignore file lets files into the image that only development needs.',
  why: 'A `COPY . .` brings what the ignore file does not leave out: the settings of editors and pipelines, reports of tests, the Dockerfile itself. No program reads them, each of their changes empties the cache of the COPY and of all below it, and they tell a reader of the image how it is made. Reported are only files that are there, in a copy of everything into the shipped stage; secrets, the history and installed packages have checks of their own.',
  fixNotes: 'The fix adds the missing lines to the ignore file. The image loses these files.',
  equivalents: { sonar: 'S6470', dockle: 'DKL-LI-0003' },
  messages: {
    missing:
      'The ignore file leaves {{lines}} in, so this copies files that only development needs.',
  },
  examples: [
    {
      files: {
        'server.js': '',
        Dockerfile: '',
        '.github/workflows/ci.yml': '',
        '.dockerignore': 'node_modules\n',
      },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        #    ^ incomplete-ignore-file
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
    if (context?.ignoreFile === undefined) return;
    const copy = model.stages
      .filter((stage) => model.isShipped(stage))
      .flatMap((stage) => model.copiesOf(stage))
      .find((each) => each.origin.kind === 'context' && copiesEverything(each));
    const word = copy?.sources[0]?.word;
    const lines = collectLines(context);
    if (word === undefined || lines.length === 0) return;
    const used = lines.filter((line) => !isNamed(model.text, line));
    if (used.length === 0) return;
    yield {
      message: 'missing',
      data: { lines: used.map((line) => `"${line}"`).join(', ') },
      span: word.span,
      fixes: [
        {
          title: `Add ${used.length === 1 ? 'a line' : `${String(used.length)} lines`} to the ignore file`,
          applicability: 'unsafe',
          phase: 'instruction',
          edits: [],
          files: [addIgnoreLines(context, used)],
        },
      ],
    };
  },
});

/** What development leaves in the root of a project, with the line that leaves it out. General knowledge. */
const unneeded: readonly { readonly pattern: RegExp; readonly line: string }[] = [
  { pattern: /^(?:[^/]+\.)?(?:Dockerfile|Containerfile)(?:\.[^/]+)?$/, line: 'Dockerfile*' },
  { pattern: /^(?:docker-)?compose[\w.-]*\.ya?ml$/, line: '*compose*.y*ml' },
  { pattern: /^\.github\//, line: '.github' },
  { pattern: /^\.gitlab-ci\.yml$/, line: '.gitlab-ci.yml' },
  { pattern: /^\.circleci\//, line: '.circleci' },
  { pattern: /^\.idea\//, line: '.idea' },
  { pattern: /^\.vscode\//, line: '.vscode' },
  { pattern: /^\.vs\//, line: '.vs' },
  { pattern: /^\.devcontainer\//, line: '.devcontainer' },
  { pattern: /(?:^|\/)\.pytest_cache\//, line: '**/.pytest_cache' },
  { pattern: /(?:^|\/)\.mypy_cache\//, line: '**/.mypy_cache' },
  { pattern: /(?:^|\/)\.tox\//, line: '**/.tox' },
  { pattern: /(?:^|\/)\.ruff_cache\//, line: '**/.ruff_cache' },
  { pattern: /(?:^|\/)__pycache__\//, line: '**/__pycache__' },
  { pattern: /(?:^|\/)\.gradle\//, line: '**/.gradle' },
  { pattern: /(?:^|\/)\.terraform\//, line: '**/.terraform' },
  { pattern: /^(?:coverage|\.nyc_output)\//, line: 'coverage' },
  { pattern: /^[^/]+\.log$/, line: '*.log' },
  { pattern: /(?:^|\/)\.DS_Store$/, line: '**/.DS_Store' },
];

function collectLines(context: BuildContext): readonly string[] {
  return unneeded
    .filter(({ pattern }) => context.visiblePaths.some((path) => pattern.test(path)))
    .map(({ line }) => line);
}

/** True when the Dockerfile names what the line leaves out. */
function isNamed(text: string, line: string): boolean {
  const name = line.replaceAll('*', '').replace(/^\//, '');
  return name.length === 0 || new RegExp(`[\\s/="']${name.replace(/[.]/g, '\\.')}`).test(text);
}

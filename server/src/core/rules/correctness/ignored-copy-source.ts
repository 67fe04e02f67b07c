import { addIgnoreLines } from '../../project/ignore-file-change';
import type { BuildContext } from '../../project/build-context';
import { isPattern } from '../../project/path-pattern';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'ignored-copy-source',
  code: 'IH710',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'COPY names a file that the ignore file leaves out of the build context.',
  why: 'The builder never gets the file, so the build ends with "not found" though the file lies there.',
  fixNotes: 'The fix adds a line with "!" to the ignore file, which brings the file back.',
  equivalents: { buildkit: 'CopyIgnoredFile' },
  messages: {
    ignored: '"{{path}}" is left out of the build context by {{file}}: the build cannot find it.',
  },
  examples: [
    {
      files: { '.dockerignore': '*\n!src\n', 'package.json': '{}', 'src/server.js': '' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json .
        #    ^^^^^^^^^^^^ ignored-copy-source
        COPY src ./src
        USER node
        CMD ["node", "src/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY src ./src
        USER node
        CMD ["node", "src/server.js"]
      `,
      fixed: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json .
        COPY src ./src
        USER node
        CMD ["node", "src/server.js"]
      `,
    },
  ],
  *check(model) {
    const { context } = model;
    if (context?.ignoreFile === undefined) return;
    for (const copy of model.stages.flatMap((stage) => model.copiesOf(stage))) {
      if (copy.origin.kind !== 'context') continue;
      for (const { kind, path, word } of copy.sources) {
        if (kind !== 'path' || path === undefined || isPattern(path)) continue;
        if (path === '.' || !isLeftOut(context, path)) continue;
        yield {
          message: 'ignored',
          data: { path, file: context.ignoreFile.path },
          span: word.span,
          fixes: [
            {
              title: `Add "!${path}" to ${context.ignoreFile.path}`,
              applicability: 'unsafe',
              phase: 'instruction',
              edits: [],
              files: [addIgnoreLines(context, [`!${path}`])],
            },
          ],
        };
      }
    }
  },
});

/** True when the path is there, and neither it nor anything below it reaches the builder. */
function isLeftOut(context: BuildContext, path: string): boolean {
  if (context.has(path) !== 'yes' || !context.ignores(path)) return false;
  return !context.visiblePaths.some((each) => each.startsWith(`${path}/`));
}

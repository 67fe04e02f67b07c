import type { BuildContext } from '../../project/build-context';
import { addIgnoreLines } from '../../project/ignore-file-change';
import type { Stage } from '../../model/stage-graph';
import { findUnwantedFiles } from '../../model/unwanted-files';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'unignored-secret-file',
  code: 'IH305',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A broad COPY brings secret files of the build context into the image.',
  why: 'What `COPY . .` brings is what the folder holds on the day of the build: an `.env`, a private key or the whole history of the repository goes into a layer, where everyone who can pull the image can read it. The ignore file of the build context keeps it out. Only files that exist and that are secret by their name are reported.',
  fixNotes:
    'The fix adds the files to the ignore file, or makes one. The image loses them: an application that reads its secrets from such a file has to get it when the container starts.',
  equivalents: { sonar: 'S6470', dockle: 'CIS-DI-0010' },
  messages: {
    files: 'This copies {{files}} into the image: the ignore file does not leave it out.',
    more: 'This copies {{files}} and {{count}} more into the image: the ignore file does not leave them out.',
  },
  examples: [
    {
      files: { '.env': 'DB_PASSWORD=hunter2\n', 'server.js': '', '.git/': '' },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        #    ^ unignored-secret-file
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
    if (context === undefined) return;
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const copy of model.copiesOf(stage)) {
        const found = findUnwantedFiles(context, copy).filter(
          ({ group }) => group !== 'dependencies',
        );
        const [first, ...others] = found;
        const word = copy.sources[0]?.word;
        if (first === undefined || word === undefined) continue;
        const used = found.find(({ path }) => isUsed(stage, path));
        const lines = [...new Set(found.map(({ ignoreLine }) => ignoreLine))];
        yield {
          message: others.length === 0 ? 'files' : 'more',
          data: {
            files: `"${first.path}" (${first.kind})`,
            count: String(others.length),
          },
          span: word.span,
          ...(used === undefined
            ? { fixes: [leaveOut(context, lines)] }
            : { refusal: `A RUN of the stage uses "${used.path}".` }),
        };
      }
    }
  },
});

function leaveOut(context: BuildContext, lines: readonly string[]): Fix {
  return {
    title: `Add ${lines.length === 1 ? `"${lines.join('')}"` : `${String(lines.length)} lines`} to the ignore file`,
    applicability: 'unsafe',
    phase: 'instruction',
    edits: [],
    files: [addIgnoreLines(context, lines)],
  };
}

/** True when a RUN names the file, by the whole path or by its last part. */
function isUsed(stage: Stage, path: string): boolean {
  const name = path.replace(/\/$/, '').slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
  return stage.instructions.some(
    ({ keyword, argumentText }) =>
      keyword === 'RUN' &&
      argumentText
        .split(/[\s"'=;&|()]+/)
        .some((word) => word === name || word.endsWith(`/${name}`)),
  );
}

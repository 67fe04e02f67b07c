import type { DockerfileModel } from '../../model/model';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'source-outside-context',
  code: 'IH737',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'COPY cannot take files from above the build context.',
  why: 'A build sees only the files of its context, the folder that `docker build` is given. The classic builder refuses `../`; BuildKit drops it and looks for the rest of the path inside the context, which mostly ends with "not found", or copies another file of that name. Build from a folder further up (`docker build -f app/Dockerfile .`), or give the other folder as a context of its own: `--build-context shared=../shared` and `COPY --from=shared`.',
  equivalents: {},
  messages: {
    outside: 'Docker does not leave the build context: it takes "{{inside}}" of the context.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY ../shared/settings.json /etc/app/
        #    ^^^^^^^^^^^^^^^^^^^^^^^ source-outside-context
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY --from=shared settings.json /etc/app/
        USER 10001
      `,
    },
    {
      files: { 'shared/settings.json': '{}' },
      bad: dockerfile`
        FROM debian:13-slim
        COPY ../shared/settings.json /etc/app/
        #    ^^^^^^^^^^^^^^^^^^^^^^^ source-outside-context
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY shared/settings.json /etc/app/
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const copy of model.stages.flatMap((stage) => model.copiesOf(stage))) {
      if (copy.origin.kind !== 'context') continue;
      for (const { kind, word } of copy.sources) {
        const path = kind === 'path' ? model.expand(word, copy.instruction) : undefined;
        const inside = path === undefined ? undefined : pathInside(path);
        if (path === undefined || inside === undefined) continue;
        const isThere = isInContext(model, inside);
        const isLiteral = path === word.text && copy.instruction.json === undefined;
        yield {
          message: 'outside',
          data: { inside },
          span: word.span,
          ...(isThere && isLiteral
            ? {
                fixes: [
                  {
                    title: `Write "${inside}"`,
                    applicability: 'safe',
                    phase: 'word',
                    edits: [replaceWord(word, inside)],
                  },
                ],
              }
            : { refusal: 'Where the file is to come from is not known.' }),
        };
      }
    }
  },
});

function isInContext(model: DockerfileModel, path: string): boolean {
  return path !== '.' && model.context?.has(path) === 'yes';
}

/** What is left of a path that climbs above its start; undefined for one that does not. */
function pathInside(path: string): string | undefined {
  const parts: string[] = [];
  let climbs = false;
  for (const part of path.split('/')) {
    if (part === '..') climbs = parts.pop() === undefined || climbs;
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return climbs ? parts.join('/') || '.' : undefined;
}

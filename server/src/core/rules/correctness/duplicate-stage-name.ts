import { freeStageName } from '../../model/stage-name';
import { renameStage } from '../../rewrite/rename-stage';
import type { Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'duplicate-stage-name',
  code: 'IH727',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Two stages have the same name.',
  why: 'Which of the two a `FROM` or `COPY --from` means depends on the builder and on where it stands: a FROM takes the nearest one above, a COPY in BuildKit the last one of the file. Names are compared without regard to case. Give each stage a name of its own.',
  fixNotes:
    'The fix gives the later stage a name of its own, and writes it where BuildKit takes the name for that stage. What the later stage copies from the name then comes from the stage above. A `--target` outside of the file may have to change as well.',
  equivalents: {
    hadolint: 'DL3024',
    buildkit: 'DuplicateStageName',
    trivy: 'DS-0012',
    checkov: 'CKV_DOCKER_11',
    kics: 'f2daed12-c802-49cd-afed-fe41d0b82fed',
    semgrep: 'generic.dockerfile.correctness.alias-must-be-unique.alias-must-be-unique',
  },
  messages: { duplicate: 'Another stage above is named "{{name}}" as well.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim AS build
        RUN date > /built
        FROM debian:13-slim AS build
        #                      ^^^^^ duplicate-stage-name
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim AS build
        RUN date > /built
        FROM debian:13-slim AS build-2
        USER 10001
      `,
    },
  ],
  *check(model) {
    const above = new Map<string, { readonly first: Word; count: number }>();
    for (const stage of model.stages) {
      const { name, nameWord } = stage;
      if (name === undefined || nameWord === undefined) continue;
      const known = above.get(name);
      if (known === undefined) {
        above.set(name, { first: nameWord, count: 1 });
        continue;
      }
      known.count++;
      yield {
        message: 'duplicate',
        data: { name: nameWord.text },
        span: nameWord.span,
        related: [{ span: known.first.span, message: 'The name is given here.' }],
        ...renameStage(model, stage, freeStageName(model, name, known.count)),
      };
    }
  },
});

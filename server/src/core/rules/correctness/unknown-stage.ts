import { findImageFamily } from '../../data/base-images';
import type { DockerfileModel } from '../../model/model';
import { isNamedAnywhere } from '../../model/stage-mentions';
import { collectStageReferences, resolveStageReference } from '../../model/stage-references';
import type { Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { parseImageReference } from '../../syntax/image-reference';
import type { Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest, findUnmistakable } from '../../text/nearest-word';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'unknown-stage',
  code: 'IH724',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A name that is nearly that of a stage is taken for an image.',
  why: 'What is no stage is an image to Docker: a misspelt stage name makes it ask a registry for an image of that name, and the build ends with "pull access denied", or goes on with an image of a stranger. Reported only where the name is a slip away from a stage above and no known image; other images and the names of `--build-context` are left alone. A number counts the stages above from 0.',
  fixNotes:
    'The fix writes the name of the stage. It is `safe` where nothing else in the file names that stage, which would then be built for nothing: else the name may be that of a `--build-context` or of an image on this machine.',
  equivalents: { hadolint: 'DL3022', kics: '68a51e22-ae5a-4d48-8e87-b01a323605c9' },
  messages: {
    misspelt: 'No stage is named "{{name}}"; "{{near}}" is one.',
    index: 'There is no stage {{name}}: the stages are counted from 0 to {{last}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=biuld /out/server /server
        #           ^^^^^ unknown-stage
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /out/server /server
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    for (const { base, imageWord, index } of model.stages) {
      if (base.kind !== 'image' || !base.literal || imageWord === undefined) continue;
      yield* findMisspelt(model, imageWord, model.stages.slice(0, index));
    }
    for (const reference of collectStageReferences(model)) {
      if (resolveStageReference(model, reference) !== undefined) continue;
      const { word, stage } = reference;
      if (/^\d+$/.test(word.text)) {
        const last = String(model.stages.length - 1);
        yield {
          message: 'index',
          data: { name: word.text, last },
          span: word.span,
          refusal: 'Which stage is meant is not known.',
        };
      } else yield* findMisspelt(model, word, model.stages.slice(0, stage.index));
    }
  },
});

function* findMisspelt(
  model: DockerfileModel,
  word: Word,
  stages: readonly Stage[],
): Iterable<Report<'misspelt' | 'index'>> {
  const { text, span } = word;
  if (text.length < 3 || !/^[A-Za-z][\w.-]*$/.test(text) || text === 'scratch') return;
  const repository = parseImageReference(word)?.repository;
  if (repository === undefined || findImageFamily(repository) !== undefined) return;
  const names = stages.flatMap(({ nameWord }) => nameWord?.text ?? []);
  const near = findNearest(text, names);
  if (near === undefined || !isSlip(text.toLowerCase(), near.toLowerCase())) return;
  const isSure = findUnmistakable(text, names) !== undefined && !isNamedAnywhere(model, near);
  yield {
    message: 'misspelt',
    data: { name: text, near },
    span,
    fixes: [
      {
        title: `Write "${near}"`,
        applicability: isSure ? 'safe' : 'unsafe',
        phase: 'word',
        edits: [replaceWord(word, near)],
      },
    ],
  };
}

/** Names that differ in a number or in a part of their own (`build2`, `base-dev`) are different on purpose. */
function isSlip(left: string, right: string): boolean {
  const digits = (text: string): string => text.replace(/\D/g, '');
  const parts = (text: string): number => text.split(/[-_.]/).length;
  const isSame = digits(left) === digits(right);
  return isSame && (parts(left) === parts(right) || 8 <= Math.min(left.length, right.length));
}

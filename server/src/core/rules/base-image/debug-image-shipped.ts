import { defineRule, type Fix } from '../define-rule';
import { findImageVariant } from '../../data/base-images';
import type { DockerfileModel } from '../../model/model';
import type { BaseImage, Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'debug-image-shipped',
  code: 'IH104',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The shipped stage starts from an image made for debugging.',
  why: 'Debug variants add a shell and tools to an image whose point is to have none. Ship the plain variant, and reach a running container with `docker debug` or `kubectl debug`.',
  fixNotes:
    'The fix takes the plain variant of the same tag. It is refused when the stage uses the shell that would go away.',
  equivalents: {},
  messages: { debug: 'The tag "{{tag}}" is made for debugging: it ships a shell and tools.' },
  examples: [
    {
      bad: dockerfile`
        FROM gcr.io/distroless/static-debian13:debug-nonroot
        #                                      ^^^^^^^^^^^^^ debug-image-shipped
        COPY server /server
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /server
        ENTRYPOINT ["/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/base-debian13:debug
        #                                    ^^^^^ debug-image-shipped
        COPY server /server
        USER 65532:65532
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/base-debian13:latest
        COPY server /server
        USER 65532:65532
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const { base } = stage;
      if (base.kind !== 'image' || !model.isShipped(stage)) continue;
      if (base.facts?.variant.debug !== true) continue;
      const { tag } = base.reference;
      const word = base.literal ? (tag ?? base.reference.name) : stage.imageWord;
      if (word === undefined) continue;
      const fix = base.literal ? findFix(base) : undefined;
      yield {
        message: 'debug',
        data: { tag: base.tag ?? '' },
        span: word.span,
        ...(fix === undefined
          ? { refusal: 'No plain variant of this tag is known.' }
          : usesShell(model, stage)
            ? { refusal: 'The stage runs commands in the shell that the plain variant lacks.' }
            : { fixes: [fix] }),
      };
    }
  },
});

/** `debug-nonroot` becomes `nonroot`, a lone `debug` becomes `latest`. */
function findFix(base: BaseImage): Fix | undefined {
  const { tag, repository, digest } = base.reference;
  if (tag === undefined || digest !== undefined) return undefined;
  const plain =
    tag.text
      .split('-')
      .filter((part) => part !== 'debug')
      .join('-') || 'latest';
  const variant = findImageVariant(repository, plain)?.variant;
  if (variant === undefined || variant.debug === true || plain === tag.text) return undefined;
  return {
    title: `Use the tag "${plain}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [replaceWord(tag, plain)],
  };
}

function usesShell(model: DockerfileModel, stage: Stage): boolean {
  const runs = ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'];
  return model.stages
    .filter((each) => model.isShipped(each) && stage.index <= each.index)
    .flatMap((each) => each.instructions)
    .some((instruction) => runs.includes(instruction.keyword) && needsShell(model, instruction));
}

function needsShell(model: DockerfileModel, instruction: Stage['from']): boolean {
  if (instruction.words[0]?.text.toUpperCase() === 'NONE') return false;
  const execution = model.executionOf(instruction);
  const program = execution.commands[0]?.name;
  return execution.form !== 'exec' || program === 'sh' || program === 'busybox';
}

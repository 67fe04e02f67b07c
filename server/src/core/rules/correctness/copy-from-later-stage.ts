import { collectStageReferences, resolveStageReference } from '../../model/stage-references';
import { findStage } from '../../model/stage-graph';
import { moveStageAbove } from '../../rewrite/move-stage';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'copy-from-later-stage',
  code: 'IH726',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A stage is copied from before it is declared.',
  why: 'BuildKit finds a stage further down as well and builds it first. Other builders (Podman and Buildah, Kaniko, the classic one) read from top to bottom and take the name for an image, so the same file fails there, or uses an image of a stranger. Put the stage above the one that needs it.',
  fixNotes:
    'The fix moves the stage, with the comments directly above it, in front of the one that needs it. It is refused for the last stage, which is what a build without `--target` makes, where stages are counted (`--from=0`), and where the stage needs one that stands below.',
  equivalents: { hadolint: 'DL3022' },
  messages: {
    later:
      'The stage "{{name}}" is declared further down: builders other than BuildKit take the name for an image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim AS app
        COPY --from=assets /out /srv/www
        #           ^^^^^^ copy-from-later-stage

        FROM debian:13-slim AS assets
        RUN mkdir /out && date > /out/built

        FROM app
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim AS assets
        RUN mkdir /out && date > /out/built

        FROM debian:13-slim AS app
        COPY --from=assets /out /srv/www

        FROM app
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const reference of collectStageReferences(model)) {
      const { stage, word } = reference;
      const named = resolveStageReference(model, reference);
      if (named === undefined || named.index <= stage.index) continue;
      if (findStage(model.stages, word.text, stage.index) !== undefined) continue;
      const edits = moveStageAbove(model, named, stage);
      yield {
        message: 'later',
        data: { name: word.text },
        span: word.span,
        related: [{ span: named.from.keywordSpan, message: 'The stage begins here.' }],
        ...(edits === undefined
          ? { refusal: 'What else would mean another stage then is for a person to say.' }
          : {
              fixes: [
                {
                  title: `Move the stage "${word.text}" above this one`,
                  applicability: 'unsafe',
                  phase: 'structure',
                  edits,
                },
              ],
            }),
      };
    }
  },
});

import { defineRule } from '../define-rule';
import { collectStageMentions } from '../../model/stage-mentions';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'upper-case-stage-name',
  code: 'IH811',
  category: 'style',
  severity: 'hint',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'A stage has upper-case letters in its name.',
  why: 'Docker compares stage names without regard to case, and shows them in lower case. Lower case keeps them apart from keywords.',
  equivalents: { buildkit: 'StageNameCasing' },
  messages: { upper: 'The stage name "{{name}}" has upper-case letters.' },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26-trixie AS Build
        #                          ^^^^^ upper-case-stage-name
        RUN go build -o /out/app ./cmd/app
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=Build /out/app /app
        CMD ["/app"]
      `,
      good: dockerfile`
        FROM golang:1.26-trixie AS build
        RUN go build -o /out/app ./cmd/app
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /out/app /app
        CMD ["/app"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const { nameWord } = stage;
      if (nameWord === undefined || !/[A-Z]/.test(nameWord.text)) continue;
      const name = nameWord.text;
      const spans = [nameWord.span, ...collectStageMentions(model, stage)];
      yield {
        message: 'upper',
        data: { name },
        span: nameWord.span,
        fixes: [
          {
            title: `Write "${name.toLowerCase()}" here and where it is used`,
            applicability: 'safe',
            phase: 'structure',
            edits: spans.map((span) => ({
              span,
              text: model.text.slice(span.start, span.end).toLowerCase(),
            })),
          },
        ],
      };
    }
  },
});

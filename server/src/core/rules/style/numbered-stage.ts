import type { DockerfileModel } from '../../model/model';
import { collectStageReferences } from '../../model/stage-references';
import type { Stage } from '../../model/stage-graph';
import { freeStageName } from '../../model/stage-name';
import { keyword } from '../../rewrite/instructions';
import { insertWordAfter, replaceWord } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'numbered-stage',
  code: 'IH821',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A stage is copied from by its number.',
  why: 'The number counts the stages from the top: a new stage above makes it mean another one, without a word. A name stays right.',
  fixNotes:
    'The fix names the stage where it has no name, and writes the name in place of the number.',
  equivalents: { kics: '68a51e22-ae5a-4d48-8e87-b01a323605c9' },
  messages: { numbered: 'Stage {{number}} is meant by its number; a name would stay right.' },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26
        RUN CGO_ENABLED=0 go install example.com/tool@v1.2.3

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=0 /go/bin/tool /tool
        #           ^ numbered-stage
        ENTRYPOINT ["/tool"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        RUN CGO_ENABLED=0 go install example.com/tool@v1.2.3

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /go/bin/tool /tool
        ENTRYPOINT ["/tool"]
      `,
    },
  ],
  *check(model) {
    for (const { word, stage } of collectStageReferences(model)) {
      const named = /^\d+$/.test(word.text) ? model.stages[Number(word.text)] : undefined;
      if (named === undefined || stage.index <= named.index) continue;
      const naming = nameStage(model, named);
      yield {
        message: 'numbered',
        data: { number: word.text },
        span: word.span,
        ...(naming === undefined
          ? { refusal: 'The FROM of the stage cannot be read, or another stage has its name.' }
          : {
              fixes: [
                {
                  title: `Write "${naming.name}"`,
                  applicability: 'safe',
                  phase: 'word',
                  edits: [...naming.edits, replaceWord(word, naming.name)],
                },
              ],
            }),
      };
    }
  },
});

/** The name of a stage, with the edit that gives it one. */
function nameStage(
  model: DockerfileModel,
  { nameWord, name, from, imageWord }: Stage,
): { readonly name: string; readonly edits: readonly Edit[] } | undefined {
  if (nameWord !== undefined) {
    const isUnique = model.stages.filter((each) => each.name === name).length === 1;
    return isUnique ? { name: nameWord.text, edits: [] } : undefined;
  }
  if (imageWord === undefined || from.words.length !== 1) return undefined;
  const free = freeStageName(model, 'build');
  const text = `${keyword(model, 'AS')} ${free}`;
  return { name: free, edits: [insertWordAfter(imageWord, text)] };
}

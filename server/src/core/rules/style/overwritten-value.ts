import { defineRule } from '../define-rule';
import { findOverwrittenValues } from '../../model/overwritten-values';
import { deletePair } from '../../rewrite/delete-pair';
import { deleteInstruction } from '../../rewrite/instructions';
import { hasTemplateLines } from '../../syntax/template-lines';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Instruction } from '../../syntax/instruction';

export default defineRule({
  id: 'overwritten-value',
  code: 'IH850',
  category: 'style',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  tag: 'unnecessary',
  summary: 'A label or a variable is set, and set again before anybody sees it.',
  why: 'Of two labels with one key the image has the last one only; of two ENV with one name nothing sees the first when no step stands between them. Whoever changes the first one wonders why nothing happens. A variable that a RUN, a COPY or the second value itself may read in between is not reported, nor is a label of a stage that the stage starts from.',
  fixNotes: 'The fix deletes the pair that is overwritten, so the image stays the same.',
  equivalents: {},
  messages: {
    label: 'The label "{{key}}" is set again below, so this value is not in the image.',
    variable: '"{{key}}" is set again below, before anything can read this value.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.title="shop"
        #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ overwritten-value
        LABEL org.opencontainers.image.title="The shop"
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.title="The shop"
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV LANG=C LC_ALL=C
        #   ^^^^ overwritten-value
        ENV LANG=C.UTF-8
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        ENV LC_ALL=C
        ENV LANG=C.UTF-8
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (hasTemplateLines(model.tree.instructions)) return;
    for (const stage of model.stages) {
      const all = findOverwrittenValues(model, stage);
      const counts = new Map<Instruction, number>();
      for (const { instruction } of all) {
        counts.set(instruction, (counts.get(instruction) ?? 0) + 1);
      }
      for (const found of all) {
        const { instruction, pair } = found;
        // With the instruction where all of its pairs are overwritten.
        const edit =
          counts.get(instruction) === instruction.assignments.length
            ? deleteInstruction(model, instruction)
            : deletePair(model, instruction, pair);
        yield {
          message: found.keyword === 'LABEL' ? 'label' : 'variable',
          data: { key: found.key },
          span: found.pair.name.span,
          related: [{ span: found.later.name.span, message: 'It is set again here.' }],
          ...(edit === undefined
            ? { refusal: 'A comment would be lost.' }
            : {
                fixes: [
                  {
                    title: `Delete this value of "${found.key}"`,
                    applicability: 'safe',
                    phase: 'instruction',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

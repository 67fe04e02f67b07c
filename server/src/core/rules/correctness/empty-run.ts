import { defineRule } from '../define-rule';
import { deleteInstruction } from '../../rewrite/instructions';
import { hasTemplateLines } from '../../syntax/template-lines';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'empty-run',
  code: 'IH788',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN has no command.',
  why: 'BuildKit starts a shell with nothing to do and makes an empty layer. Mostly a command was forgotten, or the line break in front of it is not continued.',
  fixNotes: 'The fix deletes the instruction, whose layer is empty; comments stay.',
  equivalents: {},
  messages: { empty: 'This RUN does nothing: it has no command.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN
        ^^^ empty-run
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (hasTemplateLines(model.tree.instructions)) return;
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const { keyword, argumentText, flags, json, heredocs, keywordSpan } = instruction;
        const isEmpty = json === undefined ? argumentText === '' : json.length === 0;
        if (keyword !== 'RUN' || !isEmpty || heredocs.length !== 0) continue;
        yield {
          message: 'empty',
          span: keywordSpan,
          ...(flags.length === 0 && json === undefined
            ? {
                fixes: [
                  {
                    title: 'Delete the instruction',
                    applicability: 'safe',
                    phase: 'instruction',
                    edits: [deleteInstruction(model, instruction)],
                  },
                ],
              }
            : { refusal: 'A command was forgotten, and only you know which.' }),
        };
      }
    }
  },
});

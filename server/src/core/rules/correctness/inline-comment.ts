import { defineRule } from '../define-rule';
import { findInlineComment } from '../../model/inline-comment';
import { insertBefore } from '../../rewrite/instructions';
import { deleteWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'inline-comment',
  code: 'IH704',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Docker has no comments behind an instruction: the words become arguments.',
  why: 'A comment is a line of its own that begins with `#`. Behind an instruction the same words are taken as further ports, sources, stage names or part of a path, so the build fails or, worse, goes on with other values than you see.',
  fixNotes: 'The fix moves the comment to a line above the instruction.',
  equivalents: {},
  messages: {
    inline: '{{keyword}} takes "{{text}}" as arguments: a comment needs a line of its own.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE 8080 # web
        #           ^^^^^ inline-comment
      `,
      good: dockerfile`
        FROM debian:13-slim
        # web
        EXPOSE 8080
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        WORKDIR /app   # everything lives here
        #              ^^^^^^^^^^^^^^^^^^^^^^^ inline-comment
      `,
      good: dockerfile`
        FROM debian:13-slim
        # everything lives here
        WORKDIR /app
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      const span = findInlineComment(instruction);
      if (span === undefined) continue;
      const place = model.lines.placeAt(span.start);
      const lineEnd = model.lines.endOfLine(place.line);
      const text = model.text.slice(span.start, span.end);
      const isOneLine = span.end <= lineEnd;
      const shown = { start: span.start, end: Math.min(span.end, lineEnd) };
      yield {
        message: 'inline',
        data: { keyword: instruction.keyword, text: isOneLine ? text : '#' },
        span: shown,
        ...(isOneLine
          ? {
              fixes: [
                {
                  title: 'Move the comment to its own line',
                  applicability: 'safe',
                  phase: 'instruction',
                  edits: [
                    insertBefore(model, instruction, [text]),
                    deleteWord(model.text, { span }),
                  ],
                },
              ],
            }
          : { refusal: 'What follows the comment may belong to the instruction.' }),
      };
    }
  },
});

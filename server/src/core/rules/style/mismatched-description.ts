import { defineRule } from '../define-rule';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'mismatched-description',
  code: 'IH812',
  category: 'style',
  severity: 'hint',
  profile: 'optional',
  since: 'next',
  fixable: 'always',
  summary: 'The comment above an ARG or a stage does not begin with its name.',
  why: '`docker build --call=outline` and `--call=targets` show the comment above an ARG or a stage as its description when it begins with the name. A comment that is meant for readers of the file only is told apart by an empty comment below it; BuildKit reads over an empty line (seen with version 0.26), which this rule takes as a sign of the same. The check is experimental in BuildKit, and most comments are not meant as descriptions: that is why the rule is off.',
  equivalents: { buildkit: 'InvalidDefinitionDescription' },
  messages: { mismatch: 'This comment does not begin with "{{name}}", so it describes nothing.' },
  examples: [
    {
      bad: dockerfile`
        # The release that is installed
        ^ mismatched-description
        ARG VERSION=1.2.3
        FROM debian:13-slim
      `,
      good: dockerfile`
        # VERSION is the release that is installed
        ARG VERSION=1.2.3
        FROM debian:13-slim
      `,
      fixed: dockerfile`
        # The release that is installed
        #
        ARG VERSION=1.2.3
        FROM debian:13-slim
      `,
    },
  ],
  *check(model) {
    const directives = new Set(model.tree.directives.map((directive) => directive.span.start));
    for (const instruction of model.tree.instructions) {
      const comment = instruction.leadingComments.at(-1);
      const name = nameOf(instruction);
      if (comment === undefined || name === undefined) continue;
      if (
        comment.text.trim() === '' ||
        directives.has(comment.span.start) ||
        /^[\w-]+=\S|^[a-z-]+[:\s]+(?:ignore|skip|disable)/i.test(comment.text)
      )
        continue;
      const [word = ''] = comment.text.split(/\s/, 1);
      if (word.toLowerCase() === name.toLowerCase()) continue;
      const start = instruction.lineSpan.start;
      yield {
        message: 'mismatch',
        data: { name },
        span: { start: comment.span.start, end: comment.span.start + 1 },
        fixes: [
          {
            title: 'Set the comment apart with an empty comment',
            applicability: 'safe',
            phase: 'instruction',
            edits: [{ span: { start, end: start }, text: `#${model.layout.lineEnding}` }],
          },
        ],
      };
    }
  },
});

/** What `--call=outline` lists: named stages and build arguments that stand alone. */
function nameOf({ keyword, words, assignments }: Instruction): string | undefined {
  if (keyword === 'FROM') return words[1]?.text.toLowerCase() === 'as' ? words[2]?.text : undefined;
  return keyword === 'ARG' && assignments.length === 1 ? assignments[0]?.name.text : undefined;
}

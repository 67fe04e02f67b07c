import { findLooseEquals } from '../../model/misread-words';
import type { DockerfileModel } from '../../model/model';
import type { Instruction, Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'space-before-equals',
  code: 'IH742',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A space in front of "=" makes it a part of the value.',
  why: '`ENV NAME = value` is the old form of ENV: it gives NAME the value `= value`. With ARG, and behind another pair, the build stops. Write the pair without spaces.',
  fixNotes:
    'The fix deletes the spaces round "=", so that the variable has the value without it. For ARG, which no build takes with the space, it is `safe`; ENV and LABEL have another value today, which the fix changes.',
  equivalents: { sonar: 'S6574' },
  messages: {
    value: 'This sets "{{name}}" to a value that begins with "=".',
    refused: '{{keyword}} takes no space in front of "="; the build stops here.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV LANG = C.UTF-8
        #        ^ space-before-equals
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        ENV LANG=C.UTF-8
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const outer of model.tree.instructions) {
      const instruction = outer.trigger ?? outer;
      const loose = findLooseEquals(instruction);
      if (loose === undefined) continue;
      const { name, equals, value = equals, isFollowed } = loose;
      const { keyword } = instruction;
      const text = value.text.replace(/^=/, '');
      const isPlain = !isFollowed && isOneLine(model, instruction, name, value);
      yield {
        message: keyword === 'ARG' ? 'refused' : 'value',
        data: { name: name.text, keyword },
        span: { start: equals.span.start, end: equals.span.start + 1 },
        ...(isPlain
          ? {
              fixes: [
                {
                  title: `Write "${name.text}=${text}"`,
                  applicability: keyword === 'ARG' ? 'safe' : 'unsafe',
                  phase: 'word',
                  edits: [
                    {
                      span: { start: name.span.end, end: value.span.end },
                      text: `=${text}`,
                    },
                  ],
                },
              ],
            }
          : { refusal: 'Where the value ends is not plain to see.' }),
      };
    }
  },
});

function isOneLine(
  model: DockerfileModel,
  { innerComments }: Instruction,
  name: Word,
  last: Word,
): boolean {
  const raw = model.text.slice(name.span.start, last.span.end);
  return innerComments.length === 0 && !/[\r\n]/.test(raw);
}

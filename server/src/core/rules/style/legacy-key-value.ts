import type { DockerfileModel } from '../../model/model';
import type { Assignment } from '../../syntax/instruction';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'legacy-key-value',
  code: 'IH820',
  category: 'style',
  severity: 'hint',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  tag: 'deprecated',
  summary: 'ENV and LABEL with a space between name and value are the old form.',
  why: 'In the old form everything behind the first space is the value, so that `ENV A=1` and `ENV A 1` treat a second pair, quotes and spaces differently. BuildKit warns about it, and may drop it. The form with `=` does the same for every number of pairs.',
  equivalents: { buildkit: 'LegacyKeyValueFormat' },
  messages: { legacy: 'Write {{keyword}} with "=" between name and value.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV LANG C.UTF-8
        ^^^ legacy-key-value
        LABEL org.opencontainers.image.title The shop
        ^^^^^ legacy-key-value
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        ENV LANG=C.UTF-8
        LABEL org.opencontainers.image.title="The shop"
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      const { keyword, words, assignments, keywordSpan } = instruction.trigger ?? instruction;
      if (keyword !== 'ENV' && keyword !== 'LABEL') continue;
      const [pair] = assignments;
      if (pair?.value === undefined || words[0]?.text.includes('=') === true) continue;
      // `ENV A = b` means something else than it does: not a matter of style.
      if (pair.value.text.startsWith('=')) continue;
      const edits = toPair(model, pair, pair.value.text);
      yield {
        message: 'legacy',
        data: { keyword },
        span: keywordSpan,
        ...(edits === undefined
          ? { refusal: 'Which quotes the value needs is not plain to see.' }
          : {
              fixes: [
                {
                  title: 'Write "=" between name and value',
                  applicability: 'safe',
                  phase: 'instruction',
                  edits,
                },
              ],
            }),
      };
    }
  },
});

/** The edits that keep the value as it is; undefined when quotes and spaces are mixed, or a comment is in the way. */
function toPair(
  model: DockerfileModel,
  pair: Assignment,
  value: string,
): readonly Edit[] | undefined {
  const gap = { start: pair.name.span.end, end: pair.span.end };
  const inside = pair.value?.span ?? gap;
  if (model.text.slice(gap.start, inside.start).includes('#')) return undefined;
  const equals = { start: gap.start, end: inside.start };
  if (isOneWord(value)) return [{ span: equals, text: '=' }];
  if (/["'\\`]/.test(value)) {
    const quoted = inside.end - inside.start === value.length ? quoteAnew(value) : undefined;
    return quoted === undefined
      ? undefined
      : [
          { span: equals, text: '=' },
          { span: inside, text: quoted },
        ];
  }
  return [
    { span: equals, text: '="' },
    { span: { start: inside.end, end: inside.end }, text: '"' },
  ];
}

/** True when no white space stands outside quotes, and every quote is closed. */
function isOneWord(value: string): boolean {
  return /^(?:"(?:[^"\\`]|[\\`][^])*"|'[^']*'|[^\s"'\\`]|[\\`]\S)+$/.test(value);
}

/** Docker takes the quotes off; undefined where single ones keep something from being read. */
function quoteAnew(value: string): string | undefined {
  const parts = /^(?:"[^"\\`]*"|'[^'"$\\`]*'|[^"'\\`])+$/.test(value)
    ? value.match(/"[^"]*"|'[^']*'|[^"']+/g)
    : null;
  if (parts === null) return undefined;
  return `"${parts.map((part) => part.replace(/^(["'])(.*)\1$/s, '$2')).join('')}"`;
}

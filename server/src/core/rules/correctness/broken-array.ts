import { defineRule, type Fix } from '../define-rule';
import { toExecForm } from '../../rewrite/instructions';
import { readBrokenJsonArray } from '../../syntax/broken-json-array';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'broken-array',
  code: 'IH787',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A list in brackets is no JSON, so Docker takes the brackets for a part of the words.',
  why: "RUN, COPY, ADD and VOLUME take a list in brackets only as JSON: strings in double quotes, with commas between them. With anything else the whole text is read as plain words. `VOLUME ['/data']` makes a volume at a folder named `['`, so that the data are lost with the container; `COPY ['a', 'b']` looks for a file named `['a',`; `RUN ['make']` asks the shell for a program `[make]`. CMD and ENTRYPOINT have `shell-form-command`.",
  fixNotes:
    'The fix writes the list as JSON. It is `safe` for COPY and ADD, whose build stops today. VOLUME and RUN do something else today, so there it is `unsafe`. Refused where the words hold quotes, variables or backslashes.',
  equivalents: {},
  messages: {
    broken: '{{keyword}} needs a JSON array here: {{need}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        VOLUME ['/data']
        #      ^^^^^^^^^ broken-array
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        VOLUME ["/data"]
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY ["app.conf" "/etc/app/"]
        #    ^^^^^^^^^^^^^^^^^^^^^^^^ broken-array
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY ["app.conf", "/etc/app/"]
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const outer of model.tree.instructions) {
      const instruction = outer.trigger ?? outer;
      const { keyword, json, heredocs, argumentText, argumentSpan } = instruction;
      if (json !== undefined || heredocs.length !== 0 || !isArray(keyword, argumentText)) continue;
      const array = readBrokenJsonArray(argumentText);
      if (array === undefined || (keyword === 'RUN' && array.words === undefined)) continue;
      const { line } = model.lines.placeAt(argumentSpan.start);
      const end = Math.min(argumentSpan.end, model.lines.endOfLine(line));
      const fix = toFix(instruction, array.words);
      yield {
        message: 'broken',
        data: { keyword, need: needs[array.fault] },
        span: { start: argumentSpan.start, end },
        ...(fix === undefined
          ? { refusal: 'Which words are meant is not plain to see.' }
          : { fixes: [fix] }),
      };
    }
  },
});

const needs = {
  quotes: 'strings stand in double quotes',
  comma: 'commas stand between the strings',
  bare: 'strings stand in double quotes',
  bracket: 'it ends with "]"',
  tail: 'nothing stands behind "]"',
  escape: 'a backslash is written twice',
} as const;

/** `COPY [ab].txt /` is a pattern, `RUN [ -f a ]` a test: a list begins with a quote, that of VOLUME with a path too. */
function isArray(keyword: string, text: string): boolean {
  if (!/^(?:RUN|COPY|ADD|VOLUME)$/.test(keyword)) return false;
  return /^\[\s*["'\u2018-\u201D]/.test(text) || (keyword === 'VOLUME' && /^\[\s*\//.test(text));
}

function toFix(
  { keyword, argumentText, argumentSpan }: Instruction,
  words: readonly string[] | undefined,
): Fix | undefined {
  const isOneLine = argumentSpan.end - argumentSpan.start === argumentText.length;
  const isCopy = keyword === 'COPY' || keyword === 'ADD';
  if (words === undefined || !isOneLine || (isCopy && words.length < 2)) return undefined;
  return {
    title: `Write ${toExecForm(words)}`,
    applicability: isCopy ? 'safe' : 'unsafe',
    phase: 'word',
    edits: [{ span: argumentSpan, text: toExecForm(words) }],
  };
}

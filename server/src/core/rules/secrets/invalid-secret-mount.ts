import { collectFlags, type Flag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Span } from '../../text/span';
import { defineRule, type Report } from '../define-rule';

type Message = 'unnamed' | 'both' | 'value' | 'order';

export default defineRule({
  id: 'invalid-secret-mount',
  code: 'IH366',
  category: 'secrets',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'BuildKit refuses the options of a secret mount.',
  why: 'A secret mount needs an `id` or a `target` (the name of the secret is then the last part of it), takes only one of `id` and `source`, an octal `mode`, numbers for `uid` and `gid`, and `true` or `false` for `required`. BuildKit reads the options in their order, so that `required` in front of `type=secret` is one of a bind mount, which has none. Otherwise the build stops. Options with a variable or in quotes are not looked at.',
  equivalents: {},
  messages: {
    unnamed: 'A secret mount needs an "id" or a "target": nothing says which secret is meant.',
    both: 'A secret mount takes either "source" or "id".',
    value: 'BuildKit does not take "{{value}}" for "{{key}}".',
    order: 'BuildKit knows "required" only behind "type=secret".',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,required=yes wget --header "X: $(cat /run/secrets/token)" https://example.com/model.bin
        #                                ^^^^^^^^^^^^ invalid-secret-mount
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,required=true wget --header "X: $(cat /run/secrets/token)" https://example.com/model.bin
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret wget --header "X: $(cat /run/secrets/token)" https://example.com/model.bin
        #   ^^^^^^^^^^^^^^^^^^^ invalid-secret-mount
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,required=true wget --header "X: $(cat /run/secrets/token)" https://example.com/model.bin
      `,
      fixed: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret wget --header "X: $(cat /run/secrets/token)" https://example.com/model.bin
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      const run = instruction.trigger ?? instruction;
      if (run.keyword !== 'RUN') continue;
      for (const flag of collectFlags(run, 'mount')) {
        const { value } = flag;
        const isPlain =
          value !== undefined &&
          !/["'$]/.test(value.text) &&
          model.text.slice(value.span.start, value.span.end) === value.text;
        if (isPlain) yield* checkMount(flag, readOptions(value.text, value.span.start));
      }
    }
  },
});

interface Option {
  readonly key: string;
  /** Undefined for a lone key. */
  readonly value: string | undefined;
  readonly text: string;
  readonly span: Span;
}

function readOptions(text: string, offset: number): readonly Option[] {
  let start = offset;
  return text.split(',').map((part) => {
    const span = { start, end: start + part.length };
    start = span.end + 1;
    const equals = part.indexOf('=');
    const key = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    return { key, value: equals < 0 ? undefined : part.slice(equals + 1), text: part, span };
  });
}

/**
 * What BuildKit takes. Source: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/instructions/commands_runmount.go,
 * read 2026-11-22
 */
const accepted: ReadonlyMap<string, RegExp> = new Map([
  ['required', /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/],
  ['mode', /^[0-7]+$/],
  ['uid', /^\d+$/],
  ['gid', /^\d+$/],
]);

function* checkMount(flag: Flag, options: readonly Option[]): Iterable<Report<Message>> {
  const place = options.findIndex(
    ({ key, value }) => key === 'type' && value?.toLowerCase() === 'secret',
  );
  if (place < 0) return;
  for (const { key, value = '', text, span } of options) {
    if (text.includes('=') && accepted.get(key)?.test(value) === false) {
      yield { message: 'value', data: { key, value }, span, ...correct(key, value, span) };
    }
  }
  const early = options.find(({ key }, index) => key === 'required' && index < place);
  if (early !== undefined) {
    yield { message: 'order', span: early.span, fixes: [move(flag, early)] };
  }
  const isGiven = (names: readonly string[]): boolean =>
    options.some(({ key, value = '' }) => names.includes(key) && value !== '');
  const isNamed = isGiven(['id', 'source', 'src', 'target', 'dst', 'destination']);
  const refusal = 'Which secret is meant is for a person to say.';
  if (!isNamed) yield { message: 'unnamed', span: flag.span, refusal };
  if (isGiven(['id']) && isGiven(['source', 'src'])) {
    yield { message: 'both', span: flag.span, refusal };
  }
}

const answers: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
]);

function correct(key: string, value: string, span: Span): Pick<Report, 'fixes' | 'refusal'> {
  const answer = key === 'required' ? answers.get(value.toLowerCase()) : undefined;
  if (answer === undefined) return { refusal: 'Which value is meant is for a person to say.' };
  return {
    fixes: [
      {
        title: `Write "required=${answer}"`,
        applicability: 'safe',
        phase: 'word',
        edits: [{ span, text: `required=${answer}` }],
      },
    ],
  };
}

/** Behind the other options. */
function move(
  { span: { end } }: Flag,
  { text, span }: Option,
): NonNullable<Report['fixes']>[number] {
  return {
    title: 'Move it behind the type',
    applicability: 'safe',
    phase: 'word',
    edits: [
      { span: { start: span.start, end: span.end + 1 }, text: '' },
      { span: { start: end, end }, text: `,${text}` },
    ],
  };
}

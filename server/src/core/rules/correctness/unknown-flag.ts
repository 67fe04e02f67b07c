import {
  frontendFlags,
  mountOptions,
  ownOptions,
  sharingModes,
} from '../../data/frontend-features';
import { replaceWord } from '../../rewrite/words';
import type { Flag, Instruction } from '../../syntax/instruction';
import { hasOtherFrontend } from '../../syntax/validate';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest, findUnmistakable } from '../../text/nearest-word';
import type { Span } from '../../text/span';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'unknown-flag',
  code: 'IH738',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A flag or an option of a mount is misspelt.',
  why: 'BuildKit refuses a flag that it does not know, and the build stops here. Reported where the name is nearly that of a flag of the instruction, so that a flag of a newer version is not taken for a mistake. Names of flags are compared with regard to case. Docker reads flags only in front of the arguments.',
  fixNotes:
    'The fix writes the name that is known. It is `safe` where only one known name is a slip or two away: no build works with the other one.',
  equivalents: {},
  messages: {
    flag: '{{keyword}} has no flag "{{name}}"; "{{near}}" is one.',
    option: 'A mount has no option "{{name}}"; "{{near}}" is one.',
    type: 'There is no mount of type "{{name}}"; "{{near}}" is one.',
    other: 'A mount of type {{type}} does not take "{{name}}".',
    sharing: 'There is no sharing mode "{{name}}"; "{{near}}" is one.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY --chwon=10001:10001 app /srv/app
        #    ^^^^^^^ unknown-flag
        RUN --mount=type=cache,taget=/var/cache/apt,sharing=locked apt-get update
        #                      ^^^^^ unknown-flag
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY --chown=10001:10001 app /srv/app
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (hasOtherFrontend(model.tree)) return;
    for (const outer of model.tree.instructions) {
      const instruction = outer.trigger ?? outer;
      const known = frontendFlags[instruction.keyword]?.map(({ name }) => name);
      if (known === undefined) continue;
      for (const flag of instruction.flags) {
        if (known.includes(flag.name)) {
          if (flag.name === 'mount') yield* checkMount(flag);
          continue;
        }
        yield* checkFlag(instruction, flag, known);
      }
    }
  },
});

type Message = 'flag' | 'option' | 'type' | 'other' | 'sharing';

function* checkFlag(
  { keyword }: Instruction,
  { name, nameSpan }: Flag,
  known: readonly string[],
): Iterable<Report<Message>> {
  const near = findNearest(name, known);
  if (near === undefined) return;
  yield {
    message: 'flag',
    data: { keyword, name: `--${name}`, near: `--${near}` },
    span: nameSpan,
    fixes: [rename(nameSpan, `--${near}`, findUnmistakable(name, known) !== undefined)],
  };
}

function* checkMount({ value }: Flag): Iterable<Report<Message>> {
  const { text = '', span } = value ?? {};
  if (span === undefined || span.end - span.start !== text.length || /["'$]/.test(text)) return;
  const parts = text.split(',');
  const type =
    parts
      .find((part) => /^type=/i.test(part))
      ?.slice(5)
      .toLowerCase() ?? 'bind';
  const options = mountOptions[type];
  let start = span.start;
  for (const part of parts) {
    const [key = '', content = ''] = part.split('=');
    const name = key.toLowerCase();
    const keySpan = { start, end: start + key.length };
    start += part.length + 1;
    if (name === 'type') {
      const typeSpan = { start: keySpan.end + 1, end: keySpan.end + 1 + content.length };
      yield* checkNear('type', content.toLowerCase(), Object.keys(mountOptions), typeSpan);
    } else if (name === 'sharing' && type === 'cache') {
      const valueSpan = { start: keySpan.end + 1, end: keySpan.end + 1 + content.length };
      yield* checkNear('sharing', content.toLowerCase(), sharingModes, valueSpan);
    } else if (options?.includes(name) === false) {
      const everywhere = Object.values(mountOptions).flat();
      if (everywhere.includes(name)) yield* checkPlace(type, name, keySpan);
      else yield* checkNear('option', key, options, keySpan);
    }
  }
}

function* checkNear(
  message: 'type' | 'option' | 'sharing',
  name: string,
  known: readonly string[],
  span: Span,
): Iterable<Report<Message>> {
  if (name === '' || known.includes(name)) return;
  const near = findNearest(name, known);
  if (near === undefined) return;
  const isSure = findUnmistakable(name, known) !== undefined;
  yield { message, data: { name, near }, span, fixes: [rename(span, near, isSure)] };
}

/** Options that BuildKit refuses with a mount of this type; others it takes without a use. */
function* checkPlace(type: string, name: string, span: Span): Iterable<Report<Message>> {
  if (ownOptions[name]?.includes(type) !== false) return;
  const refusal = 'Whether the type or the option is meant is not known.';
  yield { message: 'other', data: { type, name }, span, refusal };
}

function rename(span: Span, text: string, isSure: boolean): Fix {
  return {
    title: `Write "${text}"`,
    applicability: isSure ? 'safe' : 'unsafe',
    phase: 'word',
    edits: [replaceWord({ span }, text)],
  };
}

import { findLooseEquals } from '../../model/misread-words';
import type { Instruction } from '../../syntax/instruction';
import type { SyntaxProblem, SyntaxProblemId } from '../../syntax/validate';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest } from '../../text/nearest-word';
import { defineRule, type Fix } from '../define-rule';

const messages = {
  'missing-arguments': 'This instruction needs more arguments; the build stops here.',
  'wrong-argument-count':
    'This instruction has the wrong number of arguments; the build stops here.',
  'missing-equals': 'A name must be followed by "=" and a value; the build stops here.',
  'missing-name': 'A value needs a name in front of "="; the build stops here.',
  'missing-quote': 'A quote is not closed; the build stops here.',
  'unknown-instruction': 'Docker knows no instruction "{{text}}"; the build stops here.',
  'no-base-image': 'A Dockerfile must begin with FROM; only ARG may stand above it.',
  'invalid-image': 'This is not a valid image name; the build stops here.',
  'invalid-as': 'A stage name is given with AS; the build stops here.',
  'invalid-port': 'This is not a valid port; the build stops here.',
  'invalid-duration': 'This is not a valid duration; the build stops here.',
  'shell-not-json': 'SHELL needs the exec form: a JSON array of strings; the build stops here.',
  'forbidden-trigger': 'ONBUILD cannot trigger this instruction; the build stops here.',
  'invalid-protocol': 'EXPOSE knows tcp, udp and sctp; the build stops here.',
  'invalid-stage-name':
    'A stage name begins with a letter and has letters, digits, "-", "_" and "." only; the build stops here.',
  'duplicate-flag': 'This flag may be given once only; the build stops here.',
  'missing-flag-value': 'This flag needs a value; the build stops here.',
  'invalid-probe':
    'HEALTHCHECK takes CMD and a command, or NONE and nothing more; the build stops here.',
  'invalid-flag-value': 'This flag does not take such a value; the build stops here.',
  'upper-case-image': 'The name of an image has no capitals; the build stops here.',
  'duplicate-directive': 'This directive may be given once only; the build stops here.',
  'invalid-escape': 'The escape character is a backslash or a backtick; the build stops here.',
  'invalid-signal': 'This is no signal; the build stops here.',
  'variable-stage':
    'No variable is replaced here: give the image a stage of its own (FROM … AS name); the build stops here.',
} as const satisfies Record<SyntaxProblemId, string>;

/** The other messages are about one thing to Sonar: a file that cannot be read. */
const parseFailure = Object.fromEntries(
  Object.keys(messages).map((id) => [id, { sonar: 'S2260' }]),
);

export default defineRule({
  id: 'invalid-instruction',
  code: 'IH700',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'BuildKit refuses this instruction.',
  why: 'The build stops with an error before anything is made. The editor says so while you type.',
  fixNotes:
    'The fix corrects a keyword that is nearly one of Docker, the AS of FROM, and capitals in the name of an image, and puts quotes round a value of several words. What the build then does nobody has seen yet, so look at it.',
  equivalents: {
    hadolint: ['DL3061', 'DL3043'],
    sonar: 'S2260',
  },
  messageEquivalents: {
    ...parseFailure,
    'no-base-image': { hadolint: 'DL3061', sonar: 'S2260' },
    'forbidden-trigger': { hadolint: 'DL3043', sonar: 'S2260' },
  },
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY a.txt
        #    ^^^^^ invalid-instruction
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY a.txt /srv/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE http
        #      ^^^^ invalid-instruction
      `,
      good: dockerfile`
        FROM debian:13-slim
        EXPOSE 8080
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        WROKDIR /srv
        ^^^^^^^ invalid-instruction
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /srv
      `,
    },
  ],
  *check(model) {
    for (const problem of model.syntaxProblems) {
      const instruction = model.instructionAt(problem.span.start);
      if (instruction !== undefined && isToldElsewhere(problem.id, instruction)) continue;
      const place = model.lines.placeAt(problem.span.start);
      const lineEnd = model.lines.endOfLine(place.line);
      const span = { start: problem.span.start, end: Math.min(problem.span.end, lineEnd) };
      const text = model.text.slice(span.start, span.end);
      const right = correct(problem.id, text);
      const quoted = instruction === undefined ? undefined : quoteValue(problem, instruction);
      yield {
        message: problem.id,
        data: { text },
        span,
        ...(quoted === undefined ? {} : { fixes: [quoted] }),
        ...(right === undefined
          ? {}
          : {
              fixes: [
                {
                  title: `Write "${right}"`,
                  applicability: 'unsafe',
                  phase: 'word',
                  edits: [replaceWord({ span }, right)],
                },
              ],
            }),
      };
    }
  },
});

/** Another rule knows more of a space in front of "=". */
function isToldElsewhere(id: SyntaxProblemId, instruction: Instruction): boolean {
  const isPair = id === 'missing-name' || id === 'missing-equals' || id === 'missing-arguments';
  return isPair && findLooseEquals(instruction) !== undefined;
}

const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );

/** What was meant, where that is plain to see. */
function correct(id: SyntaxProblemId, text: string): string | undefined {
  switch (id) {
    case 'unknown-instruction': {
      const near = /^[A-Za-z]{3,}$/.test(text) ? findNearest(text, keywords) : undefined;
      return text === text.toLowerCase() ? near?.toLowerCase() : near;
    }
    case 'upper-case-image':
      return text.replace(/^[^@:]*(?::\d+\/[^@:]*)?/, (name) => name.toLowerCase());
    case 'invalid-as':
      return /^a?s?$/i.test(text) ? 'AS' : undefined;
    default:
      return undefined;
  }
}

/** `ENV A=b c`: quotes round a value of several plain words, told at the first word behind the pair. */
function quoteValue({ id, span }: SyntaxProblem, instruction: Instruction): Fix | undefined {
  const { words, innerComments, argumentSpan, argumentText } = instruction;
  const isOneLine = argumentSpan.end - argumentSpan.start === argumentText.length;
  if (id !== 'missing-equals' || !isOneLine || innerComments.length !== 0) return undefined;
  const index = words.findIndex((word) => word.span.start === span.start);
  const pair = words[index - 1];
  const equals = pair?.text.indexOf('=') ?? -1;
  if (pair === undefined || equals < 1) return undefined;
  const next = words.findIndex((word, at) => index < at && word.text.includes('='));
  const bare = words.slice(index, next < 0 ? undefined : next);
  const last = bare.at(-1);
  const texts = [pair.text.slice(equals + 1), ...bare.map(({ text }) => text)];
  if (last === undefined || texts.some((text) => /^$|["'\\`#]/.test(text))) return undefined;
  const start = pair.span.start + equals + 1;
  return {
    title: `Put quotes round the value of "${pair.text.slice(0, equals)}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [
      { span: { start, end: start }, text: '"' },
      { span: { start: last.span.end, end: last.span.end }, text: '"' },
    ],
  };
}

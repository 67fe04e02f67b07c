import { findLooseEquals } from '../../model/misread-words';
import type { Instruction } from '../../syntax/instruction';
import { isTemplate } from '../../syntax/template-lines';
import type { SyntaxProblemId } from '../../syntax/validate';
import { isLostLine, mendRefusal } from '../../rewrite/mend-refusal';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

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
  'unclosed-heredoc':
    'No line ends this heredoc: one with nothing but its word must; the build stops here.',
  'missing-continuation':
    'This looks like the rest of the line above, which does not go on; the build stops here.',
} as const satisfies Record<SyntaxProblemId | 'missing-continuation', string>;

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
  why: 'The build stops with an error before anything is made. The editor says so while you type. A template, from which something else makes the Dockerfile (`{{ … }}`, `{% … %}`, `<% … %>`, `@NAME@`, `#include`), is left alone.',
  fixNotes:
    'No build works with the file as it is, so no image can change. A fix is `safe` where nothing else can be meant: a keyword one or two slips away from only one of Docker, the AS of FROM, capitals in the name of an image, a line that lacks its continuation, the blanks round the end of a heredoc, a directive or flag that is there twice, SHELL without its brackets, characters that the name of a stage cannot have. It is `unsafe` where a value of several words gets quotes. A COPY from an image that a variable chooses is left to you: it needs one more stage, which no fix adds.',
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
    if (isTemplate(model.tree)) return;
    for (const problem of model.syntaxProblems) {
      const instruction = model.instructionAt(problem.span.start);
      if (instruction !== undefined && isToldElsewhere(problem.id, instruction)) continue;
      const place = model.lines.placeAt(problem.span.start);
      const lineEnd = model.lines.endOfLine(place.line);
      const span = { start: problem.span.start, end: Math.min(problem.span.end, lineEnd) };
      const text = model.text.slice(span.start, span.end);
      const isLost = problem.id === 'unknown-instruction' && instruction !== undefined;
      const mending = mendRefusal(model, problem);
      yield {
        message: isLost && isLostLine(model, instruction) ? 'missing-continuation' : problem.id,
        data: { text },
        span,
        ...(mending === undefined ? {} : { fixes: [{ ...mending, phase: 'word' }] }),
      };
    }
  },
});

/** Another rule knows more of a space in front of "=". */
function isToldElsewhere(id: SyntaxProblemId, instruction: Instruction): boolean {
  const isPair = id === 'missing-name' || id === 'missing-equals' || id === 'missing-arguments';
  return isPair && findLooseEquals(instruction) !== undefined;
}

import { defineRule } from '../define-rule';
import type { SyntaxProblemId } from '../../syntax/validate';
import { dockerfile } from '../../text/dockerfile-tag';

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
  'invalid-destination':
    'With several sources the destination must end with "/"; the build stops here.',
  'shell-not-json': 'SHELL needs the exec form: a JSON array of strings; the build stops here.',
  'forbidden-trigger': 'ONBUILD cannot trigger this instruction; the build stops here.',
} as const satisfies Record<SyntaxProblemId, string>;

export default defineRule({
  id: 'invalid-instruction',
  code: 'IH700',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'BuildKit refuses this instruction.',
  why: 'The build stops with an error before anything is made. The editor says so while you type.',
  equivalents: {
    hadolint: ['DL3021', 'DL3061', 'DL3043'],
    trivy: 'DS-0011',
    kics: '6db6e0c2-32a3-4a2e-93b5-72c35f4119db',
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
  ],
  *check(model) {
    for (const problem of model.syntaxProblems) {
      const place = model.lines.placeAt(problem.span.start);
      const lineEnd = model.lines.endOfLine(place.line);
      const span = { start: problem.span.start, end: Math.min(problem.span.end, lineEnd) };
      yield {
        message: problem.id,
        data: { text: model.text.slice(span.start, span.end) },
        span,
      };
    }
  },
});

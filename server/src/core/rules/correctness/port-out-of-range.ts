import { dockerfile } from '../../text/dockerfile-tag';
import { readExposedPorts } from '../../model/exposed-ports';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'port-out-of-range',
  code: 'IH733',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'EXPOSE names a port that does not exist.',
  why: 'Ports go from 0 to 65535, and the first port of a range must not be above the last. Docker refuses the instruction, and the build stops here.',
  equivalents: {
    hadolint: 'DL3011',
    trivy: 'DS-0008',
    kics: '71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e',
    semgrep: 'dockerfile.correctness.invalid-port.invalid-port',
  },
  messageEquivalents: { reversed: {} },
  messages: {
    range: 'There is no port {{port}}: 65535 is the last one.',
    reversed: 'The range {{port}} ends below its first port.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE 80800
        #      ^^^^^ port-out-of-range
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        EXPOSE 8080
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const { word, container, host } of readExposedPorts(model)) {
      const isReversed = container.last < container.first;
      const worst = Math.max(container.first, container.last, host?.first ?? 0, host?.last ?? 0);
      if (worst <= 65535 && !isReversed) continue;
      yield worst <= 65535
        ? { message: 'reversed', data: { port: word.text }, span: word.span }
        : { message: 'range', data: { port: String(worst) }, span: word.span };
    }
  },
});

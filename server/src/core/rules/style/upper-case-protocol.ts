import { readExposedPorts } from '../../model/exposed-ports';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'upper-case-protocol',
  code: 'IH822',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The protocol of EXPOSE is written in lower case.',
  why: 'Docker writes `tcp`, `udp` and `sctp` in lower case everywhere, and BuildKit warns about any other case.',
  equivalents: { buildkit: 'ExposeProtoCasing' },
  messages: { casing: 'Write the protocol "{{protocol}}" in lower case.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE 5353/UDP
        #           ^^^ upper-case-protocol
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        EXPOSE 5353/udp
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const { word, protocol, literal } of readExposedPorts(model)) {
      const plain = protocol?.toLowerCase();
      if (protocol === undefined || plain === undefined || plain === protocol) continue;
      if (!['tcp', 'udp', 'sctp'].includes(plain)) continue;
      const { end } = word.span;
      const span = literal ? { start: end - protocol.length, end } : word.span;
      yield {
        message: 'casing',
        data: { protocol },
        span,
        ...(literal
          ? {
              fixes: [
                {
                  title: `Write "${plain}"`,
                  applicability: 'safe',
                  phase: 'word',
                  edits: [replaceWord({ span }, plain)],
                },
              ],
            }
          : { refusal: 'The port holds a variable or quotes.' }),
      };
    }
  },
});

import { readExposedPorts, type ExposedPort } from '../../model/exposed-ports';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'exposed-host-port',
  code: 'IH734',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'EXPOSE cannot choose a port or an address of the host.',
  why: 'EXPOSE says which port the container listens on. The port of the host is chosen when the container starts (`docker run -p 80:8080`, `ports` in Compose); here Docker drops it without a word, and whoever reads the file waits for a port that is never open.',
  equivalents: { buildkit: 'ExposeInvalidFormat' },
  messages: {
    host: 'An image cannot choose the port of the host: only "{{port}}" counts.',
    address: 'An image cannot choose an address of the host: only "{{port}}" counts.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE 80:8080
        #      ^^^^^^^ exposed-host-port
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
    for (const port of readExposedPorts(model)) {
      const { word, host, hasAddress, literal } = port;
      if (host === undefined && !hasAddress) continue;
      const text = portOf(port);
      yield {
        message: hasAddress ? 'address' : 'host',
        data: { port: text },
        span: word.span,
        ...(literal
          ? {
              fixes: [
                {
                  title: `Write "${text}"`,
                  applicability: 'safe',
                  phase: 'word',
                  edits: [replaceWord(word, text)],
                },
              ],
            }
          : { refusal: 'The port holds a variable or quotes.' }),
      };
    }
  },
});

function portOf({ container: { first, last }, protocol }: ExposedPort): string {
  const range = first === last ? String(first) : `${String(first)}-${String(last)}`;
  return protocol === undefined ? range : `${range}/${protocol}`;
}

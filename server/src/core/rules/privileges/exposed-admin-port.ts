import { defineRule } from '../define-rule';
import { adminPorts } from '../../data/exposed-ports';
import { findExposedServices } from '../../model/exposed-services';
import { dropArgument } from '../../rewrite/drop-argument';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'exposed-admin-port',
  code: 'IH227',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image exposes a port for logging in from outside.',
  why: 'A container runs one application; whoever must look inside uses `docker exec` or `kubectl exec`, which the rights of the cluster protect. SSH, remote desktops and VNC are a second door with accounts, keys and updates of their own, and the first thing that scanners on the network try. An image whose only program is such a server is not meant.',
  fixNotes:
    'The port is taken out of `EXPOSE`, which opens nothing by itself. A server that still starts needs to go as well.',
  equivalents: {
    trivy: 'DS-0004',
    checkov: 'CKV_DOCKER_1',
    kics: '5907595b-5b6d-4142-b173-dbb0e73fbff8',
    sonar: 'S6473',
  },
  messages: { found: 'Port {{port}} is for {{service}}: a container is not logged in to.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 22 8080
        #      ^^ exposed-admin-port
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 8080
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const { known, word, instruction, alone } of findExposedServices(
      model,
      adminPorts.ports,
    )) {
      const report = {
        message: 'found',
        data: { port: String(known.port), service: known.service },
        span: word.span,
      } as const;
      const edit = alone ? dropArgument(model, instruction, word.span) : undefined;
      if (edit === undefined) {
        const refusal = alone
          ? 'A comment stands beside it.'
          : 'The range holds other ports as well.';
        yield { ...report, refusal };
        continue;
      }
      yield {
        ...report,
        fixes: [
          {
            title: `Do not expose port ${String(known.port)}`,
            applicability: 'unsafe',
            phase: 'instruction',
            edits: [edit],
          },
        ],
      };
    }
  },
});

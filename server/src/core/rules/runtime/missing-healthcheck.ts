import { planHealthcheck } from '../../rewrite/add-healthcheck';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'missing-healthcheck',
  code: 'IH603',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Without a HEALTHCHECK nobody notices a server that hangs.',
  why: 'Docker sees that a process runs, not that it answers. With a HEALTHCHECK, `docker ps`, Compose (`condition: service_healthy`) and Swarm know the difference. Kubernetes ignores the instruction and has probes of its own: switch the rule off for images that only run there.',
  fixNotes:
    'The check runs a program that the image is known to have. It asks for a health route that the sources declare, `/up` of Rails among them; without one it connects to the port. Where nothing but EXPOSE names the port, look whether the application listens there: a wrong port makes a healthy container unhealthy.',
  equivalents: {
    hadolint: 'DL3057',
    trivy: 'DS-0026',
    checkov: 'CKV_DOCKER_2',
    kics: 'b03a748a-542d-44f4-bb86-9199ab4fd2d5',
    dockle: 'CIS-DI-0006',
  },
  messages: {
    missing: 'No HEALTHCHECK asks whether port {{port}} answers.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 3000
        #      ^^^^ missing-healthcheck
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 3000
        HEALTHCHECK --timeout=5s --start-period=30s \
            CMD ["node", "-e", "require('net').connect(3000, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/
        EXPOSE 8080/tcp
        #      ^^^^^^^^ missing-healthcheck
        ENTRYPOINT ["server"]
      `,
      good: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/
        EXPOSE 8080/tcp
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz || exit 1
        ENTRYPOINT ["server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const plan = target === undefined ? undefined : planHealthcheck(model, target);
    if (plan === undefined) return;
    const { port } = plan;
    const report = {
      message: 'missing',
      data: { port: String(port.first) },
      span: port.word.span,
    } as const;
    if (plan.kind === 'refused') {
      yield { ...report, refusal: plan.reason };
      return;
    }
    const { probe, edits } = plan;
    yield {
      ...report,
      fixes: [
        {
          title: `Ask port ${String(port.first)} with ${probe.tool}`,
          applicability: probe.sure ? 'unsafe' : 'placeholder',
          phase: 'instruction',
          edits,
        },
      ],
    };
  },
});

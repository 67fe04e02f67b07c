import { findMissingProbeTool } from '../../model/missing-probe-tool';
import { swapProbeTool } from '../../rewrite/swap-probe-tool';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'missing-healthcheck-tool',
  code: 'IH605',
  category: 'runtime',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'HEALTHCHECK calls a program that the image does not have.',
  why: 'A health check whose program is missing fails every time: the container becomes "unhealthy" although the application answers, Compose does not start what waits for it, and Swarm restarts it for ever. Slim images have no curl and no wget, Alpine has BusyBox wget but no curl and no Bash, distroless images keep Node.js off the PATH. Ask with a program that the image has: Node.js, Python, or the wget of BusyBox.',
  fixNotes:
    'The fix asks the same address with Node.js, Python, curl or wget, whichever the image has; the limit of the time, the answer to errors and to redirects stay as they were where the other program can do that (wget and Python follow redirects). `localhost` becomes `127.0.0.1` for wget and Node.js, which may try IPv6 first. There is no fix when the check does more than to ask one address, when it sends headers or credentials, and when the image has no program that could ask.',
  equivalents: {},
  messages: {
    missing: 'The image has no {{tool}}, so this health check fails every time.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY server.js .
        USER node
        EXPOSE 3000
        HEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1
        #               ^^^^ missing-healthcheck-tool
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY server.js .
        USER node
        EXPOSE 3000
        HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:3000/health', { redirect: 'manual' }).then((r) => process.exit(r.status < 400 ? 0 : 1), () => process.exit(1))" || exit 1
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/server
        USER 10001
        HEALTHCHECK --interval=30s CMD ["curl", "-fsS", "http://127.0.0.1:8080/"]
        #                                ^^^^ missing-healthcheck-tool
        CMD ["server"]
      `,
      good: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/server
        USER 10001
        HEALTHCHECK --interval=30s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"]
        CMD ["server"]
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY server.js health.js /app/
        HEALTHCHECK CMD ["node", "/app/health.js"]
        #                 ^^^^ missing-healthcheck-tool
        CMD ["/app/server.js"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY server.js health.js /app/
        HEALTHCHECK CMD ["/nodejs/bin/node", "/app/health.js"]
        CMD ["/app/server.js"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const missing = target === undefined ? undefined : findMissingProbeTool(model, target);
    if (target === undefined || missing === undefined) return;
    const { tool, command } = missing;
    const span = command.words[0]?.span ?? command.shell.span;
    const swap = swapProbeTool(model, target, missing);
    const start = command.instruction.json === undefined ? span.start : span.start + 1;
    yield {
      message: 'missing',
      data: { tool },
      span: command.instruction.json === undefined ? span : { start, end: span.end - 1 },
      ...(swap.kind === 'refused'
        ? { refusal: swap.reason }
        : {
            fixes: [
              {
                title: `Ask with ${swap.tool}`,
                applicability: 'unsafe',
                phase: 'instruction',
                edits: swap.edits,
              },
            ],
          }),
    };
  },
});

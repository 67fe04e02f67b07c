import { planHealthcheck } from '../rewrite/add-healthcheck';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'add-healthcheck',
  title: 'Add a health check',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Adds a HEALTHCHECK that asks the exposed port with a program that the image has. The route is one that the sources declare; without one the check connects to the port. It is certain only where the start command, an ENV or a file of the project names the port too.',
  mends: ['missing-healthcheck'],
  examples: [
    {
      files: { 'server.js': "app.get('/healthz', ok);\napp.listen(3000);\n" },
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE <CURSOR>3000
        CMD ["node", "server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 3000
        HEALTHCHECK --timeout=5s --start-period=30s \
            CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
        CMD ["node", "server.js"]
      `,
    },
    {
      before: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        EXPOSE 8000
        CMD ["python", "-m", "http.server", "8000"]<CURSOR>
      `,
      after: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        EXPOSE 8000
        HEALTHCHECK --timeout=5s --start-period=30s \
            CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), 3)"]
        CMD ["python", "-m", "http.server", "8000"]
      `,
    },
  ],
  run({ model, selection }) {
    const { target } = model;
    const here = target?.instructions.some(
      ({ keyword, span }) =>
        ['EXPOSE', 'CMD', 'ENTRYPOINT'].includes(keyword) && touchesSpan(span, selection),
    );
    if (target === undefined || here !== true) return undefined;
    const plan = planHealthcheck(model, target);
    if (plan === undefined) return undefined;
    if (plan.kind === 'refused') return { kind: 'refused', reason: plan.reason };
    const { edits, probe, port } = plan;
    return {
      kind: 'edits',
      edits,
      title: `Add a health check that asks port ${String(port.first)} with ${probe.tool}`,
      level: probe.sure ? 'unsafe' : 'placeholder',
      evidence: probe.evidence,
    };
  },
});

import { findPortMismatches, type PortMismatch } from '../../model/port-mismatch';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'mismatched-port',
  code: 'IH627',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The server listens on another port than EXPOSE or HEALTHCHECK says.',
  why: 'EXPOSE tells people and tools (`docker run -P`, editors, proxies that look for services) which port to publish, and HEALTHCHECK asks one: when the server listens on another, nothing answers there, and the container is never healthy. Only ports that the command itself names, or that a known server takes by itself, are compared, and only where the image starts a single server.',
  fixNotes:
    'EXPOSE or HEALTHCHECK gets the port of the command. There is no fix where several ports are exposed, a range, or a variable.',
  equivalents: {},
  messages: {
    exposed: '"{{program}}" listens on port {{port}}, which EXPOSE does not name.',
    probed: '"{{program}}" listens on port {{port}}: nobody answers this health check.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        EXPOSE 5000
        #      ^^^^ mismatched-port
        CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        EXPOSE 8000
        CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14
        EXPOSE 8000
        HEALTHCHECK CMD curl -f http://localhost:5000/health || exit 1
        #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mismatched-port
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
      `,
      good: dockerfile`
        FROM python:3.14
        EXPOSE 8000
        HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    for (const found of findPortMismatches(model, target)) {
      const { kind, address, port, span } = found;
      yield {
        message: kind,
        data: { program: address.program, port: String(port) },
        span,
        ...findFix(found),
      };
    }
  },
});

function findFix({ port, place, reason }: PortMismatch): Pick<Report, 'fixes' | 'refusal'> {
  if (place === undefined) return { refusal: reason };
  return {
    fixes: [
      {
        title: `Write port ${String(port)}`,
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord({ span: place }, String(port))],
      },
    ],
  };
}

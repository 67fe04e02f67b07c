import { findMissingShells, type MissingShell } from '../../model/missing-shell';
import type { DockerfileModel } from '../../model/model';
import { findRootBase } from '../../model/stage-graph';
import { planDistrolessProbe, type ProbeImage } from '../../rewrite/distroless-start';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

const messages = {
  run: 'The image has no shell, so this RUN in shell form cannot run.',
  healthCheck: 'The image has no shell, so this health check fails every time.',
  script: 'The image has no shell, so "{{program}}" cannot start.',
} as const;

export default defineRule({
  id: 'missing-shell',
  code: 'IH110',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'RUN, HEALTHCHECK or a start script needs a shell that the image does not have.',
  why: '`scratch` and the images of distroless have no `/bin/sh`. A RUN in shell form ends the build with "exec: /bin/sh: no such file or directory", a health check in shell form fails every time, and a start script ends the container at once. Do in an earlier stage what needs a shell, copy the result, and write HEALTHCHECK and ENTRYPOINT as a JSON array that names a program. CMD and ENTRYPOINT in shell form are reported by shell-form-command.',
  fixNotes:
    'A health check becomes a JSON array where it is one program with its arguments, or asks one address that the runtime of the image can ask. What RUN and scripts do has to move to another stage by hand.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /server .

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /app/server
        HEALTHCHECK CMD /app/server -health || exit 1
        ^^^^^^^^^^^ missing-shell
        ENTRYPOINT ["/app/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /server .

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /app/server
        HEALTHCHECK CMD ["/app/server", "-health"]
        ENTRYPOINT ["/app/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY server.js /app/
        RUN mkdir /app/data
        ^^^ missing-shell
        CMD ["/app/server.js"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY server.js /app/
        COPY data /app/data
        CMD ["/app/server.js"]
      `,
      fixed: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY server.js /app/
        RUN mkdir /app/data
        CMD ["/app/server.js"]
      `,
    },
  ],
  *check(model) {
    for (const missing of findMissingShells(model)) yield toReport(model, missing);
  },
});

function toReport(model: DockerfileModel, missing: MissingShell): Report<keyof typeof messages> {
  const { kind, instruction, program, stage } = missing;
  const span = instruction.json?.[0]?.span ?? instruction.keywordSpan;
  if (kind === 'run') return { message: 'run', span };
  if (program !== undefined) {
    const inside = { start: span.start + 1, end: span.end - 1 };
    return { message: 'script', data: { program }, span: inside };
  }
  const edits = planDistrolessProbe(model, stage, imageOf(missing));
  if (typeof edits === 'string') return { message: 'healthCheck', span, refusal: edits };
  return {
    message: 'healthCheck',
    span,
    fixes: [
      {
        title: 'Write a JSON array',
        applicability: 'unsafe',
        phase: 'instruction',
        edits,
      },
    ],
  };
}

/** The runtime that the base image starts by itself. */
function imageOf({ stage }: MissingShell): ProbeImage {
  const base = findRootBase(stage);
  const entrypoint = base.kind === 'image' ? base.facts?.variant.entrypoint : undefined;
  const program = entrypoint?.[0];
  const name = program?.replace(/^.*\//, '') ?? '';
  if (name === 'node') return { language: 'node', program, names: /^node(?:js)?$/ };
  if (name.startsWith('python')) return { language: 'python', program, names: /^python3?$/ };
  return { language: 'native', program: undefined, names: /^$/ };
}

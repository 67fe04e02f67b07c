import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { handlesPrivileges, startsSomething } from '../../model/started-programs';
import { planRunAs } from '../../rewrite/run-as';
import { planUnprivilegedNginx } from '../../rewrite/use-unprivileged-nginx';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'missing-user',
  code: 'IH201',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The container runs as root because nothing sets a user.',
  why: 'Whoever breaks into a process that runs as root can change every file of the container, read every secret mounted into it, and is root on the host after the next hole in the kernel or the container engine. An account without rights costs one line: `USER`. The files of the application can stay with root, so that the process cannot change its own code.',
  fixNotes:
    'The container runs as the account that the file already makes, as the ready account of the base image (`node`, `bun`, `ubuntu`, `$APP_UID` of .NET), or as a new account `app` with the number 10001; images without a shell get `USER 65532:65532`. `USER` stands behind the last step that needs root. Volumes, folders that are made and left empty, and the known folders of Next.js, Rails and Laravel are given to the account; everything else stays with root, so a program that writes somewhere else needs one more `chown`. There is no fix when the start needs root or may need it: a start script whose content is not in the file, cron, sshd, nginx or Apache, files in `/root`, files that only root may read, a development server.',
  equivalents: {
    trivy: 'DS-0002',
    checkov: 'CKV_DOCKER_3',
    kics: 'fd54f200-402c-4333-a5a4-36ef6709af2f',
    sonar: 'S6471',
    semgrep: [
      'dockerfile.security.missing-user.missing-user',
      'dockerfile.security.missing-user-entrypoint.missing-user-entrypoint',
    ],
    dockle: 'CIS-DI-0001',
  },
  messages: {
    missing: 'The container runs as root: no USER is set, and "{{image}}" starts as root.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        #    ^^^^^^^^^^^^^^^^^^^ missing-user
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        #    ^^^^^^^^^^^^^^^^ missing-user
        WORKDIR /app
        COPY . .
        VOLUME /data
        EXPOSE 8000
        CMD ["python", "-m", "app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        RUN groupadd --system --gid 10001 app \
            && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app \
            && mkdir -p /data \
            && chown app:app /data
        COPY . .
        VOLUME /data
        EXPOSE 8000
        USER app
        CMD ["python", "-m", "app"]
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN go build -o /server .

        FROM scratch
        #    ^^^^^^^ missing-user
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN go build -o /server .

        FROM scratch
        COPY --from=build /server /server
        USER 65532:65532
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    const report = findReport(model);
    if (report !== undefined) yield report;
  },
});

function findReport(model: DockerfileModel): Report<'missing'> | undefined {
  const stage = model.target;
  if (stage?.imageWord === undefined) return undefined;
  const { final } = model.usersOf(stage);
  if (final.privilege !== 'root' || final.instruction !== undefined) return undefined;
  if (!startsSomething(model, stage) || handlesPrivileges(model, stage)) return undefined;
  // nginx has an image that needs no account: that is said once, by a finding of its own.
  if (planUnprivilegedNginx(model, stage) !== undefined) return undefined;
  const plan = planRunAs(model, stage);
  const report: Report<'missing'> = {
    message: 'missing',
    data: { image: stage.imageWord.text },
    span: stage.imageWord.span,
  };
  if (plan.refusal !== undefined) return { ...report, refusal: plan.refusal };
  const { title, edits } = plan;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits }] };
}

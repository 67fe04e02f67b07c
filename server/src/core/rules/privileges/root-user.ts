import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { handlesPrivileges, startsSomething } from '../../model/started-programs';
import { planRunAs } from '../../rewrite/run-as';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'root-user',
  code: 'IH202',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The container runs as root because the last USER says so.',
  why: 'Whoever breaks into a process that runs as root can change every file of the container, read every secret mounted into it, and is root on the host after the next hole in the kernel or the container engine. Steps that need root may switch to it, but the last `USER` of the stage that ships should name an account without rights.',
  fixNotes:
    'The last `USER` is changed, or another one is added behind the last step that needs root. It names the user that was set before, the one that the base image runs as, an account that the file makes, the ready account of the base image, or a new account `app` with the number 10001. Volumes, folders that are made and left empty, and the known folders of Next.js, Rails and Laravel are given to the account; everything else stays with root. There is no fix when the start needs root or may need it, or when the base image is not known and the file names no other user.',
  equivalents: {
    hadolint: 'DL3002',
    trivy: 'DS-0002',
    checkov: 'CKV_DOCKER_8',
    kics: '67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae',
    sonar: 'S6471',
    semgrep: 'dockerfile.security.last-user-is-root.last-user-is-root',
    dockle: 'CIS-DI-0001',
  },
  messages: {
    last: 'The container runs as root: the last USER is "{{user}}".',
    variable: 'The container runs as root: the last USER is "{{user}}", which is "{{value}}" here.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        USER root
        #    ^^^^ root-user
        WORKDIR /app
        COPY . .
        RUN npm ci --omit=dev
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        USER root
        WORKDIR /app
        COPY . .
        RUN npm ci --omit=dev
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN useradd --system --uid 10001 worker
        COPY . /srv
        USER 0:0
        #    ^^^ root-user
        CMD ["/srv/worker"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN useradd --system --uid 10001 worker
        COPY . /srv
        USER worker
        CMD ["/srv/worker"]
      `,
    },
  ],
  *check(model) {
    const report = findReport(model);
    if (report !== undefined) yield report;
  },
});

function findReport(model: DockerfileModel): Report<'last' | 'variable'> | undefined {
  const stage = model.target;
  if (stage === undefined || stage.mayBeWindows) return undefined;
  const { privilege, word, name = '', group } = model.usersOf(stage).final;
  if (privilege !== 'root' || word === undefined) return undefined;
  if (!startsSomething(model, stage) || handlesPrivileges(model, stage)) return undefined;
  const value = group === undefined ? name : `${name}:${group}`;
  const report: Report<'last' | 'variable'> = {
    message: value === word.text ? 'last' : 'variable',
    data: { user: word.text, value },
    span: word.span,
  };
  const plan = planRunAs(model, stage);
  if (plan.refusal !== undefined) return { ...report, refusal: plan.refusal };
  const { title, edits } = plan;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits }] };
}

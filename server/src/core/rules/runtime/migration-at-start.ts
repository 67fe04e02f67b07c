import type { EarlyStep } from '../../model/early-steps';
import type { DockerfileModel } from '../../model/model';
import { findStartMigrations } from '../../model/start-migrations';
import { dropEarlyStep } from '../../rewrite/drop-early-step';
import { markInScript } from '../../rewrite/edit-start-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'migration-at-start',
  code: 'IH622',
  category: 'runtime',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Every container changes the schema of the database before it serves.',
  why: 'With two containers two migrations run at the same time, and not every tool locks the database. A restart in the night migrates, a migration that fails keeps every container from starting, a rollback to the image before does not undo it, and the account of the application needs the rights to change the schema. Run the migration once for each release, before the containers are exchanged: a service of its own in Compose (`command: python manage.py migrate`, with `depends_on: … condition: service_completed_successfully` for the application), a Job or an init container with a lock in Kubernetes, or the release step of a platform. For a single container this may be fine: then silence the rule. A migration behind a condition, such as a variable, is not reported, nor one that no program follows.',
  fixNotes:
    'The migration is taken out of CMD or ENTRYPOINT, and has to be run by somebody else from then on: see above. There is no fix in scripts of the project.',
  equivalents: {},
  messages: { migration: '"{{words}}" runs at every start of every container.' },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        CMD ["sh", "-c", "python manage.py migrate && exec gunicorn app.wsgi"]
        #                 ^^^^^^^^^^^^^^^^^^^^^^^^ migration-at-start
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        CMD ["sh", "-c", "exec gunicorn app.wsgi"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD npx prisma migrate deploy && node server.js
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^ migration-at-start
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD node server.js
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    for (const step of findStartMigrations(model, target)) {
      const { command, script } = step;
      const words = command.words.map(({ value, text }) => value ?? text);
      yield {
        message: 'migration',
        data: { words: words.slice(0, 4).join(' ') },
        span: markInScript(model, script, spanOf(step)),
        ...findFix(model, step),
      };
    }
  },
});

/** The words of the command on its first line. */
function spanOf({ command }: EarlyStep): Report['span'] {
  const { words, shell } = command;
  return {
    start: words[0]?.span.start ?? shell.span.start,
    end: words.at(-1)?.span.end ?? shell.span.end,
  };
}

function findFix(model: DockerfileModel, step: EarlyStep): Pick<Report, 'fixes' | 'refusal'> {
  const plan = dropEarlyStep(model, step);
  if (plan.kind === 'refused') return { refusal: plan.reason };
  const title = 'Leave the migration to a step of the release';
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', ...plan.change }] };
}

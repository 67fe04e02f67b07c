import { defineRule, type Report } from '../define-rule';
import { debugSwitches, type DebugSwitch } from '../../data/debug-switches';
import { isForDevelopment } from '../../model/development-stage';
import { findDevelopmentServer } from '../../model/development-start';
import type { DockerfileModel } from '../../model/model';
import type { Binding } from '../../model/variables';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'debug-switch-in-env',
  code: 'IH230',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image runs its framework in the mode for development.',
  why: 'In the mode for development frameworks answer errors with stack traces, settings and source code, some open a console that runs code, check fewer rights, and are slow. What `ENV` sets is the default of every container. Set it where it is needed: in a stage of its own for development, or when the container is started.',
  fixNotes:
    'The variable gets the value for production. The application may then ask for settings that it did without before, such as a secret key or the list of host names. Package managers read these variables as well: when steps stand below, they keep the value, and the other one is set behind them.',
  equivalents: { sonar: 'S4507' },
  messages: {
    found: '{{name}}={{value}} is for development: {{effect}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        ENV FLASK_DEBUG=1
        #   ^^^^^^^^^^^^^ debug-switch-in-env
        COPY . .
        USER nobody
        CMD ["gunicorn", "app:app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        ENV FLASK_DEBUG=0
        COPY . .
        USER nobody
        CMD ["gunicorn", "app:app"]
      `,
    },
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        WORKDIR /app
        ENV ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_HTTP_PORTS=8080
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ debug-switch-in-env
        COPY publish .
        USER $APP_UID
        ENTRYPOINT ["dotnet", "Shop.dll"]
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        WORKDIR /app
        ENV ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_HTTP_PORTS=8080
        COPY publish .
        USER $APP_UID
        ENTRYPOINT ["dotnet", "Shop.dll"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || isForDevelopment(target)) return;
    const scope = model.variables.atEnd(target);
    for (const known of debugSwitches) {
      const binding = scope.get(known.name);
      if (binding?.kind !== 'env' || binding.value === undefined) continue;
      if (!known.value.test(binding.value)) continue;
      const report = findReport(model, known, binding);
      if (report !== undefined) yield report;
    }
  },
});

/** Steps that may read the variable while the image is built. */
const steps = new Set(['RUN', 'COPY', 'ADD', 'ENV', 'ARG', 'WORKDIR']);

/** A value that comes from a build argument is chosen by who builds. */
function findReport(
  model: DockerfileModel,
  { name, production, effect }: DebugSwitch,
  { assignment, value = '' }: Binding,
): Report<'found'> | undefined {
  const word = assignment?.value;
  if (assignment === undefined || word === undefined || word.text.includes('$')) return undefined;
  if (model.text.slice(assignment.span.start, assignment.span.end).includes('\n')) return undefined;
  const { target } = model;
  if (target !== undefined && findDevelopmentServer(model, target) !== undefined) return undefined;
  const report: Report<'found'> = {
    message: 'found',
    data: { name, value, effect },
    span: assignment.span,
  };
  if (production === undefined) {
    return { ...report, refusal: 'Only a person knows which of the options are for production.' };
  }
  const isRead = model.tree.instructions.some(
    ({ keyword: each, span }) => each === 'RUN' && assignment.span.start < span.start,
  );
  if (isRead && target !== undefined) {
    const last = target.instructions.findLast(({ keyword: each }) => steps.has(each));
    const line = `${keyword(model, 'ENV')} ${name}=${production}`;
    const edit = insertAfter(model, last ?? target.from, [line]);
    const behind = `Set ${name}=${production} behind the steps`;
    return {
      ...report,
      fixes: [{ title: behind, applicability: 'unsafe', phase: 'instruction', edits: [edit] }],
    };
  }
  const title = `Set ${name}=${production}`;
  const edits = [replaceWord(word, production)];
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits }] };
}

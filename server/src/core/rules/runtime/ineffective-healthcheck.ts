import {
  findIneffectiveHealthcheck,
  type IneffectiveHealthcheck,
} from '../../model/ineffective-healthcheck';
import type { DockerfileModel } from '../../model/model';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Span } from '../../text/span';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'ineffective-healthcheck',
  code: 'IH628',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The health check says nothing about the health of the application.',
  why: 'A check that ends with `|| true` or `; exit 0` is always healthy; to have none, write `HEALTHCHECK NONE`. Without `-f`, curl succeeds whenever something answers, an error 500 too. wget without `-O` writes the answer to a file: the wget of BusyBox fails the second time because the file is there, that of GNU adds a file with each check. Short intervals and a long timeout are not reported: Docker waits for one check before it counts down to the next.',
  fixNotes:
    '`-f` and `-O /dev/null` are added. Where the address does not look like one for health checks, an application that answers with an error there becomes unhealthy, so that fix needs a look, as does `|| exit 1` in place of `|| true`.',
  equivalents: {},
  messages: {
    always: '"{{words}}" makes every check succeed.',
    errors: 'Without -f, curl takes the page of an error for a healthy answer.',
    file: 'Without -O, wget writes each answer to a file; that of BusyBox fails when the file is there.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD curl http://localhost:3000/health || exit 1
        #               ^^^^ ineffective-healthcheck
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        USER 10001
        HEALTHCHECK CMD ["wget", "-q", "http://127.0.0.1:8080/"]
        #                 ^^^^ ineffective-healthcheck
        CMD ["/server"]
      `,
      good: dockerfile`
        FROM alpine:3.23
        USER 10001
        HEALTHCHECK CMD ["wget", "-O", "/dev/null", "-q", "http://127.0.0.1:8080/"]
        CMD ["/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD curl -f http://localhost:3000/ || true
        #                                                 ^^^^ ineffective-healthcheck
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findIneffectiveHealthcheck(model, target);
    if (found === undefined) return;
    const span = spanOf(found);
    const words = model.text.slice(span.start, span.end);
    yield { message: found.kind, data: { words }, span, ...findFix(model, found, span) };
  },
});

/** The program; what always succeeds as a whole. */
function spanOf(found: IneffectiveHealthcheck): Span {
  if (found.kind === 'always') {
    const { program, arguments: rest, span } = found.command;
    const start = program?.span.start ?? span.start;
    const isExec = found.execution.form === 'exec';
    if (isExec) return { start: start + 1, end: (program?.span.end ?? span.end) - 1 };
    const isExit = program?.value === 'exit';
    return { start, end: (isExit ? rest[0]?.span.end : program?.span.end) ?? span.end };
  }
  const { span } = found.program;
  return found.execution.form === 'exec' ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Paths that by custom answer without a login, and with an error only when something is wrong. */
const healthPath =
  /\/(?:_?health\w*|health[-_]?check|livez?|liveness|readyz?|readiness|ping|up|status|actuator\/health)\/?(?:\?.*)?$/i;

function findFix(
  model: DockerfileModel,
  found: IneffectiveHealthcheck,
  span: Span,
): Pick<Report, 'fixes' | 'refusal'> {
  if (found.kind === 'always') {
    if (!found.isFallback) return { refusal: 'What else should be asked is not known.' };
    const whole = found.command.span;
    const isOneLine = model.lines.placeAt(whole.start).line === model.lines.placeAt(whole.end).line;
    if (!isOneLine) return { refusal: 'It goes over several lines.' };
    return toFix('Count a failure', 'unsafe', { span: whole, text: 'exit 1' });
  }
  const options = found.kind === 'errors' ? ['-f'] : ['-O', '/dev/null'];
  const isExec = found.execution.form === 'exec';
  const { end } = isExec ? { end: span.end + 1 } : span;
  const text = options.map((word) => (isExec ? `, "${word}"` : ` ${word}`)).join('');
  const isSafe = found.kind === 'file' || healthPath.test(found.url);
  return toFix(`Add "${options.join(' ')}"`, isSafe ? 'safe' : 'unsafe', {
    span: { start: end, end },
    text,
  });
}

function toFix(
  title: string,
  applicability: Fix['applicability'],
  edit: Fix['edits'][number],
): Pick<Report, 'fixes'> {
  return { fixes: [{ title, applicability, phase: 'word', edits: [edit] }] };
}

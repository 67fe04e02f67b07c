import { findUnreadSyntax, type UnreadSyntax } from '../../model/unread-shell-syntax';
import type { DockerfileModel } from '../../model/model';
import { handToShell } from '../../rewrite/hand-to-shell';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'shell-syntax-in-exec-form',
  code: 'IH621',
  category: 'runtime',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'No shell reads the exec form: operators and variables of a shell are plain arguments.',
  why: 'A JSON array starts the program itself. `$PORT` is then the text "$PORT", `&&` an argument, and what stands behind it more arguments of the first program: `HEALTHCHECK CMD ["curl", "-f", "http://localhost/", "||", "exit", "1"]` asks for pages that are called "||" and "exit" and fails every time. Docker replaces no variables in CMD, ENTRYPOINT, RUN and HEALTHCHECK. Use the shell form for RUN and HEALTHCHECK, and for CMD and ENTRYPOINT a shell that replaces itself: `["/bin/sh", "-c", "exec …"]`. Programs that may replace `${…}` in their arguments themselves, as many of Java do, and those that hand their arguments to a shell are not reported.',
  fixNotes:
    'RUN and HEALTHCHECK become shell form, CMD and ENTRYPOINT get a shell that replaces itself by the program. A variable that is empty or holds blanks then is no word or several, as in every shell script. There is no fix where the image is not known to have a shell, or ENTRYPOINT and CMD name the program together.',
  equivalents: {},
  messages: {
    operator:
      '"{{text}}" is an argument of {{program}} here, because no shell reads the exec form.',
    variable: 'Nobody replaces "{{text}}" here: {{program}} gets it as it stands.',
    name: 'Nobody replaces "{{text}}" here: no program has this name.',
    pattern: 'Nobody replaces the pattern "{{text}}" here: {{program}} gets it as it stands.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        ENV PORT=8000
        CMD ["gunicorn", "app:app", "--bind", "0.0.0.0:$PORT"]
        #                                      ^^^^^^^^^^^^^ shell-syntax-in-exec-form
      `,
      good: dockerfile`
        FROM python:3.14-slim
        ENV PORT=8000
        CMD ["/bin/sh", "-c", "exec gunicorn app:app --bind 0.0.0.0:$PORT"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD ["curl", "-f", "http://127.0.0.1:3000/", "||", "exit", "1"]
        #                                                         ^^ shell-syntax-in-exec-form
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie
        USER node
        HEALTHCHECK CMD curl -f http://127.0.0.1:3000/ || exit 1
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        COPY app.jar /
        ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "/app.jar"]
        #                    ^^^^^^^^^^ shell-syntax-in-exec-form
      `,
      good: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        COPY app.jar /
        ENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar \"$@\"", "sh"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findUnreadSyntax(model, stage)) {
        const { kind, text, program, isProgram } = found;
        yield {
          message: isProgram && kind === 'variable' ? 'name' : kind,
          data: { text, program },
          span: markOf(model, found),
          ...findFix(model, found),
        };
      }
    }
  },
});

/** The inside of the string, where it stands on one line. */
function markOf(model: DockerfileModel, { element, instruction }: UnreadSyntax): Report['span'] {
  const { start, end } = element.span;
  const isOneLine = model.lines.placeAt(start).line === model.lines.placeAt(end).line;
  return isOneLine ? { start: start + 1, end: end - 1 } : instruction.keywordSpan;
}

function findFix(model: DockerfileModel, found: UnreadSyntax): Pick<Report, 'fixes' | 'refusal'> {
  const plan = handToShell(model, found);
  if (plan.kind === 'refused') return { refusal: plan.reason };
  const { title, edits } = plan;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}

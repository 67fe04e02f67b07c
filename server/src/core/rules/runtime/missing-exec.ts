import { findMissingExecs, type MissingExec } from '../../model/missing-exec';
import type { DockerfileModel } from '../../model/model';
import { editStartScript, markInScript } from '../../rewrite/edit-start-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-exec',
  code: 'IH620',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A start script keeps a shell above the program of the container.',
  why: 'The shell that runs an entry script, or the text behind `sh -c`, is the main process; the program that it starts last is its child. A stop signal reaches the shell only, which does not pass it on: after ten seconds Docker kills both, and the program cannot finish its work. With `exec` in front of it the program takes the place of the shell. It is the last command, so nothing else changes. Scripts that use `trap`, `wait` or `&` handle their children themselves and are not reported, nor are texts behind `sh -c` where the shell of the image is BusyBox or Bash, which replace themselves.',
  equivalents: {},
  messages: {
    file: '"{{program}}" runs below the shell of {{file}}, which does not pass stop signals on.',
    text: '"{{program}}" runs below "{{shell}}", which does not pass stop signals on.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        COPY . .
        CMD ["sh", "-c", "python manage.py check && gunicorn app.wsgi --bind 0.0.0.0:$PORT"]
        #                                           ^^^^^^^^ missing-exec
      `,
      good: dockerfile`
        FROM python:3.14-slim
        COPY . .
        CMD ["sh", "-c", "python manage.py check && exec gunicorn app.wsgi --bind 0.0.0.0:$PORT"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        COPY --chmod=755 <<EOF /entrypoint.sh
        #!/bin/sh
        set -e
        node check.js
        node server.js
        ^^^^ missing-exec
        EOF
        ENTRYPOINT ["/entrypoint.sh"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        COPY --chmod=755 <<EOF /entrypoint.sh
        #!/bin/sh
        set -e
        node check.js
        exec node server.js
        EOF
        ENTRYPOINT ["/entrypoint.sh"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows) return;
    for (const found of findMissingExecs(model, target)) {
      const { script, command } = found;
      const [program] = command.words;
      if (program === undefined) continue;
      const { source, shell = 'sh' } = script;
      yield {
        message: source.kind === 'element' ? 'text' : 'file',
        data: {
          program: program.value ?? program.text.replaceAll('"', ''),
          shell: `${shell} -c`,
          file: source.kind === 'file' ? source.path : 'the script',
        },
        span: markInScript(model, script, program.span),
        ...findFix(model, found),
      };
    }
  },
});

/** Words in front of a program that only a shell knows. */
const shellWords = new Set(['command', 'builtin', 'time']);

function findFix(
  model: DockerfileModel,
  { script, command }: MissingExec,
): Pick<Report, 'fixes' | 'refusal'> {
  if (command.wrappers.some((name) => shellWords.has(name))) {
    return { refusal: 'The shell itself reads what stands in front of the program.' };
  }
  const { start } = command.shell.span;
  const text = command.shell.assignments.length === 0 ? 'exec ' : 'exec env ';
  const change = editStartScript(model, script, [{ span: { start, end: start }, text }]);
  const title = `Put "exec" in front of "${command.words[0]?.text.replaceAll('"', '') ?? ''}"`;
  return { fixes: [{ title, applicability: 'safe', phase: 'word', ...change }] };
}

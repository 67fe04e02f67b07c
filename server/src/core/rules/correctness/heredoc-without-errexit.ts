import { defineRule } from '../define-rule';
import { isOnlyHeredoc } from '../../model/commands';
import { endsWithQuestion, findIgnoredFailure, readsStatus } from '../../model/ignored-failures';
import { setShellOptions } from '../../rewrite/script-start';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'heredoc-without-errexit',
  code: 'IH705',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN heredoc goes on after a failing command, because nothing tells it to stop.',
  why: 'The lines of a heredoc are a shell script. Without `set -e` the shell runs every line and reports the status of the last one only: a failed download or build in the middle is not noticed, and the image is made without it. `set -e` as the first line stops the build at the command that failed.',
  fixNotes:
    'With `set -e` a script stops at the first failure. The fix is `unsafe` when a command such as `grep` or `diff`, which may fail where nothing is wrong, stands alone on a line: write `|| true` behind it if the script is to go on.',
  equivalents: {},
  messages: {
    unchecked:
      'Only the last command of this heredoc decides whether the build fails: a failure of "{{command}}" is ignored.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN <<EOF
        #   ^^^^^ heredoc-without-errexit
        apt-get update
        apt-get install -y --no-install-recommends curl
        rm -rf /var/lib/apt/lists/*
        EOF
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN <<EOF
        set -e
        apt-get update
        apt-get install -y --no-install-recommends curl
        rm -rf /var/lib/apt/lists/*
        EOF
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN <<EOF
        #   ^^^^^ heredoc-without-errexit
        #!/bin/bash
          python -m venv /opt/venv
          /opt/venv/bin/pip install --no-cache-dir flask==3.1.2
        EOF
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN <<EOF
        #!/bin/bash
          set -e
          python -m venv /opt/venv
          /opt/venv/bin/pip install --no-cache-dir flask==3.1.2
        EOF
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        const [heredoc] = execution.instruction.heredocs;
        const [script] = execution.scripts;
        if (heredoc?.terminatorSpan === undefined || script === undefined) continue;
        if (!isOnlyHeredoc(execution.instruction) || !execution.complete) continue;
        const ignored = findIgnoredFailure(execution, script);
        if (ignored === undefined || readsStatus(script)) continue;
        const edit = setShellOptions(model, execution, '-e');
        yield {
          message: 'unchecked',
          data: { command: ignored.program?.text ?? '' },
          span: heredoc.span,
          ...(edit === undefined
            ? { refusal: 'There is no place for "set -e" in this script.' }
            : {
                fixes: [
                  {
                    title: 'Stop at the first failing command with "set -e"',
                    applicability: script.statements.some(endsWithQuestion) ? 'unsafe' : 'safe',
                    phase: 'instruction',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

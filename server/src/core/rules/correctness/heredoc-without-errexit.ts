import { defineRule } from '../define-rule';
import { isOnlyHeredoc, type Execution } from '../../model/commands';
import { shellOptionsAt } from '../../model/shell-options';
import { setShellOptions } from '../../rewrite/script-start';
import type { ShellCommand, ShellScript, ShellStatement } from '../../syntax/shell';
import { dockerfile } from '../../text/dockerfile-tag';

/** Commands that do not fail, or whose failure has no effect on what follows. */
const harmless = new Set([
  'echo',
  'printf',
  'export',
  'set',
  ':',
  'true',
  'umask',
  'shopt',
  'exit',
]);

/** Commands that answer a question by their status, so that they may fail where nothing is wrong. */
const asking = new Set(
  '[ [[ test grep egrep fgrep diff cmp which command type id getent expr let read false pgrep pkill kill'.split(
    ' ',
  ),
);

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
        if (heredoc === undefined || script === undefined) continue;
        if (!isOnlyHeredoc(execution.instruction) || !execution.complete) continue;
        const ignored = findIgnored(execution, script);
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

/** The first command in front of the last statement whose failure nothing notices. */
function findIgnored(execution: Execution, script: ShellScript): ShellCommand | undefined {
  for (const statement of script.statements.slice(0, -1)) {
    if (shellOptionsAt(execution, script, statement.span.start).errexit) return undefined;
    const command = findFallible(statement);
    if (command !== undefined) return command;
  }
  return undefined;
}

function findFallible(statement: ShellStatement): ShellCommand | undefined {
  if (statement.background || statement.operators.includes('||')) return undefined;
  return statement.pipelines
    .flatMap((pipeline) => (pipeline.negated ? [] : pipeline.commands))
    .find(
      (command) => command?.program !== undefined && !harmless.has(command.program.value ?? ''),
    );
}

function endsWithQuestion(statement: ShellStatement): boolean {
  if (statement.operators.includes('||')) return false;
  const last = statement.pipelines.at(-1);
  const command = last?.negated === true ? undefined : last?.commands.at(-1);
  return asking.has(command?.program?.value ?? '');
}

/** A script that reads `$?` handles failures itself. */
function readsStatus(script: ShellScript): boolean {
  return script.commands.some((command) =>
    [command.program, ...command.arguments].some((word) => word?.variables.includes('?') === true),
  );
}

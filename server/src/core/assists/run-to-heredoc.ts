import { isPlainChain } from '../rewrite/run-script';
import { frontendSupports } from '../model/frontend';
import type { DockerfileModel } from '../model/model';
import { keyword, replaceInstruction } from '../rewrite/instructions';
import type { Execution } from '../model/commands';
import { dockerfile } from '../text/dockerfile-tag';
import { defineAssist, type AssistOutcome } from './define-assist';

export default defineAssist({
  id: 'run-to-heredoc',
  title: 'Write the RUN as a heredoc',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Writes a chain of commands joined by "&&" as a heredoc with one command a line, behind "set -e", so that the first failure still ends the build.',
  examples: [
    {
      before: dockerfile`
        FROM debian:13-slim
        RUN <CURSOR>apt-get update \
            # A comment.
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
      `,
      after: dockerfile`
        FROM debian:13-slim
        RUN <<EOF
        set -e
        apt-get update
        # A comment.
        apt-get install -y --no-install-recommends curl
        rm -rf /var/lib/apt/lists/*
        EOF
      `,
    },
  ],
  run({ model, selection }) {
    const instruction = model.instructionAt(selection.start);
    if (instruction?.keyword !== 'RUN' || instruction.heredocs.length !== 0) return undefined;
    if (instruction.json !== undefined || model.stageOf(instruction) === undefined)
      return undefined;
    const execution = model.executionOf(instruction);
    if (execution.scripts[0]?.statements.length === 1) {
      const [statement] = execution.scripts[0].statements;
      if (statement?.pipelines.length === 1) return undefined;
    }
    return toHeredoc(model, execution);
  },
});

function refuse(reason: string): AssistOutcome {
  return { kind: 'refused', reason };
}

function toHeredoc(model: DockerfileModel, execution: Execution): AssistOutcome {
  const { instruction } = execution;
  const [script, ...scripts] = execution.scripts;
  const [statement, ...statements] = script?.statements ?? [];
  if (!execution.complete || statement === undefined || scripts.length !== 0) {
    return refuse('The script could not be read.');
  }
  if (statements.length !== 0 || !isPlainChain(statement)) {
    return refuse('The commands are not chained with "&&" alone.');
  }
  if (statement.pipelines.some(({ negated }) => negated)) {
    return refuse('"set -e" overlooks a command with "!" in front.');
  }
  if (frontendSupports(model, 4) === 'no') {
    return refuse('The frontend that "# syntax=" names does not know heredocs.');
  }
  const lines = readLines(model, execution);
  if (lines === undefined) {
    return refuse('A command or a comment between the commands spans several lines.');
  }
  if (lines.some((line) => line === 'EOF')) return refuse('A line of the script is "EOF".');
  const flags = instruction.flags.map(({ span }) => model.text.slice(span.start, span.end));
  const head = [keyword(model, 'RUN'), ...flags, '<<EOF'].join(' ');
  const errexit = execution.shell.errexit ? [] : ['set -e'];
  const text = [head, ...errexit, ...lines, 'EOF'].join(model.layout.lineEnding);
  return { kind: 'edits', edits: [replaceInstruction(instruction, text)], level: 'safe' };
}

/** The commands and the comments between them, in order; undefined when one has more than a line. */
function readLines(model: DockerfileModel, execution: Execution): readonly string[] | undefined {
  const pieces = [
    ...(execution.scripts[0]?.statements[0]?.pipelines ?? []),
    ...execution.instruction.innerComments,
  ].sort((left, right) => left.span.start - right.span.start);
  const lines = pieces.map(({ span }) => model.text.slice(span.start, span.end).trim());
  return lines.some((line) => /[\r\n]/.test(line)) ? undefined : lines;
}

import type { Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { isMounted } from '../../model/mounts';
import { insertAfter, insertBefore, keyword } from '../../rewrite/instructions';
import type { Instruction } from '../../syntax/instruction';
import type { ShellCommand, ShellPipeline, ShellStatement } from '../../syntax/shell';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'cd-in-run',
  code: 'IH731',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN changes the folder for all of its commands; WORKDIR says so to everybody.',
  why: 'A `cd` counts for its own RUN only, so that the next one must repeat it, and a reader has to find out where a file ends up. `WORKDIR` counts for all that follows. A `cd` in the middle of a script, or in a subshell, is plain shell and not reported.',
  fixNotes:
    'The fix writes a WORKDIR above the RUN and goes back below it, so that what follows finds the folder it expects. It is offered where the folder is an absolute path, the folder before it is known, and the script does not go back to it by itself.',
  equivalents: {
    hadolint: 'DL3003',
    trivy: 'DS-0013',
    kics: 'f4a6bcd3-e231-4acf-993c-aa027be50d2e',
    sonar: 'S6597',
    semgrep: 'dockerfile.best-practice.use-workdir.use-workdir',
  },
  messages: { cd: 'The whole RUN works in "{{path}}": WORKDIR can say so.' },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN cd /src/tools && go install ./...
        #   ^^ cd-in-run
        RUN go build -o /out/server ./cmd/server
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        WORKDIR /src/tools
        RUN go install ./...
        WORKDIR /src
        RUN go build -o /out/server ./cmd/server
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        const [statement] = execution.scripts[0]?.statements ?? [];
        const [first, ...others] = withoutSet(execution.scripts[0]?.statements ?? []);
        const [command] = first?.commands ?? [];
        if (statement === undefined || command?.program?.value !== 'cd') continue;
        const [folder, ...more] = command.arguments;
        if (others.length === 0 || folder === undefined || more.length !== 0) continue;
        const edits =
          first === statement.pipelines[0]
            ? toWorkdir(model, execution, statement, folder.value)
            : undefined;
        yield {
          message: 'cd',
          data: { path: folder.text },
          span: command.program.span,
          ...(edits === undefined
            ? { refusal: 'Where the commands and what follows them would then run is not known.' }
            : {
                fixes: [
                  {
                    title: `Write WORKDIR ${folder.value ?? ''}`,
                    applicability: 'safe',
                    phase: 'structure',
                    edits,
                  },
                ],
              }),
        };
      }
    }
  },
});

/** The pipelines of a script from the first on that does more than set options of the shell. */
function withoutSet(statements: readonly ShellStatement[]): readonly ShellPipeline[] {
  const pipelines = statements.flatMap((statement) => statement.pipelines);
  const start = pipelines.findIndex(({ commands }) => commands[0]?.program?.value !== 'set');
  return start === -1 ? [] : pipelines.slice(start);
}

/** Undefined where the result could differ. */
function toWorkdir(
  model: DockerfileModel,
  execution: Execution,
  statement: ShellStatement,
  path: string | undefined,
): readonly Edit[] | undefined {
  const { instruction, form, complete, commands } = execution;
  const before = model.workdirAt(instruction);
  const next = statement.pipelines[1];
  if (path === undefined || !/^\/[\w./@+-]*$/.test(path) || before === undefined) return undefined;
  if (form !== 'shell' || !complete || next === undefined) return undefined;
  if (statement.operators.some((operator) => operator !== '&&')) return undefined;
  if (
    isMounted(model.mountsOf(instruction), path) ||
    commands.some(({ shell }) => goesBack(shell))
  ) {
    return undefined;
  }
  const start = statement.span.start;
  const removed = { start, end: next.span.start };
  if (model.text.slice(removed.start, removed.end).includes('#')) return undefined;
  const isKnown = model.text.slice(instruction.span.start, instruction.span.end).includes('OLDPWD');
  if (isKnown) return undefined;
  const workdir = keyword(model, 'WORKDIR');
  const isBack = path === before || setsFolder(model, instruction);
  return [
    ...(path === before ? [] : [insertBefore(model, instruction, [`${workdir} ${path}`])]),
    { span: removed, text: '' },
    ...(isBack ? [] : [insertAfter(model, instruction, [`${workdir} ${before}`])]),
  ];
}

/** `cd -`, and the stack of folders. */
function goesBack({ program, arguments: rest }: ShellCommand): boolean {
  const name = program?.value ?? '';
  return /^(?:pushd|popd|dirs)$/.test(name) || (name === 'cd' && rest[0]?.text === '-');
}

/** True when the next instruction is a WORKDIR that does not depend on the one before. */
function setsFolder(model: DockerfileModel, instruction: Instruction): boolean {
  const instructions = model.stageOf(instruction)?.instructions ?? [];
  const next = instructions[instructions.indexOf(instruction) + 1];
  return next?.keyword === 'WORKDIR' && next.words[0]?.text.startsWith('/') === true;
}

import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { toExecForm } from '../../rewrite/instructions';
import type { Instruction, JsonElement } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'joined-arguments',
  code: 'IH670',
  category: 'runtime',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An exec form holds the program and its arguments in one string.',
  why: 'No shell takes the strings of a JSON array apart: each is one word. `CMD ["node server.js"]` asks for a program whose name is `node server.js`, and the container ends with "executable file not found in $PATH". Write each word as a string of its own. CMD is looked at where the image is known to have no ENTRYPOINT, which may be a shell that wants one string.',
  fixNotes:
    'The fix splits the string at its blanks. It is refused where the string holds quotes, variables or operators, which only a shell understands: write the words by hand, or use the shell form.',
  equivalents: {},
  messages: { joined: 'No program is called "{{text}}": each word needs a string of its own.' },
  examples: [
    {
      bad: dockerfile`
        FROM gcr.io/distroless/base-debian13:nonroot
        COPY server /app/
        ENTRYPOINT ["/app/server --port 8080"]
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^ joined-arguments
      `,
      good: dockerfile`
        FROM gcr.io/distroless/base-debian13:nonroot
        COPY server /app/
        ENTRYPOINT ["/app/server", "--port", "8080"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const instruction of commandsOf(model, stage)) {
        const [first] = instruction.json ?? [];
        if (first !== undefined && isJoined(first.value)) yield toReport(first);
      }
    }
  },
});

/** Every RUN, and what a container of the stage that is built starts. */
function commandsOf(model: DockerfileModel, stage: Stage): readonly Instruction[] {
  const runs = stage.instructions.filter(({ keyword }) => keyword === 'RUN');
  if (stage !== model.target) return runs;
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  const main = entrypoint.kind === 'none' ? command : entrypoint;
  return [
    ...runs,
    ...(healthCheck?.kind === 'command' ? [healthCheck.instruction] : []),
    ...(main.kind === 'instruction' ? [main.instruction] : []),
  ];
}

/** Words behind a program; a path may have blanks in it. */
function isJoined(text: string): boolean {
  const [program = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length === 0 || !/^[\w./-]+$/.test(program)) return false;
  const isPath = program.includes('/');
  return !isPath || rest[0]?.startsWith('-') === true || !rest.some((word) => word.includes('/'));
}

function toReport({ value, span }: JsonElement): Report<'joined'> {
  const report: Report<'joined'> = { message: 'joined', data: { text: value }, span };
  if (/["'`\\$;&|<>*?()]/.test(value)) {
    return { ...report, refusal: 'The string holds what only a shell understands.' };
  }
  const text = toExecForm(value.trim().split(/\s+/)).slice(1, -1);
  return {
    ...report,
    fixes: [
      {
        title: 'Write each word as a string',
        applicability: 'unsafe',
        phase: 'word',
        edits: [{ span, text }],
      },
    ],
  };
}

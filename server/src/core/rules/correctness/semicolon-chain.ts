import { defineRule, type Fix, type Report } from '../define-rule';
import type { Execution } from '../../model/commands';
import { endsWithQuestion, findIgnoredFailure, readsStatus } from '../../model/ignored-failures';
import type { DockerfileModel } from '../../model/model';
import { shellOptionsAt } from '../../model/shell-options';
import type { ShellCommand, ShellScript, ShellStatement } from '../../syntax/shell';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';

export default defineRule({
  id: 'semicolon-chain',
  code: 'IH785',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN goes on after a failing command, because a semicolon joins the two.',
  why: 'In `RUN a; b` the shell runs `b` whatever became of `a`, and the RUN has the status of its last command only: a download or a build that failed is not noticed, and the image is made without it. `a && b` stops at the command that failed, `set -e` does so for a whole script. Commands whose failure does no harm, such as `echo` and `rm`, are not reported, nor is a RUN that sets `-e`, looks at `$?`, or ends with `true` on purpose.',
  fixNotes:
    'The fix writes `&&` in place of the semicolons between the commands of the RUN. A command that fails today then stops the build. It is refused where a command may fail by design (`grep`, `which`, a script that is sourced) or runs in the background: write `|| true` behind what may fail.',
  equivalents: {},
  messages: {
    ignored: 'If "{{command}}" fails here, the RUN goes on, and the build does not stop.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY installer.sh /tmp/
        RUN sh /tmp/installer.sh; rm /tmp/installer.sh
        #   ^^ semicolon-chain
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY installer.sh /tmp/
        RUN sh /tmp/installer.sh && rm /tmp/installer.sh
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        const [script, ...others] = execution.scripts;
        if (execution.form !== 'shell' || !execution.complete) continue;
        if (script === undefined || others.length !== 0) continue;
        const last = script.statements.at(-1);
        if (last === undefined || handlesFailures(script, last)) continue;
        const deciding = new Set(
          script.statements.flatMap(({ pipelines }) =>
            pipelines.map(({ commands }) => commands.at(-1)),
          ),
        );
        const ignored = findIgnoredFailure(
          execution,
          script,
          (command) => !deciding.has(command) || isUnimportant(command),
        );
        const { program } = ignored ?? {};
        if (program === undefined) continue;
        const { line } = model.lines.placeAt(program.span.start);
        const end = Math.min(program.span.end, model.lines.endOfLine(line));
        yield {
          message: 'ignored',
          data: { command: program.text },
          span: { start: program.span.start, end },
          ...joinAll(model, execution, script),
        };
      }
    }
  },
});

/** Commands that tell or tidy something, and scripts that are sourced, whose status often means nothing. */
const unimportant = new Set(
  '. source alias cat date df du env find free hash history id kill killall ldd ls ps pkill printenv pwd rm rmdir sleep sync tee tree type ulimit unset uname wait whereis which whoami'.split(
    ' ',
  ),
);

function isUnimportant({ program, arguments: words, redirects }: ShellCommand): boolean {
  if (redirects.some(({ operator }) => operator.startsWith('>'))) return false;
  const onlyTells =
    words.length === 1 && /^(?:--?version|-[vV]|--help)$/.test(words[0]?.text ?? '');
  return onlyTells || unimportant.has(program?.value ?? '');
}

/** `trap`, `$?`, and an end that succeeds in any case: somebody has thought of failures. */
function handlesFailures(script: ShellScript, last: ShellStatement): boolean {
  const [end, ...more] = last.pipelines.length === 1 ? (last.pipelines[0]?.commands ?? []) : [];
  const program = end?.program?.value;
  const succeeds =
    more.length === 0 &&
    (program === 'true' ||
      program === ':' ||
      (program === 'exit' && end?.arguments[0]?.value === '0'));
  const traps = script.commands.some((command) => command.program?.value === 'trap');
  return succeeds || traps || readsStatus(script);
}

type Outcome = Pick<Report<'ignored'>, 'fixes' | 'refusal'>;

function joinAll(model: DockerfileModel, execution: Execution, script: ShellScript): Outcome {
  const front = script.statements.slice(0, -1);
  if (front.some(({ background }) => background)) {
    return { refusal: 'A command runs in the background.' };
  }
  if (front.some((each) => endsWithQuestion(each) || isSourced(each))) {
    return { refusal: 'One of the commands may fail where nothing is wrong.' };
  }
  const isPiped = front.some((each) => 1 < (each.pipelines.at(-1)?.commands.length ?? 0));
  if (isPiped && !shellOptionsAt(execution, script, script.span.start).pipefail) {
    return { refusal: 'A pipeline among the commands hides failures of its own (pipefail).' };
  }
  const edits = front.flatMap((statement, index): readonly Edit[] => {
    const next = script.statements[index + 1]?.span.start ?? statement.span.end;
    const between = { start: statement.span.end, end: next };
    const comments = execution.instruction.innerComments.map(({ span }) => span);
    const place = findSemicolon(model.text, between, comments);
    if (place === undefined) return [];
    const gap = /\s/.test(model.text[place + 1] ?? '') ? '' : ' ';
    const before = /\s/.test(model.text[place - 1] ?? '') ? '' : ' ';
    return [{ span: { start: place, end: place + 1 }, text: `${before}&&${gap}` }];
  });
  if (edits.length !== front.length)
    return { refusal: 'Where a command ends is not plain to see.' };
  const fix: Fix = {
    title: 'Stop at the first failure: join the commands with "&&"',
    applicability: 'unsafe',
    phase: 'instruction',
    edits,
  };
  return { fixes: [fix] };
}

function isSourced({ pipelines }: ShellStatement): boolean {
  return pipelines.some(({ commands }) =>
    commands.some((command) => /^(?:\.|source)$/.test(command?.program?.value ?? '')),
  );
}

/** The only semicolon between two commands, comments left out; the parser may count it to the first one. */
function findSemicolon(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  comments: readonly { readonly start: number; readonly end: number }[],
): number | undefined {
  const from = text[start - 1] === ';' ? start - 1 : start;
  const places: number[] = [];
  for (let index = from; index < end; index++) {
    const isComment = comments.some((each) => each.start <= index && index < each.end);
    if (text[index] === ';' && !isComment) places.push(index);
  }
  return places.length === 1 ? places[0] : undefined;
}

import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { Comment, Instruction } from '../syntax/instruction';
import type { ShellCommand, ShellScript, ShellStatement } from '../syntax/shell';
import { readSuppressions } from '../syntax/suppressions';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { isPlainChain } from './run-script';

/** The edits that join neighboring RUNs into one, or a sentence that says why they stay apart. */
export type JoinedRuns =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

const widestLine = 100;

/** Commands that change the shell in which the commands behind them run. */
const leaking = new Set(
  `. alias cd declare eval exec exit export local popd pushd readonly return
  set shift shopt source trap typeset ulimit umask unset`.split(/\s+/),
);

/** Joins RUNs that follow each other, in source order, by `&&`; comments between them are kept. */
export function joinRuns(model: DockerfileModel, runs: readonly Instruction[]): JoinedRuns {
  const edits: Edit[] = [];
  const lifted: string[] = [];
  for (const [index, next] of runs.slice(1).entries()) {
    const previous = runs[index];
    if (previous === undefined) continue;
    const reason = findObstacle(model, previous, next);
    if (reason !== undefined) return { kind: 'refused', reason };
    const { edit, suppressions } = joinPair(model, previous, next, 2 < runs.length);
    edits.push(edit);
    lifted.push(...suppressions);
  }
  const [first] = runs;
  if (first !== undefined && lifted.length !== 0) {
    const { start } = first.lineSpan;
    const text = lifted.map((comment) => `${comment}${model.layout.lineEnding}`).join('');
    edits.push({ span: { start, end: start }, text });
  }
  return { kind: 'edits', edits };
}

function findObstacle(
  model: DockerfileModel,
  first: Instruction,
  second: Instruction,
): string | undefined {
  const runs = [first, second];
  if (runs.some((run) => run.json !== undefined)) {
    return 'A RUN in exec form cannot be joined with another.';
  }
  if (runs.some((run) => run.heredocs.length !== 0 || isOnlyHeredoc(run))) {
    return 'A RUN with a heredoc cannot be joined with another.';
  }
  if (flagsOf(first) !== flagsOf(second)) return 'The flags of the two RUNs differ.';
  const scripts = runs.map((run) => readScript(model, run));
  const [before, after] = scripts;
  if (before === undefined || after === undefined) {
    return 'The commands of the RUN could not be read as a shell script.';
  }
  const [chain, ...others] = before.statements;
  const [next, ...more] = after.statements;
  if (chain === undefined || next === undefined || others.length + more.length !== 0) {
    return 'Only commands that are chained with "&&" alone can be joined.';
  }
  const rest = model.text.slice(chain.span.end, first.span.end).trim();
  if (rest.startsWith('#'))
    return 'The comment at the end of the first RUN would swallow the second.';
  if (![chain, next].every(isPlainChain) || rest !== '') {
    return 'Only commands that are chained with "&&" alone can be joined.';
  }
  return findLeak(before, chain);
}

function readScript(model: DockerfileModel, run: Instruction): ShellScript | undefined {
  const { scripts, complete } = model.executionOf(run);
  return complete && scripts.length === 1 ? scripts[0] : undefined;
}

/** What the first script leaves behind in the shell would act on the second. */
function findLeak(script: ShellScript, chain: ShellStatement): string | undefined {
  const open = script.commands.filter((command) =>
    command.nesting.every(
      (each) => each !== 'subshell' && each !== 'substitution' && each !== 'pipeline',
    ),
  );
  const leak = open.find((command) => leaks(command));
  if (leak !== undefined) {
    const name = leak.program?.text ?? leak.assignments[0]?.name ?? '';
    return leak.program === undefined
      ? `The variable "${name}" of the first RUN would reach the second.`
      : `The "${name}" of the first RUN would change how the second runs.`;
  }
  const definesFunction = script.commands.some((command) => command.nesting.includes('function'));
  return definesFunction || chain.pipelines.length === 0
    ? 'A function of the first RUN would reach the second.'
    : undefined;
}

function leaks(command: ShellCommand): boolean {
  if (command.program === undefined) return command.assignments.length !== 0;
  return leaking.has(command.program.value ?? '');
}

function flagsOf(run: Instruction): string {
  return run.flags.map((flag) => `${flag.name}=${flag.value?.text ?? ''}`).join(' ');
}

function joinPair(
  model: DockerfileModel,
  first: Instruction,
  second: Instruction,
  isLong: boolean,
): { readonly edit: Edit; readonly suppressions: readonly string[] } {
  const span: Span = { start: first.span.end, end: second.argumentSpan.start };
  const between = model.tree.comments.filter(
    (comment) => span.start <= comment.span.start && comment.span.end <= span.end,
  );
  const silences = (comment: Comment): boolean => readSuppressions(comment, false).length !== 0;
  const source = (comment: Comment): string =>
    model.text.slice(comment.span.start, comment.span.end);
  const kept = between.filter((comment) => !silences(comment)).map(source);
  const isShort = !isLong && kept.length === 0 && fitsOnLine(model, first, second);
  const text = isShort ? ' && ' : breakLine(model, [first, second], kept);
  return { edit: { span, text }, suppressions: between.filter(silences).map(source) };
}

/** True when both fit on one line, or the second is one command whose words stand on several lines. */
function fitsOnLine(model: DockerfileModel, first: Instruction, second: Instruction): boolean {
  const before = sourceOf(model, first);
  const after = model.text.slice(second.argumentSpan.start, second.span.end);
  if (before.includes('\n') || /&&\s*[\\`]?\s*\n|\n\s*&&/.test(after)) return false;
  return before.length + ' && '.length + (after.split(/\r?\n/)[0] ?? '').length <= widestLine;
}

function sourceOf(model: DockerfileModel, run: Instruction): string {
  return model.text.slice(run.span.start, run.span.end);
}

/** A continuation in the style of the two RUNs, `&&` in front unless they write it at the end. */
function breakLine(
  model: DockerfileModel,
  runs: readonly Instruction[],
  comments: readonly string[],
): string {
  const { escape, lineEnding, indent } = model.layout;
  const sources = runs.map((run) => sourceOf(model, run));
  const isTrailing = sources.some((source) => /&&[ \t]*[\\`][ \t]*\r?\n/.test(source));
  const pattern = isTrailing ? /&&[ \t]*[\\`][ \t]*\r?\n([ \t]+)(?=\S)/ : /\n([ \t]+)(?=&&)/;
  const own = sources.map((source) => pattern.exec(source)?.[1]);
  const blank = own.find((each) => each !== undefined) ?? indent;
  const lines = comments.map((comment) => `${blank}${comment}${lineEnding}`).join('');
  return isTrailing
    ? ` && ${escape}${lineEnding}${lines}${blank}`
    : ` ${escape}${lineEnding}${lines}${blank}&& `;
}

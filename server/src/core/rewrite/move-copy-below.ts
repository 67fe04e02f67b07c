import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { ShellStatement } from '../syntax/shell';
import type { Edit } from '../text/edit';
import { keyword } from './instructions';

/** A COPY that goes below a RUN. */
export interface CopyMove {
  readonly copy: Instruction;
  readonly run: Instruction;
  /** Instructions that take its place in front of the RUN; may be none. */
  readonly replacement: readonly string[];
  /** Number of commands of the `&&` chain that stay above the COPY; undefined: all of the RUN. */
  readonly kept: number | undefined;
}

/**
 * Moves a COPY with the comments above it directly below a RUN, and splits the RUN when only its first
 * commands are to stay above.
 *
 * @returns undefined when the RUN cannot be split there
 */
export function moveCopyBelow(model: DockerfileModel, move: CopyMove): readonly Edit[] | undefined {
  const { copy, run, replacement, kept } = move;
  const from = startOfLines(model, copy);
  const to = startOfLines(model, run);
  const moved = linesOf(model.text.slice(from, copy.lineSpan.end));
  const isNext = /^\s*$/.test(model.text.slice(copy.lineSpan.end, to));
  const hasGap = isNext && copy.lineSpan.end < to;
  const below = hasGap ? ['', ...moved] : moved;
  const placed =
    kept === undefined ? placeBelow(model, run, below) : splitRun(model, run, kept, below);
  if (placed === undefined) return undefined;
  const taken: readonly Edit[] = isNext
    ? [{ span: { start: from, end: copy.lineSpan.end }, text: join(model, replacement) }]
    : [cutLines(model, from, copy.lineSpan.end), insertLines(model, to, replacement)];
  return [...taken.filter(({ span, text }) => span.start < span.end || text !== ''), placed];
}

/** The start of an instruction with the comments directly above it. */
function startOfLines(model: DockerfileModel, instruction: Instruction): number {
  const first = instruction.leadingComments[0];
  if (first === undefined) return instruction.lineSpan.start;
  return model.lines.startOfLine(model.lines.placeAt(first.span.start).line);
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function join(model: DockerfileModel, lines: readonly string[]): string {
  return lines.map((line) => `${line}${model.layout.lineEnding}`).join('');
}

function insertLines(model: DockerfileModel, offset: number, lines: readonly string[]): Edit {
  return { span: { start: offset, end: offset }, text: join(model, lines) };
}

/** Cuts lines out; of two empty lines that would meet, one goes too. */
function cutLines(model: DockerfileModel, start: number, end: number): Edit {
  const gap = /^[ \t]*\r?\n/.exec(model.text.slice(end))?.[0] ?? '';
  const meets = gap !== '' && /\n[ \t]*\r?\n$/.test(model.text.slice(0, start));
  return { span: { start, end: meets ? end + gap.length : end }, text: '' };
}

function placeBelow(model: DockerfileModel, run: Instruction, lines: readonly string[]): Edit {
  const { end } = run.lineSpan;
  const ending = model.layout.lineEnding;
  const text = model.text.slice(0, end).endsWith('\n')
    ? join(model, lines)
    : `${ending}${lines.join(ending)}`;
  return { span: { start: end, end }, text };
}

/** Ends a RUN behind some commands of its chain; the rest becomes a RUN of its own below the lines. */
function splitRun(
  model: DockerfileModel,
  run: Instruction,
  kept: number,
  lines: readonly string[],
): Edit | undefined {
  const statement = findOnlyStatement(model, run);
  const head = statement?.pipelines[kept - 1];
  const tail = statement?.pipelines[kept];
  if (head === undefined || tail === undefined) return undefined;
  const span = { start: head.span.end, end: tail.span.start };
  const gap = model.text.slice(span.start, span.end).replaceAll(model.layout.escape, '');
  if (gap.trim() !== '&&') return undefined;
  const flags = run.flags.map((flag) => `${model.text.slice(flag.span.start, flag.span.end)} `);
  const ending = model.layout.lineEnding;
  const start = [...lines, `${keyword(model, 'RUN')} ${flags.join('')}`].join(ending);
  return { span, text: `${ending}${start}` };
}

function findOnlyStatement(model: DockerfileModel, run: Instruction): ShellStatement | undefined {
  const [script, ...scripts] = model.executionOf(run).scripts;
  const [statement, ...statements] = script?.statements ?? [];
  if (0 < scripts.length + statements.length || isOnlyHeredoc(run)) return undefined;
  if (run.heredocs.length !== 0 || statement?.background !== false) return undefined;
  return statement.operators.every((operator) => operator === '&&') ? statement : undefined;
}

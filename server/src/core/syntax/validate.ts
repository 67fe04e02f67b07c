import { validate, ValidationCode } from 'dockerfile-utils';
import { LineIndex } from '../text/line-index';
import type { Span } from '../text/span';
import type { Instruction, SyntaxTree, Word } from './instruction';
import { findRefusals, type RefusalId } from './refusals';

/** Something that BuildKit refuses to build. */
export interface SyntaxProblem {
  readonly id: SyntaxProblemId;
  readonly span: Span;
}

export type SyntaxProblemId =
  | 'missing-arguments'
  | 'wrong-argument-count'
  | 'missing-equals'
  | 'missing-name'
  | 'missing-quote'
  | 'unknown-instruction'
  | 'no-base-image'
  | 'invalid-image'
  | 'invalid-as'
  | 'invalid-port'
  | 'invalid-duration'
  | 'shell-not-json'
  | 'forbidden-trigger'
  | 'invalid-stage-name'
  | 'duplicate-flag'
  | 'missing-flag-value'
  | 'invalid-probe'
  | 'invalid-flag-value'
  | RefusalId;

/** The codes of the validator that are certain; the others are style, or depend on the frontend's version. */
const problemIds: ReadonlyMap<number, SyntaxProblemId> = new Map([
  [ValidationCode.ARGUMENT_MISSING, 'missing-arguments'],
  [ValidationCode.ARGUMENT_REQUIRES_ONE, 'wrong-argument-count'],
  [ValidationCode.ARGUMENT_REQUIRES_AT_LEAST_ONE, 'missing-arguments'],
  [ValidationCode.ARGUMENT_EXTRA, 'wrong-argument-count'],
  [ValidationCode.ARGUMENT_REQUIRES_TWO, 'wrong-argument-count'],
  [ValidationCode.ARGUMENT_REQUIRES_AT_LEAST_TWO, 'missing-arguments'],
  [ValidationCode.ARGUMENT_REQUIRES_ONE_OR_THREE, 'wrong-argument-count'],
  [ValidationCode.HEALTHCHECK_CMD_ARGUMENT_MISSING, 'missing-arguments'],
  [ValidationCode.SYNTAX_MISSING_EQUALS, 'missing-equals'],
  [ValidationCode.SYNTAX_MISSING_NAMES, 'missing-name'],
  [ValidationCode.SYNTAX_MISSING_SINGLE_QUOTE, 'missing-quote'],
  [ValidationCode.SYNTAX_MISSING_DOUBLE_QUOTE, 'missing-quote'],
  [ValidationCode.UNKNOWN_INSTRUCTION, 'unknown-instruction'],
  [ValidationCode.NO_SOURCE_IMAGE, 'no-base-image'],
  [ValidationCode.INVALID_REFERENCE_FORMAT, 'invalid-image'],
  [ValidationCode.INVALID_AS, 'invalid-as'],
  [ValidationCode.INVALID_PORT, 'invalid-port'],
  [ValidationCode.FLAG_INVALID_DURATION, 'invalid-duration'],
  [ValidationCode.FLAG_UNKNOWN_UNIT, 'invalid-duration'],
  [ValidationCode.FLAG_MISSING_DURATION, 'invalid-duration'],
  [ValidationCode.FLAG_LESS_THAN_1MS, 'invalid-duration'],
  [ValidationCode.SHELL_JSON_FORM, 'shell-not-json'],
  [ValidationCode.SHELL_REQUIRES_ONE, 'shell-not-json'],
  [ValidationCode.ONBUILD_CHAINING_DISALLOWED, 'forbidden-trigger'],
  [ValidationCode.ONBUILD_TRIGGER_DISALLOWED, 'forbidden-trigger'],
  [ValidationCode.INVALID_PROTO, 'invalid-protocol'],
  [ValidationCode.FLAG_DUPLICATE, 'duplicate-flag'],
  [ValidationCode.FLAG_MISSING_VALUE, 'missing-flag-value'],
  [ValidationCode.UNKNOWN_TYPE, 'invalid-probe'],
  [ValidationCode.ARGUMENT_UNNECESSARY, 'invalid-probe'],
  [ValidationCode.FLAG_EXPECTED_BOOLEAN_VALUE, 'invalid-flag-value'],
  [ValidationCode.INVALID_SYNTAX, 'invalid-flag-value'],
]);

/** Finds what BuildKit would refuse; nothing for files of another frontend. */
export function findSyntaxProblems(tree: SyntaxTree): readonly SyntaxProblem[] {
  if (hasOtherFrontend(tree)) return [];
  const problems = batchesOf(tree).flatMap((batch) => findProblemsIn(tree, batch));
  return [...problems, ...findBadStageNames(tree), ...findRefusals(tree)];
}

/** True when `# syntax=` names another frontend than that of Docker, which may know more. */
export function hasOtherFrontend(tree: SyntaxTree): boolean {
  const syntax = tree.directives.find((directive) => directive.name === 'syntax');
  return (
    syntax !== undefined &&
    !/^(docker\.io\/)?docker\/dockerfile(-upstream)?[:@]/.test(`${syntax.value}:`)
  );
}

/** `EXPOSE 127.0.0.1:80:80` is no port to the validator, but Docker takes it. */
const portWithAddress = /^["']?(?:\[[0-9A-Fa-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}):[\d:-]+/;

/** Instructions that are validated together: the validator's time grows faster than their number. */
const batchSize = 200;

/** The validator takes seconds for a longer instruction, so that nothing is said of it. */
const longestInstruction = 50_000;

function batchesOf(tree: SyntaxTree): readonly (readonly Instruction[])[] {
  const short = tree.instructions.filter((instruction) => {
    const { start, end } = verbatimPart(instruction);
    return end - start <= longestInstruction;
  });
  const batches: Instruction[][] = [];
  for (let start = 0; start < short.length; start += batchSize) {
    batches.push(short.slice(start, start + batchSize));
  }
  return batches;
}

function findProblemsIn(tree: SyntaxTree, batch: readonly Instruction[]): readonly SyntaxProblem[] {
  const reduced = reduceDocument(tree, batch);
  const lines = new LineIndex(reduced.text);
  return validate(reduced.text).flatMap((diagnostic) => {
    const id = typeof diagnostic.code === 'number' ? problemIds.get(diagnostic.code) : undefined;
    if (id === undefined) return [];
    const { start, end } = diagnostic.range;
    const span = reduced.toSpan(
      lines.offsetAt({ line: start.line, column: start.character }),
      lines.offsetAt({ line: end.line, column: end.character }),
    );
    const isTaken =
      id === 'invalid-port' &&
      span !== undefined &&
      portWithAddress.test(tree.text.slice(span.start, span.end));
    return span === undefined || isTaken ? [] : [{ id, span }];
  });
}

interface Piece {
  readonly reduced: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The instructions without what the validator does not look at (scripts and heredocs). A batch without
 * FROM gets one on the side where the document has its first, so that only what stands above that is
 * out of place.
 */
function reduceDocument(
  tree: SyntaxTree,
  batch: readonly Instruction[],
): {
  readonly text: string;
  readonly toSpan: (start: number, end: number) => Span | undefined;
} {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  const add = (text: string, offset: number): void => {
    pieces.push({ reduced: length, offset, length: text.length });
    parts.push(text);
    length += text.length;
  };
  if (tree.escape === '`') add('# escape=`\n', -1);
  // Without any FROM the first instruction is told so, the others are looked at as if there were one.
  const firstFrom =
    tree.instructions.find(({ keyword }) => keyword === 'FROM') ?? tree.instructions[0];
  const start = batch[0]?.span.start ?? 0;
  const end = batch.at(-1)?.span.end ?? 0;
  if (firstFrom !== undefined && firstFrom.span.start < start) add('FROM scratch\n', -1);
  for (const instruction of batch) {
    const part = verbatimPart(instruction);
    const name = stageNameOf(instruction)?.span ?? { start: part.end, end: part.end };
    add(tree.text.slice(part.start, name.start), part.start);
    if (name.start < part.end) add('x', -1);
    add(tree.text.slice(name.end, part.end), name.end);
    add(part.end < instruction.span.end ? 'x x/\n' : '\n', -1);
  }
  if (firstFrom !== undefined && end < firstFrom.span.start) add('FROM scratch\n', -1);
  const toOffset = (position: number): number | undefined => {
    const piece = pieces.findLast((each) => each.reduced <= position && 0 <= each.offset);
    if (piece === undefined || piece.reduced + piece.length < position) return undefined;
    return piece.offset + position - piece.reduced;
  };
  return {
    text: parts.join(''),
    toSpan: (from, to) => {
      const start = toOffset(from);
      const end = toOffset(to);
      return start === undefined || end === undefined ? undefined : { start, end };
    },
  };
}

/** Scripts and heredocs are replaced by words that are always right: all that counts is that there is one. */
function verbatimPart(instruction: Instruction): Span {
  const { keyword, span, argumentSpan, heredocs } = instruction;
  const hasScript = keyword === 'RUN' || keyword === 'CMD' || keyword === 'ENTRYPOINT';
  const hasText = argumentSpan.start < argumentSpan.end;
  if (!hasText || (!hasScript && heredocs.length === 0)) return span;
  return { start: span.start, end: argumentSpan.start };
}

/** The third word of FROM. The validator takes endless time for a long one that is no name, so that it never sees it. */
function stageNameOf(instruction: Instruction): Word | undefined {
  const { keyword, words } = instruction.trigger ?? instruction;
  return keyword === 'FROM' ? words[2] : undefined;
}

function findBadStageNames(tree: SyntaxTree): readonly SyntaxProblem[] {
  return tree.instructions.flatMap((instruction): readonly SyntaxProblem[] => {
    const name = stageNameOf(instruction);
    if (name === undefined || instruction.words.length !== 3) return [];
    return /^[a-z][\w.-]*$/i.test(name.text) ? [] : [{ id: 'invalid-stage-name', span: name.span }];
  });
}

import { applyEdits, type Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { Instruction, SyntaxTree } from './instruction';
import { parseDockerfile } from './parse';

/**
 * Leaves out the edits of a formatter that would change what Docker or the shell reads: the white space of a
 * text in quotes, the body of a heredoc or its end marker, a word that goes on in the next line.
 *
 * All other edits of an instruction stay or go together.
 */
export function keepMeaning(text: string, edits: readonly Edit[]): readonly Edit[] {
  const before = parseDockerfile(text);
  const scripts = before.instructions.flatMap(collectScripts);
  let kept = edits.filter((edit) => !startsInOne(edit, scripts));
  for (;;) {
    const changed = findChanged(before, parseDockerfile(applyEdits(text, kept)));
    if (changed.length === 0) return kept;
    const spans = changed.map(({ lineSpan }) => lineSpan);
    const left = kept.filter((edit) => !startsInOne(edit, spans));
    if (left.length === kept.length) return [];
    kept = left;
  }
}

/** The bodies of heredocs, with their end markers. */
function collectScripts({ heredocs, trigger }: Instruction): readonly Span[] {
  const own = heredocs.map(({ bodySpan, terminatorSpan }) => ({
    start: bodySpan.start,
    end: (terminatorSpan?.end ?? bodySpan.end) + 1,
  }));
  return trigger === undefined ? own : [...own, ...collectScripts(trigger)];
}

function startsInOne({ span }: Edit, spans: readonly Span[]): boolean {
  return spans.some(({ start, end }) => start <= span.start && span.start < end);
}

/** The instructions that are read in another way; all where there are more of them now. */
function findChanged(before: SyntaxTree, after: SyntaxTree): readonly Instruction[] {
  if (before.instructions.length < after.instructions.length) return before.instructions;
  return before.instructions.filter((instruction, index) => {
    const other = after.instructions[index];
    return other === undefined || meaningOf(instruction, before) !== meaningOf(other, after);
  });
}

function meaningOf(instruction: Instruction, tree: SyntaxTree): string {
  const { keyword, flags, argumentText, heredocs, trigger } = instruction;
  return JSON.stringify([
    keyword,
    flags.map(({ name, value }) => [name, value?.text]),
    foldBlanks(argumentText, tree.escape),
    heredocs.map(({ name, body }) => [name, body]),
    trigger === undefined ? undefined : meaningOf(trigger, tree),
  ]);
}

/** White space outside of quotes becomes one blank. What is not clear counts as quoted. */
function foldBlanks(text: string, escape: string): string {
  const open: string[] = [];
  let folded = '';
  let isBehindBlank = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const around = open.at(-1);
    const wasBehindBlank = isBehindBlank;
    isBehindBlank = false;
    if (around !== "'" && character === escape) {
      folded += text.slice(index, index + 2);
      index++;
    } else if (character === around || (around === '(' && character === ')')) {
      open.pop();
      folded += character;
    } else if (around === "'" || (around === '"' && !opensCommand(text, index))) {
      folded += character;
    } else if (/\s/.test(character)) {
      if (!wasBehindBlank) folded += ' ';
      isBehindBlank = true;
    } else {
      if ('\'"`('.includes(character)) open.push(character);
      folded += character;
    }
  }
  return folded;
}

/** Within double quotes: the `(` of `$(`, or a backquote. */
function opensCommand(text: string, index: number): boolean {
  return text[index] === '`' || (text[index] === '(' && text[index - 1] === '$');
}

import type { Span } from '../text/span';
import type { Comment, Instruction, SyntaxTree } from './instruction';

/** A `# …` that Docker hands on: the shell, or whoever reads the file of a heredoc, passes it over. */
export interface ScriptComment {
  readonly comment: Comment;
  readonly instruction: Instruction;
  /** The script or file it stands in. */
  readonly script: Span;
  /** The line it stands in, the line break left out. */
  readonly line: Span;
}

/** The comments behind the commands of RUN in shell form, and those in heredocs. */
export function collectScriptComments(tree: SyntaxTree): readonly ScriptComment[] {
  return tree.instructions.flatMap((instruction) =>
    scriptsOf(instruction).flatMap((script) => readComments(tree.text, instruction, script)),
  );
}

function scriptsOf({ keyword, json, heredocs, argumentSpan }: Instruction): readonly Span[] {
  if (heredocs.length !== 0) return heredocs.map(({ bodySpan }) => bodySpan);
  return keyword === 'RUN' && json === undefined ? [argumentSpan] : [];
}

function readComments(
  text: string,
  instruction: Instruction,
  script: Span,
): readonly ScriptComment[] {
  const body = text.slice(script.start, script.end);
  return [...body.matchAll(/[^\r\n]+/g)].flatMap((match): readonly ScriptComment[] => {
    const [content] = match;
    const start = script.start + match.index;
    const at = findComment(content);
    const isDockers = instruction.innerComments.some(({ span }) => span.start === start + at);
    if (at === -1 || isDockers) return [];
    const shown = content.slice(at).trimEnd();
    const span = { start: start + at, end: start + at + shown.length };
    return [
      {
        comment: { text: shown.slice(1).trim(), span },
        instruction,
        script,
        line: { start, end: start + content.length },
      },
    ];
  });
}

/** Where a comment begins in a line: a `#` at the start of a word, outside of quotes; -1 without one. */
function findComment(line: string): number {
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '\\') index++;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && /^$|[\s;&|()]/.test(line.charAt(index - 1))) return index;
  }
  return -1;
}

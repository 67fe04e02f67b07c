import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';

/** Keywords whose arguments are words, so that a `#` word cannot be meant as one. */
const wordKeywords = new Set(['FROM', 'COPY', 'ADD', 'EXPOSE', 'VOLUME', 'STOPSIGNAL', 'ARG']);

/**
 * The `# …` at the end of an instruction that Docker reads as arguments. RUN, CMD and ENTRYPOINT in
 * shell form are not meant: there the shell drops the comment.
 */
export function findInlineComment(instruction: Instruction): Span | undefined {
  const start = findStart(instruction);
  return start === undefined ? undefined : { start, end: instruction.argumentSpan.end };
}

function findStart(instruction: Instruction): number | undefined {
  const { keyword, words, argumentText, argumentSpan, json } = instruction;
  if (instruction.heredocs.length !== 0 || json !== undefined) return undefined;
  if (wordKeywords.has(keyword))
    return words.slice(1).find((word) => word.text.startsWith('#'))?.span.start;
  if (keyword === 'ENV' || keyword === 'LABEL') {
    const isPairs = words[0]?.text.includes('=') === true;
    return isPairs
      ? words.slice(1).find((word) => word.text.startsWith('#'))?.span.start
      : undefined;
  }
  const pattern = textPattern(keyword);
  const match = pattern?.exec(argumentText);
  const isOneLine = argumentSpan.end - argumentSpan.start === argumentText.length;
  return match === undefined || match === null || !isOneLine
    ? undefined
    : argumentSpan.start + match[0].length - 1;
}

function textPattern(keyword: string): RegExp | undefined {
  switch (keyword) {
    case 'USER':
    case 'WORKDIR':
      return /^[^\s'"]+\s+#/;
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
      return /^\[\s*"[^\]]*"\s*\]\s+#/;
    default:
      return undefined;
  }
}

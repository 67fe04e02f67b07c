/** True for the white space that separates words; a no-break space is part of a word. */
function isBlankAt(text: string, index: number): boolean {
  return index < text.length && /[ \t\v\f\r\n]/.test(text.charAt(index));
}

/** Index of the first character at or behind `from` that is not white space. */
export function skipBlanks(text: string, from: number): number {
  let index = from;
  while (isBlankAt(text, index)) index++;
  return index;
}

/** Index behind the characters at `from` that are not white space. */
export function skipWord(text: string, from: number): number {
  let index = from;
  while (index < text.length && !isBlankAt(text, index)) index++;
  return index;
}

/** What keeps a text that is meant as a JSON array of strings from being one. */
export interface BrokenJsonArray {
  readonly fault: 'quotes' | 'comma' | 'bare' | 'bracket' | 'tail' | 'escape';
  /** The strings that are meant; undefined when they are not plain to see. */
  readonly words: readonly string[] | undefined;
}

const quotePairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\u201C': '\u201D\u201C',
  '\u201D': '\u201D\u201C',
  '\u2018': '\u2019\u2018',
  '\u2019': '\u2019\u2018',
};

interface Token {
  readonly kind: 'string' | 'bare' | 'comma' | 'close';
  readonly value: string;
  readonly quote: string;
}

/**
 * Reads a text that begins with `[` and is not a JSON array of strings.
 *
 * @returns undefined for a shell test (`[ "$x" = y ] && …`)
 */
export function readBrokenJsonArray(text: string): BrokenJsonArray | undefined {
  if (!text.startsWith('[')) return undefined;
  const { tokens, tail } = readTokens(text.slice(1));
  const isTest = /^\[\s/.test(text) && !tokens.some((token) => token.kind === 'comma');
  if (isTest) return undefined;
  const words = tokens.filter((token) => token.kind === 'string' || token.kind === 'bare');
  const first = words[0];
  if (first === undefined) return undefined;
  const fault = faultOf(tokens, words, tail);
  const isPlain =
    tail.trim() === '' &&
    words.every((word) => word.value !== '' && !/[\\$`"]/.test(word.value)) &&
    !words.some((word) => word.kind === 'bare' && /['\u2018-\u201D]/.test(word.value)) &&
    !hasAdjacentBareWords(tokens);
  return { fault, words: isPlain ? words.map((word) => word.value) : undefined };
}

function readTokens(text: string): { readonly tokens: readonly Token[]; readonly tail: string } {
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    if (/\s/.test(character)) {
      index++;
    } else if (character === ']') {
      tokens.push({ kind: 'close', value: ']', quote: '' });
      return { tokens, tail: text.slice(index + 1) };
    } else if (character === ',') {
      tokens.push({ kind: 'comma', value: ',', quote: '' });
      index++;
    } else {
      const token = readWord(text, index);
      tokens.push(token);
      index += token.value.length + 2 * token.quote.length;
    }
  }
  return { tokens, tail: '' };
}

function readWord(text: string, start: number): Token {
  const quote = text.charAt(start);
  const closers = quotePairs[quote];
  if (closers !== undefined) {
    for (let end = start + 1; end < text.length; end++) {
      if (closers.includes(text.charAt(end))) {
        return { kind: 'string', value: text.slice(start + 1, end), quote };
      }
    }
  }
  const value = /^[^\s,\]]+/.exec(text.slice(start))?.[0] ?? quote;
  return { kind: 'bare', value, quote: '' };
}

function faultOf(
  tokens: readonly Token[],
  words: readonly Token[],
  tail: string,
): BrokenJsonArray['fault'] {
  if (tail.trim() !== '') return 'tail';
  if (tokens.at(-1)?.kind !== 'close') return 'bracket';
  if (words.some((word) => word.kind === 'string' && word.quote !== '"')) return 'quotes';
  if (words.some((word) => word.kind === 'bare')) return 'bare';
  return words.some((word) => word.value.includes('\\')) ? 'escape' : 'comma';
}

/** `[node server.js]`: nobody knows whether this is one word or two. */
function hasAdjacentBareWords(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const next = tokens[index + 1];
    const isWord = next?.kind === 'string' || next?.kind === 'bare';
    const isPair = token.kind === 'string' && next?.kind === 'string';
    return (token.kind === 'string' || token.kind === 'bare') && isWord && !isPair;
  });
}

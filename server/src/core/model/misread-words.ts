import type { Instruction, Word } from '../syntax/instruction';

/** The first operator of a shell among words that no shell reads. */
export function findShellOperator({
  keyword,
  words,
  json,
  heredocs,
  argumentText,
  argumentSpan,
}: Instruction): Word | undefined {
  if (json !== undefined || heredocs.length !== 0) return undefined;
  if (keyword === 'WORKDIR') {
    const match = /\s(\|\||&&)\s/.exec(argumentText);
    const isOneLine = argumentSpan.end - argumentSpan.start === argumentText.length;
    if (match === null || !isOneLine) return undefined;
    const start = argumentSpan.start + match.index + 1;
    return { text: match[1] ?? '', span: { start, end: start + 2 } };
  }
  if (keyword !== 'COPY' && keyword !== 'ADD') return undefined;
  return words.slice(1).find(({ text }) => /^(?:\|\|?|&&|;|[12&]?>>?(?:&[12]|\/\S*)?)$/.test(text));
}

/** A pair that is written with a space in front of "=". */
export interface LooseEquals {
  readonly name: Word;
  /** The word that begins with "=". */
  readonly equals: Word;
  /** The word that holds the value, `equals` itself or the one behind it; undefined when there is none. */
  readonly value: Word | undefined;
  /** True when more words stand behind the value. */
  readonly isFollowed: boolean;
}

/** The first pair of ENV, LABEL or ARG when a space stands in front of its "=". */
export function findLooseEquals({ keyword, words }: Instruction): LooseEquals | undefined {
  const [name, equals, behind, ...more] = words;
  if (keyword !== 'ENV' && keyword !== 'LABEL' && keyword !== 'ARG') return undefined;
  if (name === undefined || equals === undefined || name.text.includes('=')) return undefined;
  if (!/^=(?!=)/.test(equals.text)) return undefined;
  const isAlone = equals.text === '=';
  return {
    name,
    equals,
    value: isAlone ? behind : equals,
    isFollowed: isAlone ? more.length !== 0 : behind !== undefined,
  };
}

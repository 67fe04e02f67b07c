import { splitWord, type WordPart } from '../syntax/expansion';
import type { Instruction, Word } from '../syntax/instruction';

/** A variable that Docker itself, and not a shell, replaces. */
export interface VariableUse {
  readonly name: string;
  /** `:-`, `:+`, `?` …; undefined for a plain `$NAME` or `${NAME}`. */
  readonly operator: string | undefined;
  /** From the `$` to the end; its span is one letter where the word that holds it goes over lines. */
  readonly word: Word;
  /** The word that holds it. */
  readonly inside: Word;
}

/** Instructions whose words Docker expands; RUN, CMD and ENTRYPOINT are the business of a shell. */
const expandedWords = new Set(['COPY', 'ADD', 'EXPOSE', 'VOLUME', 'WORKDIR', 'USER', 'STOPSIGNAL']);

/** Flags whose value Docker expands. */
const expandedFlags = new Set(['chown', 'chmod', 'checksum', 'platform']);

/**
 * The words of an instruction in which Docker replaces variables, FROM included.
 *
 * Source: the Dockerfile reference, "Environment replacement".
 */
function expandedWordsOf(instruction: Instruction): readonly Word[] {
  const { keyword, words, flags, json, heredocs, assignments } = instruction;
  const flagWords = flags.flatMap(({ name, value }) =>
    value === undefined || !expandedFlags.has(name) ? [] : [value],
  );
  if (keyword === 'FROM') return [...flagWords, ...words.slice(0, 1)];
  if (keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG') {
    return assignments.flatMap(({ name, value }) => [
      name,
      ...(value === undefined ? [] : [value]),
    ]);
  }
  if (!expandedWords.has(keyword)) return [];
  const plain = json?.map(({ value, span }) => ({ text: value, span })) ?? words;
  return [
    ...flagWords,
    ...plain.filter(({ span }) => !heredocs.some((each) => each.span.start === span.start)),
  ];
}

/** The variables of the expanded words of an instruction. */
export function variableUsesOf(
  instruction: Instruction,
  escape: '\\' | '`',
): readonly VariableUse[] {
  const isJson = instruction.json !== undefined;
  return expandedWordsOf(instruction).flatMap((word) => variableUsesIn(word, escape, isJson));
}

/** The variables of one word; those inside an operand (`${A:-$B}`) are left out. */
export function variableUsesIn(
  word: Word,
  escape: '\\' | '`',
  inJson = false,
): readonly VariableUse[] {
  if (!word.text.includes('$')) return [];
  // A word over several lines, or one in JSON with escapes, has no place for each of its letters.
  const { start, end } = word.span;
  const isPlain = end - start === word.text.length;
  const isJson = inJson && end - start === word.text.length + 2;
  return splitWord(word.text, escape).flatMap((part: WordPart): readonly VariableUse[] => {
    if (part.kind !== 'variable') return [];
    const offset = isPlain ? start : start + 1;
    const span =
      isPlain || isJson
        ? { start: offset + part.start, end: offset + part.end }
        : { start, end: start + 1 };
    return [
      {
        name: part.name,
        operator: part.operator,
        word: { text: word.text.slice(part.start, part.end), span },
        inside: word,
      },
    ];
  });
}

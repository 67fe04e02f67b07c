/** A seeded generator of numbers in [0, 1), so that a failure can be repeated (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const oddPieces = [
  '\\',
  '`',
  '"',
  "'",
  '$',
  '${',
  '$(',
  '<<EOF',
  '#',
  '[',
  '["',
  '&&',
  '||',
  '|',
  ';',
  '--',
  '=',
  '@',
  ':',
  '\u0000',
  '\uFEFF',
  '\u00a0',
  '\r',
  '\t',
  '😀',
  'FROM',
  'USER',
  'RUN ',
  'ONBUILD ',
];

/** One to four random changes: lines dropped, doubled, cut, swapped; odd characters; other line endings. */
export function mutate(text: string, random: () => number): string {
  let result = text;
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change++) result = mutateOnce(result, random);
  return result;
}

function mutateOnce(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  switch (Math.floor(random() * 9)) {
    case 0:
      return lines.filter((_line, index) => index !== at).join('\n');
    case 1:
      return lines.toSpliced(at, 0, line).join('\n');
    case 2:
      return lines.with(at, line.slice(0, Math.floor(random() * line.length))).join('\n');
    case 3:
      return text.slice(0, Math.floor(random() * text.length));
    case 4:
      return text.replaceAll('\n', '\r\n');
    case 5:
      return lines.toSorted(() => random() - 0.5).join('\n');
    case 6:
      return lines.with(at, `${line} \\`).join('\n');
    default: {
      const place = Math.floor(random() * (text.length + 1));
      const piece = oddPieces[Math.floor(random() * oddPieces.length)] ?? '';
      return text.slice(0, place) + piece + text.slice(place);
    }
  }
}

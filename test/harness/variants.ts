import { parseDockerfile } from '../../server/src/core/syntax/parse';

/** Another way to write the same Dockerfile, which must give the same findings and fixes. */
export interface Variant {
  readonly name: string;
  /** Undefined when the text cannot be written that way. */
  readonly apply: (text: string) => string | undefined;
  /** True when columns stay as they are. */
  readonly keepsColumns: boolean;
  /** Lines added in front. */
  readonly addedLines: number;
}

export const variants: readonly Variant[] = [
  {
    name: 'CRLF line endings',
    apply: (text) => text.replaceAll('\n', '\r\n'),
    keepsColumns: true,
    addedLines: 0,
  },
  {
    name: 'no line break at the end',
    apply: (text) => text.replace(/\n+$/, ''),
    keepsColumns: true,
    addedLines: 0,
  },
  {
    name: 'byte order mark',
    apply: (text) => `\uFEFF${text}`,
    keepsColumns: false,
    addedLines: 0,
  },
  { name: 'tabs', apply: withTabs, keepsColumns: false, addedLines: 0 },
  { name: 'lower-case keywords', apply: withLowerCase, keepsColumns: true, addedLines: 0 },
  { name: 'backtick escape', apply: withBacktick, keepsColumns: true, addedLines: 1 },
];

function withTabs(text: string): string | undefined {
  if (text.includes('<<')) return undefined;
  return /\n {2,}/.test(text) ? text.replace(/\n( {4}| {2})+/g, '\n\t') : undefined;
}

function withLowerCase(text: string): string | undefined {
  const { instructions } = parseDockerfile(text);
  let result = text;
  for (const instruction of instructions) {
    for (const part of [instruction, instruction.trigger]) {
      if (part === undefined) continue;
      const { start, end } = part.keywordSpan;
      if (result.slice(start, end) !== part.keyword) return undefined;
      result = result.slice(0, start) + part.keyword.toLowerCase() + result.slice(end);
    }
    // BuildKit asks for FROM and AS in the same case.
    const as = instruction.keyword === 'FROM' ? instruction.words[1] : undefined;
    if (as?.text.toUpperCase() === 'AS') {
      if (as.text !== 'AS') return undefined;
      result = `${result.slice(0, as.span.start)}as${result.slice(as.span.end)}`;
    }
  }
  return result;
}

function withBacktick(text: string): string | undefined {
  if (text.includes('`') || text.includes('<<') || /\\(?!\n)/.test(text)) return undefined;
  if (/^# *(syntax|escape|check)/i.test(text)) return undefined;
  return `# escape=\`\n${text.replace(/\\\n/g, '`\n')}`;
}

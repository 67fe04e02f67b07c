import type { Span } from '../text/span';

/** A directive of nginx: a name, words, and what stands between its braces. */
export interface NginxDirective {
  readonly name: string;
  readonly words: readonly { readonly text: string; readonly span: Span }[];
  /** From the name to the `;` or the closing brace. */
  readonly span: Span;
  /** Undefined for one that ends with `;`. */
  readonly block: readonly NginxDirective[] | undefined;
}

interface Token {
  readonly text: string;
  readonly span: Span;
  /** False for `{`, `}` and `;`. */
  readonly isWord: boolean;
}

const tokenPattern =
  /#[^\n]*|[{};]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:\$\{\w+\}|[^\s{};\\"'#]|\\.|(?<=\S)["'#])+/gsu;

/** Reads settings of nginx; undefined for text that is not understood, such as blocks of Lua and templates. */
export function readNginxSettings(text: string): readonly NginxDirective[] | undefined {
  if (/_by_lua|\{\{|<%|\{%/.test(text)) return undefined;
  const tokens = [...text.matchAll(tokenPattern)].flatMap((match): readonly Token[] => {
    const [found] = match;
    if (found.startsWith('#')) return [];
    const span = { start: match.index, end: match.index + found.length };
    return [{ text: found, span, isWord: !/^[{};]$/.test(found) }];
  });
  const reader = { index: 0 };
  const directives = readBlock(tokens, reader, false, 0);
  return directives !== undefined && reader.index === tokens.length ? directives : undefined;
}

const deepest = 20;

function readBlock(
  tokens: readonly Token[],
  reader: { index: number },
  isInside: boolean,
  depth: number,
): readonly NginxDirective[] | undefined {
  const found: NginxDirective[] = [];
  if (deepest < depth) return undefined;
  for (;;) {
    const first = tokens[reader.index];
    if (first === undefined) return isInside ? undefined : found;
    if (first.text === '}' && !first.isWord) return isInside ? found : undefined;
    const directive = readDirective(tokens, reader, depth);
    if (directive === undefined) return undefined;
    found.push(directive);
  }
}

function readDirective(
  tokens: readonly Token[],
  reader: { index: number },
  depth: number,
): NginxDirective | undefined {
  const words: Token[] = [];
  for (;;) {
    const token = tokens[reader.index++];
    if (token === undefined) return undefined;
    if (token.isWord) {
      words.push(token);
      continue;
    }
    const [name, ...rest] = words;
    if (name === undefined || token.text === '}') return undefined;
    const base = { name: name.text, words: rest };
    if (token.text === ';') {
      return { ...base, span: { start: name.span.start, end: token.span.end }, block: undefined };
    }
    const block = readBlock(tokens, reader, true, depth + 1);
    const close = tokens[reader.index++];
    if (block === undefined || close === undefined) return undefined;
    return { ...base, span: { start: name.span.start, end: close.span.end }, block };
  }
}

/** Every directive, inner ones behind the one that holds them. */
export function collectDirectives(
  directives: readonly NginxDirective[],
): readonly NginxDirective[] {
  return directives.flatMap((each) => [each, ...collectDirectives(each.block ?? [])]);
}

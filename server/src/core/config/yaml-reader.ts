import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import type { Span } from '../text/span';
import type { ConfigProblem } from './config-problem';

/** A value in a YAML file of another tool. */
export interface YamlValue {
  readonly span: Span;
  /** A scalar as text; undefined for anything else. */
  readonly text: string | undefined;
  /** The elements of a sequence; undefined for anything else. */
  readonly elements: readonly YamlValue[] | undefined;
  /** The pairs of a mapping; undefined for anything else. */
  readonly pairs: readonly YamlPair[] | undefined;
}

export interface YamlPair {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlValue;
}

/** Values that are read of a file, those that aliases repeat included; a real one has a few hundred. */
const mostValues = 10_000;

const deepest = 50;

/** Reads YAML; undefined when it is empty or broken, which is then reported. */
export function readYaml(
  text: string,
  name: string,
  problems: ConfigProblem[],
): YamlValue | undefined {
  // The tools of these files read the first document.
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) {
    const isMore = error.code === 'MULTIPLE_DOCS';
    const message = isMore
      ? `Only the first document of ${lowerFirst(name)} is read.`
      : `${name} is not valid YAML.`;
    problems.push({ message, span: clamp(error.pos, text.length) });
    if (!isMore) return undefined;
  }
  if (document.contents === null) return undefined;
  const reader = new ValueReader(document);
  const value = reader.read(document.contents, 0);
  if (reader.isBeyond) {
    problems.push({ message: `${name} repeats or nests too much to be read.`, span: value.span });
    return undefined;
  }
  return value;
}

/** An error about the end of a text stands behind it. */
function clamp([start, end]: readonly [number, number], length: number): Span {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const nowhere: Span = { start: 0, end: 0 };

function spanOf(node: { readonly range?: Node['range'] }): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** Reads nodes, aliases as what they stand for, up to a limit: a few aliases can mean billions of values. */
class ValueReader {
  readonly #document: Document;
  #left = mostValues;

  constructor(document: Document) {
    this.#document = document;
  }

  get isBeyond(): boolean {
    return this.#left < 0;
  }

  read(node: unknown, depth: number): YamlValue {
    this.#left--;
    const empty = { span: nowhere, text: undefined, elements: undefined, pairs: undefined };
    if (deepest < depth) this.#left = -1;
    if (this.#left < 0) return empty;
    if (isAlias(node)) {
      const value = this.read(node.resolve(this.#document), depth + 1);
      return { ...value, span: spanOf(node) };
    }
    if (isMap(node)) {
      const pairs = node.items.map(({ key, value }): YamlPair => {
        const isText = isScalar(key);
        return {
          key: isText ? String(key.value) : '',
          keySpan: isText ? spanOf(key) : spanOf(node),
          value: this.read(value, depth + 1),
        };
      });
      return { ...empty, span: spanOf(node), pairs };
    }
    if (isSeq(node)) {
      const elements = node.items.map((each) => this.read(each, depth + 1));
      return { ...empty, span: spanOf(node), elements };
    }
    if (isScalar(node)) {
      const { value } = node;
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
      return { ...empty, span: spanOf(node), text: isPlain ? String(value) : undefined };
    }
    return empty;
  }
}

/** The texts of a sequence, or the one text of a scalar; undefined for anything else. */
export function textsOf({ text, elements }: YamlValue): readonly string[] | undefined {
  if (text !== undefined) return [text];
  const texts = elements?.map((each) => each.text);
  const known = texts?.flatMap((each) => each ?? []);
  return known?.length === texts?.length ? known : undefined;
}

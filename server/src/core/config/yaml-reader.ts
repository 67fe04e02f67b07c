import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
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

/** Reads YAML; undefined when it is empty or broken, which is then reported. */
export function readYaml(
  text: string,
  name: string,
  problems: ConfigProblem[],
): YamlValue | undefined {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
  for (const { pos } of document.errors) {
    problems.push({ message: `${name} is not valid YAML.`, span: { start: pos[0], end: pos[1] } });
  }
  return document.errors.length === 0 && document.contents !== null
    ? toValue(document.contents)
    : undefined;
}

const nowhere: Span = { start: 0, end: 0 };

function spanOf(node: { readonly range?: Node['range'] }): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function toValue(node: unknown): YamlValue {
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }): YamlPair => {
      const isText = isScalar(key);
      return {
        key: isText ? String(key.value) : '',
        keySpan: isText ? spanOf(key) : spanOf(node),
        value: toValue(value),
      };
    });
    return { span: spanOf(node), text: undefined, elements: undefined, pairs };
  }
  if (isSeq(node)) {
    const elements = node.items.map(toValue);
    return { span: spanOf(node), text: undefined, elements, pairs: undefined };
  }
  if (isScalar(node)) {
    const { value } = node;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    const text = isPlain ? String(value) : undefined;
    return { span: spanOf(node), text, elements: undefined, pairs: undefined };
  }
  return { span: nowhere, text: undefined, elements: undefined, pairs: undefined };
}

/** The texts of a sequence, or the one text of a scalar; undefined for anything else. */
export function textsOf({ text, elements }: YamlValue): readonly string[] | undefined {
  if (text !== undefined) return [text];
  const texts = elements?.map((each) => each.text);
  const known = texts?.flatMap((each) => each ?? []);
  return known?.length === texts?.length ? known : undefined;
}

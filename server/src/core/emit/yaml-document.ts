import { Alias, Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';

/** What a YAML file holds: plain data, with what `note`, `apart`, `flow`, `vector`, `quoted`, `anchor` and `alias` make in it. */
export type YamlValue =
  | string
  | number
  | boolean
  | Noted
  | Styled
  | Anchored
  | Reference
  | readonly YamlValue[]
  | YamlMap;

/** Keys whose value is undefined are left out. */
export interface YamlMap {
  readonly [key: string]: YamlValue | undefined;
}

class Noted {
  constructor(
    readonly comment: string,
    readonly value: YamlValue,
    readonly apart: boolean,
  ) {}
}

class Styled {
  constructor(
    readonly style: 'plain' | 'quoted',
    readonly value: string | readonly string[],
  ) {}
}

class Anchored {
  constructor(
    readonly anchor: string,
    readonly value: YamlMap,
  ) {}
}

class Reference {
  constructor(readonly anchor: string) {}
}

/** A value with a comment above it; lines of the comment without `#`. */
export function note(comment: string, value: YamlValue): YamlValue {
  return new Noted(comment, value, false);
}

/** A value with an empty line above it, and perhaps a comment. */
export function apart(value: YamlValue, comment = ''): YamlValue {
  return new Noted(comment, value, true);
}

/** A list on one line: `[ALL]`. */
export function flow(words: readonly string[]): YamlValue {
  return new Styled('plain', words);
}

/** A program and its arguments on one line, as Dockerfiles write them: `["CMD", "true"]`. */
export function vector(words: readonly string[]): YamlValue {
  return new Styled('quoted', words);
}

/** A text in double quotes, where a reader of YAML might take it for something else. */
export function quoted(text: string): YamlValue {
  return new Styled('quoted', text);
}

/** A map that the same file refers to by `alias`. */
export function anchor(name: string, value: YamlMap): YamlValue {
  return new Anchored(name, value);
}

/** The map that was given this anchor above. */
export function alias(name: string): YamlValue {
  return new Reference(name);
}

/**
 * Text of a file with one or more documents.
 *
 * @param head comment at the top; lines without `#`
 */
export function writeYaml(head: string, documents: readonly YamlMap[]): string {
  const texts = documents.map((value) => {
    const document = new Document(null, { compat: 'yaml-1.1', merge: true });
    document.contents = toNode(value);
    return document.toString({ lineWidth: 0, flowCollectionPadding: false });
  });
  const lines = head.split('\n').map((line) => `# ${line}`.trimEnd());
  return `${lines.join('\n')}\n${texts.join('---\n')}`;
}

function toNode(value: YamlValue): Node {
  if (value instanceof Noted) return toNode(value.value);
  if (value instanceof Styled) return toStyledNode(value);
  if (value instanceof Reference) return new Alias(value.anchor);
  if (value instanceof Anchored) {
    const map = toMap(value.value);
    map.anchor = value.anchor;
    return map;
  }
  if (isList(value)) {
    const list = new YAMLSeq();
    list.items = value.map((item) => annotate(toNode(item), item));
    return list;
  }
  return typeof value === 'object' ? toMap(value) : new Scalar(value);
}

function isList(value: object | string | number | boolean): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function toMap(value: YamlMap): YAMLMap {
  const map = new YAMLMap();
  for (const [name, each] of Object.entries(value)) {
    if (each !== undefined) map.items.push(new Pair(annotate(toKey(name), each), toNode(each)));
  }
  return map;
}

/** As a text the merge key would be quoted, and then be a key like any other. */
function toKey(name: string): Scalar {
  return new Scalar(name === '<<' ? Symbol(name) : name);
}

function toStyledNode({ style, value }: Styled): Node {
  const toWord = style === 'plain' ? (text: string): Scalar => new Scalar(text) : toQuoted;
  if (typeof value === 'string') return toWord(value);
  const list = new YAMLSeq();
  list.flow = true;
  list.items = value.map(toWord);
  return list;
}

function toQuoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

/** Puts the comment of a value above the node that stands first on its line. */
function annotate<Each extends Node>(node: Each, value: YamlValue): Each {
  if (!(value instanceof Noted)) return node;
  if (value.comment !== '') {
    node.commentBefore = value.comment
      .split('\n')
      .map((line) => ` ${line}`)
      .join('\n');
  }
  node.spaceBefore = value.apart;
  return node;
}

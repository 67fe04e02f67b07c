import type { Node } from 'jsonc-parser';
import { findNearest } from '../text/nearest-word';
import type { Span } from '../text/span';
import type { ConfigProblem } from './config-problem';

/** Reads values of expected types from JSON; what is wrong is left out and reported. */
export class JsonReader {
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    this.problems = problems;
  }

  report(message: string, node: Node): void {
    this.problems.push({ message, span: spanOf(node) });
  }

  /** Properties of an object, in order; reports another type. */
  properties(
    name: string,
    node: Node,
  ): readonly { readonly key: string; readonly value: Node; readonly keyNode: Node }[] {
    if (node.type !== 'object') {
      this.report(`The setting "${name}" must be an object.`, node);
      return [];
    }
    return (node.children ?? []).flatMap(({ children = [] }) => {
      const [keyNode, value] = children;
      const key: unknown = keyNode?.value;
      return keyNode === undefined || value === undefined || typeof key !== 'string'
        ? []
        : [{ key, value, keyNode }];
    });
  }

  /** Elements of an array; reports another type. */
  elements(name: string, node: Node): readonly Node[] {
    if (node.type === 'array') return node.children ?? [];
    this.report(`The setting "${name}" must be a list.`, node);
    return [];
  }

  text(name: string, node: Node): string | undefined {
    const value: unknown = node.value;
    if (node.type === 'string' && typeof value === 'string') return value;
    this.report(`The setting "${name}" must be a text.`, node);
    return undefined;
  }

  texts(name: string, node: Node): readonly string[] {
    return this.elements(name, node).flatMap((element) => this.text(name, element) ?? []);
  }

  flag(name: string, node: Node): boolean | undefined {
    const value: unknown = node.value;
    if (node.type === 'boolean' && typeof value === 'boolean') return value;
    this.report(`The setting "${name}" must be true or false.`, node);
    return undefined;
  }

  oneOf<Value extends string>(
    name: string,
    values: readonly Value[],
    node: Node,
  ): Value | undefined {
    const found = values.find((value) => value === node.value);
    if (found !== undefined) return found;
    const list = values.map((value) => `"${value}"`).join(', ');
    this.report(`The setting "${name}" must be one of ${list}.`, node);
    return undefined;
  }

  unknownKey(key: string, node: Node, known: readonly string[]): void {
    const nearest = findNearest(key, known);
    const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    this.report(`There is no setting "${key}".${hint}`, node);
  }
}

/** The plain value of a node. */
export function valueOf({ type, value, children = [] }: Node): unknown {
  if (type === 'array') return children.map(valueOf);
  const plain: unknown = value;
  if (type !== 'object') return plain;
  return Object.fromEntries(
    children.flatMap(({ children: [key, content] = [] }) =>
      key === undefined || content === undefined ? [] : [[String(key.value), valueOf(content)]],
    ),
  );
}

export function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

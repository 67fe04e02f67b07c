import type { Comment, Directive } from '../syntax/instruction';
import { findUnmistakable } from '../text/nearest-word';
import type { DockerfileModel } from './model';

/** A comment that is meant as a parser directive and is none to BuildKit. */
export interface IneffectiveDirective {
  readonly comment: Comment;
  /** What stands in front of "=". */
  readonly written: string;
  readonly name: Directive['name'];
  readonly value: string;
  /** `misspelt` where another name would make it a directive, `late` where something stands above it. */
  readonly kind: 'misspelt' | 'late';
}

const names: readonly Directive['name'][] = ['syntax', 'escape', 'check'];

/** Values that only a directive has, so that a comment which talks about one is left alone. */
const values: Readonly<Record<Directive['name'], RegExp>> = {
  syntax: /^(?:[\w.-]+(?::\d+)?\/)+[\w.-]+(?:[:@][\w.:-]+)?$/,
  escape: /^[\\`]$/,
  check: /^(?:skip|error|experimental)=\S+$/,
};

/** Finds them; directives stand above everything else, one a line. `# check=skip=…` above an instruction counts for that. */
export function findIneffectiveDirectives(model: DockerfileModel): readonly IneffectiveDirective[] {
  const { comments, directives, instructions } = model.tree;
  // Behind a shebang BuildKit still looks for `# syntax=`.
  if (comments.some(({ span }) => model.text.startsWith('#!', span.start))) return [];
  const known = new Set(directives.map(({ span }) => span.start));
  const inner = new Set(
    instructions.flatMap(({ innerComments }) => innerComments.map(({ span }) => span.start)),
  );
  const above = new Set(
    instructions.flatMap(({ leadingComments }) => leadingComments.map(({ span }) => span.start)),
  );
  return comments.flatMap((comment): readonly IneffectiveDirective[] => {
    const { start } = comment.span;
    const [, written, value = ''] = /^([A-Za-z]+)\s*=\s*(\S+)$/.exec(comment.text) ?? [];
    if (written === undefined || known.has(start) || inner.has(start)) return [];
    const plain = written.toLowerCase();
    const exact = names.find((name) => name === plain);
    const near = names.find((name) => name === findUnmistakable(plain, names));
    const name = exact ?? near;
    if (name === undefined || !values[name].test(value)) return [];
    if (name === 'check' && above.has(start) && value.includes('skip=')) return [];
    if (exact !== undefined) return [{ comment, written, name, value, kind: 'late' }];
    const isFirst = model.lines.placeAt(start).line === directives.length;
    return isFirst ? [{ comment, written, name, value, kind: 'misspelt' }] : [];
  });
}

import { forEachChild, type Command, type ParsedScript, type SyntaxNode } from 'unbash';
import type { Span } from '../text/span';

/** Something that Bash understands and dash does not. */
export interface BashSyntax {
  readonly kind:
    | 'test'
    | 'array'
    | 'process-substitution'
    | 'here-string'
    | 'output-redirect'
    | 'error-pipe'
    | 'brace-expansion'
    | 'expansion'
    | 'append'
    | 'loop'
    | 'builtin'
    | 'source'
    | 'equality'
    | 'option';
  /** As written, shortened. */
  readonly text: string;
  readonly span: Span;
  /** How POSIX says the same; undefined when it cannot, or not in a word. */
  readonly posix: string | undefined;
}

/** Builtins of Bash for which dash looks in the PATH, in vain. */
const builtins = new Set([
  'declare',
  'typeset',
  'pushd',
  'popd',
  'dirs',
  'shopt',
  'let',
  'mapfile',
  'readarray',
  'compgen',
  'complete',
  'disown',
  'enable',
]);

/**
 * Finds what dash (0.5.12, as in Debian 13 and Ubuntu 24.04) rejects or reads otherwise. Each kind was tried with
 * that version; what it merely prints differently is left out.
 *
 * @param script the parsed `text`
 * @param offset where it starts in the document
 */
export function collectBashSyntax(
  script: ParsedScript,
  text: string,
  offset: number,
): readonly BashSyntax[] {
  const found: BashSyntax[] = [];
  const add: Add = (kind, start, end, posix) => {
    const written = text.slice(start, end).replace(/\s+/g, ' ');
    found.push({
      kind,
      text: written.length > 24 ? `${written.slice(0, 24)}…` : written,
      span: { start: offset + start, end: offset + end },
      posix,
    });
  };
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'TestCommand':
        add('test', node.pos, node.pos + 2);
        return;
      case 'ProcessSubstitution':
        add('process-substitution', node.pos, node.end);
        return;
      case 'BraceExpansion':
        add('brace-expansion', node.pos, node.end);
        return;
      case 'ParameterExpansion':
        if (isBashExpansion(node)) add('expansion', node.pos, node.end);
        break;
      case 'ArithmeticFor':
      case 'Select':
        add('loop', node.pos, node.pos + text.slice(node.pos).search(/\s|\(|$/));
        break;
      case 'Assignment':
        if (node.value.type !== 'Word') add('array', node.pos, node.end);
        else if (node.append === true) add('append', node.pos, node.end);
        break;
      case 'HereString':
        add('here-string', node.pos, node.end);
        break;
      case 'Redirect':
        if (node.operator.startsWith('&>')) {
          const target = node.target?.text;
          const posix =
            node.operator === '&>' && target !== undefined ? `> ${target} 2>&1` : undefined;
          add('output-redirect', node.pos, node.end, posix);
        }
        break;
      case 'Pipeline':
        if (node.operators.includes('|&')) add('error-pipe', node.pos, node.end);
        break;
      case 'HereDoc':
        return;
      case 'Command':
        visitCommand(node, add);
        break;
      default:
        break;
    }
    forEachChild(node, visit);
  };
  for (const command of script.commands) visit(command);
  return found.sort((left, right) => left.span.start - right.span.start);
}

type Add = (kind: BashSyntax['kind'], start: number, end: number, posix?: string) => void;

function visitCommand({ name, args }: Command, add: Add): void {
  if (name === undefined) return;
  const words = args.map(({ text }) => text);
  if (name.text === 'source') {
    // Without a slash Bash also looks into the working directory.
    add('source', name.pos, name.end, words[0]?.includes('/') === true ? '.' : undefined);
  }
  if (builtins.has(name.text)) add('builtin', name.pos, name.end);
  if (name.text === '[') {
    const equality = args.find(({ text }) => text === '==');
    if (equality !== undefined) add('equality', equality.pos, equality.end, '=');
  }
  if (name.text === 'set') {
    const index = words.findIndex(
      (word, at) => word === 'pipefail' && words[at - 1]?.endsWith('o') === true,
    );
    const option = args[index];
    if (option !== undefined) add('option', option.pos, option.end);
  }
}

/** `${a//b/c}`, `${a:1:2}`, `${a^^}`, `${!a}`, `${a[0]}`: "bad substitution". */
function isBashExpansion(
  node: Extract<SyntaxNode, { readonly type: 'ParameterExpansion' }>,
): boolean {
  const { operation, prefix, index } = node;
  if (index !== undefined || prefix === '!') return true;
  const types = ['Replace', 'Slice', 'CaseModification', 'Transform'];
  return operation !== undefined && types.includes(operation.type);
}

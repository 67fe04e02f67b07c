import { parse, type ParsedScript, type Statement, type Word as ParsedWord } from 'unbash';
import type {
  AndOr,
  Assignment as ParsedAssignment,
  CommandNode,
  PipelineNode,
  Redirection,
  SyntaxNode,
} from 'unbash';
import { forEachChild } from 'unbash';
import type { Span } from '../text/span';
import { collectBashSyntax, type BashSyntax } from './bash-syntax';

/** A word of a shell command. */
export interface ShellWord {
  /** As written. */
  readonly text: string;
  /** Quotes and escapes removed; undefined when it holds an expansion, so that its value is not known. */
  readonly value: string | undefined;
  /** Names of the variables it uses. */
  readonly variables: readonly string[];
  readonly span: Span;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  readonly operator: string;
  /** Descriptor number as written (`2>` has 2). */
  readonly descriptor: number | undefined;
  readonly target: ShellWord | undefined;
  readonly span: Span;
  /** Body of a here-document, with its place. */
  readonly body: { readonly text: string; readonly span: Span } | undefined;
}

/** What encloses a command, outermost first. */
export type ShellNesting =
  | 'pipeline'
  | 'subshell'
  | 'group'
  | 'condition'
  | 'branch'
  | 'loop'
  | 'function'
  | 'substitution'
  | 'background'
  | 'shell-argument';

/** One simple command. */
export interface ShellCommand {
  readonly program: ShellWord | undefined;
  /** Words behind the program. */
  readonly arguments: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
  readonly nesting: readonly ShellNesting[];
}

export interface ShellPipeline {
  readonly span: Span;
  /** Simple commands in order; undefined for a compound command such as `if` or `( … )`. */
  readonly commands: readonly (ShellCommand | undefined)[];
  /** The place of each command, compound ones too. */
  readonly parts: readonly Span[];
  readonly negated: boolean;
  readonly nesting: readonly ShellNesting[];
}

/** `a && b || c`, ended by `;`, `&` or a line break. */
export interface ShellStatement {
  readonly span: Span;
  readonly pipelines: readonly ShellPipeline[];
  readonly operators: readonly ('&&' | '||')[];
  readonly background: boolean;
  readonly nesting: readonly ShellNesting[];
}

export interface ShellScript {
  readonly span: Span;
  /** Statements of the script itself, nested ones left out. */
  readonly statements: readonly ShellStatement[];
  /** Every statement, nested ones included, in source order. */
  readonly allStatements: readonly ShellStatement[];
  /** Every simple command, nested ones included, in source order. */
  readonly commands: readonly ShellCommand[];
  /** False when the parser met something it does not understand: absence of a command proves nothing. */
  readonly complete: boolean;
  /** What in it Bash understands and dash does not; computed when first asked, which few scripts are. */
  readonly bashSyntax: readonly BashSyntax[];
}

interface Collector {
  readonly offset: number;
  readonly commands: ShellCommand[];
  readonly statements: ShellStatement[];
  complete: boolean;
}

/**
 * Parses a POSIX or Bash script.
 *
 * @param text the script, same length as its place in the document
 * @param offset where the text starts in the document
 * @param nesting what encloses the whole script
 */
export function parseShell(
  text: string,
  offset: number,
  nesting: readonly ShellNesting[] = [],
): ShellScript {
  const collector: Collector = { offset, commands: [], statements: [], complete: true };
  const script = parse(text);
  const statements = readScript(script, nesting, collector);
  let bashSyntax: readonly BashSyntax[] | undefined;
  return {
    span: { start: offset, end: offset + text.length },
    statements,
    allStatements: [...collector.statements].sort((a, b) => a.span.start - b.span.start),
    commands: [...collector.commands].sort((a, b) => a.span.start - b.span.start),
    complete: collector.complete,
    get bashSyntax() {
      return (bashSyntax ??= collectBashSyntax(script, text, offset));
    },
  };
}

function readScript(
  script: ParsedScript,
  nesting: readonly ShellNesting[],
  collector: Collector,
): readonly ShellStatement[] {
  if ((script.errors?.length ?? 0) !== 0) collector.complete = false;
  return script.commands.map((statement) => readStatement(statement, nesting, collector));
}

function readStatement(
  statement: Statement,
  outer: readonly ShellNesting[],
  collector: Collector,
): ShellStatement {
  const background = statement.background === true;
  const nesting: readonly ShellNesting[] = background ? [...outer, 'background'] : outer;
  const { command } = statement;
  const parts = command.type === 'AndOr' ? command.commands : [command];
  const read: ShellStatement = {
    span: toSpan(statement, collector),
    pipelines: parts.map((part) => readPipeline(part, nesting, collector)),
    operators: command.type === 'AndOr' ? operatorsOf(command) : [],
    background,
    nesting,
  };
  collector.statements.push(read);
  return read;
}

function operatorsOf(list: AndOr): readonly ('&&' | '||')[] {
  return list.operators;
}

function readPipeline(
  node: PipelineNode,
  outer: readonly ShellNesting[],
  collector: Collector,
): ShellPipeline {
  const isPipeline = node.type === 'Pipeline';
  const parts = isPipeline ? node.commands : [node];
  const nesting: readonly ShellNesting[] = 1 < parts.length ? [...outer, 'pipeline'] : outer;
  return {
    span: toSpan(node, collector),
    commands: parts.map((part) => readCommand(part, nesting, collector)),
    parts: parts.map((part) => toSpan(part, collector)),
    negated: isPipeline && node.prefixes.some((prefix) => prefix.type === 'Negation'),
    nesting: outer,
  };
}

function readCommand(
  node: CommandNode,
  nesting: readonly ShellNesting[],
  collector: Collector,
): ShellCommand | undefined {
  if (node.type !== 'Command') {
    readNested(node, nesting, collector);
    return undefined;
  }
  const words: ShellWord[] = [];
  for (const argument of node.args) words.push(toWord(argument, collector));
  const command: ShellCommand = {
    program: node.name === undefined ? undefined : toWord(node.name, collector),
    arguments: words,
    assignments: node.prefix.flatMap((part) =>
      part.type === 'Assignment' ? [toAssignment(part, collector)] : [],
    ),
    redirects: node.redirects.map((redirect) => toRedirect(redirect, collector)),
    span: toSpan(node, collector),
    nesting,
  };
  collector.commands.push(command);
  forEachChild(node, (child) => {
    readNested(child, nesting, collector);
  });
  return command;
}

/** Looks for scripts inside compound commands and expansions. */
function readNested(
  node: SyntaxNode,
  nesting: readonly ShellNesting[],
  collector: Collector,
): void {
  switch (node.type) {
    case 'Statement':
      readStatement(node, nesting, collector);
      return;
    case 'Script':
      if (node.source === undefined) readScript(node, [...nesting, 'substitution'], collector);
      else collector.complete = false;
      return;
    case 'If':
    case 'Elif':
      readNested(node.clause, [...nesting, 'condition'], collector);
      readNested(node.then, [...nesting, 'branch'], collector);
      if (node.type === 'If') {
        for (const part of node.elif) readNested(part, nesting, collector);
        if (node.else !== undefined) readNested(node.else, [...nesting, 'branch'], collector);
      }
      return;
    case 'While':
      readNested(node.clause, [...nesting, 'loop', 'condition'], collector);
      readNested(node.body, [...nesting, 'loop'], collector);
      return;
    default:
      forEachChild(node, (child) => {
        readNested(child, nestingInside(node, nesting), collector);
      });
  }
}

function nestingInside(
  node: SyntaxNode,
  nesting: readonly ShellNesting[],
): readonly ShellNesting[] {
  switch (node.type) {
    case 'Subshell':
      return [...nesting, 'subshell'];
    case 'BraceGroup':
      return [...nesting, 'group'];
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
      return [...nesting, 'loop'];
    case 'CaseItem':
      return [...nesting, 'branch'];
    case 'Function':
      return [...nesting, 'function'];
    case 'Coproc':
      return [...nesting, 'background'];
    default:
      return nesting;
  }
}

function toAssignment(node: ParsedAssignment, collector: Collector): ShellAssignment {
  return {
    name: node.name,
    value: node.value.type === 'Word' ? toWord(node.value, collector) : undefined,
    span: toSpan(node, collector),
  };
}

function toRedirect(node: Redirection, collector: Collector): ShellRedirect {
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
  return {
    operator: node.operator,
    descriptor,
    target:
      node.type === 'HereDoc' || node.target === undefined
        ? undefined
        : toWord(node.target, collector),
    span: toSpan(node, collector),
    body:
      node.type === 'HereDoc'
        ? { text: node.body.text, span: toSpan(node.body, collector) }
        : undefined,
  };
}

function toWord(node: ParsedWord | ParsedAssignment, collector: Collector): ShellWord {
  const variables: string[] = [];
  const found = { isStatic: true };
  const visit = (part: SyntaxNode): void => {
    switch (part.type) {
      case 'SimpleExpansion':
        found.isStatic = false;
        variables.push(part.text.slice(1));
        return;
      case 'ParameterExpansion':
        found.isStatic = false;
        variables.push(part.parameter);
        break;
      case 'CommandExpansion':
      case 'ArithmeticExpansion':
      case 'ProcessSubstitution':
      case 'BraceExpansion':
        found.isStatic = false;
        break;
      case 'Script':
        return;
      default:
        break;
    }
    forEachChild(part, visit);
  };
  forEachChild(node, visit);
  const value = node.type === 'Word' ? node.value : valueOfAssignment(node);
  return {
    text: node.text,
    value: found.isStatic ? value : undefined,
    variables,
    span: toSpan(node, collector),
  };
}

function valueOfAssignment(node: ParsedAssignment): string | undefined {
  return node.value.type === 'Word' ? `${node.name}=${node.value.value}` : undefined;
}

function toSpan(node: { readonly pos: number; readonly end: number }, collector: Collector): Span {
  return { start: collector.offset + node.pos, end: collector.offset + node.end };
}

import {
  CodeActionKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Range,
  type SnippetTextEdit,
  type TextEdit,
} from 'vscode-languageserver';
import {
  digestHole,
  reasonPlaceholder,
  type Action,
  type ConfigProblem,
  type Edit,
  rulePage,
  type Finding,
  type LineIndex,
  type Severity,
  type Span,
} from '../core/service';

/** The source of diagnostics of ours. */
export const diagnosticSource = 'ironhull';

/** The kind under which all safe fixes of a document are asked for, on save for one. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.ironhull`;

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated };

export function toRange(lines: LineIndex, span: Span): Range {
  const start = lines.placeAt(span.start);
  const end = lines.placeAt(span.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

/** The span of a range; places outside the text are clamped. */
export function toSpan(lines: LineIndex, range: Range): Span {
  return {
    start: lines.offsetAt({ line: range.start.line, column: range.start.character }),
    end: lines.offsetAt({ line: range.end.line, column: range.end.character }),
  };
}

/** Where the places of a diagnostic lie. */
export interface DiagnosticPlace {
  readonly uri: string;
  readonly lines: LineIndex;
  /** Whether the client shows related places. */
  readonly relatedInformation: boolean;
}

export function toDiagnostic(finding: Finding, place: DiagnosticPlace): Diagnostic {
  const { tag } = finding.definition;
  const diagnostic: Diagnostic = {
    range: toRange(place.lines, finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePage(finding.definition) },
    source: finding.definition.origin?.tool ?? diagnosticSource,
    message: finding.message,
  };
  if (tag !== undefined) diagnostic.tags = [tags[tag]];
  if (place.relatedInformation && finding.related.length !== 0) {
    diagnostic.relatedInformation = finding.related.map(({ span, message }) => ({
      location: { uri: place.uri, range: toRange(place.lines, span) },
      message,
    }));
  }
  return diagnostic;
}

/** A mistake in a configuration file. */
export function toConfigDiagnostic(problem: ConfigProblem, lines: LineIndex): Diagnostic {
  return {
    range: toRange(lines, problem.span),
    severity: problem.isMinor === true ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
    code: 'configuration',
    source: diagnosticSource,
    message: problem.message,
  };
}

export function toTextEdit(lines: LineIndex, edit: Edit): TextEdit {
  return { range: toRange(lines, edit.span), newText: edit.text };
}

/** A snippet edit that selects what a person has to write; undefined when the edit leaves no such hole. */
export function toSnippetEdit(lines: LineIndex, edit: Edit): SnippetTextEdit | undefined {
  const hole = [reasonPlaceholder, digestHole].find((each) => edit.text.includes(each));
  if (hole === undefined) return undefined;
  const value = edit.text.split(hole).map(escapeSnippet).join(`\${1:${hole}}`);
  return { range: toRange(lines, edit.span), snippet: { kind: 'snippet', value } };
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

export function toActionKind(action: Action): CodeActionKind {
  return action.kind === 'assist' && action.assist !== undefined
    ? action.assist.kind
    : CodeActionKind.QuickFix;
}

/** True when a client that asks for `only` these kinds wants `kind`; kinds contain their sub-kinds. */
export function wantsKind(only: readonly CodeActionKind[] | undefined, kind: string): boolean {
  return only?.some((each) => each === '' || each === kind || kind.startsWith(`${each}.`)) ?? true;
}

import type { Finding, LineIndex, Span } from '../../core/service';
import type { FileReport, Reporter } from './report';

/** One JSON document at the end; its shape is described in `docs/cli.md`. */
export function createJsonReporter(print: (text: string) => void): Reporter {
  const files: object[] = [];
  return {
    add(report) {
      files.push(toFile(report));
    },
    finish() {
      print(`${JSON.stringify({ version: 1, files }, undefined, 2)}\n`);
    },
  };
}

function toFile(report: FileReport): object {
  const { path } = report;
  if (report.kind === 'failed') return { path, findings: [], error: report.message };
  return { path, findings: report.findings.map((finding) => toFinding(finding, report.lines)) };
}

function toFinding(finding: Finding, lines: LineIndex): object {
  const { rule, code, severity, message } = finding;
  return {
    rule,
    code,
    severity,
    message,
    ...toPlaces(finding.span, lines),
    equivalents: finding.definition.equivalents,
    fixes: finding.fixes.map(({ title, applicability }) => ({ title, applicability })),
  };
}

function toPlaces(span: Span, lines: LineIndex): object {
  const start = lines.placeAt(span.start);
  const end = lines.placeAt(span.end);
  return {
    line: start.line + 1,
    column: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}

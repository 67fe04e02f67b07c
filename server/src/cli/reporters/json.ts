import type { Finding, LineIndex } from '../../core/service';
import { regionOf } from './places';
import type { FileReport, Reporter } from './report';

/** One JSON document at the end, of the shape of `schemas/report.schema.json`. */
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
  const { rule, code, severity, message, definition } = finding;
  return {
    ...(definition.origin === undefined ? {} : { source: definition.origin.tool }),
    rule,
    code,
    severity,
    message,
    ...regionOf(finding.span, lines),
    equivalents: finding.equivalents,
    fixes: finding.fixes.map(({ title, applicability }) => ({ title, applicability })),
  };
}

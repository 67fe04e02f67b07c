import type { Finding } from '../../core/service';
import { regionOf } from './places';
import type { FileReport, Reporter } from './report';
import { toReportPath } from './report-path';
import { escapeXml, toAttributes } from './xml';

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly text: string;
}

/** JUnit's XML: a test suite for each file, a failed test for each finding, a passed one where there is none. */
export function createJunitReporter(print: (text: string) => void): Reporter {
  const suites: Suite[] = [];
  return {
    add(report) {
      suites.push(toSuite(report));
    },
    finish() {
      const sum = (key: 'tests' | 'failures' | 'errors'): number =>
        suites.reduce((total, suite) => total + suite[key], 0);
      const counts = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors') };
      print(
        `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${toAttributes({ name: 'ironhull', ...counts })}>\n${suites.map(({ text }) => text).join('')}</testsuites>\n`,
      );
    },
  };
}

function toSuite(report: FileReport): Suite {
  const name = toReportPath(report.path);
  const cases = toCases(report, name);
  const counts = {
    tests: cases.length,
    failures: report.kind === 'failed' ? 0 : report.findings.length,
    errors: report.kind === 'failed' ? 1 : 0,
  };
  const text = `  <testsuite${toAttributes({ name, ...counts })}>\n${cases.join('')}  </testsuite>\n`;
  return { ...counts, text };
}

function toCases(report: FileReport, classname: string): readonly string[] {
  if (report.kind === 'failed') {
    const { message } = report;
    return [toCase(classname, 'read', `<error${toAttributes({ message })}/>`)];
  }
  if (report.findings.length === 0) {
    return [`    <testcase${toAttributes({ classname, name: 'ironhull' })}/>\n`];
  }
  return report.findings.map((finding) => {
    const { line, column } = regionOf(finding.span, report.lines);
    const place = `${classname}:${String(line)}:${String(column)}`;
    return toCase(classname, `${finding.rule} at ${place}`, toFailure(finding, place));
  });
}

function toCase(classname: string, name: string, outcome: string): string {
  return `    <testcase${toAttributes({ classname, name })}>\n      ${outcome}\n    </testcase>\n`;
}

function toFailure({ message, severity, rule }: Finding, place: string): string {
  const text = escapeXml(`${place} ${severity} ${rule} ${message}`);
  return `<failure${toAttributes({ message, type: severity })}>${text}</failure>`;
}

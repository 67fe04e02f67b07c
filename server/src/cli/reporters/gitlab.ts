import type { Severity } from '../../core/service';
import { Fingerprints } from './fingerprint';
import { regionOf } from './places';
import type { Reporter } from './report';
import { toReportPath } from './report-path';

const severitiesOfGitlab: Readonly<Record<Severity, string>> = {
  error: 'major',
  warning: 'minor',
  information: 'info',
  hint: 'info',
};

/** A Code Quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/, read 2026-11-22). */
export function createGitlabReporter(print: (text: string) => void): Reporter {
  const issues: object[] = [];
  return {
    add(report) {
      const path = toReportPath(report.path);
      if (report.kind === 'failed') {
        issues.push({
          description: report.message,
          check_name: 'unreadable-file',
          fingerprint: `unreadable-file:${path}`,
          severity: 'blocker',
          location: { path, lines: { begin: 1 } },
        });
        return;
      }
      const fingerprints = new Fingerprints(path, report.lines);
      for (const finding of report.findings) {
        const { line, endLine } = regionOf(finding.span, report.lines);
        issues.push({
          description: finding.message,
          check_name: finding.rule,
          fingerprint: fingerprints.of(finding),
          severity: severitiesOfGitlab[finding.severity],
          location: { path, lines: { begin: line, end: endLine } },
        });
      }
    },
    finish() {
      print(`${JSON.stringify(issues, undefined, 2)}\n`);
    },
  };
}

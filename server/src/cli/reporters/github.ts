import type { Severity } from '../../core/service';
import { regionOf } from './places';
import type { Reporter } from './report';
import { toReportPath } from './report-path';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * Workflow commands that GitHub Actions shows beside the lines of a pull request
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions, read 2026-11-22).
 */
export function createGithubReporter(print: (text: string) => void): Reporter {
  return {
    add(report) {
      const file = escapeProperty(toReportPath(report.path));
      if (report.kind === 'failed') {
        print(`::error file=${file}::${escapeData(report.message)}\n`);
        return;
      }
      for (const { span, severity, rule, message } of report.findings) {
        const { line, column, endLine, endColumn } = regionOf(span, report.lines);
        // Columns are only understood within one line.
        const columns =
          line === endLine ? `,col=${String(column)},endColumn=${String(endColumn)}` : '';
        print(
          `::${commands[severity]} file=${file},line=${String(line)},endLine=${String(endLine)}${columns},title=${escapeProperty(rule)}::${escapeData(message)}\n`,
        );
      }
    },
    finish() {
      // Each command stands for itself.
    },
  };
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

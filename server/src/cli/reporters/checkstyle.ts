import type { Severity } from '../../core/service';
import { regionOf } from './places';
import type { FileReport, Reporter } from './report';
import { toReportPath } from './report-path';
import { toAttributes } from './xml';

const severitiesOfCheckstyle: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'info',
};

/** The XML of Checkstyle, which many review tools and Jenkins read. */
export function createCheckstyleReporter(print: (text: string) => void): Reporter {
  const files: string[] = [];
  return {
    add(report) {
      const name = toAttributes({ name: toReportPath(report.path) });
      files.push(`  <file${name}>\n${toErrors(report).join('')}  </file>\n`);
    },
    finish() {
      print(
        `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`,
      );
    },
  };
}

function toErrors(report: FileReport): readonly string[] {
  if (report.kind === 'failed') {
    const { message } = report;
    return [toError({ line: 1, severity: 'error', message, source: 'ironhull.unreadable-file' })];
  }
  return report.findings.map(({ span, severity, rule, message, definition }) => {
    const { line, column } = regionOf(span, report.lines);
    return toError({
      line,
      column,
      severity: severitiesOfCheckstyle[severity],
      message,
      source: `${definition.origin?.tool ?? 'ironhull'}.${rule}`,
    });
  });
}

function toError(values: Readonly<Record<string, string | number>>): string {
  return `    <error${toAttributes(values)}/>\n`;
}

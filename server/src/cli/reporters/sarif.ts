import { pathToFileURL } from 'node:url';
import path from 'node:path';
import {
  peers,
  rulePage,
  type Finding,
  type Fix,
  type LineIndex,
  type Rule,
  type Severity,
  type Span,
} from '../../core/service';
import { version } from '../version';
import { Fingerprints } from './fingerprint';
import { regionOf } from './places';
import type { FileReport, Reporter } from './report';
import { toReportPath } from './report-path';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as code scanning services read it. What a comment
 * silences is there too, marked as suppressed.
 */
export function createSarifReporter(print: (text: string) => void): Reporter {
  const reports: FileReport[] = [];
  return {
    add(report) {
      reports.push(report);
    },
    finish() {
      print(`${JSON.stringify(toLog(reports), undefined, 2)}\n`);
    },
  };
}

function toLog(reports: readonly FileReport[]): object {
  const definitions = [
    ...new Set(
      reports
        .flatMap((report) =>
          report.kind === 'failed' ? [] : [...report.findings, ...report.silenced],
        )
        .map((finding) => finding.definition),
    ),
  ].sort((left, right) => (left.code < right.code ? -1 : 1));
  const failures = reports.flatMap((report) => (report.kind === 'failed' ? [report] : []));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Ironhull',
            semanticVersion: version,
            informationUri: 'https://github.com/ironhull/ironhull',
            rules: definitions.map(toDescriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ path, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: toArtifact(path) } }],
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: reports.flatMap((report) => toResults(report, definitions)),
      },
    ],
  };
}

function toDescriptor(rule: Rule): object {
  const { id, code, category, severity, summary, why, equivalents } = rule;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: why, markdown: why },
    helpUri: rulePage(rule),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      code,
      tags: [category],
      equivalents: Object.entries(peers).flatMap(([peer, name]) => {
        const ids = Object.entries(equivalents).find(([key]) => key === peer)?.[1] ?? [];
        return [ids].flat().map((each) => `${name} ${each}`);
      }),
    },
  };
}

function toResults(report: FileReport, definitions: readonly Rule[]): readonly object[] {
  if (report.kind === 'failed') return [];
  const artifact = toArtifact(report.path);
  const fingerprints = new Fingerprints(toReportPath(report.path), report.lines);
  const toResult = (finding: Finding): object => ({
    ruleId: finding.rule,
    ruleIndex: definitions.indexOf(finding.definition),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: toLocation(artifact, finding.span, report.lines) }],
    relatedLocations: finding.related.map(({ span, message }, id) => ({
      id,
      message: { text: message },
      physicalLocation: toLocation(artifact, span, report.lines),
    })),
    partialFingerprints: { 'ironhull/v1': fingerprints.of(finding) },
    fixes: finding.fixes.flatMap((fix) => toFix(fix, artifact, report.lines)),
  });
  return [
    ...report.findings.map(toResult),
    ...report.silenced.map((finding) => ({
      ...toResult(finding),
      suppressions: [{ kind: 'inSource' }],
    })),
  ];
}

/** A fix with a hole cannot be applied without a person, and one of several files not from here. */
function toFix(fix: Fix, artifact: object, lines: LineIndex): readonly object[] {
  if (fix.applicability === 'placeholder' || fix.files !== undefined) return [];
  return [
    {
      description: { text: fix.title },
      artifactChanges: [
        {
          artifactLocation: artifact,
          replacements: fix.edits.map(({ span, text }) => ({
            deletedRegion: toRegion(span, lines),
            insertedContent: { text },
          })),
        },
      ],
    },
  ];
}

function toLocation(artifact: object, span: Span, lines: LineIndex): object {
  return { artifactLocation: artifact, region: toRegion(span, lines) };
}

function toRegion(span: Span, lines: LineIndex): object {
  const { line, column, endLine, endColumn } = regionOf(span, lines);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A URI reference: relative to the root of the run, or a `file:` URI for what lies outside of it. */
function toArtifact(file: string): object {
  const shown = toReportPath(file);
  if (path.isAbsolute(shown)) return { uri: pathToFileURL(shown).href };
  return {
    uri: shown.split('/').map(encodeURIComponent).join('/'),
    uriBaseId: '%SRCROOT%',
  };
}

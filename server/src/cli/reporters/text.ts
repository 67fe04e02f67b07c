import { severities, type Finding, type LineIndex, type Severity } from '../../core/service';
import { toVisible } from '../visible';
import { markLine } from './excerpt';
import type { FileReport, Reporter } from './report';

interface TextOptions {
  readonly color: boolean;
  /** One line for each finding, nothing else. */
  readonly brief: boolean;
}

/** Findings for people: place, message, source line, help; a summary at the end. */
export function createTextReporter(print: (text: string) => void, options: TextOptions): Reporter {
  const paint = options.color ? paintAnsi : (_style: Style, text: string) => text;
  const counts = new Counts();
  return {
    add(report) {
      // Mistakes in settings are told on stderr.
      if (report.kind !== 'checked') return;
      counts.add(report);
      for (const finding of report.findings) {
        const place = placeOf(report.path, finding.span.start, report.lines);
        print(`${describeFinding(finding, place, paint)}\n`);
        if (options.brief) continue;
        print(
          `${[...excerptOf(finding, report.lines, paint), ...notesOf(finding, report, paint)].join('\n')}\n\n`,
        );
      }
    },
    finish() {
      if (!options.brief && 0 < counts.files) print(`${counts.describe()}\n`);
    },
  };
}

type Style = 'path' | 'gutter' | 'help' | Severity;

type Paint = (style: Style, text: string) => string;

const ansiCodes: Readonly<Record<Style, string>> = {
  path: '1',
  gutter: '2',
  help: '36',
  error: '1;31',
  warning: '1;33',
  information: '1;34',
  hint: '1;35',
};

function paintAnsi(style: Style, text: string): string {
  return `\x1b[${ansiCodes[style]}m${text}\x1b[0m`;
}

function describeFinding(finding: Finding, place: string, paint: Paint): string {
  const { severity, rule, message } = finding;
  return `${paint('path', place)} ${paint(severity, severity)} ${rule} ${toVisible(message)}`;
}

function placeOf(path: string, offset: number, lines: LineIndex): string {
  const { line, column } = lines.placeAt(offset);
  return `${toVisible(path)}:${String(line + 1)}:${String(column + 1)}`;
}

/** The first line of the range; ranges of several lines are marked up to its end. */
function excerptOf(finding: Finding, lines: LineIndex, paint: Paint): readonly string[] {
  const { line, column } = lines.placeAt(finding.span.start);
  const length = finding.span.end - finding.span.start;
  const { source, carets } = markLine(lines.textOfLine(line), column, column + length);
  const number = String(line + 1);
  return [
    `${paint('gutter', `  ${number} |`)} ${source}`,
    `${paint('gutter', `  ${' '.repeat(number.length)} |`)} ${paint(finding.severity, carets)}`,
  ];
}

function notesOf(
  finding: Finding,
  { path, lines }: { readonly path: string; readonly lines: LineIndex },
  paint: Paint,
): readonly string[] {
  const related = finding.related.map(
    ({ span, message }) =>
      `  ${paint('help', 'note:')} ${placeOf(path, span.start, lines)} ${toVisible(message)}`,
  );
  return [
    ...related,
    ...helpOf(finding).map((text) => `  ${paint('help', 'help:')} ${toVisible(text)}`),
  ];
}

const levels = {
  safe: 'safe fix',
  unsafe: 'unsafe fix',
  placeholder: 'a fix to complete by hand, in the editor',
} as const;

function helpOf(finding: Finding): readonly string[] {
  const { origin } = finding.definition;
  if (origin !== undefined) return [origin.page];
  if (0 < finding.fixes.length) {
    return finding.fixes.map((fix) => `${fix.title} (${levels[fix.applicability]})`);
  }
  const [remedy] = finding.definition.remedies ?? [];
  if (finding.refusal === undefined && remedy !== undefined) {
    return [`"ironhull harden --only ${remedy}" plans what mends it`];
  }
  if (finding.refusal !== undefined) return [`no automatic fix: ${finding.refusal}`];
  return [`no automatic fix; "ironhull explain ${finding.rule}" tells what to do`];
}

/** What the summary tells. */
class Counts {
  files = 0;
  #problems = 0;
  #filesWithProblems = 0;
  #safe = 0;
  #unsafe = 0;
  readonly #bySeverity = new Map<Severity, number>();

  add(report: FileReport): void {
    if (report.kind === 'failed') return;
    this.files++;
    this.#problems += report.findings.length;
    if (0 < report.findings.length) this.#filesWithProblems++;
    for (const { severity, fixes, definition } of report.findings) {
      this.#bySeverity.set(severity, (this.#bySeverity.get(severity) ?? 0) + 1);
      // "ironhull fix" applies fixes of our own.
      if (definition.origin !== undefined) continue;
      const offered = new Set(fixes.map((fix) => fix.applicability));
      if (offered.has('safe')) this.#safe++;
      else if (offered.has('unsafe')) this.#unsafe++;
    }
  }

  describe(): string {
    if (this.#problems === 0) return `No problems in ${count(this.files, 'file')}.`;
    const parts = severities.flatMap((severity) => {
      const number = this.#bySeverity.get(severity) ?? 0;
      return number === 0 ? [] : [count(number, severity)];
    });
    const found = `${count(this.#problems, 'problem')} (${parts.join(', ')})`;
    return `${found} in ${count(this.#filesWithProblems, 'file')}${this.#describeFixes()}`;
  }

  #describeFixes(): string {
    if (this.#safe === 0) {
      return this.#unsafe === 0
        ? ''
        : `; ${String(this.#unsafe)} can be fixed with "ironhull fix --unsafe"`;
    }
    const more =
      this.#unsafe === 0 ? '' : `, ${String(this.#unsafe)} more with "ironhull fix --unsafe"`;
    return `; ${String(this.#safe)} can be fixed with "ironhull fix"${more}`;
  }
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
}

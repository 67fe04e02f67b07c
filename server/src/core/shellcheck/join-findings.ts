import type { ActiveRules } from '../config/active-rules';
import { applyCheckSetting, compareFindings, type Finding, type LintResult } from '../engine/lint';
import { applySuppressions } from '../engine/suppress';
import type { DockerfileModel } from '../model/model';
import type { Severity } from '../rules/define-rule';
import { rules } from '../rules/index';
import type { Span } from '../text/span';
import { definitionOf } from './definition';
import { once } from './once';
import { holdsOneWord } from './one-word';
import { ScriptPlaces } from './places';
import type { ReportComment, ShellcheckReport } from './report';
import { isSaidByUs } from './same-as-ours';
import { findFix } from './script-fix';
import type { Script } from './scripts';

const severityOf: Readonly<Record<ReportComment['level'], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'information',
  style: 'hint',
};

/**
 * Our findings, and beside them those of ShellCheck that are not said already. Comments and settings silence the
 * latter as they do ours.
 *
 * @param reports what ShellCheck says of scripts of the model, as far as that is known
 * @param today ISO date of the check
 */
export function joinFindings(
  model: DockerfileModel,
  result: LintResult,
  reports: ReadonlyMap<Script, ShellcheckReport>,
  active: ActiveRules,
  today: string,
): LintResult {
  const ours = [...result.findings, ...result.silenced];
  const found = [...reports]
    .flatMap(([script, report]) => readFindings(model, script, report))
    .filter((finding) => !isSaidByUs(finding, ours));
  const wanted: Finding[] = [];
  const off: Finding[] = [];
  for (const finding of found) {
    const set = applyCheckSetting(finding, active);
    if (set === undefined) off.push(finding);
    else wanted.push(set);
  }
  const { kept, unused } = applySuppressions(model, wanted, active, rules, today);
  const shown = new Set(kept);
  const isUsed = (finding: Finding): boolean =>
    finding.definition.reviewsSuppressions === true &&
    kept.length < wanted.length &&
    applySuppressions(model, [], active, rules, today).unused.some(
      ({ span }) =>
        isSameSpan(span, finding.span) && !unused.some((each) => isSameSpan(each.span, span)),
    );
  return {
    ...result,
    findings: [...result.findings.filter((each) => !isUsed(each)), ...kept].sort(compareFindings),
    silenced: [...result.silenced, ...off, ...wanted.filter((finding) => !shown.has(finding))],
  };
}

function isSameSpan(left: Span, right: Span): boolean {
  return left.start === right.start && left.end === right.end;
}

const mayHoldMore =
  'It is not known that this always holds one word: with quotes an empty value becomes an argument, and a list a single one.';

function readFindings(
  model: DockerfileModel,
  script: Script,
  { comments, shell }: ShellcheckReport,
): readonly Finding[] {
  const places = new ScriptPlaces(script.source);
  return comments.flatMap((comment): readonly Finding[] => {
    const span = places.spanOf(comment.start, comment.end);
    if (span === undefined) return [];
    const marked = model.text.slice(span.start, span.end);
    if (!isTrueHere(comment, script, shell, marked)) return [];
    const definition = definitionOf(comment.id);
    // Sought when somebody asks for it: not for a list of findings.
    const fixes = once(() => findFix(model.text, model.tree.escape, script, places, comment));
    const isRefused = comment.id === 'SC2086' && !holdsOneWord(script, marked);
    return [
      {
        rule: comment.id,
        code: comment.id,
        severity: severityOf[comment.level],
        message: comment.message,
        span,
        related: [],
        get fixes() {
          const fix = isRefused ? undefined : fixes();
          return fix === undefined ? [] : [fix];
        },
        refusal: isRefused ? mayHoldMore : undefined,
        equivalents: definition.equivalents,
        definition,
      },
    ];
  });
}

/** ShellCheck does not know what the Dockerfile says of a script. */
function isTrueHere(
  { id, message }: ReportComment,
  script: Script,
  shell: string,
  marked: string,
): boolean {
  switch (id) {
    case 'SC2291':
      // Repeated blanks, where lines are joined: the indentation of the next one.
      return !/[\r\n]/.test(marked);
    case 'SC2154': {
      const name = /^(\w+) is referenced/.exec(message)?.[1];
      return name !== undefined && !script.maySet(name);
    }
    case 'SC2034': {
      const name = /^(\w+) appears unused/.exec(message)?.[1];
      return name !== undefined && !script.exports(name);
    }
    case 'SC3028': {
      const name = /, (\w+) is not supported/.exec(message)?.[1];
      return name !== undefined && !script.exports(name) && isShellKnown(script, shell);
    }
    case 'SC2164':
      return !script.errexit;
    default:
      return !/^SC(?:2039|2169|3\d{3})$/.test(id) || isShellKnown(script, shell);
  }
}

/** What a shell lacks of Bash can be said only where ShellCheck knows that very shell. */
function isShellKnown({ isShellSure, dialect }: Script, shell: string): boolean {
  return isShellSure && (dialect !== 'ash' || shell === 'busybox');
}

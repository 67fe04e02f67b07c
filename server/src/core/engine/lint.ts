import type { DockerfileModel } from '../model/model';
import type {
  Equivalents,
  Fix,
  RelatedPlace,
  Report,
  Rule,
  RuleContext,
  Severity,
} from '../rules/define-rule';
import type { ActiveRules } from '../config/active-rules';
import { settingOfCheck } from '../config/check-ids';
import { readOption } from '../config/rule-options';
import { breaksExecForm } from '../rewrite/exec-form-guard';
import { rules as allRules } from '../rules/index';
import type { Span } from '../text/span';
import { applySuppressions } from './suppress';
import { reportTriggers } from './trigger-reports';

/** What is wrong at one place, ready to be shown. */
export interface Finding {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  readonly refusal: string | undefined;
  /** The checks of other tools that would say this: those of the report, the message, or the rule. */
  readonly equivalents: Equivalents;
  readonly definition: Rule;
}

/** A rule that threw: a defect of ours, never of the user's file. */
export interface RuleFailure {
  readonly rule: string;
  readonly error: string;
}

export interface LintResult {
  /** In source order. */
  readonly findings: readonly Finding[];
  /** What a suppression comment or the setting of another tool's check silences, in no order. */
  readonly silenced: readonly Finding[];
  readonly failures: readonly RuleFailure[];
}

/**
 * Runs the active rules, each isolated from the others, and applies suppressions.
 *
 * @param today ISO date of the check, from the host's clock
 */
export function lint(model: DockerfileModel, active: ActiveRules, today: string): LintResult {
  return runSteps(lintInSteps(model, active, today));
}

/** Runs work with pauses at one go. */
export function runSteps<Result>(steps: Generator<undefined, Result, undefined>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** What {@link lint} does, with a pause after each rule in which a host may attend to other work. */
export function* lintInSteps(
  model: DockerfileModel,
  active: ActiveRules,
  today: string,
): Generator<undefined, LintResult, undefined> {
  const failures: RuleFailure[] = [];
  let found: readonly Finding[] = [];
  const run = (
    rule: Rule,
    severity: Severity,
    unusedSuppressions: RuleContext['unusedSuppressions'],
  ): readonly Finding[] => {
    const context: RuleContext = {
      today,
      unusedSuppressions,
      option: (option) => readOption(option, active.settings?.options[rule.id]),
    };
    return runRule(rule, severity, model, context, failures);
  };
  for (const [rule, severity] of active) {
    if (rule.reviewsSuppressions === true) continue;
    found = found.concat(run(rule, severity, []));
    yield;
  }
  const wanted: Finding[] = [];
  const off: Finding[] = [];
  for (const finding of found) {
    const set = applyCheckSetting(finding, active);
    if (set === undefined) off.push(finding);
    else wanted.push(set);
  }
  const { kept, unused } = applySuppressions(model, wanted, active, allRules, today);
  yield;
  let reviews: readonly Finding[] = [];
  for (const [rule, severity] of active) {
    if (rule.reviewsSuppressions !== true) continue;
    const reviewed = run(rule, severity, unused);
    reviews = reviews.concat(reviewed.flatMap((each) => applyCheckSetting(each, active) ?? []));
  }
  const shown = new Set(kept);
  const silenced = [...off, ...wanted.filter((finding) => !shown.has(finding))];
  return { findings: [...kept, ...reviews].sort(compareFindings), silenced, failures };
}

/** What the settings say of a check of another tool holds for a finding that this check would have as well. */
export function applyCheckSetting(
  finding: Finding,
  { settings }: ActiveRules,
): Finding | undefined {
  const setting = settings && settingOfCheck(finding.equivalents, settings.checks);
  if (setting === undefined) return finding;
  return setting === 'off' ? undefined : { ...finding, severity: setting };
}

function runRule(
  rule: Rule,
  severity: Severity,
  model: DockerfileModel,
  context: RuleContext,
  failures: RuleFailure[],
): readonly Finding[] {
  try {
    const reports = [...rule.check(model, context), ...reportTriggers(rule, model, context)];
    return reports.map((report) => toFinding(rule, severity, model, report));
  } catch (error) {
    failures.push({
      rule: rule.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return [];
  }
}

function toFinding(
  rule: Rule,
  severity: Severity,
  model: DockerfileModel,
  report: Report,
): Finding {
  const offered = report.fixes ?? [];
  const fixes = offered.filter(({ edits }) => !breaksExecForm(model, edits));
  const isBroken = fixes.length === 0 && offered.length !== 0;
  return {
    rule: rule.id,
    code: rule.code,
    severity,
    message: fillMessage(rule.messages[report.message] ?? report.message, report.data ?? {}),
    span: report.span,
    related: report.related ?? [],
    fixes,
    refusal: isBroken ? 'It stands in exec form: change the list by hand.' : report.refusal,
    equivalents:
      report.equivalents ?? rule.messageEquivalents?.[report.message] ?? rule.equivalents,
    definition: rule,
  };
}

function fillMessage(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(
    /\{\{(\w+)\}\}/g,
    (placeholder, name: string) => data[name] ?? placeholder,
  );
}

/** In source order. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    (left.rule < right.rule ? -1 : left.rule === right.rule ? 0 : 1)
  );
}

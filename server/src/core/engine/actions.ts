import { withSettings, type ActiveRules } from '../config/active-rules';
import { assists } from '../assists/index';
import type { Assist, AssistOutcome } from '../assists/define-assist';
import type { DockerfileModel } from '../model/model';
import type { FileChange } from '../project/project-files';
import type { Applicability, Rule } from '../rules/define-rule';
import type { Edit } from '../text/edit';
import { touchesSpan, type Span } from '../text/span';
import { fixAll } from './fix';
import { lint, type Finding } from './lint';
import { isSilencedInFile, suppressFinding } from './write-suppression';

/** Something the editor may offer at a selection. */
export interface Action {
  readonly kind: 'quick-fix' | 'fix-rule' | 'suppress' | 'assist' | 'remedy';
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Other files that change with it. */
  readonly files: readonly FileChange[];
  /** The finding it mends; undefined for assists. */
  readonly finding: Finding | undefined;
  /** Kind of refactoring, for assists. */
  readonly assist: Assist | undefined;
  readonly applicability: Applicability;
  /** Why it cannot be done; such an action is shown disabled. */
  readonly disabled: string | undefined;
}

/**
 * All actions at a selection: fixes of the findings there, then suppressions, then assists.
 *
 * @param findings what {@link lint} found with the same arguments, where a host has kept it
 */
export function collectActions(
  model: DockerfileModel,
  selection: Span,
  active: ActiveRules,
  today: string,
  findings: readonly Finding[] = lint(model, active, today).findings,
): readonly Action[] {
  const here = findings.filter((finding) => touchesSpan(finding.span, selection));
  return [
    ...here.flatMap((finding) => fixActions(finding, model, today)),
    ...uniqueRules(here).flatMap((rule) => fixRuleAction(rule, findings, model, active, today)),
    ...here.flatMap((finding) => suppressAction(finding, model, active)),
    ...assists.flatMap((assist) => assistAction(assist, { model, selection, today }) ?? []),
  ];
}

function fixActions(finding: Finding, model: DockerfileModel, today: string): readonly Action[] {
  const fixes = finding.fixes.map((fix): Action => ({
    kind: 'quick-fix',
    title: fix.title,
    edits: fix.edits,
    files: fix.files ?? [],
    finding,
    assist: undefined,
    applicability: fix.applicability,
    disabled: undefined,
  }));
  return [...fixes, ...remedyActions(finding, model, today), ...refusedAction(finding)];
}

function refusedAction(finding: Finding): readonly Action[] {
  if (finding.refusal === undefined || finding.fixes.length !== 0) return [];
  return [
    {
      kind: 'quick-fix',
      title: `Fix ${finding.rule}`,
      edits: [],
      files: [],
      finding,
      assist: undefined,
      applicability: 'unsafe',
      disabled: finding.refusal,
    },
  ];
}

function remedyActions(finding: Finding, model: DockerfileModel, today: string): readonly Action[] {
  return (finding.definition.remedies ?? []).flatMap((id) => {
    const assist = assists.find((candidate) => candidate.id === id);
    if (assist === undefined) return [];
    const action = assistAction(assist, { model, selection: finding.span, today });
    return action === undefined ? [] : [{ ...action, kind: 'remedy' as const, finding }];
  });
}

function assistAction(
  assist: Assist,
  request: { model: DockerfileModel; selection: Span; today: string },
): Action | undefined {
  const outcome = runAssist(assist, request);
  if (outcome === undefined) return undefined;
  return {
    kind: 'assist',
    title: (outcome.kind === 'edits' ? outcome.title : undefined) ?? assist.title,
    edits: outcome.kind === 'edits' ? outcome.edits : [],
    files: outcome.kind === 'edits' ? (outcome.files ?? []) : [],
    finding: undefined,
    assist,
    applicability: (outcome.kind === 'edits' ? outcome.level : undefined) ?? 'unsafe',
    disabled: outcome.kind === 'refused' ? outcome.reason : undefined,
  };
}

/** One failing assist must not take the menu away. */
function runAssist(
  assist: Assist,
  request: { model: DockerfileModel; selection: Span; today: string },
): AssistOutcome | undefined {
  try {
    return assist.run(request);
  } catch {
    return {
      kind: 'refused',
      reason: `The assist ${assist.id} failed here; this is a defect of Ironhull.`,
    };
  }
}

function uniqueRules(findings: readonly Finding[]): readonly Rule[] {
  return [...new Set(findings.map((finding) => finding.definition))];
}

/** Offered when a rule has several findings that can be mended without a look. */
function fixRuleAction(
  rule: Rule,
  findings: readonly Finding[],
  model: DockerfileModel,
  active: ActiveRules,
  today: string,
): readonly Action[] {
  const fixable = findings.filter(
    (finding) =>
      finding.definition === rule && finding.fixes.some((fix) => fix.applicability === 'safe'),
  );
  const [first] = fixable;
  if (first === undefined || fixable.length < 2) return [];
  const severity = active.get(rule) ?? rule.severity;
  const only = withSettings([[rule, severity]], active.settings);
  const result = fixAll(model.text, only, today, ['safe'], model.project);
  if (result.text === model.text) return [];
  return [
    {
      kind: 'fix-rule',
      title: `Fix all ${rule.id} findings in this file`,
      edits: [toMinimalEdit(model.text, result.text)],
      files: [],
      finding: first,
      assist: undefined,
      applicability: 'safe',
      disabled: undefined,
    },
  ];
}

/** One edit that turns a text into another, common start and end left out. */
export function toMinimalEdit(before: string, after: string): Edit {
  let start = 0;
  const limit = Math.min(before.length, after.length);
  while (start < limit && before[start] === after[start]) start++;
  let end = 0;
  while (end < limit - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    span: { start, end: before.length - end },
    text: after.slice(start, after.length - end),
  };
}

/** A finding about a suppression cannot be suppressed itself, and none where comments do not count. */
function suppressAction(
  finding: Finding,
  model: DockerfileModel,
  { settings }: ActiveRules,
): readonly Action[] {
  if (finding.definition.reviewsSuppressions === true) return [];
  if (settings?.suppressions.comments === false) return [];
  return [
    {
      kind: 'suppress',
      title: `Ignore ${finding.rule} ${isSilencedInFile(model, finding) ? 'in this file' : 'here'}, with a reason`,
      edits: [suppressFinding(model, finding)],
      files: [],
      finding,
      assist: undefined,
      applicability: 'placeholder',
      disabled: undefined,
    },
  ];
}

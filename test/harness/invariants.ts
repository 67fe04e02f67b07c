import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import {
  withSettings,
  type ActiveRules,
  type RunSettings,
} from '../../server/src/core/config/active-rules';
import { onlyRules, resolveRules, runSettingsOf } from '../../server/src/core/config/resolve';
import { withChanges } from '../../server/src/core/engine/changed-files';
import { fixAll, maximumRounds } from '../../server/src/core/engine/fix';
import { lint, type Finding } from '../../server/src/core/engine/lint';
import { suppressFinding } from '../../server/src/core/engine/write-suppression';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import { severities, type Fix, type Rule } from '../../server/src/core/rules/define-rule';
import { applyEdits, compareEdits, editsConflict } from '../../server/src/core/text/edit';
import { toProject } from './project';
import { readMarks, showMarks, type Mark } from './marked-source';
import { variants, type Variant } from './variants';

/** The day on which examples are checked. */
export const exampleDay = '2026-11-21';

export interface RuleCase {
  readonly rule: Rule;
  /** Source with carets. */
  readonly source: string;
  /** What the fix makes of it; undefined: only the invariants of fixes are checked. */
  readonly fixed: string | undefined;
  readonly today?: string;
  /** The files around the Dockerfile; undefined: not known. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Options that are set for the rule. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** What a case is checked with besides its text. */
interface Setting {
  readonly today: string;
  readonly project: ProjectFiles | undefined;
  /** What is set besides the rules that run. */
  readonly run: RunSettings | undefined;
}

function toSetting(
  rule: Rule,
  { today, files, options }: Pick<RuleCase, 'today' | 'files' | 'options'>,
): Setting {
  return {
    today: today ?? exampleDay,
    project: files === undefined ? undefined : toProject(files),
    run: options && runSettingsOf({ options: { [rule.id]: options } }),
  };
}

/** What a case showed, so that the caller can compare it with the rule's promises. */
export interface CaseOutcome {
  readonly findings: readonly Finding[];
  readonly fixedText: string;
}

const strict = resolveRules({ profile: 'strict' });

/** Checks one case against every invariant of the harness (H1, H3, H4, H6 to H10). */
export function checkRuleCase(ruleCase: RuleCase): CaseOutcome {
  const { rule } = ruleCase;
  const setting = toSetting(rule, ruleCase);
  const { text, marks } = readMarks(ruleCase.source);
  const findings = findingsOf(rule, text, setting);
  assert.equal(
    showMarks(text, toMarks(text, findings)),
    showMarks(text, marks),
    'H1: the findings are those marked by carets',
  );
  const fixedText = checkFixes(rule, text, findings, setting);
  if (ruleCase.fixed !== undefined) {
    assert.equal(fixedText, ruleCase.fixed, 'H3: the fix gives the expected text');
  }
  checkVariants(rule, text, findings, fixedText, setting);
  checkDeterminism(text, setting);
  for (const finding of findings) {
    checkSuppression(rule, text, finding, findings.length, setting);
    checkWording(finding);
    checkEquivalents(finding);
  }
  return { findings, fixedText };
}

/** H2: a good example is silent for its rule and for every rule of severity error. */
export function checkGood(
  rule: Rule,
  good: string,
  around: Pick<RuleCase, 'files' | 'options'> = {},
): void {
  const setting = toSetting(rule, around);
  assert.deepEqual(
    findingsOf(rule, good, setting).map((finding) => finding.message),
    [],
    'H2: the good example is silent for its rule',
  );
  const errors = lint(
    new DockerfileModel(good, setting.project),
    withSettings(strict, setting.run),
    setting.today,
  ).findings.filter((finding) => finding.definition.severity === 'error');
  assert.deepEqual(
    errors.map((finding) => `${finding.rule}: ${finding.message}`),
    [],
    'H2: the good example has no error',
  );
}

/** A rule about suppressions sees what they do to the others. */
function activeFor(rule: Rule, { run }: Setting): ActiveRules {
  return rule.reviewsSuppressions === true
    ? withSettings([...strict, [rule, rule.severity]], run)
    : onlyRules([rule], run);
}

function findingsOf(rule: Rule, text: string, setting: Setting): readonly Finding[] {
  const active = activeFor(rule, setting);
  const { findings, failures } = lint(
    new DockerfileModel(text, setting.project),
    active,
    setting.today,
  );
  assert.deepEqual(failures, [], 'no rule throws');
  return findings.filter((finding) => finding.rule === rule.id);
}

function toMarks(text: string, findings: readonly Finding[]): readonly Mark[] {
  const { lines } = new DockerfileModel(text);
  return findings.map((finding) => {
    const start = lines.placeAt(finding.span.start);
    const end = lines.placeAt(finding.span.end);
    assert.equal(end.line, start.line, 'H1: a finding marks text of one line');
    return { line: start.line, start: start.column, end: end.column, rule: finding.rule };
  });
}

/** H4 and H7; gives the text after all fixes of the rule. */
function checkFixes(
  rule: Rule,
  text: string,
  findings: readonly Finding[],
  setting: Setting,
): string {
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      if (fix.files !== undefined) checkFileChanges(rule, text, findings, fix, setting);
      if (fix.files === undefined || fix.edits.length !== 0) checkEdits(text, fix.edits);
    }
  }
  const active = activeFor(rule, setting);
  const result = fixAll(text, active, setting.today, ['safe', 'unsafe'], setting.project);
  assert.ok(result.converged, `H4: fixes converge in ${String(maximumRounds)} rounds`);
  if (result.text !== text) checkFixedText(rule, text, result.text, setting);
  return result.text;
}

/** H4 for a fix that changes other files: with them changed, the finding is gone and no severer one came. */
function checkFileChanges(
  rule: Rule,
  text: string,
  findings: readonly Finding[],
  { files = [], edits }: Fix,
  setting: Setting,
): void {
  const { project } = setting;
  assert.ok(project, 'H4: only a project has other files');
  const changed = withChanges(project, files);
  assert.ok(changed, 'H4: changes of files are made from the files that are there');
  const left = findingsOf(rule, applyEdits(text, edits), { ...setting, project: changed });
  assert.ok(left.length < findings.length, 'H4: the finding is gone');
}

function checkEdits(
  text: string,
  edits: readonly {
    readonly span: { readonly start: number; readonly end: number };
    readonly text: string;
  }[],
): void {
  assert.notEqual(edits.length, 0, 'H7: a fix has edits');
  const sorted = [...edits].sort(compareEdits);
  for (const [index, edit] of sorted.entries()) {
    assert.ok(
      0 <= edit.span.start && edit.span.start <= edit.span.end && edit.span.end <= text.length,
      'H7: edits lie inside the text',
    );
    const next = sorted[index + 1];
    if (next !== undefined) assert.ok(!editsConflict(edit, next), 'H7: edits do not overlap');
  }
  assert.notEqual(applyEdits(text, edits), text, 'H7: a fix changes something');
}

function checkFixedText(rule: Rule, before: string, after: string, setting: Setting): void {
  const stages = (source: string): number => DockerfileParser.parse(source).getFROMs().length;
  assert.equal(stages(after), stages(before), 'H4: the result has the same stages');
  const level = severities.indexOf(rule.severity);
  const counts = (source: string): ReadonlyMap<string, number> => {
    const { findings } = lint(new DockerfileModel(source, setting.project), strict, setting.today);
    const serious = findings.filter(
      (finding) => severities.indexOf(finding.definition.severity) <= level,
    );
    return countBy(serious.map((finding) => finding.rule));
  };
  const [old, now] = [counts(before), counts(after)];
  const worse = [...now].filter(([id, count]) => (old.get(id) ?? 0) < count).map(([id]) => id);
  assert.deepEqual(worse, [], `H4: the fix brings no new finding as severe\n${after}`);
  const kept = countBy(commentsOf(after));
  const plain = commentsOf(before).slice(directivesOf(before).length);
  const lost = [...countBy(plain)].filter(([comment, count]) => (kept.get(comment) ?? 0) < count);
  const names = namesOf(directivesOf(after));
  const become = names.filter((name) => !namesOf(directivesOf(before)).includes(name));
  // A comment that was meant as a directive may have become one.
  const gone = lost.slice(become.length);
  if (rule.reviewsSuppressions !== true) assert.deepEqual(gone, [], 'H7: comments survive');
  for (const name of namesOf(directivesOf(before))) {
    assert.ok(names.includes(name), `H7: the directive ${name} survives`);
  }
}

function commentsOf(text: string): readonly string[] {
  return new DockerfileModel(text).tree.comments.map((comment) => comment.text);
}

/** Directives are among the comments; a fix may write another value, or one that is there twice once. */
function directivesOf(text: string): readonly string[] {
  const { comments, directives } = new DockerfileModel(text).tree;
  const starts = new Set(directives.map(({ span }) => span.start));
  return comments.filter(({ span }) => starts.has(span.start)).map((comment) => comment.text);
}

function namesOf(directives: readonly string[]): readonly string[] {
  return directives.map((each) => each.split('=', 1)[0]?.trim().toLowerCase() ?? '');
}

function countBy(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** H6. */
function checkVariants(
  rule: Rule,
  text: string,
  findings: readonly Finding[],
  fixedText: string,
  setting: Setting,
): void {
  for (const variant of variants) {
    const written = variant.apply(text);
    if (written === undefined) continue;
    const found = findingsOf(rule, written, setting);
    assert.deepEqual(
      placesOf(written, found, variant, variant.addedLines),
      placesOf(text, findings, variant, 0),
      `H6: the same findings with ${variant.name}`,
    );
    const fixed = checkFixes(rule, written, found, setting);
    const expected = fixedText === text ? written : variant.apply(fixedText);
    if (expected !== undefined) {
      assert.equal(fixed, expected, `H6: the same fix with ${variant.name}`);
    }
  }
}

function placesOf(
  text: string,
  findings: readonly Finding[],
  variant: Variant,
  addedLines: number,
): readonly string[] {
  const { lines } = new DockerfileModel(text);
  return findings.map((finding) => {
    const start = lines.placeAt(finding.span.start);
    const column = variant.keepsColumns ? `:${String(start.column)}` : '';
    return `${String(start.line - addedLines)}${column} ${finding.rule} ${finding.message.replace(/\s+/g, ' ').toLowerCase()}`;
  });
}

/** H8. */
function checkDeterminism(text: string, setting: Setting): void {
  const show = (findings: readonly Finding[]): unknown =>
    findings.map(({ definition: _definition, ...rest }) => rest);
  const once = lint(new DockerfileModel(text, setting.project), strict, setting.today);
  const twice = lint(new DockerfileModel(text, setting.project), strict, setting.today);
  const reversed = lint(
    new DockerfileModel(text, setting.project),
    new Map([...strict].reverse()),
    setting.today,
  );
  assert.deepEqual(once.failures, [], 'no rule throws');
  assert.deepEqual(show(twice.findings), show(once.findings), 'H8: linting twice gives the same');
  assert.deepEqual(
    show(reversed.findings),
    show(once.findings),
    'H8: the order of rules does not matter',
  );
}

/** H9. */
function checkSuppression(
  rule: Rule,
  text: string,
  finding: Finding,
  count: number,
  setting: Setting,
): void {
  if (rule.reviewsSuppressions === true || rule.category === 'suppressions') return;
  const silenced = applyEdits(text, [suppressFinding(new DockerfileModel(text), finding)]);
  const left = findingsOf(rule, silenced, setting).length;
  assert.ok(left < count, 'H9: a suppression above the instruction silences the finding');
  assert.deepEqual(
    findingsOf(
      rule,
      `${text}${text.endsWith('\n') ? '' : '\n'}# ironhull file-ignore=${rule.id}: test\n`,
      setting,
    ).length,
    0,
    'H9: a suppression of the file silences every finding',
  );
}

/** What a finding stands for elsewhere is among what its rule does: it is looked up there. */
function checkEquivalents({ definition, equivalents }: Finding): void {
  for (const [peer, ids] of Object.entries(equivalents)) {
    const known = Object.entries(definition.equivalents).flatMap(([name, value]) =>
      name === peer ? value : [],
    );
    for (const id of [ids].flat()) assert.ok(known.includes(id), `${id} is one of the rule`);
  }
}

/** H10. */
function checkWording(finding: Finding): void {
  assert.match(finding.message, /^[A-Z"'`$\d/].*\.$/s, 'H10: a message is a sentence');
  assert.doesNotMatch(finding.message, /\{\{/, 'H10: placeholders are filled');
  for (const fix of finding.fixes) {
    assert.match(
      fix.title,
      /^[A-Z][^]*[^.]$/,
      'H10: a fix title is an imperative without full stop',
    );
  }
  if (finding.refusal !== undefined) {
    assert.match(finding.refusal, /^[A-Z"'`$].*\.$/s, 'H10: a refusal is a sentence');
  }
}

import assert from 'node:assert/strict';
import { DockerfileLanguageServiceFactory } from 'dockerfile-language-service';
import { isCheckId, normalizeCheckId } from '../../server/src/core/config/check-ids';
import {
  findRule,
  mergeSettings,
  resolveRules,
  settingsForFile,
} from '../../server/src/core/config/resolve';
import type { Settings } from '../../server/src/core/config/schema';
import { parseConfigSource } from '../../server/src/core/config/sources';
import { lint, type Finding } from '../../server/src/core/engine/lint';
import { suppressFinding } from '../../server/src/core/engine/write-suppression';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { Equivalents, Rule } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { keepMeaning } from '../../server/src/core/syntax/keep-meaning';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { applyEdits } from '../../server/src/core/text/edit';
import { LineIndex } from '../../server/src/core/text/line-index';
import type { Complaint } from './complaints';
import { checkRuleCase, exampleDay } from './invariants';
import { readMarks, showMarks, type Mark } from './marked-source';
import { toProject } from './project';

/** Rules that say that we do not understand a file. */
const syntaxRules = ['invalid-instruction', 'unknown-flag', 'newer-syntax-needed'];

const everything = 'everything';

/** Checks what a complaint says; throws where it does not hold, or cannot be checked. */
export function checkComplaint(complaint: Complaint): void {
  const { verdict } = complaint;
  if (verdict === 'Silent') checkSilent(complaint);
  else if (verdict === 'Silent by default') checkSilentByDefault(complaint);
  else if (verdict === 'Understood') checkUnderstood(complaint);
  else if (verdict === 'Formatted') checkFormatted(complaint);
  else checkFiring(complaint);
}

/** What a case is checked with. */
type Around = Pick<Complaint, 'files' | 'settings'>;

function settingsOf({ settings }: Around): Settings {
  if (settings === undefined) return {};
  const parsed = parseConfigSource(settings.name, settings.text, exampleDay);
  assert.ok(parsed, `${settings.name} is no file of settings`);
  assert.deepEqual(parsed.problems, [], 'the settings are in form');
  return settingsForFile(parsed.settings, 'Dockerfile');
}

/** What is found in a Dockerfile with the files and settings around it, and others below these. */
export function findingsIn(text: string, around: Around, base: Settings = {}): readonly Finding[] {
  const settings = mergeSettings(base, settingsOf(around));
  const project = around.files === undefined ? undefined : toProject(around.files);
  const model = new DockerfileModel(text, project, settings.images);
  const { findings, failures } = lint(model, resolveRules(settings), exampleDay);
  assert.deepEqual(failures, [], 'no rule throws');
  return findings;
}

function idsIn(equivalents: Equivalents): readonly string[] {
  return Object.values(equivalents)
    .flatMap((ids: string | readonly string[]) => ids)
    .map(normalizeCheckId);
}

/** The rules that an id of ours or of another tool means. */
function rulesOf(id: string): readonly Rule[] {
  const own = findRule(id);
  if (own !== undefined) return [own];
  assert.ok(isCheckId(id), `"${id}" is neither a rule nor a check`);
  const wanted = normalizeCheckId(id);
  const found = rules.filter((rule) =>
    [rule.equivalents, ...Object.values(rule.messageEquivalents ?? {})].some((each) =>
      idsIn(each ?? {}).includes(wanted),
    ),
  );
  assert.notEqual(found.length, 0, `no rule makes the check "${id}"`);
  return found;
}

function isMeant(finding: Finding, subject: string): boolean {
  if (subject === everything || finding.rule === subject) return true;
  return idsIn(finding.equivalents).includes(normalizeCheckId(subject));
}

function meant(findings: readonly Finding[], subjects: readonly string[]): readonly Finding[] {
  return findings.filter((finding) => subjects.some((subject) => isMeant(finding, subject)));
}

/** The rules that are named run, whatever the profile. */
function turnOn(subjects: readonly string[]): Settings {
  const named = subjects.filter((id) => id !== everything).flatMap(rulesOf);
  return { rules: Object.fromEntries(named.map((rule) => [rule.id, 'on'] as const)) };
}

function show(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}

function unmarked(source: string): string {
  const { text, marks } = readMarks(source);
  assert.deepEqual(marks, [], 'a silent Dockerfile has no carets');
  return text;
}

function checkSilent(complaint: Complaint): void {
  const { subjects, source, files, settings } = complaint;
  const text = unmarked(source);
  assert.deepEqual(
    show(meant(findingsIn(text, complaint, turnOn(subjects)), subjects)),
    [],
    'it is silent',
  );
  if (settings === undefined) {
    for (const rule of subjects.flatMap((id) => findRule(id) ?? [])) {
      checkRuleCase({ rule, source: text, fixed: undefined, files });
    }
  }
  checkSpoken(subjects, [...findInControls(complaint), ...findWithout(complaint, text)]);
}

/** A check that says nothing in any control could say nothing at all. */
function checkSpoken(subjects: readonly string[], findings: readonly Finding[]): void {
  const mute = subjects.filter((subject) => meant(findings, [subject]).length === 0);
  assert.deepEqual(mute, [], 'every check that is named can speak');
}

function findInControls({
  controls,
  controlFiles,
  subjects,
  files,
  settings,
}: Complaint): readonly Finding[] {
  const around = { files: controlFiles ? { ...files, ...controlFiles } : files, settings };
  return controls.flatMap((control) => {
    let found: readonly Finding[] = [];
    checkMarks(control, (text) => {
      found = meant(findingsIn(text, around, turnOn(subjects)), subjects);
      return found;
    });
    return found;
  });
}

function findWithout(
  { controlWithout, subjects, files, settings }: Complaint,
  text: string,
): readonly Finding[] {
  const base = turnOn(subjects);
  switch (controlWithout) {
    case undefined:
      return [];
    case 'settings':
      return findingsIn(text, { files, settings: undefined }, base);
    case 'files':
      return findingsIn(text, { files: undefined, settings }, base);
    case 'comments':
      return findingsIn(text, { files, settings }, { ...base, suppressions: { comments: false } });
  }
}

function checkSilentByDefault(complaint: Complaint): void {
  const { subjects, source } = complaint;
  const text = unmarked(source);
  assert.deepEqual(show(meant(findingsIn(text, complaint), subjects)), [], 'it is silent');
  checkSpoken(subjects, findingsIn(text, complaint, turnOn(subjects)));
}

/** The findings of the rules that have carets are those with carets; gives text and carets. */
export function checkMarks(
  source: string,
  find: (text: string) => readonly Finding[],
): { readonly text: string; readonly marks: readonly Mark[] } {
  const { text, marks } = readMarks(source);
  assert.notEqual(marks.length, 0, 'carets tell what is found');
  const marked = new Set(marks.map(({ rule }) => rule));
  for (const id of marked) assert.ok(findRule(id), `there is no rule "${id}"`);
  const { lines } = new DockerfileModel(text);
  const found = find(text)
    .filter(({ rule }) => marked.has(rule))
    .map(({ rule, span }): Mark => {
      const start = lines.placeAt(span.start);
      return { line: start.line, start: start.column, end: lines.placeAt(span.end).column, rule };
    });
  assert.equal(showMarks(text, found), showMarks(text, marks), 'it finds what has carets');
  return { text, marks };
}

/** For `Fires`, `Fixed` and `Suppressed`. */
function checkFiring(complaint: Complaint): void {
  const { verdict, subjects, source, after, files, settings } = complaint;
  const { text, marks } = checkMarks(source, (plain) => findingsIn(plain, complaint));
  assert.deepEqual(
    [...new Set(marks.map(({ rule }) => rule))].sort(),
    [...subjects].sort(),
    'the rules with carets are those that are named',
  );
  if (verdict === 'Suppressed') {
    assert.equal(suppressAll(text, complaint), after);
    return;
  }
  if (verdict === 'Fixed') assert.equal(subjects.length, 1, 'one rule is mended at a time');
  const { options, images, checks, suppressions } = settingsOf({ files, settings });
  if ([images, checks, suppressions].some((each) => each !== undefined)) return;
  for (const rule of subjects.flatMap((id) => findRule(id) ?? [])) {
    const own = marks.filter((mark) => mark.rule === rule.id);
    checkRuleCase({
      rule,
      source: showMarks(text, own),
      fixed: after,
      files,
      options: options?.[rule.id],
    });
  }
}

/** The text after its findings were silenced, one by one. */
function suppressAll(text: string, complaint: Complaint): string {
  let current = text;
  for (let left = 0; left < 10; left++) {
    const [finding] = meant(findingsIn(current, complaint), complaint.subjects);
    if (finding === undefined) return current;
    current = applyEdits(current, [suppressFinding(new DockerfileModel(current), finding)]);
  }
  return assert.fail('silencing comes to an end');
}

function checkUnderstood(complaint: Complaint): void {
  const { subjects, source } = complaint;
  const { text, marks } = readMarks(source);
  const { instructions } = parseDockerfile(text);
  assert.deepEqual(
    instructions.map(({ keyword }) => keyword),
    subjects,
    'every instruction is read',
  );
  const findings = findingsIn(text, complaint);
  assert.deepEqual(
    show(findings.filter(({ rule }) => syntaxRules.includes(rule))),
    [],
    'nothing is said of its syntax',
  );
  if (marks.length !== 0) checkMarks(source, (plain) => findingsIn(plain, complaint));
  askEditor(text);
}

const service = DockerfileLanguageServiceFactory.createLanguageService();
const options = { tabSize: 4, insertSpaces: true };

/** Asks what an editor asks; throws when one of them does. */
function askEditor(text: string): void {
  const document = { uri: 'file:///Dockerfile' };
  const middle = { line: 1, character: 3 };
  service.computeSymbols(document, text);
  service.computeFoldingRanges(text);
  service.computeLinks(text);
  service.computeHover(text, middle);
  service.computeHighlightRanges(text, middle);
  service.computeCompletionItems(text, middle);
  assert.deepEqual(keywordsOf(format(text)), keywordsOf(text), 'formatting keeps instructions');
}

function format(text: string): string {
  const lines = new LineIndex(text);
  const edits = service.format(text, options).map(({ range: { start, end }, newText }) => ({
    span: {
      start: lines.offsetAt({ line: start.line, column: start.character }),
      end: lines.offsetAt({ line: end.line, column: end.character }),
    },
    text: newText,
  }));
  return applyEdits(text, keepMeaning(text, edits));
}

/** Keywords and scripts of a file, which formatting must not change. */
function keywordsOf(text: string): readonly string[] {
  return parseDockerfile(text).instructions.map(
    ({ keyword, heredocs }) => `${keyword} ${heredocs.map(({ body }) => body).join('')}`,
  );
}

function checkFormatted({ source, after, subjects }: Complaint): void {
  assert.deepEqual(subjects, ['document'], 'a document is formatted');
  const text = unmarked(source);
  const formatted = format(text);
  assert.equal(formatted, after);
  assert.equal(format(formatted), formatted, 'formatting twice is formatting once');
  assert.deepEqual(keywordsOf(formatted), keywordsOf(text), 'instructions and scripts stay');
}

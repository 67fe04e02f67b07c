import type { Fix, Rule } from '../rules/define-rule';
import { chooseFixes, maximumRounds, type ChosenFix } from './fix';
import type { Change, Draft, HardenJob } from './harden-job';
import { stepOfRule, type HardenStep } from './harden-steps';
import type { Finding } from './lint';

/** Applies the fixes of the rules that belong to a step, one rule after the other, until none is left. */
export function* runFixesStep(
  job: HardenJob,
  step: HardenStep,
  start: Draft,
): Generator<undefined, Draft, undefined> {
  const wanted = [...job.active.keys()].filter(
    (rule) => stepOfRule(rule) === step && job.isWanted(rule.id, step),
  );
  let draft = start;
  for (let round = 0; round < maximumRounds; round++) {
    const before = draft;
    for (const rule of wanted) {
      job.forgetRefusals(rule.id);
      draft = yield* fixRule(job, rule, draft);
    }
    if (draft === before) return draft;
  }
  return draft;
}

function* fixRule(
  job: HardenJob,
  rule: Rule,
  draft: Draft,
): Generator<undefined, Draft, undefined> {
  const findings = draft.result.findings.filter(({ definition }) => definition === rule);
  const withFiles = findings.flatMap((finding) => {
    const fix = finding.fixes.find(isApplicable);
    return fix?.files === undefined ? [] : [{ finding, fix }];
  });
  const plain = findings.filter((finding) => !withFiles.some((each) => each.finding === finding));
  const together = chooseFixes(plain, ['safe', 'unsafe']);
  const [first] = together.length === 0 ? withFiles : together;
  if (first === undefined) return draft;
  if (1 < together.length) {
    const refused = job.refusals.length;
    const next = yield* job.make(draft, toChange(rule, together), first.finding.span.start);
    if (next !== undefined) return next;
    if (job.refusals.length === refused) return draft;
    job.forgetRefusals(rule.id);
  }
  for (const chosen of [...together, ...withFiles]) {
    const next = yield* job.make(draft, toChange(rule, [chosen]), chosen.finding.span.start);
    if (next !== undefined) return next;
  }
  return draft;
}

function isApplicable({ applicability }: Fix): boolean {
  return applicability !== 'placeholder';
}

function toChange(rule: Rule, chosen: readonly ChosenFix[]): Change {
  return {
    id: rule.id,
    kind: 'fixes',
    title: joinTitles(chosen.map(({ fix }) => fix.title)),
    why: rule.why.split('\n\n')[0] ?? rule.summary,
    evidence: messagesOf(chosen.map(({ finding }) => finding)),
    level: chosen.every(({ fix }) => fix.applicability === 'safe') ? 'safe' : 'unsafe',
    edits: chosen.flatMap(({ fix }) => fix.edits),
    files: chosen.flatMap(({ fix }) => fix.files ?? []),
    buildSecrets: [],
    mayDropComments: rule.reviewsSuppressions === true,
  };
}

function messagesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ message }) => message))];
}

/** Titles once each: `Write "/app"; write "/srv"`. */
export function joinTitles(titles: readonly string[]): string {
  return [...new Set(titles)]
    .map((title, index) => (index === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1)))
    .join('; ');
}

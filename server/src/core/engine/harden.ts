import type { BuildSecret } from '../assists/define-assist';
import type { ActiveRules } from '../config/active-rules';
import type { FileChange } from '../project/project-files';
import type { Edit } from '../text/edit';
import { collectBuildSecrets, describeBuild } from './build-secrets';
import { changesBetween } from './changed-files';
import { composeEdits } from './compose-edits';
import { gradeFindings, type Grade } from './grade';
import {
  HardenJob,
  type Act,
  type Draft,
  type HardenRefusal,
  type HardenRequest,
} from './harden-job';
import { hardenSteps, stepOfRule } from './harden-steps';
import { groupSteps, type GroupedEdits } from './group-steps';
import { runSteps } from './lint';
import { runAssistStep } from './run-assist-step';
import { joinTitles, runFixesStep } from './run-fixes-step';

/** One thing that hardening does. */
export interface HardeningStep {
  /** Of the assist or rule. */
  readonly id: string;
  readonly kind: 'assist' | 'fixes';
  /** Imperative, no full stop. */
  readonly title: string;
  readonly why: string;
  /** What it rests on, sentences. */
  readonly evidence: readonly string[];
  readonly level: 'safe' | 'unsafe';
  /** Of the text before this step. */
  readonly edits: readonly Edit[];
  /** Other files that change with it. */
  readonly files: readonly FileChange[];
}

/** All that hardening does to a Dockerfile. */
export interface HardeningPlan {
  /** The hardened text. */
  readonly text: string;
  /** Other files that change, in all. */
  readonly files: readonly FileChange[];
  /** In the order in which they are done. */
  readonly steps: readonly HardeningStep[];
  /** What could not be done, once for each reason. */
  readonly refused: readonly HardenRefusal[];
  /** Secrets that a build needs from now on. */
  readonly buildSecrets: readonly BuildSecret[];
  /** What a person has to know to use the result, sentences. */
  readonly notes: readonly string[];
  readonly before: Grade;
  readonly after: Grade;
  /** The same as edits of the original texts, in parts that stand alone. */
  readonly grouped: GroupedEdits;
}

/** Rounds over all steps after which one that still finds something to do is left out. */
const maximumPasses = 6;

/**
 * Plans all that makes a Dockerfile better and can be done without a guess: the steps of
 * {@link hardenSteps} one after the other, again and again until none changes anything.
 *
 * A step that would do harm (a syntax error, a finding as serious as what it mends, a lost comment or
 * instruction) is left out and listed as refused. What the plan gives has nothing left to do.
 */
export function harden(text: string, active: ActiveRules, request: HardenRequest): HardeningPlan {
  return runSteps(hardenInSteps(text, active, request));
}

/** What {@link harden} does, with pauses in which a host may attend to other work. */
export function* hardenInSteps(
  text: string,
  active: ActiveRules,
  request: HardenRequest,
): Generator<undefined, HardeningPlan, undefined> {
  const dropped = new Set<string>();
  for (;;) {
    const job = new HardenJob(active, request, dropped);
    const start = yield* job.draft(text, request.project);
    const end = yield* settle(job, start);
    if (end !== undefined) return yield* toPlan(job, start, end, dropped);
    // A defect of ours must not cost the user the other steps; each turn drops one more.
    dropped.add(job.acts.at(-1)?.id ?? '');
  }
}

/** Runs all steps until none changes anything; undefined when they do not settle. */
function* settle(job: HardenJob, start: Draft): Generator<undefined, Draft | undefined, undefined> {
  let draft = start;
  for (let pass = 0; pass < maximumPasses; pass++) {
    const before = draft;
    for (const step of hardenSteps) {
      if (step.kind === 'assist') draft = yield* runAssistStep(job, step, draft);
      draft = yield* runFixesStep(job, step, draft);
    }
    if (draft === before) return draft;
  }
  return undefined;
}

function* toPlan(
  job: HardenJob,
  start: Draft,
  end: Draft,
  dropped: ReadonlySet<string>,
): Generator<undefined, HardeningPlan, undefined> {
  const steps = mergeActs(job.acts);
  const told = job.acts.flatMap(({ buildSecrets }) => buildSecrets);
  const buildSecrets = collectBuildSecrets(start.model, end.model, told);
  return {
    text: end.model.text,
    files: changesBetween(start.project, end.project),
    steps: steps.map(toStep),
    refused: [...job.refusals, ...refusalsOfRules(job, end), ...refusalsOfDropped(dropped)],
    buildSecrets,
    notes: buildSecrets.length === 0 ? [] : [`Build it with: ${describeBuild(buildSecrets)}`],
    before: gradeFindings(start.result.findings),
    after: gradeFindings(end.result.findings),
    grouped: yield* groupSteps(
      job,
      start,
      end,
      steps.map(({ passes }) => passes),
    ),
  };
}

/** Joins what one assist or rule did in a row. */
function mergeActs(acts: readonly Act[]): readonly Act[] {
  const merged: Act[] = [];
  for (const act of acts) {
    const last = merged.at(-1);
    if (last?.id !== act.id) {
      merged.push(act);
      continue;
    }
    merged[merged.length - 1] = {
      ...last,
      title: joinTitles([...last.title.split('; '), ...act.title.split('; ')]),
      evidence: [...new Set([...last.evidence, ...act.evidence])],
      level: last.level === 'safe' ? act.level : 'unsafe',
      passes: [...last.passes, ...act.passes],
    };
  }
  return merged;
}

function toStep({ id, kind, title, why, evidence, level, before, passes }: Act): HardeningStep {
  const { edits } = composeEdits(
    before,
    passes.map((pass) => ({ owner: 0, edits: pass.edits })),
  );
  return {
    id,
    kind,
    title,
    why,
    evidence,
    level,
    edits: edits.map(({ span, text }) => ({ span, text })),
    files: mergeFiles(passes.flatMap(({ files }) => files)),
  };
}

function mergeFiles(changes: readonly FileChange[]): readonly FileChange[] {
  const merged = new Map<string, FileChange>();
  for (const change of changes) {
    const earlier = merged.get(change.path);
    merged.set(change.path, earlier === undefined ? change : { ...earlier, after: change.after });
  }
  return [...merged.values()];
}

/** Findings that stay, with a reason or with a hole that a person must fill. */
function refusalsOfRules(job: HardenJob, end: Draft): readonly HardenRefusal[] {
  // A rule and the assist that is its remedy give one reason.
  const told = new Set(job.refusals.map(({ reason }) => reason));
  const seen = new Set<string>();
  return end.result.findings.flatMap((finding): readonly HardenRefusal[] => {
    const { rule, fixes, refusal, definition, span } = finding;
    const step = stepOfRule(definition);
    const [hole] = fixes;
    const reason =
      refusal ??
      (hole?.applicability === 'placeholder'
        ? `"${hole.title}" leaves something that a person has to fill in.`
        : undefined);
    if (reason === undefined || step === undefined || !job.isWanted(rule, step)) return [];
    const key = `${rule}\n${reason}`;
    if (told.has(reason) || seen.has(key)) return [];
    seen.add(key);
    return [{ id: rule, reason, line: end.model.lines.placeAt(span.start).line + 1 }];
  });
}

function refusalsOfDropped(dropped: ReadonlySet<string>): readonly HardenRefusal[] {
  const reason = 'It does not come to an end here; this is a defect of Ironhull.';
  return [...dropped].map((id) => ({ id, reason, line: 1 }));
}

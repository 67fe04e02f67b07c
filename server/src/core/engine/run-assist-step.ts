import type { Assist, AssistOutcome, AssistRequest } from '../assists/define-assist';
import { assists } from '../assists/index';
import { onlyRules } from '../config/resolve';
import type { Rule } from '../rules/define-rule';
import { rules } from '../rules/index';
import { defect, type Change, type Draft, type HardenJob } from './harden-job';
import { isRemedy, type AssistStep } from './harden-steps';
import { lintInSteps, type Finding } from './lint';

/** Runs an assist at every instruction, and again where it has changed something. */
export function* runAssistStep(
  job: HardenJob,
  step: AssistStep,
  start: Draft,
): Generator<undefined, Draft, undefined> {
  const assist = assists.find(({ id }) => id === step.id);
  if (assist === undefined || !job.isWanted(step.id, step) || !isAskedFor(job, step)) return start;
  job.forgetRefusals(assist.id);
  const leading = rulesLeadingTo(assist);
  if (leading.length !== 0 && leading.every((rule) => isSwitchedOff(job, rule))) return start;
  let draft = start;
  let attempts = 2 * start.model.tree.instructions.length;
  let silenced = yield* findSilenced(job, assist, draft);
  for (let index = 0; index < draft.model.tree.instructions.length && 0 < attempts;) {
    attempts--;
    const place = draft.model.tree.instructions[index]?.span.start ?? 0;
    const next = silenced(place) ? undefined : yield* runAt(job, step, assist, draft, place);
    yield;
    if (next === undefined) {
      index++;
    } else {
      draft = next;
      silenced = yield* findSilenced(job, assist, draft);
    }
  }
  return draft;
}

function isAskedFor({ request }: HardenJob, { id, when }: AssistStep): boolean {
  if (when === 'digests') return request.digests !== undefined;
  if (request.only?.includes(id) === true) return true;
  if (when === 'named') return false;
  return when === undefined || request.base === when;
}

/** True when the settings switch off what is on without them: that is a decision, too. */
function isSwitchedOff(job: HardenJob, rule: Rule): boolean {
  return rule.profile === 'recommended' && !job.active.has(rule);
}

function rulesLeadingTo(assist: Assist): readonly Rule[] {
  return rules.filter((rule) => isRemedy(assist, rule));
}

/** Tells where a comment or a setting silences all that the assist would mend: a person has decided. */
function* findSilenced(
  job: HardenJob,
  assist: Assist,
  { model }: Draft,
): Generator<undefined, (offset: number) => boolean, undefined> {
  const leading = rulesLeadingTo(assist);
  if (leading.length === 0) return () => false;
  const result = yield* lintInSteps(
    model,
    onlyRules(leading, job.active.settings),
    job.request.today,
  );
  const stageAt = ({ span }: Pick<Finding, 'span'>): number =>
    model.stages.findLastIndex(({ from }) => from.span.start <= span.start);
  const isOff = ({ definition }: Finding): boolean => isSwitchedOff(job, definition);
  const open = new Set(result.findings.filter((finding) => !isOff(finding)).map(stageAt));
  const decided = [...result.silenced, ...result.findings.filter(isOff)];
  const closed = new Set(decided.map(stageAt).filter((index) => !open.has(index)));
  return (offset) => closed.has(stageAt({ span: { start: offset, end: offset } }));
}

function* runAt(
  job: HardenJob,
  step: AssistStep,
  assist: Assist,
  draft: Draft,
  offset: number,
): Generator<undefined, Draft | undefined, undefined> {
  const outcome = askAssist(assist, toRequest(job, step, draft, offset));
  if (outcome === undefined) return undefined;
  const reason = outcome.kind === 'refused' ? outcome.reason : findHole(assist, outcome);
  if (reason !== undefined) {
    job.refuse(assist.id, reason, offset, draft);
    return undefined;
  }
  if (outcome.kind === 'refused' || isBeyond(job, step, outcome)) return undefined;
  return yield* job.make(draft, toChange(step, assist, outcome), offset);
}

function toRequest(
  { request }: HardenJob,
  { bases }: AssistStep,
  { model }: Draft,
  offset: number,
): AssistRequest {
  const { today, base, digests } = request;
  return {
    model,
    selection: { start: offset, end: offset },
    today,
    ...(base !== undefined && bases?.includes(base) === true ? { base } : {}),
    ...(digests === undefined ? {} : { digests }),
  };
}

type EditsOutcome = Extract<AssistOutcome, { kind: 'edits' }>;

/** True for an unsafe change of a step that makes only safe ones unless it is asked for by name. */
function isBeyond(
  { request }: HardenJob,
  { id, onlySafe }: AssistStep,
  outcome: EditsOutcome,
): boolean {
  return onlySafe === true && outcome.level !== 'safe' && request.only?.includes(id) !== true;
}

function findHole(assist: Assist, { level, title }: EditsOutcome): string | undefined {
  return level === 'placeholder'
    ? `"${title ?? assist.title}" leaves something that a person has to fill in.`
    : undefined;
}

/** One failing assist must not take the others away. */
function askAssist(assist: Assist, request: AssistRequest): AssistOutcome | undefined {
  try {
    return assist.run(request);
  } catch {
    return { kind: 'refused', reason: defect };
  }
}

function toChange(step: AssistStep, assist: Assist, outcome: EditsOutcome): Change {
  return {
    id: assist.id,
    kind: 'assist',
    title: outcome.title ?? assist.title,
    why: step.why,
    evidence: outcome.evidence ?? [],
    level: outcome.level === 'safe' ? 'safe' : 'unsafe',
    edits: outcome.edits,
    files: outcome.files ?? [],
    buildSecrets: outcome.buildSecrets ?? [],
    mayDropComments: false,
  };
}

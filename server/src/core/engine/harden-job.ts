import type { BaseChoice, BuildSecret } from '../assists/define-assist';
import type { ActiveRules } from '../config/active-rules';
import { DockerfileModel } from '../model/model';
import type { FileChange, ProjectFiles } from '../project/project-files';
import type { Rule } from '../rules/define-rule';
import { applyEdits, type Edit } from '../text/edit';
import { changesBetween, withChanges } from './changed-files';
import { findHarm, type Judged } from './find-harm';
import { chooseFixes } from './fix';
import type { HardenStep } from './harden-steps';
import { lintInSteps } from './lint';

/** What hardening is asked for. */
export interface HardenRequest {
  /** The day of the request, ISO date. */
  readonly today: string;
  /** The files around the Dockerfile; undefined: not known. */
  readonly project?: ProjectFiles | undefined;
  /** Undefined: what is sure to fit. */
  readonly base?: BaseChoice | undefined;
  /** Steps, assists and rules that may act; undefined: all. */
  readonly only?: readonly string[] | undefined;
  /** Steps, assists and rules that must not act. */
  readonly skip?: readonly string[] | undefined;
  /** Digests by image as written in FROM, from a registry that a host was allowed to ask. */
  readonly digests?: ReadonlyMap<string, string> | undefined;
}

/** Something that was not done, and why. */
export interface HardenRefusal {
  /** Of the assist or rule. */
  readonly id: string;
  /** A sentence. */
  readonly reason: string;
  /** From 1, in the hardened text. */
  readonly line: number;
}

/** Edits of one version of the text, with the other files that change with them. */
export interface Pass {
  readonly edits: readonly Edit[];
  readonly files: readonly FileChange[];
}

/** Something an assist or a rule wants to do. */
export interface Change extends Pass {
  readonly id: string;
  readonly kind: 'assist' | 'fixes';
  /** Imperative, no full stop. */
  readonly title: string;
  readonly why: string;
  /** Sentences. */
  readonly evidence: readonly string[];
  readonly level: 'safe' | 'unsafe';
  readonly buildSecrets: readonly BuildSecret[];
  /** True for a change whose purpose is to remove a comment. */
  readonly mayDropComments: boolean;
}

/** A change that was made. */
export interface Act extends Omit<Change, 'edits' | 'files'> {
  readonly before: string;
  readonly passes: readonly Pass[];
}

/** One version of the Dockerfile and its project. */
export interface Draft extends Judged {
  readonly project: ProjectFiles | undefined;
}

interface Attempt {
  readonly draft: Draft;
  readonly passes: readonly Pass[];
}

/** Why something is refused that failed. */
export const defect = 'It failed here; this is a defect of Ironhull.';

/** How often findings that a change brings are mended before it is given up. */
const mendingRounds = 3;

/** One run of hardening: what was done, and what was not. */
export class HardenJob {
  readonly active: ActiveRules;
  readonly request: HardenRequest;
  readonly acts: Act[] = [];
  readonly #refusals = new Map<string, HardenRefusal>();
  readonly #seen = new Set<string>();
  readonly #dropped: ReadonlySet<string>;

  /** @param dropped assists and rules that do not settle */
  constructor(active: ActiveRules, request: HardenRequest, dropped: ReadonlySet<string>) {
    this.active = active;
    this.request = request;
    this.#dropped = dropped;
  }

  get refusals(): readonly HardenRefusal[] {
    return [...this.#refusals.values()];
  }

  /** Whether an assist or the fixes of a rule may act in a step. */
  isWanted(id: string, step: HardenStep): boolean {
    const { only, skip } = this.request;
    const isNamed = (names: readonly string[]): boolean =>
      names.includes(id) || names.includes(step.id);
    return !this.#dropped.has(id) && (only === undefined || isNamed(only)) && !isNamed(skip ?? []);
  }

  refuse(id: string, reason: string, offset: number, { model }: Draft): void {
    const key = `${id}\n${reason}`;
    if (this.#refusals.has(key)) return;
    this.#refusals.set(key, { id, reason, line: model.lines.placeAt(offset).line + 1 });
  }

  /** Forgets why an assist or rule refused: it is asked anew. */
  forgetRefusals(id: string): void {
    for (const [key, refusal] of this.#refusals) {
      if (refusal.id === id) this.#refusals.delete(key);
    }
  }

  *draft(text: string, project: ProjectFiles | undefined): Generator<undefined, Draft, undefined> {
    const model = new DockerfileModel(text, project, this.active.settings?.images);
    const result = yield* lintInSteps(model, this.active, this.request.today);
    return { model, project, result };
  }

  /**
   * Makes a change, unless that does harm; findings it brings that have a fix are mended with it.
   *
   * @param offset place of a refusal
   * @returns the draft behind it; undefined when nothing changes
   */
  *make(
    before: Draft,
    change: Change,
    offset: number,
  ): Generator<undefined, Draft | undefined, undefined> {
    const attempt = yield* this.#attempt(before, change);
    if (attempt === undefined) return undefined;
    if (typeof attempt === 'string') {
      this.refuse(change.id, attempt, offset, before);
      return undefined;
    }
    const { edits: _edits, files: _files, ...act } = change;
    this.acts.push({ ...act, before: before.model.text, passes: attempt.passes });
    return attempt.draft;
  }

  /** What comes of a change: the draft behind it, why it must not be made, or undefined for nothing. */
  *#attempt(
    before: Draft,
    change: Change,
  ): Generator<undefined, Attempt | string | undefined, undefined> {
    if (!canApply(before.model.text, change.edits)) return defect;
    const draft = yield* this.#apply(before, change);
    if (draft === undefined) return 'The files around the Dockerfile are not what it was made for.';
    if (draft.model.text === before.model.text && change.files.length === 0) return undefined;
    let attempt: Attempt = { draft, passes: [change] };
    for (let round = 0; ; round++) {
      const harm = findHarm(before, attempt.draft, change.mayDropComments);
      if (harm === undefined) break;
      const mended: Attempt | undefined =
        round < mendingRounds ? yield* this.#mend(attempt, harm.brings) : undefined;
      if (mended === undefined) return harm.reason;
      attempt = mended;
    }
    return this.#isNew(before, attempt.draft) ? attempt : 'It would undo what an earlier step did.';
  }

  *#apply(
    before: Draft,
    { edits, files }: Pass,
  ): Generator<undefined, Draft | undefined, undefined> {
    const text = applyEdits(before.model.text, edits);
    if (files.length === 0) return yield* this.draft(text, before.project);
    const project = before.project && withChanges(before.project, files);
    return project === undefined ? undefined : yield* this.draft(text, project);
  }

  *#mend(
    { draft, passes }: Attempt,
    rules: readonly Rule[],
  ): Generator<undefined, Attempt | undefined, undefined> {
    const findings = draft.result.findings.filter(({ definition }) => rules.includes(definition));
    const edits = chooseFixes(findings, ['safe', 'unsafe']).flatMap(({ fix }) => fix.edits);
    const pass: Pass = { edits, files: [] };
    const next = edits.length === 0 ? undefined : yield* this.#apply(draft, pass);
    return next === undefined ? undefined : { draft: next, passes: [...passes, pass] };
  }

  /** False when the text and the files have been so before: steps would go in a circle. */
  #isNew(before: Draft, after: Draft): boolean {
    this.#seen.add(this.#keyOf(before));
    const key = this.#keyOf(after);
    const isNew = !this.#seen.has(key);
    this.#seen.add(key);
    return isNew;
  }

  #keyOf({ model, project }: Draft): string {
    return JSON.stringify([model.text, changesBetween(this.request.project, project)]);
  }
}

/** One failing assist or rule must not take the others away. */
function canApply(text: string, edits: readonly Edit[]): boolean {
  try {
    applyEdits(text, edits);
    return true;
  } catch {
    return false;
  }
}

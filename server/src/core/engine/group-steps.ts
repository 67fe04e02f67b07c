import type { FileChange } from '../project/project-files';
import { applyEdits, type Edit } from '../text/edit';
import { composeEdits, type EditPass, type OwnedEdit } from './compose-edits';
import type { Draft, HardenJob, Pass } from './harden-job';
import { toMinimalEdit } from './actions';

/** An edit of an original text, and the group it belongs to. */
export interface GroupedEdit extends Edit {
  readonly group: number;
}

/** Another file that changes. */
export interface GroupedFile {
  /** Relative to the build context. */
  readonly path: string;
  /** The original text; undefined for a new file. */
  readonly before: string | undefined;
  /** Ordered as those of the Dockerfile. */
  readonly edits: readonly GroupedEdit[];
}

/** All that hardening does as edits of the original texts. */
export interface GroupedEdits {
  /** Steps by their index that only work together; each group can be left out alone. */
  readonly groups: readonly (readonly number[])[];
  /** Of the Dockerfile: in source order; the order of insertions at one place counts. */
  readonly edits: readonly GroupedEdit[];
  readonly files: readonly GroupedFile[];
}

/**
 * Turns the edits of all steps, each of the text before it, into edits of the original text, and finds out
 * which steps need each other: one that changed what another wrote, and one without which the rest would
 * break the file.
 *
 * @param steps what each step changed
 */
export function* groupSteps(
  job: HardenJob,
  start: Draft,
  end: Draft,
  steps: readonly (readonly Pass[])[],
): Generator<undefined, GroupedEdits, undefined> {
  const dockerfile = composeEdits(start.model.text, toPasses(start.model.text, steps));
  const files = composeFiles(steps);
  const ties = new Ties(steps.length);
  for (const [one, other] of dockerfile.ties) ties.add(one, other);
  for (const file of files) {
    for (const [one, other] of file.composed.ties) ties.add(one, other);
    // A new file cannot be made by half.
    const [first, ...others] = file.before === undefined ? file.composed.edits : [];
    for (const { owner } of others) ties.add(first?.owner ?? owner, owner);
  }
  yield* tieDependents(job, start, end, dockerfile.edits, ties);
  const groups = ties.groups();
  const toGrouped = ({ span, text, owner }: OwnedEdit): GroupedEdit => ({
    span,
    text,
    group: groups.findIndex((members) => members.includes(owner)),
  });
  return {
    groups,
    edits: joinTouching(dockerfile.edits.map(toGrouped)),
    files: files.map(({ path, before, composed }) => ({
      path,
      before,
      edits: joinTouching(composed.edits.map(toGrouped)),
    })),
  };
}

/** One edit for what one group changes without a break. */
function joinTouching(edits: readonly GroupedEdit[]): readonly GroupedEdit[] {
  const joined: GroupedEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last?.group === edit.group && last.span.end === edit.span.start) {
      const span = { start: last.span.start, end: edit.span.end };
      joined[joined.length - 1] = { group: edit.group, span, text: last.text + edit.text };
    } else {
      joined.push(edit);
    }
  }
  return joined;
}

function toPasses(text: string, steps: readonly (readonly Pass[])[]): readonly EditPass[] {
  const passes: EditPass[] = [];
  let current = text;
  for (const [owner, step] of steps.entries()) {
    for (const { edits } of step) {
      passes.push({ owner, edits: edits.map((edit) => shrink(current, edit)) });
      current = applyEdits(current, edits);
    }
  }
  return passes;
}

/**
 * Leaves out the words that an edit writes anew at its start and end: what another step changes there is then
 * no change of this one.
 */
function shrink(text: string, edit: Edit): Edit {
  const old = text.slice(edit.span.start, edit.span.end);
  if (old === '' || edit.text === '') return edit;
  const { span, text: middle } = toMinimalEdit(old, edit.text);
  const head = span.start - old.slice(0, span.start).search(/\S*$/);
  const tail = old.slice(span.end).search(/\s|$/);
  return {
    span: {
      start: edit.span.start + span.start - head,
      end: edit.span.start + span.end + tail,
    },
    text: `${old.slice(span.start - head, span.start)}${middle}${old.slice(span.end, span.end + tail)}`,
  };
}

function composeFiles(steps: readonly (readonly Pass[])[]): readonly {
  readonly path: string;
  readonly before: string | undefined;
  readonly composed: ReturnType<typeof composeEdits>;
}[] {
  const byPath = new Map<string, { readonly first: FileChange; readonly passes: EditPass[] }>();
  for (const [owner, step] of steps.entries()) {
    for (const change of step.flatMap(({ files }) => files)) {
      const known = byPath.get(change.path) ?? { first: change, passes: [] };
      byPath.set(change.path, known);
      known.passes.push({ owner, edits: [toMinimalEdit(change.before ?? '', change.after)] });
    }
  }
  return Array.from(byPath, ([path, { first, passes }]) => ({
    path,
    before: first.before,
    composed: composeEdits(first.before ?? '', passes),
  }));
}

/** Ties groups together until the file stays whole without any one of them. */
function* tieDependents(
  job: HardenJob,
  start: Draft,
  end: Draft,
  edits: readonly OwnedEdit[],
  ties: Ties,
): Generator<undefined, void, undefined> {
  const isWholeWithout = function* (
    left: readonly number[],
  ): Generator<undefined, boolean, undefined> {
    const kept = edits.filter(({ owner }) => !left.includes(owner));
    const draft = yield* job.draft(applyEdits(start.model.text, kept), end.project);
    return !isBroken(draft, [start, end]);
  };
  for (let groups = ties.groups(); 1 < groups.length; groups = ties.groups()) {
    let tied = false;
    for (const group of groups) {
      if (yield* isWholeWithout(group)) continue;
      const others = groups.filter((each) => each !== group);
      let partner = others.at(-1);
      for (const other of others) {
        if (!(yield* isWholeWithout([...group, ...other]))) continue;
        partner = other;
        break;
      }
      ties.add(group[0] ?? 0, partner?.[0] ?? 0);
      tied = true;
      break;
    }
    if (!tied) return;
  }
}

/** True when a draft has a syntax error, or more errors of a rule, than the original and the result have. */
function isBroken({ model, result }: Draft, whole: readonly Draft[]): boolean {
  const allowed = Math.max(...whole.map((each) => each.model.syntaxProblems.length));
  if (allowed < model.syntaxProblems.length) return true;
  const errorsOf = (draft: Draft['result'], rule: string): number =>
    draft.findings.filter((each) => each.rule === rule && each.severity === 'error').length;
  return result.findings.some(
    ({ rule }) =>
      Math.max(...whole.map((each) => errorsOf(each.result, rule))) < errorsOf(result, rule),
  );
}

/** Which steps belong together. */
class Ties {
  readonly #group: number[];

  constructor(count: number) {
    this.#group = Array.from({ length: count }, (_, index) => index);
  }

  add(one: number, other: number): void {
    const [from, to] = [this.#group[one], this.#group[other]];
    for (const [index, group] of this.#group.entries()) {
      if (group === from && to !== undefined) this.#group[index] = to;
    }
  }

  /** The groups in the order of their first steps. */
  groups(): readonly (readonly number[])[] {
    const members = new Map<number, number[]>();
    for (const [index, group] of this.#group.entries()) {
      members.set(group, [...(members.get(group) ?? []), index]);
    }
    return [...members.values()];
  }
}

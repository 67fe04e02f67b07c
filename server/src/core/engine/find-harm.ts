import type { DockerfileModel } from '../model/model';
import { severities, type Rule, type Severity } from '../rules/define-rule';
import type { Finding, LintResult } from './lint';

/** One version of a Dockerfile with what the rules say of it. */
export interface Judged {
  readonly model: DockerfileModel;
  readonly result: LintResult;
}

/** Why a change makes a file worse. */
export interface Harm {
  /** A sentence. */
  readonly reason: string;
  /** The rules that complain of the new text, where nothing else is wrong with it. */
  readonly brings: readonly Rule[];
}

/**
 * Instructions that say how a container runs. CMD and ENTRYPOINT stand for each other; ENV, ARG, WORKDIR, USER
 * and SHELL are left out: each has uses that end with the build.
 */
const lastingKeywords = ['EXPOSE', 'VOLUME', 'LABEL', 'STOPSIGNAL', 'HEALTHCHECK', 'ONBUILD'];

/**
 * Looks whether a change has made a Dockerfile worse in any way that can be told.
 *
 * @param mayDropComments true for a change whose purpose is to remove a comment
 */
export function findHarm(
  before: Judged,
  after: Judged,
  mayDropComments: boolean,
): Harm | undefined {
  const reason =
    findBrokenSyntax(before, after) ??
    (mayDropComments ? undefined : findLostComment(before.model, after.model)) ??
    findLostInstruction(before.model, after.model) ??
    findLostStage(before.model, after.model);
  if (reason !== undefined) return { reason, brings: [] };
  return findNewFindings(before.result.findings, withoutDoubled(before, after));
}

function findBrokenSyntax(before: Judged, after: Judged): string | undefined {
  if (before.model.syntaxProblems.length < after.model.syntaxProblems.length) {
    return 'It would bring a syntax error.';
  }
  const failed = new Set(before.result.failures.map(({ rule }) => rule));
  const failure = after.result.failures.find(({ rule }) => !failed.has(rule));
  return failure === undefined
    ? undefined
    : `The rule ${failure.rule} fails behind it; this is a defect of Ironhull.`;
}

function findLostComment(before: DockerfileModel, after: DockerfileModel): string | undefined {
  const kept = countBy(commentsOf(after));
  const lost = [...countBy(commentsOf(before))].find(
    ([text, count]) => (kept.get(text) ?? 0) < count,
  );
  return lost === undefined ? undefined : `It would drop the comment "${lost[0]}".`;
}

/** Parser directives are no comments: an upgrade of the syntax may change one. */
function commentsOf(model: DockerfileModel): readonly string[] {
  const directives = new Set(model.tree.directives.map(({ span }) => span.start));
  return model.tree.comments
    .filter(({ span }) => !directives.has(span.start))
    .map(({ text }) => text);
}

function findLostInstruction(before: DockerfileModel, after: DockerfileModel): string | undefined {
  const kept = shippedKeywords(after);
  const old = shippedKeywords(before);
  const lost = lastingKeywords.find((keyword) => old.has(keyword) && !kept.has(keyword));
  if (lost !== undefined) return `It would drop ${lost} from the image.`;
  const starts = (keywords: ReadonlySet<string>): boolean =>
    keywords.has('CMD') || keywords.has('ENTRYPOINT');
  return starts(old) && !starts(kept) ? 'It would drop what the container starts.' : undefined;
}

function shippedKeywords(model: DockerfileModel): ReadonlySet<string> {
  return new Set(
    model.stages
      .filter((stage) => model.isShipped(stage))
      .flatMap(({ instructions }) => instructions.map(({ keyword }) => keyword)),
  );
}

/** Builds name stages with `--target`, and take the last one without it. */
function findLostStage(before: DockerfileModel, after: DockerfileModel): string | undefined {
  const names = new Set(after.stages.map(({ name }) => name));
  const lost = before.stages.find(({ name }) => name !== undefined && !names.has(name));
  if (lost?.name !== undefined) return `It would drop the stage "${lost.name}".`;
  const last = before.target?.name;
  return last !== undefined && last !== after.target?.name
    ? `The stage "${last}" would no longer be the last one.`
    : undefined;
}

/** Instructions that stand in both stages when one is split in two. */
const doubledKeywords: ReadonlySet<string> = new Set(['FROM', 'ARG', 'ENV']);

/** The findings of the new text, without those that a new stage repeats word for word. */
function withoutDoubled(before: Judged, after: Judged): readonly Finding[] {
  if (after.model.stages.length <= before.model.stages.length) return after.result.findings;
  const keyOf = (model: DockerfileModel, { rule, message, span }: Finding): string | undefined =>
    doubledKeywords.has(model.instructionAt(span.start)?.keyword ?? '')
      ? `${rule}\n${message}`
      : undefined;
  const old = countBy(before.result.findings.flatMap((each) => keyOf(before.model, each) ?? []));
  const seen = new Map<string, number>();
  return after.result.findings.filter((finding) => {
    const key = keyOf(after.model, finding);
    if (key === undefined) return true;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= (old.get(key) ?? Infinity);
  });
}

/** New findings count as harm unless the change took away a more serious one. */
function findNewFindings(before: readonly Finding[], after: readonly Finding[]): Harm | undefined {
  const old = countBy(before.map(({ rule }) => rule));
  const now = countBy(after.map(({ rule }) => rule));
  const gone = before.filter(({ rule }) => (now.get(rule) ?? 0) < (old.get(rule) ?? 0));
  const worstGone = Math.min(...gone.map(({ severity }) => rankOf(severity)), leastRank);
  const added = after.filter(
    ({ rule, severity }) =>
      (old.get(rule) ?? 0) < (now.get(rule) ?? 0) && rankOf(severity) <= worstGone,
  );
  const [worst] = [...added].sort((left, right) => rankOf(left.severity) - rankOf(right.severity));
  if (worst === undefined) return undefined;
  return {
    reason: `It would bring a finding of ${worst.rule}: ${worst.message}`,
    brings: [...new Set(added.map(({ definition }) => definition))],
  };
}

/** A change that mends nothing may bring hints, nothing more. */
const leastRank = severities.indexOf('information');

function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

function countBy(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

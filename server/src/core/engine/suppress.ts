import type { ActiveRules } from '../config/active-rules';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Peer, Rule } from '../rules/define-rule';
import type { Instruction } from '../syntax/instruction';
import {
  findSyntax,
  readScriptSuppressions,
  readSuppressions,
  silences,
  type NamedCheck,
  type ScriptSuppression,
  type Suppression,
} from '../syntax/suppressions';
import { containsSpan, type Span } from '../text/span';
import type { Finding } from './lint';

/** A suppression with the part of the document it covers; undefined for one that stands in the wrong place. */
interface PlacedSuppression {
  readonly suppression: Suppression;
  readonly covers: Span | undefined;
}

export interface UnusedSuppression {
  readonly suppression: Suppression;
  readonly id: string;
  readonly span: Span;
  /** False when no rule has that id. */
  readonly known: boolean;
}

export function equivalentsOf(rule: Pick<Rule, 'equivalents'>, peer: Peer): readonly string[] {
  const value = rule.equivalents[peer];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Every suppression comment of the document that counts on a day, with what it covers. */
function collectSuppressions(
  model: DockerfileModel,
  today: string,
  optional: ReadonlySet<string>,
): readonly PlacedSuppression[] {
  const directiveStarts = new Set(model.tree.directives.map((directive) => directive.span.start));
  const read = model.tree.comments.flatMap((comment) =>
    readSuppressions(comment, directiveStarts.has(comment.span.start)),
  );
  const inScripts = readScriptSuppressions(model.tree);
  if (read.length === 0 && inScripts.length === 0) return [];
  const owners = ownersOfComments(model);
  const placed = read
    .filter((each) => findSyntax(each).optional !== true || optional.has(each.tool))
    .filter(({ lastDay }) => lastDay === undefined || today <= lastDay)
    .map((suppression) => {
      const owner = owners.get(suppression.comment.span.start);
      return { suppression, covers: findCover(suppression, owner, model) };
    });
  const placedInScripts = inScripts.map((each) => ({
    suppression: each.suppression,
    covers: findCoverInScript(each, model),
  }));
  return settle([...placed, ...placedInScripts]);
}

/** The line of the comment; or the command below it, which is the whole script where none comes before. */
function findCoverInScript(
  { suppression: { scope }, at: { comment, instruction, script, line } }: ScriptSuppression,
  model: DockerfileModel,
): Span | undefined {
  if (scope === 'line') return line;
  if (instruction.keyword !== 'RUN') return undefined;
  const statements = model
    .executionOf(instruction)
    .scripts.flatMap(({ allStatements }) => allStatements)
    .filter(({ span }) => containsSpan(script, span));
  const next = statements.find(({ span }) => comment.span.end <= span.start);
  const isFirst = statements.every(({ span }) => comment.span.end <= span.start);
  return isFirst ? script : next?.span;
}

/** Some tools have comments that overrule others of theirs in the same file. */
function settle(placed: readonly PlacedSuppression[]): readonly PlacedSuppression[] {
  const byTool = new Map<string, Suppression[]>();
  for (const { suppression, covers } of placed) {
    if (covers === undefined) continue;
    const own = byTool.get(suppression.tool);
    if (own === undefined) byTool.set(suppression.tool, [suppression]);
    else own.push(suppression);
  }
  const overruled = new Set(
    [...byTool.values()].flatMap((own) => {
      const left = new Set(own[0] === undefined ? [] : (findSyntax(own[0]).settle?.(own) ?? own));
      return own.filter((each) => !left.has(each));
    }),
  );
  return placed.filter(({ suppression }) => !overruled.has(suppression));
}

interface Owner {
  readonly instruction: Instruction;
  /** `directly` for the last comment above the instruction, `inside` for one between its lines. */
  readonly place: 'directly' | 'above' | 'inside';
}

function ownersOfComments(model: DockerfileModel): ReadonlyMap<number, Owner> {
  const owners = new Map<number, Owner>();
  for (const instruction of model.tree.instructions) {
    const nearest = instruction.leadingComments.at(-1);
    for (const comment of instruction.leadingComments) {
      const place = comment === nearest ? 'directly' : 'above';
      owners.set(comment.span.start, { instruction, place });
    }
    for (const comment of instruction.innerComments) {
      owners.set(comment.span.start, { instruction, place: 'inside' });
    }
  }
  return owners;
}

/** A comment of another tool silences what it silences there, so that moving to us changes nothing. */
function findCover(
  { scope, place, comment }: Suppression,
  owner: Owner | undefined,
  model: DockerfileModel,
): Span | undefined {
  if (place === 'directly' && owner?.place !== 'directly') return undefined;
  if (place === 'above' && (owner === undefined || owner.place === 'inside')) return undefined;
  const [first] = model.tree.instructions;
  if (place === 'top' && first !== undefined && first.span.start < comment.span.start) {
    return undefined;
  }
  if (scope === 'file') return { start: 0, end: model.text.length };
  if (scope === 'instruction') return owner?.instruction.span;
  const from = owner?.instruction.keyword === 'FROM' ? owner.instruction : undefined;
  if (from === undefined && place !== 'anywhere') return undefined;
  const stage =
    from === undefined
      ? model.stages.findLast((candidate) => candidate.from.span.start < comment.span.start)
      : model.stages.find((candidate) => candidate.from === from);
  return stage === undefined ? undefined : spanOfStage(stage);
}

function spanOfStage(stage: Stage): Span {
  const last = stage.instructions.at(-1) ?? stage.from;
  return { start: stage.from.span.start, end: last.span.end };
}

/** Removes suppressed findings and tells which of our own suppressions silenced nothing. */
export function applySuppressions(
  model: DockerfileModel,
  findings: readonly Finding[],
  active: ActiveRules,
  allRules: readonly Rule[],
  today: string,
): { readonly kept: readonly Finding[]; readonly unused: readonly UnusedSuppression[] } {
  const { comments = true, nosonar = false } = active.settings?.suppressions ?? {};
  if (!comments) return { kept: findings, unused: [] };
  const placed = collectSuppressions(model, today, new Set(nosonar ? ['sonar'] : []));
  if (placed.length === 0) return { kept: findings, unused: [] };
  const used = new Set<string>();
  const { wide, byInstruction } = indexByInstruction(placed);
  const kept = findings.filter((finding) => {
    const owner = model.instructionAt(finding.span.start);
    const near = owner === undefined ? [] : (byInstruction.get(owner.span.start) ?? []);
    const check = toNamedCheck(finding.definition, finding.equivalents);
    const silencing = [...wide, ...near].filter(
      ({ suppression, covers }) =>
        covers !== undefined && containsSpan(covers, finding.span) && silences(suppression, check),
    );
    for (const { suppression } of silencing) markUsed(used, suppression, check);
    return silencing.length === 0;
  });
  return { kept, unused: placed.flatMap((each) => unusedIds(each, used, active, allRules)) };
}

function toNamedCheck({ id, code, category }: Rule, equivalents: Rule['equivalents']): NamedCheck {
  return { id, code, category, equivalents };
}

function markUsed(used: Set<string>, suppression: Suppression, check: NamedCheck): void {
  const { names } = findSyntax(suppression);
  for (const id of suppression.ids) if (names(id.text, check)) used.add(keyOf(id.span));
}

/** Comments of other tools may still serve these. */
function unusedIds(
  { suppression }: PlacedSuppression,
  used: ReadonlySet<string>,
  active: ActiveRules,
  allRules: readonly Rule[],
): readonly UnusedSuppression[] {
  if (suppression.tool !== 'ironhull') return [];
  const { names } = findSyntax(suppression);
  return suppression.ids.flatMap((id): readonly UnusedSuppression[] => {
    if (used.has(keyOf(id.span))) return [];
    // ShellCheck may not have run.
    if (/^SC\d{4}$/.test(id.text)) return [];
    const named = allRules.filter((each) => names(id.text, toNamedCheck(each, each.equivalents)));
    const known = named.length !== 0;
    if (known && !named.some((rule) => active.has(rule))) return [];
    return [{ suppression, id: id.text, span: id.span, known }];
  });
}

/** Suppressions of one instruction are looked up by its start; there can be many of them. */
function indexByInstruction(placed: readonly PlacedSuppression[]): {
  readonly wide: readonly PlacedSuppression[];
  readonly byInstruction: ReadonlyMap<number, readonly PlacedSuppression[]>;
} {
  const byInstruction = new Map<number, PlacedSuppression[]>();
  for (const each of placed) {
    if (each.suppression.scope !== 'instruction' || each.covers === undefined) continue;
    const list = byInstruction.get(each.covers.start);
    if (list === undefined) byInstruction.set(each.covers.start, [each]);
    else list.push(each);
  }
  return { wide: placed.filter((each) => each.suppression.scope !== 'instruction'), byInstruction };
}

function keyOf(span: Span): string {
  return `${String(span.start)}-${String(span.end)}`;
}

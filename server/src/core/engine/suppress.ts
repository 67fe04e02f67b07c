import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Peer, Rule } from '../rules/define-rule';
import type { Instruction } from '../syntax/instruction';
import { readSuppression, type Suppression } from '../syntax/suppressions';
import { containsSpan, type Span } from '../text/span';
import type { Finding } from './lint';

/** A suppression with the part of the document it covers; undefined for one that stands above nothing. */
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

/**
 * True when an id of a suppression means the rule.
 *
 * @param equivalents those of one message of the rule, where they are narrower
 */
export function namesRule(
  id: string,
  tool: Suppression['tool'],
  rule: Rule,
  equivalents = rule.equivalents,
): boolean {
  if (tool === 'ironhull') return id === 'all' || id === rule.id || id.toUpperCase() === rule.code;
  if (tool === 'buildkit' && id === 'all') return equivalents.buildkit !== undefined;
  return equivalentsOf({ equivalents }, tool).includes(id);
}

export function equivalentsOf(rule: Pick<Rule, 'equivalents'>, peer: Peer): readonly string[] {
  const value = rule.equivalents[peer];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Every suppression comment of the document with what it covers. */
export function collectSuppressions(model: DockerfileModel): readonly PlacedSuppression[] {
  if (!model.tree.comments.some((comment) => comment.text.includes('='))) return [];
  const directiveStarts = new Set(model.tree.directives.map((directive) => directive.span.start));
  const owners = ownersOfComments(model);
  return model.tree.comments.flatMap((comment) => {
    const isDirective = directiveStarts.has(comment.span.start);
    const suppression = readSuppression(comment, isDirective);
    if (suppression === undefined) return [];
    const owner = owners.get(comment.span.start);
    return [{ suppression, covers: findCover(suppression, owner, model) }];
  });
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
  suppression: Suppression,
  owner: Owner | undefined,
  model: DockerfileModel,
): Span | undefined {
  const { tool, scope, comment } = suppression;
  if (scope === 'file') return { start: 0, end: model.text.length };
  if (tool === 'hadolint' && scope === 'instruction' && owner?.place !== 'directly')
    return undefined;
  if (tool === 'buildkit' && owner?.place === 'inside') return undefined;
  if (scope === 'instruction') return owner?.instruction.span;
  const from = owner?.instruction;
  const stage =
    from?.keyword === 'FROM'
      ? model.stages.find((candidate) => candidate.from === from)
      : model.stages.findLast((candidate) => candidate.from.span.start < comment.span.start);
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
  activeRules: Iterable<Rule>,
  allRules: readonly Rule[],
): { readonly kept: readonly Finding[]; readonly unused: readonly UnusedSuppression[] } {
  const placed = collectSuppressions(model);
  if (placed.length === 0) return { kept: findings, unused: [] };
  const used = new Set<string>();
  const { wide, byInstruction } = indexByInstruction(placed);
  const kept = findings.filter((finding) => {
    let silenced = false;
    const owner = model.instructionAt(finding.span.start);
    const near = owner === undefined ? [] : (byInstruction.get(owner.span.start) ?? []);
    for (const { suppression, covers } of [...wide, ...near]) {
      if (covers === undefined || !containsSpan(covers, finding.span)) continue;
      for (const id of suppression.ids) {
        const { definition, equivalents } = finding;
        if (!namesRule(id.text, suppression.tool, definition, equivalents)) continue;
        used.add(keyOf(id.span));
        silenced = true;
      }
    }
    return !silenced;
  });
  const active = new Set(activeRules);
  const unused = placed.flatMap(({ suppression }) =>
    suppression.tool !== 'ironhull'
      ? []
      : suppression.ids.flatMap((id): readonly UnusedSuppression[] => {
          if (used.has(keyOf(id.span))) return [];
          const rule = allRules.find((candidate) => namesRule(id.text, 'ironhull', candidate));
          if (rule !== undefined && id.text !== 'all' && !active.has(rule)) return [];
          return [{ suppression, id: id.text, span: id.span, known: rule !== undefined }];
        }),
  );
  return { kept, unused };
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

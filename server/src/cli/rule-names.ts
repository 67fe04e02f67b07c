import { equivalentsOf, findRule, peers, rules, type Peer, type Rule } from '../core/service';
import { UsageError } from './args';
import { suggestion } from './nearest';

const peerNames = Object.keys(peers).filter((name): name is Peer => Object.hasOwn(peers, name));

/**
 * The rules that a name means: our id, our code, or the id of a check of another tool, which may stand
 * for several.
 *
 * @throws UsageError when there is none
 */
export function rulesNamed(name: string): readonly Rule[] {
  const own = findRule(name.toLowerCase());
  if (own !== undefined) return [own];
  const wanted = normalizeId(name);
  const found = rules.filter((rule) => peerIdsOf(rule).some((id) => normalizeId(id) === wanted));
  if (0 < found.length) return found;
  const known = rules.flatMap((rule) => [rule.id, rule.code, ...peerIdsOf(rule)]);
  const hint = suggestion(name, known) || ' "ironhull rules" lists all.';
  throw new UsageError(`There is no rule "${name}".${hint}`);
}

function peerIdsOf(rule: Rule): readonly string[] {
  return peerNames.flatMap((peer) => equivalentsOf(rule, peer));
}

/** Trivy writes one id as `DS-0002`, `DS002` and `AVD-DS-0002`. */
function normalizeId(id: string): string {
  const trivy = /^(?:avd-)?ds-?(\d+)$/i.exec(id)?.[1];
  return trivy === undefined ? id.toLowerCase() : `ds-${trivy.padStart(4, '0')}`;
}

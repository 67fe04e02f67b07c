import {
  equivalentsOf,
  findRule,
  normalizeTrivyId,
  peers,
  rules,
  type Peer,
  type Rule,
} from '../core/service';
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
  const wanted = normalizeTrivyId(name);
  const found = rules.filter((rule) =>
    peerIdsOf(rule).some((id) => normalizeTrivyId(id) === wanted),
  );
  if (0 < found.length) return found;
  const known = rules.flatMap((rule) => [rule.id, rule.code, ...peerIdsOf(rule)]);
  const hint = suggestion(name, known) || ' "ironhull rules" lists all.';
  throw new UsageError(`There is no rule "${name}".${hint}`);
}

function peerIdsOf(rule: Rule): readonly string[] {
  return peerNames.flatMap((peer) => equivalentsOf(rule, peer));
}

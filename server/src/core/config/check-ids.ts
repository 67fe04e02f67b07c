import { peers, type Equivalents, type Peer, type Rule } from '../rules/define-rule';
import { rules } from '../rules/index';
import { normalizeTrivyId } from '../syntax/suppressions/trivy';
import type { CheckSetting } from './schema';

/** One spelling for an id of a check of another tool: `hadolint/DL3006`, `docker:S6471`, `AVD-DS-0002`. */
export function normalizeCheckId(id: string): string {
  return normalizeTrivyId(id.replace(/^(?:hadolint|buildkit|docker|DOK)[/:-](?=\w)/, ''));
}

/** The setting of any of the checks that are equivalent to a finding; `off` before a severity. */
export function settingOfCheck(
  equivalents: Equivalents,
  checks: ReadonlyMap<string, CheckSetting>,
): CheckSetting | undefined {
  if (checks.size === 0) return undefined;
  const found = idsIn(equivalents).flatMap((id) => checks.get(normalizeCheckId(id)) ?? []);
  return found.includes('off') ? 'off' : found[0];
}

/** Every id of another tool that a rule stands for. */
function checkIdsOf(rule: Rule): readonly string[] {
  return [rule.equivalents, ...Object.values(rule.messageEquivalents ?? {})].flatMap((each) =>
    each === undefined ? [] : idsIn(each),
  );
}

/** Shapes of ids of the tools we know, whether or not a rule of ours stands for them. */
const shapes =
  /^(?:(?:DL|SC)\d{4}|(?:AVD-)?DS-?\d{3,4}|CKV2?_DOCKER_\d+|S\d{3,4}|(?:CIS|DKL)-[A-Z]+-\d{4}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|dockerfile(?:\.[\w-]+)+|generic(?:\.[\w-]+)+)$/i;

/** True for an id that a rule of ours stands for, or that has the shape of those of another tool. */
export function isCheckId(id: string): boolean {
  const wanted = normalizeCheckId(id);
  return (
    shapes.test(id.replace(/^(?:hadolint|docker)[/:]/, '')) ||
    rules.some((rule) => checkIdsOf(rule).some((each) => normalizeCheckId(each) === wanted))
  );
}

/** Every id of another tool that some rule stands for. */
export function allCheckIds(): readonly string[] {
  return [...new Set(rules.flatMap(checkIdsOf))];
}

/** Every id of one tool that some rule stands for. */
export function checkIdsOfPeer(peer: Peer): readonly string[] {
  return [...new Set(rules.flatMap(({ equivalents }) => equivalents[peer] ?? []))];
}

const peerNames = Object.keys(peers).filter((name): name is keyof typeof peers =>
  Object.hasOwn(peers, name),
);

function idsIn(equivalents: Equivalents): readonly string[] {
  return peerNames.flatMap((peer) => equivalents[peer] ?? []);
}

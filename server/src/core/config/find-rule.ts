import type { Rule } from '../rules/define-rule';
import { rules } from '../rules/index';

/** A rule by id or code. */
export function findRule(name: string): Rule | undefined {
  return rules.find((rule) => rule.id === name || rule.code === name.toUpperCase());
}

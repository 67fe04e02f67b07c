import type { ConfigProblem } from '../config/config-problem';
import type { Rule } from '../rules/define-rule';
import type { Finding } from './lint';

/** Stands for a rule where a mistake in a configuration file is reported; no setting and no comment means it. */
const configurationRule: Rule = {
  id: 'configuration',
  code: 'IH000',
  category: 'correctness',
  severity: 'error',
  profile: 'named',
  since: '0.1.0',
  fixable: 'never',
  summary: 'A configuration file has a mistake.',
  why: 'What is wrong in a configuration file is left out and the rest of it counts, so other findings are there than were meant.',
  equivalents: {},
  messages: {},
  examples: [],
  check: () => [],
};

/** A mistake in a configuration file as a finding of that file. */
export function toConfigFinding({ message, span, isMinor }: ConfigProblem): Finding {
  return {
    rule: configurationRule.id,
    code: configurationRule.code,
    severity: isMinor === true ? 'warning' : 'error',
    message,
    span,
    related: [],
    fixes: [],
    refusal: undefined,
    equivalents: {},
    definition: configurationRule,
  };
}

/** True for what stands for a rule in such a finding. */
export function isConfigurationRule({ id }: Pick<Rule, 'id'>): boolean {
  return id === configurationRule.id;
}

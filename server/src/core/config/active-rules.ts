import type { StatedImage } from '../model/stated-images';
import type { Rule, Severity } from '../rules/define-rule';
import type { CheckSetting, SuppressionSettings } from './schema';

/** What is set for a check besides which rules run. */
export interface RunSettings {
  /** Options of rules as written, by rule. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What is said of checks of other tools, by id as {@link normalizeCheckId} writes it. */
  readonly checks: ReadonlyMap<string, CheckSetting>;
  /** What a team says of its own base images. */
  readonly images: readonly StatedImage[];
  readonly suppressions: SuppressionSettings;
}

/** The active rules of one document with their severities, and what is set for the check. */
export interface ActiveRules extends ReadonlyMap<Rule, Severity> {
  /** Undefined: nothing. */
  readonly settings?: RunSettings | undefined;
}

class RuleSet extends Map<Rule, Severity> implements ActiveRules {
  readonly settings: RunSettings | undefined;

  constructor(rules: Iterable<readonly [Rule, Severity]>, settings: RunSettings | undefined) {
    super(rules);
    this.settings = settings;
  }
}

/** Rules with settings. */
export function withSettings(
  rules: Iterable<readonly [Rule, Severity]>,
  settings: RunSettings | undefined,
): ActiveRules {
  return new RuleSet(rules, settings);
}

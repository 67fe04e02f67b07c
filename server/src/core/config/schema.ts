import { rules } from '../rules/index';
import { severities, type Severity } from '../rules/define-rule';

export type Profile = 'recommended' | 'strict' | 'hadolint' | 'buildkit';

/** What a rule may be set to: off, on with its own severity, or a severity. */
export type RuleSetting = 'off' | 'on' | Severity;

export const profiles: readonly Profile[] = ['recommended', 'strict', 'hadolint', 'buildkit'];

export const ruleSettings: readonly RuleSetting[] = ['off', 'on', ...severities];

/** Settings as a user writes them, in the editor or in `.ironhull.json`. */
export interface Settings {
  readonly profile?: Profile;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

/** One setting with all that docs, the manifest and the JSON schema need. */
export interface SettingDescription {
  readonly key: string;
  readonly values: readonly string[];
  readonly fallback: string;
  readonly description: string;
}

/** Every setting, in the order in which they are shown. */
export const settingDescriptions: readonly SettingDescription[] = [
  {
    key: 'profile',
    values: profiles,
    fallback: 'recommended',
    description:
      'Which rules are on: "recommended" is quiet, "strict" has more, "hadolint" and "buildkit" have those that check what these tools check.',
  },
  ...rules.map((rule) => ({
    key: `rules.${rule.id}`,
    values: ['default', ...ruleSettings],
    fallback: 'default',
    description: `${rule.code}: ${rule.summary}`,
  })),
];

import type { StatedImage } from '../model/stated-images';
import { severities, type Severity } from '../rules/define-rule';
import { rules } from '../rules/index';

export type Profile = 'recommended' | 'strict' | 'hadolint' | 'buildkit';

/** What a rule may be set to: off, on with its own severity, or a severity. */
export type RuleSetting = 'off' | 'on' | Severity;

/** What a check of another tool may be set to. */
export type CheckSetting = 'off' | Severity;

/** The least severity that makes `ironhull check` fail. */
export type FailOn = Severity | 'never';

export const profiles: readonly Profile[] = ['recommended', 'strict', 'hadolint', 'buildkit'];

export const ruleSettings: readonly RuleSetting[] = ['off', 'on', ...severities];

export const checkSettings: readonly CheckSetting[] = ['off', ...severities];

export const failOnValues: readonly FailOn[] = [...severities, 'never'];

/** How suppression comments are taken. */
export interface SuppressionSettings {
  /** False: no comment silences anything. True when not set. */
  readonly comments?: boolean;
  /** Whether `# NOSONAR` counts for the instruction below. False when not set. */
  readonly nosonar?: boolean;
}

/** Settings that can differ from file to file. */
export interface FileSettings {
  readonly profile?: Profile;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Options of rules as written, by rule. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Checks of other tools by their id. */
  readonly checks?: Readonly<Record<string, CheckSetting>>;
  readonly failOn?: FailOn;
}

/** Settings for the files that match patterns. */
export interface Override extends FileSettings {
  readonly files: readonly string[];
}

/** Settings as a user writes them, in the editor or in `.ironhull.json`. */
export interface Settings extends FileSettings {
  readonly edition?: string;
  readonly suppressions?: SuppressionSettings;
  readonly images?: readonly StatedImage[];
  readonly overrides?: readonly Override[];
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

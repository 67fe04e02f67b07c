import type { Severity } from '../rules/define-rule';
import { findNearest } from '../text/nearest-word';
import type { ConfigProblem } from './config-problem';
import type { ParsedConfig } from './parse';
import type { CheckSetting, FailOn, Settings } from './schema';
import { readYaml, textsOf, type YamlPair, type YamlValue } from './yaml-reader';

const severityOf: ReadonlyMap<string, Severity> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'information'],
  ['style', 'hint'],
]);

const thresholds: ReadonlyMap<string, FailOn> = new Map<string, FailOn>([
  ...severityOf,
  ['ignore', 'hint'],
  ['none', 'never'],
]);

/** Kinds of values a label may be said to have there, by name; ours are the same but for these. */
const labelKinds: ReadonlyMap<string, string> = new Map([
  ['text', 'text'],
  ['rawtext', 'any'],
  ['url', 'url'],
  ['semver', 'semver'],
  ['rfc3339', 'time'],
  ['hash', 'hash'],
  ['spdx', 'license'],
  ['email', 'email'],
]);

/** Keys that are about how hadolint prints, which is of no concern here. */
const printing = new Set(['format', 'no-color', 'verbose']);

const known = [
  'ignored',
  'override',
  'trustedRegistries',
  'label-schema',
  'strict-labels',
  'failure-threshold',
  'disable-ignore-pragma',
  'no-fail',
  ...printing,
];

/**
 * Reads a `.hadolint.yaml` as settings of ours. Keys that hadolint does not have, and which it passes over without a
 * word, are told.
 */
export function parseHadolintConfig(text: string): ParsedConfig {
  const problems: ConfigProblem[] = [];
  const root = readYaml(text, 'The configuration of hadolint', problems);
  if (root === undefined) return { settings: {}, problems };
  if (root.pairs === undefined) {
    const message = 'The configuration of hadolint must be a mapping.';
    return { settings: {}, problems: [...problems, { message, span: root.span }] };
  }
  const reader = new HadolintReader(root.pairs, problems);
  return { settings: reader.read(), problems };
}

class HadolintReader {
  readonly #pairs: readonly YamlPair[];
  readonly #problems: ConfigProblem[];

  constructor(pairs: readonly YamlPair[], problems: ConfigProblem[]) {
    this.#pairs = pairs;
    this.#problems = problems;
  }

  read(): Settings {
    for (const { key, keySpan } of this.#pairs) {
      if (!known.includes(key)) this.#reportUnknown(key, keySpan);
    }
    const checks = { ...this.#readOverride(), ...this.#readIgnored() };
    const options = { ...this.#readRegistries(), ...this.#readLabels() };
    const failOn = this.#readThreshold();
    const noComments = this.#flag('disable-ignore-pragma') === true;
    return {
      ...(Object.keys(checks).length === 0 ? {} : { checks }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      ...(failOn === undefined ? {} : { failOn }),
      ...(noComments ? { suppressions: { comments: false } } : {}),
    };
  }

  #reportUnknown(key: string, span: ConfigProblem['span']): void {
    const nearest = findNearest(key, known);
    const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    const message = `hadolint has no setting "${key}".${hint}`;
    this.#problems.push({ message, span, isMinor: true });
  }

  #find(key: string): YamlValue | undefined {
    return this.#pairs.findLast((pair) => pair.key === key)?.value;
  }

  #report(value: YamlValue, key: string, expected: string): void {
    const message = `The setting "${key}" of hadolint must be ${expected}.`;
    this.#problems.push({ message, span: value.span });
  }

  #flag(key: string): boolean | undefined {
    const value = this.#find(key);
    if (value === undefined) return undefined;
    if (value.text === 'true' || value.text === 'false') return value.text === 'true';
    this.#report(value, key, 'true or false');
    return undefined;
  }

  #texts(key: string): readonly string[] {
    const value = this.#find(key);
    const texts = value && textsOf(value);
    if (value !== undefined && texts === undefined) this.#report(value, key, 'a list of texts');
    return texts ?? [];
  }

  #readIgnored(): Record<string, CheckSetting> {
    return Object.fromEntries(this.#texts('ignored').map((id) => [id, 'off'] as const));
  }

  #readOverride(): Record<string, CheckSetting> {
    const override = this.#find('override');
    if (override === undefined) return {};
    if (override.pairs === undefined) {
      this.#report(override, 'override', 'a mapping of severities');
      return {};
    }
    const checks: [string, CheckSetting][] = [];
    for (const { key, keySpan, value } of override.pairs) {
      const severity = severityOf.get(key);
      const ids = textsOf(value);
      if (severity === undefined) {
        const message = `hadolint has no severity "${key}": it has error, warning, info and style.`;
        this.#problems.push({ message, span: keySpan });
      } else if (ids === undefined) this.#report(value, key, 'a list of texts');
      else checks.push(...ids.map((id): [string, CheckSetting] => [id, severity]));
    }
    return Object.fromEntries(checks);
  }

  #readRegistries(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const allow = this.#texts('trustedRegistries');
    return allow.length === 0 ? {} : { 'untrusted-registry': { allow } };
  }

  #readLabels(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const schema = this.#find('label-schema');
    const strict = this.#flag('strict-labels') === true;
    if (schema !== undefined && schema.pairs === undefined) {
      this.#report(schema, 'label-schema', 'a mapping of labels');
    }
    const found: [string, string][] = [];
    for (const { key, value } of schema?.pairs ?? []) {
      const kind = labelKinds.get(value.text ?? '');
      if (kind !== undefined) found.push([key, kind]);
      else this.#report(value, key, `one of ${[...labelKinds.keys()].join(', ')}`);
    }
    const kinds = Object.fromEntries(found);
    const labels = Object.keys(kinds);
    return {
      ...(labels.length === 0 ? {} : { 'missing-label': { labels }, 'invalid-label': { kinds } }),
      ...(strict ? { 'superfluous-label': { labels } } : {}),
    };
  }

  #readThreshold(): FailOn | undefined {
    const never = this.#flag('no-fail') === true;
    const value = this.#find('failure-threshold');
    const threshold = thresholds.get(value?.text ?? '');
    if (value !== undefined && threshold === undefined) {
      this.#report(value, 'failure-threshold', `one of ${[...thresholds.keys()].join(', ')}`);
    }
    return never ? 'never' : threshold;
  }
}

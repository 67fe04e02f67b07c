import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Rule, Severity } from '../rules/define-rule';
import { rules } from '../rules/index';
import type { Span } from '../text/span';
import { profiles, ruleSettings, type Profile, type RuleSetting, type Settings } from './schema';

/** The active rules of one document with their severities. */
export type ActiveRules = ReadonlyMap<Rule, Severity>;

/** A mistake in a configuration file. */
export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
}

/** Reads `.ironhull.json`: JSON with comments. What is wrong is left out and reported. */
export function parseConfig(text: string): {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
} {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems: ConfigProblem[] = errors.map((error) => ({
    message: `The configuration is not valid JSON (${printParseErrorCode(error.error)}).`,
    span: { start: error.offset, end: error.offset + error.length },
  }));
  if (root === undefined) return { settings: {}, problems };
  if (root.type !== 'object') {
    problems.push({ message: 'The configuration must be a JSON object.', span: toSpan(root) });
    return { settings: {}, problems };
  }
  return { settings: readSettings(root, problems), problems };
}

function readSettings(root: Node, problems: ConfigProblem[]): Settings {
  let profile: Profile | undefined;
  let ruleMap: Record<string, RuleSetting> | undefined;
  for (const [key, value, span] of properties(root)) {
    if (key === 'profile') {
      profile = profiles.find((name) => name === value.value);
      if (profile === undefined) problems.push(oneOf('profile', profiles, value));
    } else if (key === 'rules') {
      ruleMap = readRules(value, problems);
    } else if (key !== '$schema') {
      problems.push({ message: `There is no setting "${key}".`, span });
    }
  }
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(ruleMap === undefined ? {} : { rules: ruleMap }),
  };
}

function readRules(node: Node, problems: ConfigProblem[]): Record<string, RuleSetting> {
  const result: Record<string, RuleSetting> = {};
  if (node.type !== 'object') {
    problems.push({ message: 'The setting "rules" must be an object.', span: toSpan(node) });
    return result;
  }
  for (const [key, value, span] of properties(node)) {
    const rule = findRule(key);
    const setting = ruleSettings.find((name) => name === value.value);
    if (rule === undefined) problems.push({ message: `There is no rule "${key}".`, span });
    else if (setting === undefined) problems.push(oneOf(key, ruleSettings, value));
    else result[rule.id] = setting;
  }
  return result;
}

function* properties(node: Node): Iterable<readonly [string, Node, Span]> {
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined && typeof key.value === 'string') {
      yield [key.value, value, toSpan(key)];
    }
  }
}

function oneOf(key: string, values: readonly string[], node: Node): ConfigProblem {
  const list = values.map((value) => `"${value}"`).join(', ');
  return { message: `The setting "${key}" must be one of ${list}.`, span: toSpan(node) };
}

function toSpan(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** A rule by id or code. */
export function findRule(name: string): Rule | undefined {
  return rules.find((rule) => rule.id === name || rule.code === name.toUpperCase());
}

/** Later settings win; rules are merged one by one. */
export function mergeSettings(...layers: readonly Settings[]): Settings {
  const profile = layers.findLast((layer) => layer.profile !== undefined)?.profile;
  const merged: Record<string, RuleSetting> = {};
  for (const layer of layers) Object.assign(merged, layer.rules);
  return { ...(profile === undefined ? {} : { profile }), rules: merged };
}

/** Turns settings into the rules that run. */
export function resolveRules(settings: Settings): ActiveRules {
  const profile = settings.profile ?? 'recommended';
  const active = new Map<Rule, Severity>();
  for (const rule of rules) {
    const setting = settings.rules?.[rule.id] ?? (isInProfile(rule, profile) ? 'on' : 'off');
    if (setting !== 'off') active.set(rule, setting === 'on' ? rule.severity : setting);
  }
  return active;
}

function isInProfile(rule: Rule, profile: Profile): boolean {
  if (profile === 'recommended') return rule.profile === 'recommended';
  if (profile === 'strict') return rule.profile !== 'optional';
  return rule.equivalents[profile] !== undefined || rule.id === 'invalid-instruction';
}

/** Only the given rule, whatever the settings say. */
export function onlyRules(chosen: readonly Rule[]): ActiveRules {
  return new Map(chosen.map((rule) => [rule, rule.severity]));
}

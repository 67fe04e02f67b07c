import type { Node } from 'jsonc-parser';
import type { Rule } from '../rules/define-rule';
import { findRule } from './find-rule';
import { valueOf, type JsonReader } from './json-reader';
import { ruleSettings, type RuleSetting } from './schema';

/** What is set for rules. */
interface RuleTable {
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Reads `rules`: by id or code a setting, or an object with `severity` and the options of the rule. */
export function readRules(node: Node, reader: JsonReader): RuleTable {
  const rules: Record<string, RuleSetting> = {};
  const options: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { key, value, keyNode } of reader.properties('rules', node)) {
    const rule = findRule(key);
    if (rule === undefined) {
      reader.report(`There is no rule "${key}".`, keyNode);
      continue;
    }
    const setting =
      value.type === 'object'
        ? readObject(rule, value, reader, options)
        : reader.oneOf(key, ruleSettings, value);
    if (setting !== undefined) rules[rule.id] = setting;
  }
  return { rules, options };
}

function readObject(
  rule: Rule,
  node: Node,
  reader: JsonReader,
  options: Record<string, Readonly<Record<string, unknown>>>,
): RuleSetting | undefined {
  let setting: RuleSetting | undefined;
  let written: Readonly<Record<string, unknown>> = {};
  const known = rule.options ?? [];
  for (const { key, value, keyNode } of reader.properties(rule.id, node)) {
    const option = known.find((each) => each.key === key);
    const plain = valueOf(value);
    if (key === 'severity') setting = reader.oneOf('severity', ruleSettings, value);
    else if (option === undefined) {
      reader.unknownKey(key, keyNode, ['severity', ...known.map((each) => each.key)]);
    } else if (option.read(plain) === undefined) {
      reader.report(`The option "${key}" of ${rule.id} must be ${option.expects}.`, value);
    } else written = { ...written, [key]: plain };
  }
  if (Object.keys(written).length !== 0) options[rule.id] = written;
  return setting;
}

import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { StatedImage } from '../model/stated-images';
import { isCheckId } from './check-ids';
import type { ConfigProblem } from './config-problem';
import { editionYears } from './editions/index';
import { JsonReader, spanOf } from './json-reader';
import { readRules } from './parse-rules';
import { readImages } from './parse-images';
import {
  checkSettings,
  failOnValues,
  profiles,
  type CheckSetting,
  type FileSettings,
  type Override,
  type Settings,
  type SuppressionSettings,
} from './schema';

/** What a configuration file says, and what is wrong in it. */
export interface ParsedConfig {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
}

/** Reads `.ironhull.json`: JSON with comments. What is wrong is left out and reported. */
export function parseConfig(text: string): ParsedConfig {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems = describeErrors('The configuration', errors);
  if (root === undefined) return { settings: {}, problems };
  return readRoot(root, problems);
}

/** The first few: what follows is mostly of their making. */
function describeErrors(what: string, errors: readonly ParseError[]): ConfigProblem[] {
  return errors.slice(0, 5).map(({ error, offset, length }) => ({
    message: `${what} is not valid JSON (${printParseErrorCode(error)}).`,
    span: { start: offset, end: offset + length },
  }));
}

/**
 * Reads the key `ironhull` of a `package.json`; undefined when it has none. What else is in the file is no business of
 * ours, but that it is broken is: then our settings may be cut off.
 */
export function parsePackageConfig(text: string): ParsedConfig | undefined {
  // The name of a package of ours in a list of dependencies has a text behind it.
  if (!/"ironhull"(?!\s*:\s*")/.test(text)) return undefined;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const node = root && findNodeAtLocation(root, ['ironhull']);
  const problems = describeErrors('This file', errors);
  if (node !== undefined) return readRoot(node, problems);
  return problems.length === 0 ? undefined : { settings: {}, problems };
}

function readRoot(root: Node, problems: ConfigProblem[]): ParsedConfig {
  if (root.type !== 'object') {
    problems.push({ message: 'The configuration must be a JSON object.', span: spanOf(root) });
    return { settings: {}, problems };
  }
  return { settings: readSettings(root, new JsonReader(problems)), problems };
}

const fileKeys = ['profile', 'rules', 'checks', 'failOn'] as const;
const rootKeys = ['$schema', ...fileKeys, 'edition', 'suppressions', 'images', 'overrides'];

function readSettings(root: Node, reader: JsonReader): Settings {
  let settings: Settings = {};
  for (const { key, value, keyNode } of reader.properties('configuration', root)) {
    const shared = readFileSetting(key, value, settings, reader);
    if (shared !== undefined) {
      settings = { ...settings, ...shared };
      continue;
    }
    switch (key) {
      case '$schema':
        break;
      case 'edition': {
        const edition = reader.oneOf('edition', editionYears, value);
        if (edition !== undefined) settings = { ...settings, edition };
        break;
      }
      case 'suppressions':
        settings = { ...settings, suppressions: readSuppressions(value, reader) };
        break;
      case 'images': {
        const images: readonly StatedImage[] = readImages(value, reader);
        settings = { ...settings, images };
        break;
      }
      case 'overrides':
        settings = { ...settings, overrides: readOverrides(value, reader) };
        break;
      default:
        reader.unknownKey(key, keyNode, rootKeys);
    }
  }
  return settings;
}

/** What a key that may also stand in an override adds; undefined for any other key. */
function readFileSetting(
  key: string,
  value: Node,
  before: FileSettings,
  reader: JsonReader,
): FileSettings | undefined {
  switch (key) {
    case 'profile': {
      const profile = reader.oneOf('profile', profiles, value);
      return profile === undefined ? {} : { profile };
    }
    case 'failOn': {
      const failOn = reader.oneOf('failOn', failOnValues, value);
      return failOn === undefined ? {} : { failOn };
    }
    case 'rules': {
      const { rules, options } = readRules(value, reader);
      const set = { ...before.options, ...options };
      return { rules, ...(Object.keys(set).length === 0 ? {} : { options: set }) };
    }
    case 'checks':
      return { checks: readChecks(value, reader) };
    default:
      return undefined;
  }
}

function readChecks(node: Node, reader: JsonReader): Record<string, CheckSetting> {
  const checks: Record<string, CheckSetting> = {};
  for (const { key, value, keyNode } of reader.properties('checks', node)) {
    const setting = reader.oneOf(key, checkSettings, value);
    if (!isCheckId(key)) {
      reader.report(`No tool that we know has a check "${key}".`, keyNode);
    } else if (setting !== undefined) checks[key] = setting;
  }
  return checks;
}

function readSuppressions(node: Node, reader: JsonReader): SuppressionSettings {
  let settings: SuppressionSettings = {};
  for (const { key, value, keyNode } of reader.properties('suppressions', node)) {
    if (key !== 'comments' && key !== 'nosonar') {
      reader.unknownKey(key, keyNode, ['comments', 'nosonar']);
      continue;
    }
    const flag = reader.flag(key, value);
    if (flag !== undefined) settings = { ...settings, [key]: flag };
  }
  return settings;
}

function readOverrides(node: Node, reader: JsonReader): readonly Override[] {
  return reader.elements('overrides', node).flatMap((element) => {
    let override: FileSettings = {};
    let files: readonly string[] | undefined;
    const properties = reader.properties('overrides', element);
    for (const { key, value, keyNode } of properties) {
      const shared = readFileSetting(key, value, override, reader);
      if (shared !== undefined) override = { ...override, ...shared };
      else if (key === 'files') files = reader.texts('files', value);
      else reader.unknownKey(key, keyNode, ['files', ...fileKeys]);
    }
    if (files !== undefined) return [{ ...override, files }];
    if (element.type === 'object') reader.report('This has no "files" to hold for.', element);
    return [];
  });
}

import { parse } from 'smol-toml';
import { checksOfTally } from '../syntax/suppressions/tally';
import { checkIdsOfPeer, isCheckId } from './check-ids';
import type { ConfigProblem } from './config-problem';
import { parseHadolintConfig } from './hadolint';
import { ignoreListNames, parseIgnoreList } from './ignore-lists';
import type { ParsedConfig } from './parse';
import type { CheckSetting, FailOn, Settings } from './schema';
import { findObstacle, unreadableProblem } from './sources';
import { readYaml, textsOf, type YamlPair } from './yaml-reader';

/** What the file of another tool says. */
export interface ForeignConfig extends ParsedConfig {
  /** What could not be said in settings of ours, a sentence each. */
  readonly notes: readonly string[];
}

type Reader = (text: string, name: string, today: string) => ForeignConfig;

/** Every file that can be turned into settings, those that go before others last. */
const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(ignoreListNames.map((name) => [name, readList])),
  '.dockerfilelintrc': readDockerfilelint,
  'kics.config': readKics,
  '.tally.toml': readTally,
  '.hadolint.yml': readHadolint,
  '.hadolint.yaml': readHadolint,
};

/** Names of the files that {@link readForeignConfig} knows, those that go before others last. */
export const foreignConfigNames: readonly string[] = Object.keys(readers);

/**
 * Reads the file of another tool as settings; what has no exact counterpart is left out and noted.
 *
 * @param today for entries that end on a day
 */
export function readForeignConfig(name: string, text: string, today: string): ForeignConfig {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return { settings: {}, problems: [], notes: [] };
  const obstacle = findObstacle(name, text);
  if (obstacle === undefined) return read(text, name, today);
  return { settings: {}, problems: [unreadableProblem(obstacle)], notes: [] };
}

function readHadolint(text: string): ForeignConfig {
  const { settings, problems } = parseHadolintConfig(text);
  const notes = ['Add "profile": "hadolint" to check what hadolint checks and nothing else.'];
  if (settings.failOn === undefined) {
    notes.push('hadolint fails from info on, "ironhull check" from warning on: see "failOn".');
  }
  return { settings, problems, notes };
}

function readList(text: string, name: string, today: string): ForeignConfig {
  const list = ignoreListNames.find((each) => each === name);
  if (list === undefined) return { settings: {}, problems: [], notes: [] };
  // On the last of all days only what has no end is left.
  const endless = parseIgnoreList(list, text, '9999-12-31');
  const now = parseIgnoreList(list, text, today);
  const ending = Object.keys(now.settings.checks ?? {}).filter(
    (id) => endless.settings.checks?.[id] === undefined,
  );
  const notes = ending.map(
    (id) => `${name}: ${id} counts for some time only, which settings cannot say; it was left out.`,
  );
  if (name === '.trivyignore.yaml' && /^\s+(?:- )?paths\s*:/m.test(text)) {
    notes.push(`${name}: entries for some paths were left out; see "overrides".`);
  }
  return { ...endless, notes };
}

/** Its rules as checks of other tools, from its documentation; those that only it has are left out. */
const dockerfilelintRules: ReadonlyMap<string, string> = new Map([
  ['apkadd-missing_nocache_or_updaterm', 'DL3019'],
  ['apt-get-dist-upgrade', 'DS-0024'],
  ['apt-get-update_require_install', 'DS-0017'],
  ['apt-get-upgrade', 'DL3005'],
  ['apt-get_missing_param', 'DL3014'],
  ['apt-get_missing_rm', 'DL3009'],
  ['apt-get_recommends', 'DL3015'],
  ['deprecated_in_1.13', 'DL4000'],
  ['expose_host_port', 'ExposeInvalidFormat'],
  ['from_first', 'DL3061'],
  ['invalid_command', 'DL3001'],
  ['invalid_port', 'DL3011'],
  ['invalid_workdir', 'DL3000'],
  ['label_invalid', 'DL3048'],
  ['latest_tag', 'DL3007'],
  ['missing_tag', 'DL3006'],
  ['sudo_usage', 'DL3004'],
  ['uppercase_commands', 'ConsistentInstructionCasing'],
]);

function readDockerfilelint(text: string, name: string): ForeignConfig {
  const problems: ConfigProblem[] = [];
  const root = readYaml(text, `The file ${name}`, problems);
  const rules = findIn(root?.pairs, 'rules')?.value.pairs ?? [];
  const off = rules.filter(({ value }) => value.text === 'off' || value.text === 'false');
  const notes = off.flatMap(({ key }) =>
    dockerfilelintRules.has(key) ? [] : [`${name}: no rule of ours stands for "${key}".`],
  );
  const ids = off.flatMap(({ key }) => dockerfilelintRules.get(key) ?? []);
  return { settings: toChecks(ids.map((id) => [id, 'off'])), problems, notes };
}

/** `exclude-queries`, in JSON or YAML. */
function readKics(text: string, name: string): ForeignConfig {
  const problems: ConfigProblem[] = [];
  const value = findIn(
    readYaml(text, `The file ${name}`, problems)?.pairs,
    'exclude-queries',
  )?.value;
  const ids = (value && textsOf(value)) ?? [];
  const known = ids.flatMap((each) => each.split(',')).map((each) => each.trim().toLowerCase());
  return { settings: toChecks(known.map((id) => [id, 'off'])), problems, notes: [] };
}

const tallySeverities: ReadonlyMap<string, CheckSetting> = new Map([
  ['off', 'off'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'information'],
  ['style', 'hint'],
]);

const tallyThresholds: ReadonlyMap<string, FailOn> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'information'],
  ['style', 'hint'],
  ['none', 'never'],
]);

/** `exclude` and severities of `[rules]`, and `fail-level`; general knowledge of its documentation, 2026-11-22. */
function readTally(text: string, name: string): ForeignConfig {
  let root: unknown;
  try {
    root = parse(text);
  } catch {
    const message = `The file ${name} is not valid TOML.`;
    return { settings: {}, problems: [{ message, span: { start: 0, end: 0 } }], notes: [] };
  }
  const notes: string[] = [];
  const rules = recordIn(root, 'rules');
  const checks: (readonly [string, CheckSetting])[] = [];
  const set = (id: string, setting: CheckSetting): void => {
    const ids = checksOfTallyPattern(id);
    if (ids.length === 0) notes.push(`${name}: no rule of ours stands for "${id}".`);
    checks.push(...ids.map((each) => [each, setting] as const));
  };
  for (const space of ['tally', 'buildkit', 'hadolint']) {
    for (const [path, severity] of severitiesIn(rules[space], space)) {
      const setting = tallySeverities.get(severity);
      if (setting !== undefined) set(path, setting);
    }
  }
  for (const id of textsIn(rules['exclude'])) set(id, 'off');
  if (textsIn(rules['include']).length !== 0) {
    notes.push(
      `${name}: "include" has no counterpart; name the rules in "rules", or choose a "profile".`,
    );
  }
  const level = recordIn(root, 'output')['fail-level'];
  const failOn = typeof level === 'string' ? tallyThresholds.get(level) : undefined;
  const settings = { ...toChecks(checks), ...(failOn === undefined ? {} : { failOn }) };
  return { settings, problems: [], notes };
}

/** `tally/labels/valid-key` with its severity, for tables at any depth. */
function severitiesIn(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly (readonly [string, string])[] => {
    if (key === 'severity' && typeof inner === 'string') return [[path, inner]];
    return severitiesIn(inner, `${path}/${key}`);
  });
}

/** The checks an id of tally means; `hadolint/*` and `buildkit/*` are all of these tools. */
function checksOfTallyPattern(id: string): readonly string[] {
  if (id === 'hadolint/*') return checkIdsOfPeer('hadolint');
  if (id === 'buildkit/*') return checkIdsOfPeer('buildkit');
  return checksOfTally(id).filter(isCheckId);
}

function toChecks(entries: readonly (readonly [string, CheckSetting])[]): Settings {
  const known = entries.filter(([id]) => isCheckId(id));
  return known.length === 0 ? {} : { checks: Object.fromEntries(known) };
}

function findIn(pairs: readonly YamlPair[] | undefined, wanted: string): YamlPair | undefined {
  return pairs?.find(({ key }) => key === wanted);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

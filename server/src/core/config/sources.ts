import type { ConfigProblem } from './config-problem';
import { parseHadolintConfig } from './hadolint';
import { ignoreListNames, parseIgnoreList } from './ignore-lists';
import { parseConfig, parsePackageConfig, type ParsedConfig } from './parse';
import { mergeSettings } from './resolve';
import type { Settings } from './schema';

/** The file that holds our settings. */
export const configFileName = '.ironhull.json';

const hadolintNames = ['.hadolint.yaml', '.hadolint.yml'] as const;

/** Every file that can hold settings for a folder and those below, the most important first. */
export const configSourceNames: readonly string[] = [
  configFileName,
  'package.json',
  ...hadolintNames,
  ...ignoreListNames,
];

/** True for a file that holds ids to leave out, and nothing else. */
export function isIgnoreList(name: string): boolean {
  return ignoreListNames.some((each) => each === name);
}

function hasManyLevels(line: string): boolean {
  return /^[ \t]{200}/.test(line) || deepest < (line.match(/[:?-][ \t]/g)?.length ?? 0);
}

/** A file with settings. */
export interface ConfigSource extends ParsedConfig {
  readonly name: string;
  /** `own` settings take the place of those of hadolint; a `list` of ids to leave out counts beside either. */
  readonly kind: 'own' | 'peer' | 'list';
}

/** Characters of a file that are read at most; a real one has a few thousand. */
const longest = 1_000_000;

/**
 * Reads a file by its name; undefined for one that says nothing to us. Total: what cannot be read is a problem.
 *
 * @param text without a byte order mark
 * @param today for entries that end on a day
 */
export function parseConfigSource(
  name: string,
  text: string,
  today: string,
): ConfigSource | undefined {
  if (name === 'package.json' && !text.includes('"ironhull"')) return undefined;
  const obstacle = findObstacle(name, text);
  if (obstacle !== undefined) return unreadableConfigSource(name, obstacle);
  return parseByName(name, text, today);
}

/** Why a text is not even tried: a few words. */
export function findObstacle(name: string, text: string): string | undefined {
  if (longest < text.length) return `longer than ${String(longest)} characters`;
  if (text.includes('\0')) return 'not a text file';
  return isNestedTooDeeply(name, text) ? 'nested too deeply' : undefined;
}

/** The problem of a file that cannot be read. */
export function unreadableProblem(reason: string): ConfigProblem {
  return { message: `The file cannot be read (${reason}).`, span: { start: 0, end: 0 } };
}

const deepest = 200;

/** The parsers of JSON and YAML call themselves for each level, and running out of stack can end the process. */
function isNestedTooDeeply(name: string, text: string): boolean {
  // Levels of YAML without brackets: indentation, `- - -`, `a: b: c:`.
  if (!name.endsWith('.json')) {
    const anchors = text.match(/(?<=^|[\s,[{])[&!]\S/g)?.length ?? 0;
    if (deepest < anchors || text.split('\n').some(hasManyLevels)) return true;
  }
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (deepest < depth) return true;
  }
  return false;
}

/**
 * What stands for a file that is there and cannot be read: no settings, and a problem that says so.
 *
 * @param reason what is wrong with it, a few words such as `is a folder`
 */
export function unreadableConfigSource(name: string, reason: string): ConfigSource | undefined {
  if (!configSourceNames.includes(name)) return undefined;
  // Nobody knows whether a package.json has settings of ours: it takes the place of nothing.
  const kind = name === configFileName ? 'own' : isPeer(name) ? 'peer' : 'list';
  return { name, kind, settings: {}, problems: [unreadableProblem(reason)] };
}

/** The problem of a second file of ours in a folder: of two, `.ironhull.json` counts. */
export const shadowedProblem: ConfigProblem = {
  message: `The settings in this file do not count: ${configFileName} in the same folder goes before it.`,
  span: { start: 0, end: 0 },
  isMinor: true,
};

function isPeer(name: string): boolean {
  return hadolintNames.some((each) => each === name);
}

function parseByName(name: string, text: string, today: string): ConfigSource | undefined {
  if (name === configFileName) return { name, kind: 'own', ...parseConfig(text) };
  if (name === 'package.json') {
    const parsed = parsePackageConfig(text);
    return parsed && { name, kind: 'own', ...parsed };
  }
  if (isPeer(name)) {
    return { name, kind: 'peer', ...parseHadolintConfig(text) };
  }
  const list = ignoreListNames.find((each) => each === name);
  if (list === undefined) return undefined;
  return { name, kind: 'list', ...parseIgnoreList(list, text, today) };
}

/** Settings, and the folder that patterns in them start from. */
export interface ChosenSettings {
  readonly settings: Settings;
  /** Index in the folders that were given; undefined without a file. */
  readonly folder: number | undefined;
}

/**
 * The settings that hold for a folder: the nearest file of ours, or else the nearest of hadolint; below them the nearest
 * list of each scanner.
 *
 * @param folders what each folder has, the nearest first
 */
export function chooseSettings(folders: readonly (readonly ConfigSource[])[]): ChosenSettings {
  const lists = nearestLists(folders).map(({ settings }) => settings);
  const { source, folder } = chooseSource(folders);
  return { settings: withLists(source?.settings ?? {}, lists), folder };
}

/** The files that {@link chooseSettings} takes settings from, and those that could not be read for it. */
export function sourcesThatCount(
  folders: readonly (readonly ConfigSource[])[],
): readonly ConfigSource[] {
  const { source } = chooseSource(folders);
  const unread = folders.flat().filter(({ name, kind }) => kind === 'list' && !isIgnoreList(name));
  return [...(source === undefined ? [] : [source]), ...nearestLists(folders), ...unread];
}

function nearestLists(folders: readonly (readonly ConfigSource[])[]): readonly ConfigSource[] {
  return ignoreListNames.flatMap((name) => folders.flat().find((each) => each.name === name) ?? []);
}

function chooseSource(folders: readonly (readonly ConfigSource[])[]): {
  readonly source: ConfigSource | undefined;
  readonly folder: number | undefined;
} {
  for (const kind of ['own', 'peer'] as const) {
    const folder = folders.findIndex((sources) => sources.some((each) => each.kind === kind));
    const source = folders[folder]?.find((each) => each.kind === kind);
    if (source !== undefined) return { source, folder };
  }
  return { source: undefined, folder: undefined };
}

function withLists(settings: Settings, lists: readonly Settings[]): Settings {
  return lists.length === 0 ? settings : mergeSettings(...lists, settings);
}

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

/** A file with settings. */
export interface ConfigSource extends ParsedConfig {
  readonly name: string;
  /** `own` settings take the place of those of hadolint; a `list` of ids to leave out counts beside either. */
  readonly kind: 'own' | 'peer' | 'list';
}

/**
 * Reads a file by its name; undefined for one that says nothing to us.
 *
 * @param today for entries that end on a day
 */
export function parseConfigSource(
  name: string,
  text: string,
  today: string,
): ConfigSource | undefined {
  if (name === configFileName) return { name, kind: 'own', ...parseConfig(text) };
  if (name === 'package.json') {
    const parsed = parsePackageConfig(text);
    return parsed && { name, kind: 'own', ...parsed };
  }
  if (hadolintNames.some((each) => each === name)) {
    return { name, kind: 'peer', ...parseHadolintConfig(text) };
  }
  const list = ignoreListNames.find((each) => each === name);
  if (list === undefined) return undefined;
  return { name, kind: 'list', settings: parseIgnoreList(list, text, today), problems: [] };
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
  const lists = ignoreListNames.flatMap((name) => {
    const nearest = folders.flatMap((sources) => sources.find((each) => each.name === name) ?? []);
    return nearest[0] === undefined ? [] : [nearest[0].settings];
  });
  for (const kind of ['own', 'peer'] as const) {
    const folder = folders.findIndex((sources) => sources.some((each) => each.kind === kind));
    const found = folders[folder]?.find((each) => each.kind === kind);
    if (found !== undefined) {
      return { settings: withLists(found.settings, lists), folder };
    }
  }
  return { settings: withLists({}, lists), folder: undefined };
}

function withLists(settings: Settings, lists: readonly Settings[]): Settings {
  return lists.length === 0 ? settings : mergeSettings(...lists, settings);
}

import type { ConfigProblem } from './config-problem';
import { foreignConfigNames, readForeignConfig } from './foreign-files';
import { mergeSettings } from './resolve';
import type { Settings } from './schema';

/** A file of another tool. */
export interface ForeignFile {
  readonly name: string;
  readonly text: string;
}

/** What becomes of the configuration of other tools. */
export interface Migration {
  /** The text of `.ironhull.json`. */
  readonly text: string;
  readonly problems: readonly (ConfigProblem & { readonly file: string })[];
  /** What a person should know besides, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes what files of other tools say as `.ironhull.json`, so that both say the same.
 *
 * @param files as {@link foreignConfigNames} has them, in any order
 * @param today for entries that end on a day
 */
export function migrateFiles(files: readonly ForeignFile[], today: string): Migration {
  const order = ({ name }: ForeignFile): number => foreignConfigNames.indexOf(name);
  const read = [...files]
    .sort((left, right) => order(left) - order(right))
    .map(({ name, text }) => ({ file: name, ...readForeignConfig(name, text, today) }));
  return {
    text: writeSettings(mergeSettings(...read.map(({ settings }) => settings))),
    problems: read.flatMap(({ file, problems }) => problems.map((each) => ({ ...each, file }))),
    notes: read.flatMap(({ notes }) => notes),
  };
}

/** Settings as a file; options stand beside the severity of their rule. */
function writeSettings({ rules = {}, options = {}, ...rest }: Settings): string {
  const table: Record<string, unknown> = {};
  for (const [id, setting] of Object.entries(rules)) table[id] = setting;
  for (const [id, written] of Object.entries(options)) {
    const severity = rules[id];
    table[id] = { ...(severity === undefined ? {} : { severity }), ...written };
  }
  const all = { ...rest, ...(Object.keys(table).length === 0 ? {} : { rules: table }) };
  return `${JSON.stringify(all, null, 2)}\n`;
}

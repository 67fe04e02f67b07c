import { parseHadolintConfig } from './hadolint';
import type { ConfigProblem } from './config-problem';
import type { Settings } from './schema';

/** What becomes of the configuration of another tool. */
export interface Migration {
  /** The text of `.ironhull.json`. */
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
  /** What a person should know besides, a sentence each. */
  readonly notes: readonly string[];
}

/** Writes the settings of a `.hadolint.yaml` as `.ironhull.json`, so that both say the same. */
export function migrateHadolint(text: string): Migration {
  const { settings, problems } = parseHadolintConfig(text);
  return {
    text: writeSettings(settings),
    problems,
    notes: [
      'Add "profile": "hadolint" to check what hadolint checks and nothing else.',
      ...(settings.failOn === undefined
        ? ['hadolint fails from info on, "ironhull check" from warning on: see "failOn".']
        : []),
    ],
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

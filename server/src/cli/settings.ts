import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  LineIndex,
  mergeSettings,
  onlyRules,
  parseConfig,
  profiles,
  resolveRules,
  type ActiveRules,
  type Settings,
} from '../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from './args';
import { rulesNamed } from './rule-names';
import { describeSystemError } from './source';
import type { Terminal } from './terminal';

/** The settings file that is looked for in the folder of a Dockerfile and above. */
const settingsFileName = '.ironhull.json';

/** Tells which rules run on a file: from the command line and the nearest settings file. */
export class RuleSelection {
  readonly #terminal: Terminal;
  readonly #fixed: ActiveRules | undefined;
  readonly #overrides: Settings;
  readonly #byFolder = new Map<string, Settings>();
  readonly #active = new Map<Settings, ActiveRules>();

  /**
   * Mistakes in a settings file are reported to the terminal, each file once.
   *
   * @throws UsageError when `--only` names no rule or `--config` cannot be read
   */
  constructor(parsed: Arguments, terminal: Terminal) {
    this.#terminal = terminal;
    const profile = profiles.find((name) => name === valueOf(parsed, 'profile'));
    this.#overrides = profile === undefined ? {} : { profile };
    const only = (parsed.options.get('only') ?? []).flatMap((names) => names.split(','));
    this.#fixed = 0 < only.length ? onlyRules(only.flatMap(rulesNamed)) : this.#readFixed(parsed);
  }

  /** The rules that run on a file, which need not exist. */
  rulesFor(file: string): ActiveRules {
    if (this.#fixed !== undefined) return this.#fixed;
    const settings = this.#settingsIn(path.dirname(path.resolve(file)));
    const known = this.#active.get(settings);
    if (known !== undefined) return known;
    const active = resolveRules(mergeSettings(settings, this.#overrides));
    this.#active.set(settings, active);
    return active;
  }

  #readFixed(parsed: Arguments): ActiveRules | undefined {
    const config = valueOf(parsed, 'config');
    if (config !== undefined && isGiven(parsed, 'no-config')) {
      throw new UsageError('The options "--config" and "--no-config" exclude each other.');
    }
    if (isGiven(parsed, 'no-config')) return resolveRules(this.#overrides);
    if (config === undefined) return undefined;
    const settings = this.#readSettings(config);
    if (settings === undefined) throw new UsageError(`${config}: no such file or folder`);
    return resolveRules(mergeSettings(settings, this.#overrides));
  }

  #settingsIn(folder: string): Settings {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const parent = path.dirname(folder);
    const settings =
      this.#readSettings(path.join(folder, settingsFileName)) ??
      (parent === folder ? {} : this.#settingsIn(parent));
    this.#byFolder.set(folder, settings);
    return settings;
  }

  /** The settings of a file; undefined when there is no such file. */
  #readSettings(file: string): Settings | undefined {
    let text: string;
    try {
      text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      if (isMissing(error)) return undefined;
      this.#terminal.fail(`${file}: ${describeSystemError(error)}`);
      return {};
    }
    const { settings, problems } = parseConfig(text);
    const lines = new LineIndex(text);
    const shown = path.relative('', file) || file;
    for (const { message, span } of problems) {
      const { line, column } = lines.placeAt(span.start);
      this.#terminal.fail(`${shown}:${String(line + 1)}:${String(column + 1)}: ${message}`);
    }
    return settings;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  chooseSettings,
  configSourceNames,
  LineIndex,
  mergeSettings,
  onlyRules,
  parseConfig,
  parseConfigSource,
  profiles,
  resolveRules,
  runSettingsOf,
  settingsForFile,
  type ActiveRules,
  type ConfigProblem,
  type ConfigSource,
  type FailOn,
  type Rule,
  type Settings,
} from '../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from './args';
import { rulesNamed } from './rule-names';
import { describeSystemError } from './source';
import type { Terminal } from './terminal';
import { readToday } from './today';

/** Settings with the folder that their patterns start from. */
interface FolderSettings {
  readonly settings: Settings;
  readonly folder: string;
}

/** Tells which rules run on a file: from the command line and the nearest settings file. */
export class RuleSelection {
  readonly #terminal: Terminal;
  readonly #today: string;
  readonly #only: readonly Rule[] | undefined;
  readonly #overrides: Settings;
  readonly #fixed: FolderSettings | undefined;
  readonly #sources = new Map<string, readonly ConfigSource[]>();
  readonly #byFolder = new Map<string, FolderSettings>();
  readonly #active = new Map<string, ActiveRules>();

  /**
   * Mistakes in a settings file are reported to the terminal, each file once.
   *
   * @throws UsageError when `--only` names no rule or `--config` cannot be read
   */
  constructor(parsed: Arguments, terminal: Terminal) {
    this.#terminal = terminal;
    this.#today = readToday(parsed);
    const profile = profiles.find((name) => name === valueOf(parsed, 'profile'));
    this.#overrides = profile === undefined ? {} : { profile };
    const only = (parsed.options.get('only') ?? []).flatMap((names) => names.split(','));
    this.#only = only.length === 0 ? undefined : only.flatMap(rulesNamed);
    this.#fixed = this.#readFixed(parsed);
  }

  /** The rules that run on a file, which need not exist. */
  rulesFor(file: string): ActiveRules {
    const settings = this.#settingsFor(file);
    const key = JSON.stringify(settings);
    const known = this.#active.get(key);
    if (known !== undefined) return known;
    const active =
      this.#only === undefined
        ? resolveRules(settings)
        : onlyRules(this.#only, runSettingsOf({ ...settings, checks: {} }));
    this.#active.set(key, active);
    return active;
  }

  /** The least severity that makes the check of a file fail, when the settings say so. */
  failOnFor(file: string): FailOn | undefined {
    return this.#settingsFor(file).failOn;
  }

  #settingsFor(file: string): Settings {
    const full = path.resolve(file);
    const { settings, folder } = this.#fixed ?? this.#settingsIn(path.dirname(full));
    const relative = path.relative(folder, full).split(path.sep).join('/');
    return mergeSettings(settingsForFile(settings, relative), this.#overrides);
  }

  #readFixed(parsed: Arguments): FolderSettings | undefined {
    const config = valueOf(parsed, 'config');
    if (config !== undefined && isGiven(parsed, 'no-config')) {
      throw new UsageError('The options "--config" and "--no-config" exclude each other.');
    }
    if (isGiven(parsed, 'no-config')) return { settings: {}, folder: process.cwd() };
    if (config === undefined) return undefined;
    const text = this.#read(config);
    if (text === undefined) throw new UsageError(`${config}: no such file or folder`);
    const source = parseConfigSource(path.basename(config), text, this.#today) ?? parseConfig(text);
    this.#report(config, text, source.problems, true);
    return { settings: source.settings, folder: path.dirname(path.resolve(config)) };
  }

  #settingsIn(folder: string): FolderSettings {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const folders = [...foldersFrom(folder)];
    const chosen = chooseSettings(folders.map((each) => this.#sourcesIn(each)));
    const settings = {
      settings: chosen.settings,
      folder: folders[chosen.folder ?? 0] ?? folder,
    };
    this.#byFolder.set(folder, settings);
    return settings;
  }

  #sourcesIn(folder: string): readonly ConfigSource[] {
    const known = this.#sources.get(folder);
    if (known !== undefined) return known;
    const sources = configSourceNames.flatMap((name) => {
      const file = path.join(folder, name);
      const text = this.#read(file);
      const source = text === undefined ? undefined : parseConfigSource(name, text, this.#today);
      if (text !== undefined && source !== undefined) {
        this.#report(file, text, source.problems, source.kind === 'own');
      }
      return source ?? [];
    });
    this.#sources.set(folder, sources);
    return sources;
  }

  /** The text of a file; undefined when there is no such file. */
  #read(file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      if (isMissing(error)) return undefined;
      const isOthers = configSourceNames.slice(1).includes(path.basename(file));
      if (!isOthers) this.#terminal.fail(`${file}: ${describeSystemError(error)}`);
      return isOthers ? undefined : '{}';
    }
  }

  /** A mistake in the configuration of another tool is no failure of ours. */
  #report(file: string, text: string, problems: readonly ConfigProblem[], isOwn: boolean): void {
    const lines = new LineIndex(text);
    const shown = path.relative('', file) || file;
    for (const { message, span } of problems) {
      const { line, column } = lines.placeAt(span.start);
      const told = `${shown}:${String(line + 1)}:${String(column + 1)}: ${message}`;
      if (isOwn) this.#terminal.fail(told);
      else this.#terminal.note(told);
    }
  }
}

/** A folder and those above it. */
function* foldersFrom(folder: string): Iterable<string> {
  for (let current = folder; ; current = path.dirname(current)) {
    yield current;
    if (path.dirname(current) === current) return;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}

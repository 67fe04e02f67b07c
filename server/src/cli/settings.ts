import path from 'node:path';
import {
  chooseSettings,
  configFileName,
  configSourceNames,
  LineIndex,
  mergeSettings,
  onlyRules,
  parseConfigSource,
  profiles,
  resolveRules,
  runSettingsOf,
  settingsForFile,
  shadowedProblem,
  sourcesThatCount,
  toConfigFinding,
  unreadableConfigSource,
  type ActiveRules,
  type ConfigSource,
  type FailOn,
  type Rule,
  type Settings,
} from '../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from './args';
import type { FileReport } from './reporters/report';
import { rulesNamed } from './rule-names';
import { readSource } from './source';
import type { Terminal } from './terminal';
import { readToday } from './today';

/** Settings with the folder that their patterns start from. */
interface FolderSettings {
  readonly settings: Settings;
  readonly folder: string;
}

/** A file with settings as it was read. */
interface ReadSource {
  readonly file: string;
  readonly source: ConfigSource;
  readonly text: string;
  /** Why there is no text. */
  readonly failure: string | undefined;
}

/** Tells which rules run on a file: from the command line and the nearest settings file. */
export class RuleSelection {
  readonly #terminal: Terminal;
  readonly #today: string;
  readonly #only: readonly Rule[] | undefined;
  readonly #overrides: Settings;
  readonly #fixed: FolderSettings | undefined;
  readonly #sources = new Map<string, readonly ReadSource[]>();
  readonly #told = new Set<string>();
  #reports: FileReport[] = [];
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

  /** The mistakes in settings files that were found since the last call, as findings of these files. */
  takeReports(): readonly FileReport[] {
    const reports = this.#reports;
    this.#reports = [];
    return reports;
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
    const read =
      readConfig(config, this.#today, configNameOf(config)) ??
      readConfig(config, this.#today, configFileName);
    if (read === undefined) throw new UsageError(`${config}: no such file or folder`);
    this.#tell(read);
    return { settings: read.source.settings, folder: path.dirname(path.resolve(config)) };
  }

  #settingsIn(folder: string): FolderSettings {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const folders = [...foldersFrom(folder)];
    const read = folders.map((each) => this.#sourcesIn(each));
    const found = read.map((sources) => sources.map(({ source }) => source));
    const counting = sourcesThatCount(found);
    for (const each of read.flat()) if (counting.includes(each.source)) this.#tell(each);
    const chosen = chooseSettings(found);
    for (const each of read[chosen.folder ?? -1] ?? []) {
      if (each.source.kind === 'own' && !counting.includes(each.source)) {
        this.#tell({ ...each, source: { ...each.source, problems: [shadowedProblem] } });
      }
    }
    const settings = {
      settings: chosen.settings,
      folder: folders[chosen.folder ?? 0] ?? folder,
    };
    this.#byFolder.set(folder, settings);
    return settings;
  }

  #sourcesIn(folder: string): readonly ReadSource[] {
    const known = this.#sources.get(folder);
    if (known !== undefined) return known;
    const sources = configSourceNames.flatMap(
      (name) => readConfig(path.join(folder, name), this.#today, name) ?? [],
    );
    this.#sources.set(folder, sources);
    return sources;
  }

  /** Reports the mistakes of a file, once. */
  #tell({ file, source, text, failure }: ReadSource): void {
    if (this.#told.has(file) || source.problems.length === 0) return;
    this.#told.add(file);
    const lines = new LineIndex(text);
    const shown = path.relative('', file) || file;
    for (const { message, span, isMinor } of source.problems) {
      const { line, column } = lines.placeAt(span.start);
      const place = `${shown}:${String(line + 1)}:${String(column + 1)}`;
      if (isMinor === true) this.#terminal.warn(`${place}: ${message}`);
      else
        this.#terminal.fail(
          failure === undefined ? `${place}: ${message}` : `${shown}: ${failure}`,
        );
    }
    const findings = source.problems.map(toConfigFinding);
    this.#reports.push({ kind: 'configuration', path: shown, lines, findings, silenced: [] });
  }
}

/** What a file of any name is read as: one with another name holds our settings. */
function configNameOf(file: string): string {
  const name = path.basename(file);
  return configSourceNames.includes(name) ? name : configFileName;
}

/** Reads a file; undefined where there is none, or where it says nothing to us. */
function readConfig(file: string, today: string, name: string): ReadSource | undefined {
  const read = readSource(file);
  if (read.kind === 'text') {
    const source = parseConfigSource(name, read.text, today);
    return source && { file, source, text: read.text, failure: undefined };
  }
  if (read.kind === 'missing') return undefined;
  // Of a folder that is closed to us, one file is complaint enough.
  if (read.kind === 'closed' && name !== configFileName) return undefined;
  const source = unreadableConfigSource(name, read.message);
  return source && { file, source, text: '', failure: read.message };
}

/** A folder and those above it. */
function* foldersFrom(folder: string): Iterable<string> {
  for (let current = folder; ; current = path.dirname(current)) {
    yield current;
    if (path.dirname(current) === current) return;
  }
}

import type { Rule, Severity } from '../rules/define-rule';
import { rules } from '../rules/index';
import { globToRegExp } from '../text/glob';
import { withSettings, type ActiveRules, type RunSettings } from './active-rules';
import { normalizeCheckId } from './check-ids';
import { findEdition } from './editions/index';
import type { FileSettings, Profile, Settings } from './schema';

export type { ActiveRules } from './active-rules';
export { findRule } from './find-rule';

/** Later settings win; rules are merged one by one. */
export function mergeSettings(...layers: readonly Settings[]): Settings {
  let merged: Settings = { rules: {} };
  for (const layer of layers) {
    const suppressions = { ...merged.suppressions, ...layer.suppressions };
    merged = {
      ...merged,
      ...layer,
      ...mergeFileSettings(merged, layer),
      ...(Object.keys(suppressions).length === 0 ? {} : { suppressions }),
    };
  }
  return merged;
}

function mergeFileSettings(first: FileSettings, second: FileSettings): FileSettings {
  const rules = { ...first.rules, ...second.rules };
  const options = { ...first.options };
  for (const [id, written] of Object.entries(second.options ?? {})) {
    options[id] = { ...options[id], ...written };
  }
  const checks = { ...first.checks, ...second.checks };
  return {
    rules,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(Object.keys(checks).length === 0 ? {} : { checks }),
  };
}

/**
 * The settings of one file: with the overrides that are for it, the last one winning.
 *
 * @param path of the file from the folder of the configuration, with `/`
 */
export function settingsForFile(settings: Settings, path: string): Settings {
  const { overrides = [], ...rest } = settings;
  const layers = overrides.filter(({ files }) => files.some((file) => matchesFile(file, path)));
  return layers.length === 0
    ? rest
    : mergeSettings(rest, ...layers.map(({ files: _files, ...layer }): Settings => layer));
}

/** A pattern without `/` means names in any folder. */
function matchesFile(pattern: string, path: string): boolean {
  const own = pattern.replace(/^\.?\//, '');
  const subject = pattern.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1);
  return globToRegExp(own).test(subject);
}

/** Turns the settings of a file into the rules that run; one that has options set is named, and so on. */
export function resolveRules(settings: Settings): ActiveRules {
  const profile = settings.profile ?? 'recommended';
  const edition = findEdition(settings.edition);
  const active: (readonly [Rule, Severity])[] = [];
  for (const rule of rules) {
    const known = edition === undefined ? undefined : (edition[rule.id] ?? 'newer');
    const isOn =
      known !== 'newer' &&
      isInProfile(rule.id, known ?? { ...rule, peers: Object.keys(rule.equivalents) }, profile);
    const isNamed = settings.options?.[rule.id] !== undefined;
    const setting = settings.rules?.[rule.id] ?? (isOn || isNamed ? 'on' : 'off');
    const own = known === undefined || known === 'newer' ? rule.severity : known.severity;
    if (setting !== 'off') active.push([rule, setting === 'on' ? own : setting]);
  }
  return withSettings(active, runSettingsOf(settings));
}

/** What {@link onlyRules} and others keep of settings besides the rules; undefined for nothing. */
export function runSettingsOf(settings: Settings): RunSettings | undefined {
  const { options = {}, checks = {}, images = [], suppressions = {} } = settings;
  const isEmpty = [options, checks, images, suppressions].every(
    (each) => Object.keys(each).length === 0,
  );
  if (isEmpty) return undefined;
  const byId = new Map(
    Object.entries(checks).map(([id, setting]) => [normalizeCheckId(id), setting] as const),
  );
  return { options, checks: byId, images, suppressions };
}

/** What decides whether a profile has a rule. */
interface Profiled {
  readonly profile: Rule['profile'];
  readonly peers: readonly string[];
}

function isInProfile(id: string, rule: Profiled, profile: Profile): boolean {
  if (profile === 'recommended') return rule.profile === 'recommended';
  if (rule.profile === 'named') return false;
  if (profile === 'strict') return rule.profile !== 'optional';
  return rule.peers.includes(profile) || id === 'invalid-instruction';
}

/** Only the given rules, whatever the settings say of their severity; all else that is set stays. */
export function onlyRules(chosen: readonly Rule[], settings?: RunSettings): ActiveRules {
  return withSettings(
    chosen.map((rule) => [rule, rule.severity]),
    settings,
  );
}

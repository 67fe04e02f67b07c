import { dayBefore } from '../syntax/suppressions/trivy';
import { globToRegExp } from '../text/glob';
import { checkIdsOfPeer, isCheckId } from './check-ids';
import type { ConfigProblem } from './config-problem';
import type { ParsedConfig } from './parse';
import type { CheckSetting } from './schema';
import { readYaml, textsOf, type YamlPair, type YamlValue } from './yaml-reader';

/** Names of files of scanners that hold ids to leave out, all of which are read where they lie. */
export const ignoreListNames = [
  '.trivyignore',
  '.trivyignore.yaml',
  '.checkov.yaml',
  '.checkov.yml',
  '.dockleignore',
] as const;

export type IgnoreListName = (typeof ignoreListNames)[number];

/**
 * Reads the list of a scanner as settings: each of its checks is off. Ids that mean nothing here, for other kinds of
 * files for one, are passed over.
 *
 * @param today for entries that end on a day
 */
export function parseIgnoreList(name: IgnoreListName, text: string, today: string): ParsedConfig {
  const problems: ConfigProblem[] = [];
  const ids = name.endsWith('ignore')
    ? readLines(text, today)
    : readYamlList(name, text, today, problems);
  const entries = ids.filter(isCheckId).map((id): readonly [string, CheckSetting] => [id, 'off']);
  return {
    settings: entries.length === 0 ? {} : { checks: Object.fromEntries(entries) },
    problems,
  };
}

/** `.trivyignore` and `.dockleignore`: an id a line, with a comment, and perhaps `exp:2027-01-01`. */
function readLines(text: string, today: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [id, ...rest] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (id === undefined || id === '') return [];
    const end = rest.find((word) => word.startsWith('exp:'))?.slice(4);
    return end === undefined || today <= dayBefore(end) ? [id] : [];
  });
}

function readYamlList(
  name: string,
  text: string,
  today: string,
  problems: ConfigProblem[],
): readonly string[] {
  const root = readYaml(text, `The file ${name}`, problems);
  if (root === undefined) return [];
  if (root.pairs === undefined) {
    problems.push({ message: `The file ${name} must be a mapping.`, span: root.span });
    return [];
  }
  return name.startsWith('.checkov')
    ? readSkippedChecks(root.pairs, problems)
    : readMisconfigurations(root.pairs, today, problems);
}

function readSkippedChecks(
  pairs: readonly YamlPair[],
  problems: ConfigProblem[],
): readonly string[] {
  const value = findIn(pairs, 'skip-check');
  const texts = value && textsOf(value);
  if (value !== undefined && texts === undefined) {
    problems.push({ message: '"skip-check" must be a list of texts.', span: value.span });
  }
  return (texts ?? []).flatMap((each) => each.split(',').flatMap(idsOfPattern));
}

function readMisconfigurations(
  pairs: readonly YamlPair[],
  today: string,
  problems: ConfigProblem[],
): readonly string[] {
  const value = findIn(pairs, 'misconfigurations');
  if (value !== undefined && value.elements === undefined) {
    problems.push({ message: '"misconfigurations" must be a list.', span: value.span });
  }
  return (value?.elements ?? []).flatMap(({ pairs: fields = [], span }) => {
    const id = findIn(fields, 'id')?.text;
    if (id === undefined) problems.push({ message: 'This has no "id".', span });
    // An entry for some paths holds for these only, and would need their patterns.
    if (fields.some(({ key }) => key === 'paths')) return [];
    const end = findIn(fields, 'expired_at')?.text;
    return end === undefined || today <= dayBefore(end) ? (id ?? []) : [];
  });
}

function findIn(pairs: readonly YamlPair[], wanted: string): YamlValue | undefined {
  return pairs.find(({ key }) => key === wanted)?.value;
}

/** Checkov takes `CKV_DOCKER_*`: the checks of which a rule of ours knows. */
function idsOfPattern(written: string): readonly string[] {
  const id = written.trim();
  if (!id.includes('*')) return [id];
  const pattern = globToRegExp(id);
  return checkIdsOfPeer('checkov').filter((each) => pattern.test(each));
}

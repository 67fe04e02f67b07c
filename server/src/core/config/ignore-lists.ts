import { dayBefore } from '../syntax/suppressions/trivy';
import { isCheckId } from './check-ids';
import type { CheckSetting, Settings } from './schema';
import { readYaml, textsOf } from './yaml-reader';

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
export function parseIgnoreList(name: IgnoreListName, text: string, today: string): Settings {
  const ids = name.endsWith('ignore') ? readLines(text, today) : readYamlList(name, text, today);
  const entries = ids.filter(isCheckId).map((id): readonly [string, CheckSetting] => [id, 'off']);
  return entries.length === 0 ? {} : { checks: Object.fromEntries(entries) };
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

function readYamlList(name: string, text: string, today: string): readonly string[] {
  const pairs = readYaml(text, name, [])?.pairs ?? [];
  const find = (key: string): readonly string[] => {
    const value = pairs.find((pair) => pair.key === key)?.value;
    return (value && textsOf(value)) ?? [];
  };
  if (name.startsWith('.checkov')) return find('skip-check').flatMap((each) => each.split(','));
  const entries = pairs.find(({ key }) => key === 'misconfigurations')?.value.elements ?? [];
  return entries.flatMap(({ pairs: fields = [] }) => {
    const field = (key: string): string | undefined =>
      fields.find((pair) => pair.key === key)?.value.text;
    // An entry for some paths holds for these only, and would need their patterns.
    if (fields.some(({ key }) => key === 'paths')) return [];
    const end = field('expired_at');
    return end === undefined || today <= dayBefore(end) ? (field('id') ?? []) : [];
  });
}

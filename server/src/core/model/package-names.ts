import type { PackageArgument } from './packages';

/** Names for a message: `curl`, `curl and git`, `curl, git and 3 more`. */
export function listNames(packages: readonly PackageArgument[]): string {
  const names = packages.map(({ name, word }) => name ?? word.text);
  const [first = '', second, ...others] = names;
  if (second === undefined) return first;
  if (others.length === 0) return `${first} and ${second}`;
  return `${first}, ${second} and ${String(others.length)} more`;
}

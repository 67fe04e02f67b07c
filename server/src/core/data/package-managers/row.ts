import type { PackageAction, PackageVerb } from '../package-manager-facts';

/** Splits a blank-separated list, so that long option tables stay readable. */
export function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** One verb for each of `names`; `global add` has two words, `''` is the bare program. */
export function verbs(
  action: PackageAction,
  names: readonly string[],
  more: Omit<PackageVerb, 'words' | 'action'> = {},
): readonly PackageVerb[] {
  return names.map((name) => ({ words: name === '' ? [] : list(name), action, ...more }));
}

/** Verbs without package names. */
export function plainVerbs(
  action: PackageAction,
  names: readonly string[],
): readonly PackageVerb[] {
  return verbs(action, names, { takesPackages: false });
}

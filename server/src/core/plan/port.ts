import type { BuildContext } from '../project/build-context';
import { isSourceFile } from '../project/project-files';
import { isManagedFile } from '../project/run-time-files';
import { saidIn, type Evidence, type Fact } from './evidence';

/** The source files below a folder that tests and tools do not own, with their texts. */
export function collectSources(
  context: BuildContext,
  folder: string,
): readonly (readonly [path: string, text: string])[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return context.visiblePaths
    .filter((path) => path.startsWith(prefix) && isSourceFile(path) && !isManagedFile(path))
    .flatMap((path): [string, string][] => {
      const text = context.text(path);
      return text === undefined ? [] : [[path, text]];
    });
}

/**
 * The port that the sources name.
 *
 * @param patterns each with the number as its first group; those that come first are believed first
 */
export function findPort(
  context: BuildContext,
  folder: string,
  patterns: readonly RegExp[],
): Fact<number> | undefined {
  for (const pattern of patterns) {
    for (const [path, text] of collectSources(context, folder)) {
      const number = Number(pattern.exec(text)?.[1]);
      if (!Number.isInteger(number) || number < 1 || 65_535 < number) continue;
      const evidence = saidIn(context, path, pattern, `The program listens on ${String(number)}.`);
      return { value: number, evidence };
    }
  }
  return undefined;
}

/** Where the sources say something; undefined when none does. */
export function findMention(
  context: BuildContext,
  folder: string,
  pattern: RegExp,
  says: string,
): Evidence | undefined {
  const path = collectSources(context, folder).find(([, text]) => pattern.test(text))?.[0];
  return path === undefined ? undefined : saidIn(context, path, pattern, says);
}

const secretWords =
  /(?:PASSWORD|PASSWD|SECRET|SECRET_KEY|SECRET_KEY_BASE|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY|_URL|_URI|_DSN|CREDENTIALS)$/;
const publicNames =
  /^(?:PUBLIC|NEXT_PUBLIC|VITE|BASE|SITE|APP|HOST|API|FRONTEND|ROOT)_?UR[LI]$|^(?:NEXT_PUBLIC|VITE|REACT_APP)_/;

/**
 * Environment variables that the sources read and whose names tell that they hold secrets.
 *
 * @param pattern a global one, with the name of a variable as one of its groups
 */
export function findSecretVariables(
  context: BuildContext,
  folder: string,
  pattern: RegExp,
): readonly string[] {
  const names = collectSources(context, folder).flatMap(([, text]) =>
    [...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter(Boolean).slice(0, 1)),
  );
  const secret = names.filter((name) => secretWords.test(name) && !publicNames.test(name));
  return [...new Set(secret)].sort();
}

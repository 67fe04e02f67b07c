import type { BuildContext } from '../project/build-context';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import { collectSources } from './port';

const javaMain = /\bpublic\s+static\s+(?:final\s+)?void\s+main\s*\(/;
const kotlinMain = /^(?:suspend\s+)?fun\s+main\s*\(/m;

/**
 * The class that starts the program: the one that is configured, or the only one below `src/main` that can.
 *
 * @returns a sentence when that is not known
 */
export function findMainClass(
  context: BuildContext,
  folder: string,
  configured: string | undefined,
): Fact<string> | string {
  if (configured !== undefined) {
    return fact(configured, byDefault(`The build files name the main class ${configured}.`));
  }
  const found = collectSources(context, folder).flatMap(([path, text]) => {
    if (!path.includes('src/main/')) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    const inPackage = /^\s*package\s+([\w.]+)/m.exec(text)?.[1];
    const toClass = (simple: string): string =>
      inPackage === undefined ? simple : `${inPackage}.${simple}`;
    if (name.endsWith('.java') && javaMain.test(text)) {
      return [{ path, pattern: javaMain, mainClass: toClass(name.slice(0, -'.java'.length)) }];
    }
    if (!name.endsWith('.kt') || !kotlinMain.test(text)) return [];
    const given = /@file:JvmName\("(\w+)"\)/.exec(text)?.[1];
    const simple = name.slice(0, -'.kt'.length);
    const standard = `${simple.charAt(0).toUpperCase()}${simple.slice(1)}Kt`;
    return [{ path, pattern: kotlinMain, mainClass: toClass(given ?? standard) }];
  });
  const [only, ...others] = found;
  if (only === undefined)
    return 'No class of the project has a method "main", so nothing can be started.';
  if (others.length !== 0) {
    const names = found.map(({ mainClass }) => mainClass).join(', ');
    return `Which class is started is not known: ${names}. Name it in the build file.`;
  }
  const { path, pattern, mainClass } = only;
  return fact(
    mainClass,
    saidIn(context, path, pattern, `${mainClass} has the only method "main".`),
  );
}

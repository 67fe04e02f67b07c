import type { BuildContext } from '../project/build-context';
import { parentFolder, resolveBelow } from '../project/install-inputs';
import { compilePattern } from '../project/path-pattern';
import { saidIn, type Evidence } from './evidence';
import { findIgnoredInputs, readVisible } from './native-needs';

/** What the compiler reads besides the code. */
export interface GoEmbeds {
  /** Files that become part of the program. */
  readonly files: ReadonlySet<string>;
  /** A directive that finds nothing, so that the build fails. */
  readonly missing: Evidence | undefined;
}

/** Reads the directives `//go:embed`. Source: https://pkg.go.dev/embed */
export function findGoEmbeds(context: BuildContext, folder: string): GoEmbeds {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = new Set<string>();
  let missing: Evidence | undefined;
  const isSource = (path: string): boolean =>
    path.startsWith(prefix) && /(?<!_test)\.go$/.test(path);
  for (const [file, text] of readVisible(context, isSource)) {
    for (const [, patterns = ''] of text.matchAll(/^\/\/go:embed\s+(.+)$/gm)) {
      for (const [word] of patterns.matchAll(/"[^"]*"|`[^`]*`|\S+/g)) {
        const pattern = word.replace(/^["`]|["`]$/g, '').replace(/^all:/, '');
        const found = matchEmbed(context, parentFolder(file), pattern);
        for (const each of found) files.add(each);
        if (found.length === 0 && context.project.complete) {
          const says = `The program embeds "${pattern}", which is not there.`;
          missing ??= saidIn(context, file, /^\/\/go:embed\s/, says);
        }
      }
    }
  }
  return { files, missing };
}

/** Files that a pattern matches, or that lie in a folder that it matches. */
function matchEmbed(context: BuildContext, folder: string, pattern: string): readonly string[] {
  const whole = resolveBelow(folder, pattern);
  const test = whole === undefined ? undefined : compilePattern(whole);
  if (test === undefined) return [];
  return context.visiblePaths.filter((path) =>
    path.split('/').some((_, index, parts) => test.test(parts.slice(0, index + 1).join('/'))),
  );
}

/** Lines of an ignore file that would hide what the compiler reads. */
export function findGoNeeds(context: BuildContext, { files }: GoEmbeds): readonly string[] {
  const embedsTests = [...files].some((path) => /(?:^|\/)testdata\//.test(path));
  return [
    ...findIgnoredInputs(context, /(?<!_test)\.go$/, files),
    ...(embedsTests ? ['**/testdata'] : []),
  ];
}

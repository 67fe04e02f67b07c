import type { BuildContext } from '../project/build-context';
import { parentFolder, resolveBelow } from '../project/install-inputs';

/** The files that a build can see and a test accepts, with their texts, those that were read. */
export function readVisible(
  context: BuildContext,
  accepts: (path: string) => boolean,
): readonly (readonly [path: string, text: string])[] {
  return context.visiblePaths.filter(accepts).flatMap((path): [string, string][] => {
    const text = context.text(path);
    return text === undefined ? [] : [[path, text]];
  });
}

/** Lines for folders that ignore files usually leave out, and that may hold code. */
const usuallyIgnored = ['bin', 'docs', 'tmp', 'coverage', '**/secrets', 'k8s', 'charts', 'helm'];

function liesIn(path: string, line: string): boolean {
  return line.startsWith('**/')
    ? `/${path}`.includes(`${line.slice(2)}/`)
    : path.startsWith(`${line}/`);
}

/** Files that ignore files usually leave out wherever they lie. */
const oftenIgnored = /(?:^[^/]*\.md|^LICENSE[^/]*|\.(?:pem|key|p12|pfx|log)|(?:^|\/)\.env[^/]*)$/;

/**
 * Lines of an ignore file that would hide what a compiler reads, and exceptions for single files.
 *
 * @param code what is compiled
 * @param compiled files besides the code that become part of the program
 */
export function findIgnoredInputs(
  context: BuildContext,
  code: RegExp,
  compiled: ReadonlySet<string>,
): readonly string[] {
  const folders = usuallyIgnored.filter((folder) =>
    context.visiblePaths.some((path) => liesIn(path, folder) && code.test(path)),
  );
  const hidden = usuallyIgnored.filter((folder) => !folders.includes(folder));
  const exceptions = [...compiled]
    .filter((path) => oftenIgnored.test(path) || hidden.some((folder) => liesIn(path, folder)))
    .map((path) => `!${path}`);
  return [...folders, ...exceptions.sort()];
}

/** Files that macros of Rust compile into a program: `include_str!("../README.md")`. */
export function findIncludedFiles(context: BuildContext): ReadonlySet<string> {
  const sources = readVisible(context, (path) => path.endsWith('.rs'));
  const files = sources.flatMap(([file, text]) =>
    [...text.matchAll(/\binclude(?:_str|_bytes)?!\(\s*"([^"]+)"/g)].flatMap(
      ([, name = '']) => resolveBelow(parentFolder(file), name) ?? [],
    ),
  );
  return new Set(files);
}

import type { BuildContext } from './build-context';
import type { FileChange } from './project-files';

/** The change that adds lines to the ignore file in force, or makes one with them. */
export function addIgnoreLines(context: BuildContext, lines: readonly string[]): FileChange {
  const { ignoreFile } = context;
  if (ignoreFile === undefined) {
    return { path: '.dockerignore', before: undefined, after: `${lines.join('\n')}\n` };
  }
  const { path, text } = ignoreFile;
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : ending;
  return { path, before: text, after: `${text}${gap}${lines.join(ending)}${ending}` };
}

import { visibleText } from './package-line';
import type { Command } from './commands';

/** True when a command deletes a directory or what is in it: `rm -rf /var/cache/*`, `find … -delete`. */
export function empties(command: Command, directory: string): boolean {
  const [, ...words] = command.words;
  const texts = words.flatMap((word) => expandBraces(visibleText(word)));
  if (command.name === 'trap') return texts.some((text) => text.includes(directory));
  const deletes =
    command.name === 'rm' ||
    (command.name === 'find' && texts.some((text) => text === '-delete' || /(^|\/)rm$/.test(text)));
  return deletes && texts.some((text) => coversDirectory(text, directory));
}

/** `/var/lib/apt`, `/var/lib/apt/lists/*` and `/var/[lc]*` cover `/var/lib/apt/lists`. */
function coversDirectory(pattern: string, directory: string): boolean {
  const path = pattern.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, '/root');
  if (!path.startsWith('/')) return false;
  const wanted = directory.split('/').filter((part) => part !== '');
  const given = path.split('/').filter((part) => part !== '');
  const last = given.length === wanted.length + 1 ? given.pop() : undefined;
  if (wanted.length < given.length) return false;
  if (last !== undefined && !last.includes('*')) return false;
  return given.every((part, index) => matchesGlob(wanted[index] ?? '', part));
}

function matchesGlob(name: string, glob: string): boolean {
  if (!/[*?[]/.test(glob)) return name === glob;
  if (name.startsWith('.') && !glob.startsWith('.')) return false;
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${source}$`).test(name);
  } catch {
    return false;
  }
}

/** `/var/lib/{apt,dpkg}/` as two words. */
function expandBraces(text: string): readonly string[] {
  const match = /^([^]*?)\{([^{}$]*,[^{}]*)\}([^]*)$/.exec(text);
  const [, before, list, after] = match ?? [];
  if (before === undefined || list === undefined || after === undefined) return [text];
  return list.split(',').flatMap((part) => expandBraces(`${before}${part}${after}`));
}

import type { Script } from './scripts';

/** Variables that always hold one word. */
const always = /^(?:HOME|PWD|OLDPWD|HOSTNAME|UID|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH))$/;

/** Names of lists: who gives another value gives several words. */
const lists = /OPT|FLAG|ARG|PACKAGE|PKG|DEP|PARAM|EXTRA|LIST|MODULE|S$/i;

/**
 * True when the variables of a text are known to hold one word each, so that quotes round them change nothing. Without
 * quotes an empty value is no argument at all, and a list is several.
 */
export function holdsOneWord(script: Pick<Script, 'text' | 'valueOf'>, marked: string): boolean {
  const names = Array.from(marked.matchAll(/\$\{?(\w+)/g), ([, name = '']) => name);
  return names.length !== 0 && names.every((name) => isOneWord(script, name));
}

function isOneWord({ text, valueOf }: Pick<Script, 'text' | 'valueOf'>, name: string): boolean {
  // Set in the script itself, it may be anything.
  if (new RegExp(`\\b${name}=|\\b(?:for|read)\\b[^\\n;]*\\b${name}\\b`).test(text)) return false;
  if (always.test(name)) return true;
  const value = valueOf(name);
  return value !== undefined && !lists.test(name) && /^[^\s*?[\]\\]+$/.test(value);
}

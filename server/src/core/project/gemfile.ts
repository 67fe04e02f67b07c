import type { BuildContext } from './build-context';

/** A gem that a `Gemfile` names. */
export interface Gem {
  readonly name: string;
  /** Where it comes from when that is not the registry. */
  readonly origin: 'path' | 'git' | undefined;
  /** The groups it belongs to; `default` when none is named. */
  readonly groups: readonly string[];
}

/** What a `Gemfile` says. */
export interface Gemfile {
  /** Path in the build context. */
  readonly path: string;
  readonly gems: readonly Gem[];
  /** False when a part of it is computed: a gem that is missing then proves nothing. */
  readonly complete: boolean;
}

/** Reads the `Gemfile` of a folder of the context; undefined when there is none that can be read. */
export function readGemfile(context: BuildContext, folder = ''): Gemfile | undefined {
  const path = folder === '' || folder === '.' ? 'Gemfile' : `${folder}/Gemfile`;
  return context.fact(`gemfile:${path}`, () => {
    const text = context.text(path);
    return text === undefined ? undefined : parseGemfile(path, text);
  });
}

/** Lines that add no gem: Ruby that cannot change the list. */
const harmless =
  /^(?:source\b|ruby\b|git_source\b|require\b|frozen_string_literal|end$|\{ ?\||\}$|['"]https?:)/;

function parseGemfile(path: string, text: string): Gemfile {
  const gems: Gem[] = [];
  const blocks: { readonly groups: readonly string[]; readonly origin: Gem['origin'] }[] = [];
  let complete = true;
  for (const line of joinedLines(text)) {
    const gem = /^gem[\s(]+["']([\w.-]+)["']\s*(.*)$/.exec(line);
    const block =
      /^(group|source|platforms?|path|git|install_if|if|unless)\b(.*)\bdo(?:\s*\|.*\|)?$/.exec(
        line,
      );
    if (gem !== null) {
      const [, name = '', rest = ''] = gem;
      const outer = blocks.flatMap(({ groups }) => groups);
      const named = [...outer, ...groupsOf(rest)];
      gems.push({
        name,
        origin: originOf(rest) ?? blocks.find(({ origin }) => origin !== undefined)?.origin,
        groups: named.length === 0 ? ['default'] : named,
      });
    } else if (block !== null) {
      const [, kind = '', rest = ''] = block;
      const origin = kind === 'path' || kind === 'git' ? kind : undefined;
      blocks.push({ groups: kind === 'group' ? symbolsOf(rest) : [], origin });
    } else if (line === 'end') {
      if (blocks.pop() === undefined) complete = false;
    } else if (!harmless.test(line)) {
      complete = false;
    }
  }
  return { path, gems, complete: complete && blocks.length === 0 };
}

/** Lines without comments; a call that goes on behind a comma is one line. */
function joinedLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .join('\n')
    .replace(/,\n/g, ', ')
    .split('\n');
}

function originOf(options: string): Gem['origin'] {
  if (/\bpath:|:path\s*=>/.test(options)) return 'path';
  return /\b(?:git|github|gist|bitbucket):|:(?:git|github)\s*=>/.test(options) ? 'git' : undefined;
}

/** `group: :test`, `groups: [:development, :test]`. */
function groupsOf(options: string): readonly string[] {
  const written = /\bgroups?:\s*(\[[^\]]*\]|:\w+)|:groups?\s*=>\s*(\[[^\]]*\]|:\w+)/.exec(options);
  return symbolsOf(written?.[1] ?? written?.[2] ?? '');
}

function symbolsOf(text: string): readonly string[] {
  return [...text.matchAll(/:["']?(\w+)/g)].map(([, name = '']) => name);
}

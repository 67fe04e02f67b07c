import type { PackageSyntax } from '../data/package-manager-facts';
import type { ShellWord } from '../syntax/shell';
import { hasExpansion, visibleText } from './package-line';

/** An argument that says what to install, remove or build. */
export interface PackageArgument {
  readonly word: ShellWord;
  /** Undefined for a file, for a variable, and for a url that does not say it. */
  readonly name: string | undefined;
  /**
   * Version or range as written, a plain separator left out: `1.2` for `pkg=1.2`, `pkg@1.2` and
   * `pkg==1.2`; `~=1` and `>=1,<2` keep their operator. May hold a variable: `${VERSION}`.
   */
  readonly version: string | undefined;
  /** `group` is a set with its own name (`@development-tools`); `unknown` is held in a variable. */
  readonly kind: 'named' | 'file' | 'url' | 'group' | 'unknown';
}

interface NameAndVersion {
  readonly name: string;
  readonly version: string | undefined;
}

const urlPattern =
  /^(?:[a-z][\w+.-]*:\/\/|git@|(?:git|hg|svn|bzr)\+|(?:github|gitlab|bitbucket|gist):)/i;
const pathPattern = /^(?:file:|\.{1,2}(?:$|[/[])|~?\/)/;
const archivePattern =
  /\.(?:deb|rpm|apk|whl|tgz|tar|tar\.\w+|zip|gem|nupkg|phar|conda|ya?ml|txt|(?:cs|fs|vb)proj|slnx?)$/i;

/** Reads one package argument. */
export function readPackageArgument(word: ShellWord, syntax: PackageSyntax): PackageArgument {
  const text = visibleText(word);
  const unnamed = { word, name: undefined, version: undefined };
  if (urlPattern.test(text)) return { word, kind: 'url', ...readUrl(text) };
  if (isFile(text, syntax)) return { ...unnamed, kind: 'file' };
  if (isGroup(text, syntax)) return { word, name: text, version: undefined, kind: 'group' };
  const { name, version } = readName(text, syntax);
  if (word.value === undefined && hasExpansion(name)) return { ...unnamed, kind: 'unknown' };
  if (syntax === 'npm' && /^[^@/]+\/[^/]+$/.test(name)) {
    return { ...unnamed, version: readUrl(text).version, kind: 'url' };
  }
  if (urlPattern.test(version ?? '')) {
    return { word, name, version: readUrl(version ?? '').version, kind: 'url' };
  }
  return { word, name, version, kind: pathPattern.test(version ?? '') ? 'file' : 'named' };
}

function isFile(text: string, syntax: PackageSyntax): boolean {
  if (pathPattern.test(text)) return true;
  if (archivePattern.test(text)) return !/.@\s*(?:file:|[a-z][\w+.-]*:\/\/)/i.test(text);
  return syntax === 'python' && /^[^@;$]*\//.test(text);
}

function isGroup(text: string, syntax: PackageSyntax): boolean {
  if (syntax === 'rpm') return /^@\^?\w/.test(text);
  return syntax === 'zypper' && /^(?:pattern|product|patch):/.test(text);
}

/** `git+https://host/x@v1#egg=name` has a version and a name, `https://host/x.git#v1` a version. */
function readUrl(text: string): {
  readonly name: string | undefined;
  readonly version: string | undefined;
} {
  const [address = '', fragment = ''] = text.split('#', 2);
  const name = /(?:^|&)egg=([\w.-]+)/.exec(fragment)?.[1];
  const branch = fragment === '' || fragment.includes('=') ? undefined : fragment;
  const revision = /^(?:git|hg|svn|bzr)\+.*\/[^/@]+@([^/]+)$/.exec(address)?.[1];
  return { name, version: revision ?? branch };
}

function readName(text: string, syntax: PackageSyntax): NameAndVersion {
  switch (syntax) {
    case 'apt': {
      const { name, version } = split(text, /^([^=/]+)[=/](.+)$/);
      return { name: name.replace(/:\w+$/, ''), version };
    }
    case 'apk':
      return dropEquals(split(text.replace(/^!|@[\w-]+/g, ''), /^([^=<>~]+)([=<>~].*)$/));
    case 'rpm':
      return readRpmName(text);
    case 'zypper':
      return dropEquals(split(text, /^([^=<>]+)([=<>].*)$/));
    case 'npm':
      return split(text.replace(/^(?:npm|jsr):/, ''), /^(@?[^@]+)@(.+)$/);
    case 'python':
      return readPythonName(text);
    case 'conda':
      return dropEquals(split(text.replace(/^[^=]*::/, ''), /^([^=<>!~\s]+)\s*([=<>!~].*)$/));
    case 'at':
      return split(text, /^(.+)@([^@]+)$/);
    case 'colon':
      return split(text, /^([^:]+):(.+)$/);
    case 'composer':
      return split(text, /^([^:=\s]+)[:=\s]\s*(.+)$/);
    case 'plain':
      return { name: text, version: undefined };
  }
}

function split(text: string, pattern: RegExp): NameAndVersion {
  const match = pattern.exec(text);
  return { name: match?.[1] ?? text, version: match?.[2] };
}

/** Leaves out the sign of an exact version; ranges such as `~=1` keep theirs. */
function dropEquals({ name, version }: NameAndVersion): NameAndVersion {
  return { name: name.trim(), version: version?.replace(/^={1,3}\s*(?=[^~\s])/, '').trim() };
}

/**
 * A version behind a dash counts only with a dot, a star or a release, because names hold numbers
 * too (`gcc-toolset-12`).
 */
function readRpmName(text: string): NameAndVersion {
  const compared = split(text, /^(\S+)\s*([<>=].*)$/);
  if (compared.version !== undefined) return dropEquals(compared);
  const stream = split(text, /^([a-z][\w.+-]*):([\w./-]+)$/i);
  if (stream.version !== undefined) return stream;
  return split(
    text,
    /^(.+?)-((?:\d+:)?(?:\d[\w.~^+]*-\d[\w.~^+*]*|\d[\w~^+]*[.*][\w.~^+*]*|\$.+))$/,
  );
}

function readPythonName(text: string): NameAndVersion {
  const requirement = text.replace(/\s*;.*$/s, '');
  const direct = split(requirement, /^([\w.-]+(?:\[[^\]]*\])?)\s*@\s*(.+)$/);
  const read =
    direct.version === undefined
      ? dropEquals(split(requirement, /^([^=<>!~^\s]+?)\s*\(?([=<>!~^][^)]*)\)?$/))
      : direct;
  return { name: read.name.replace(/\[[^\]]*\]$/, ''), version: read.version };
}

import type { BuildContext } from './build-context';

/** A line of a requirements file that names something to install. */
export interface Requirement {
  /** As PEP 503 compares it: lower case, single dashes; undefined for a path or url without a name. */
  readonly name: string | undefined;
  /** `==1.2`, `>=1,<2`; `''` for none. */
  readonly specifier: string;
  readonly kind: 'named' | 'path' | 'url';
  /** What is asked for besides, as PEP 508 writes it in brackets: `standard` of `uvicorn[standard]`. */
  readonly extras?: readonly string[];
  /** The text of the line, comments left out. */
  readonly text: string;
}

/** What a requirements file and those it names ask for. */
export interface Requirements {
  /** Paths in the build context, the first file first. */
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** False when a file it names cannot be read. */
  readonly complete: boolean;
  /** Files it names that are not in the context. */
  readonly missing: readonly string[];
  /** True when each requirement has a hash (`--hash=`), so that pip can check what it downloads. */
  readonly hashed: boolean;
  /** Variables that pip fills in: `INDEX_TOKEN` of `--index-url https://${INDEX_TOKEN}@host/simple`. */
  readonly variables: readonly string[];
}

/**
 * Reads a requirements file with those it includes by `-r` and `-c`; undefined when it cannot be read.
 *
 * Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function readRequirements(context: BuildContext, path: string): Requirements | undefined {
  return context.fact(`requirements:${path}`, () => {
    if (context.text(path) === undefined) return undefined;
    const collected: Collector = {
      files: [],
      requirements: [],
      complete: true,
      missing: [],
      unhashed: 0,
      variables: new Set(),
    };
    collect(context, path, false, collected);
    const { files, requirements, complete, missing, unhashed, variables } = collected;
    return {
      files,
      requirements,
      complete,
      missing,
      hashed: unhashed === 0 && requirements.length !== 0,
      variables: [...variables],
    };
  });
}

interface Collector {
  readonly files: string[];
  readonly requirements: Requirement[];
  complete: boolean;
  readonly missing: string[];
  /** Requirements without a hash. */
  unhashed: number;
  readonly variables: Set<string>;
}

function collect(
  context: BuildContext,
  path: string,
  isConstraint: boolean,
  collected: Collector,
): void {
  if (collected.files.includes(path)) return;
  const text = context.text(path);
  if (text === undefined) {
    collected.complete = false;
    if (context.has(path) === 'no') collected.missing.push(path);
    return;
  }
  collected.files.push(path);
  for (const line of readLines(text)) {
    for (const [, name = ''] of line.matchAll(/\$\{([A-Z0-9_]+)\}/g)) collected.variables.add(name);
    const included = /^(?:-r|--requirement|-c|--constraint)(?:\s+|=|(?<=^-[rc]))(\S+)/.exec(line);
    if (included !== null) {
      const [, target = ''] = included;
      const file = resolve(path, target);
      const constrains = isConstraint || /^(?:-c|--constraint)/.test(line);
      if (file !== undefined) {
        collect(context, file, constrains, collected);
        continue;
      }
      collected.complete = false;
      if (!/:\/\/|[$*]/.test(target)) collected.missing.push(target);
      continue;
    }
    const requirement = readRequirement(line);
    if (requirement !== undefined && !isConstraint && !isForOthers(line)) {
      collected.requirements.push(requirement);
      if (!line.includes('--hash=')) collected.unhashed += 1;
    }
  }
}

/** True for a requirement that only PyPy or another system than Linux installs. */
function isForOthers(line: string): boolean {
  const [, marker = ''] = /;(.*)$/.exec(line) ?? [];
  const other =
    /^\s*(?:(?:implementation_name|platform_python_implementation)\s*==\s*["']pypy["']|(?:sys_platform|platform_system)\s*==\s*["'](?:win32|windows|darwin)["'])\s*$/i;
  return other.test(marker);
}

/** Lines joined at a backslash, without comments and blank ones. */
function readLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Reads one requirement; undefined for the options of pip. */
export function readRequirement(line: string): Requirement | undefined {
  const editable = /^(?:-e|--editable)(?:\s+|=)?(.+)$/.exec(line)?.[1];
  if (editable === undefined && line.startsWith('-')) return undefined;
  const text = (editable ?? line).replace(/\s+--\S.*$/, '').trim();
  const base = { specifier: '', text, extras: readExtras(text) };
  const egg = /[#&]egg=([\w.-]+)/.exec(text)?.[1];
  if (/^(?:[a-z][\w+.-]*:\/\/|git\+)/i.test(text)) {
    return { ...base, kind: 'url', name: egg === undefined ? undefined : toPackageName(egg) };
  }
  const direct = /^([\w.-]+)(?:\[[^\]]*\])?\s*@\s*\S/.exec(text)?.[1];
  if (direct !== undefined) return { ...base, kind: 'url', name: toPackageName(direct) };
  if (/^\.{0,2}\/|^\.{1,2}(?:$|\[)|\.(?:whl|tar\.gz|zip)$/.test(text)) {
    return { ...base, kind: 'path', name: undefined };
  }
  const named = /^([A-Za-z0-9][\w.-]*)(?:\s*\[[^\]]*\])?\s*\(?\s*([^;)]*)/.exec(text);
  if (named === null) return { ...base, kind: 'path', name: undefined };
  const [, name = '', specifier = ''] = named;
  return { ...base, name: toPackageName(name), specifier: specifier.trim(), kind: 'named' };
}

function readExtras(text: string): readonly string[] {
  const listed = /^[\w.-]+\s*\[([^\]]*)\]/.exec(text)?.[1];
  return listed === undefined ? [] : listed.split(',').map((extra) => toPackageName(extra.trim()));
}

/** `Flask_SQLAlchemy` and `flask-sqlalchemy` are the same package. */
export function toPackageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The path an include means, from the folder of its file; undefined for urls and outside the context. */
function resolve(from: string, target: string): string | undefined {
  if (/:\/\/|^\/|[$*]/.test(target)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

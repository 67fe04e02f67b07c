import type { Instruction, Word } from '../syntax/instruction';
import { collectFlags, findFlag } from '../syntax/instruction';
import { parseImageReference, type ImageReference } from '../syntax/image-reference';
import { findRootBase, findStage, type Stage } from './stage-graph';

/** Where COPY or ADD takes its files from. */
export type CopyOrigin =
  | { readonly kind: 'context' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'image'; readonly reference: ImageReference }
  | { readonly kind: 'unknown' };

export interface CopySource {
  readonly word: Word;
  /** `path` inside the origin, `heredoc` content, `url` or `git` repository. */
  readonly kind: 'path' | 'heredoc' | 'url' | 'git';
  /** Variables replaced, leading `./` and `/` removed, `.` for everything; undefined when not known. */
  readonly path: string | undefined;
}

/** One COPY or ADD. */
export interface CopyFacts {
  readonly instruction: Instruction;
  readonly origin: CopyOrigin;
  readonly sources: readonly CopySource[];
  readonly destination: Word | undefined;
  /** Absolute path without trailing slash; undefined when a part is not known. */
  readonly target: string | undefined;
  /** True when the destination is written as a folder (ends with `/` or is `.`), or there are several sources. */
  readonly intoFolder: boolean;
  readonly chown: Word | undefined;
  readonly chmod: Word | undefined;
}

/** Reads a COPY or ADD; undefined for other instructions. */
export function readCopy(
  instruction: Instruction,
  stages: readonly Stage[],
  stage: Stage,
  workdir: string | undefined,
  expand: (word: Word) => string | undefined,
): CopyFacts | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const words =
    instruction.json?.map((element) => ({ text: element.value, span: element.span })) ??
    instruction.words;
  const destination = 1 < words.length ? words.at(-1) : undefined;
  const sources = words.slice(0, -1).map((word) => toSource(word, instruction, expand));
  const value = destination === undefined ? undefined : expand(destination);
  return {
    instruction,
    origin: findOrigin(instruction, stages, stage),
    sources,
    destination,
    target: value === undefined ? undefined : joinPath(workdir, value),
    intoFolder: 1 < sources.length || (value !== undefined && /(^|\/)\.?\.?\/?$/.test(value)),
    chown: findFlag(instruction, 'chown')?.value,
    chmod: findFlag(instruction, 'chmod')?.value,
  };
}

/** True when the copy brings the whole origin: `COPY . …`, `COPY ./ …`. */
export function copiesEverything(copy: CopyFacts): boolean {
  return copy.sources.some((source) => source.kind === 'path' && source.path === '.');
}

function findOrigin(instruction: Instruction, stages: readonly Stage[], stage: Stage): CopyOrigin {
  const [from] = collectFlags(instruction, 'from');
  if (from === undefined) return { kind: 'context' };
  const word = from.value;
  if (word === undefined || word.text.includes('$')) return { kind: 'unknown' };
  const named = findStage(stages, word.text, stage.index);
  if (named !== undefined) return { kind: 'stage', stage: named };
  const reference = parseImageReference(word);
  return reference === undefined ? { kind: 'unknown' } : { kind: 'image', reference };
}

function toSource(
  word: Word,
  instruction: Instruction,
  expand: (word: Word) => string | undefined,
): CopySource {
  if (instruction.heredocs.some((heredoc) => heredoc.span.start === word.span.start)) {
    return { word, kind: 'heredoc', path: undefined };
  }
  const value = expand(word);
  if (instruction.keyword === 'ADD' && value !== undefined) {
    if (/^git@|^git:\/\/|^https?:\/\/\S+\.git([#?]|$)/.test(value))
      return { word, kind: 'git', path: undefined };
    if (/^(https?|ftp):\/\//i.test(value)) return { word, kind: 'url', path: undefined };
  }
  return { word, kind: 'path', path: value === undefined ? undefined : normaliseSource(value) };
}

function normaliseSource(path: string): string {
  const plain = path.replace(/^(\.?\/+)+/, '').replace(/\/+\.?$/, '');
  return plain === '' ? '.' : plain;
}

/** Joins a path to a directory; undefined when the path is relative and the directory is not known. */
export function joinPath(directory: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return normalisePath(path);
  if (directory === undefined || /^[A-Za-z]:|\\/.test(path)) return undefined;
  return normalisePath(`${directory}/${path}`);
}

/** Removes `.`, `..`, repeated and trailing slashes of an absolute path. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The working directory that a stage starts with when no WORKDIR was read yet; undefined when not known. */
export function workdirOfBase(stage: Stage): string | undefined {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return '/';
  if (base.kind === 'image' && base.stated?.workdir !== undefined) return base.stated.workdir;
  if (base.kind !== 'image' || base.facts === undefined) return undefined;
  return base.facts.variant.distribution === 'windows'
    ? undefined
    : (base.facts.variant.workdir ?? '/');
}

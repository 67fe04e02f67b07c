import type { Word } from './instruction';
import type { Span } from '../text/span';

/** `registry/repository:tag@digest` with the place of each part. */
export interface ImageReference {
  readonly text: string;
  readonly span: Span;
  /** Registry host; `docker.io` when none is written. */
  readonly registry: string;
  /** Full normalised repository with registry: `docker.io/library/node`. */
  readonly repository: string;
  /** The repository as written, registry included. */
  readonly name: Word;
  readonly tag: Word | undefined;
  /** `sha256:…`. */
  readonly digest: Word | undefined;
}

/** What no name of an image has, but blanks that something fills in: `{{ .Image }}`, `<%= image %>`, `debian:@TAG@`. */
const blank = /[{}<>%#]|(?:^|[/:])@/;

/** Reads an image name; undefined when it is empty, holds variables or blanks, or is the path of a file, as some frontends take. */
export function parseImageReference(word: Word): ImageReference | undefined {
  const { text, span } = word;
  if (text === '' || text.includes('$') || /^[./]/.test(text) || blank.test(text)) return undefined;
  const at = text.indexOf('@');
  const beforeDigest = at < 0 ? text : text.slice(0, at);
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const { registry, repository } = normaliseRepository(name);
  const part = (start: number, end: number): Word => ({
    text: text.slice(start, end),
    span: { start: span.start + start, end: span.start + end },
  });
  return {
    text,
    span,
    registry,
    repository,
    name: part(0, name.length),
    tag: colon < 0 ? undefined : part(colon + 1, beforeDigest.length),
    digest: at < 0 ? undefined : part(at + 1, text.length),
  };
}

/** Adds the parts that Docker leaves out: `node` is `docker.io/library/node`. */
function normaliseRepository(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = hasRegistry
    ? first.replace(/^(index|registry-1)\.docker\.io$/, 'docker.io')
    : 'docker.io';
  const path = hasRegistry ? name.slice(slash + 1) : name;
  const full = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  return { registry, repository: `${registry}/${full}` };
}

import { findDistributionCycle } from '../data/end-of-life';
import { parseImageReference } from '../syntax/image-reference';

/** What is wrong with an image that a YAML file names: a sentence; undefined when it is pinned well enough. */
export function judgeReference(text: string): string | undefined {
  const reference = parseImageReference({ text, span: { start: 0, end: text.length } });
  if (reference === undefined || reference.digest !== undefined) return undefined;
  const tag = reference.tag?.text;
  if (tag === undefined || tag === 'latest') {
    return `"${text}" has no version, so it changes without notice.`;
  }
  const isExact =
    /\d+\.\d+/.test(tag) || (/^\d/.test(tag) && findDistributionCycle(tag) !== undefined);
  return isExact ? undefined : `"${text}" names no minor version.`;
}

/** True for a digest, or a version with three parts. */
export function isRelease(text: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(text) || /:v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(text);
}

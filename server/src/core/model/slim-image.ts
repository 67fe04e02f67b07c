import { slimTagOf } from '../data/base-images';
import type { Stage } from './stage-graph';

/** The image of the same version that an application runs on. */
export type SlimImage =
  | {
      readonly kind: 'image';
      /** As written in FROM. */
      readonly reference: string;
      /** True when it has fewer programs and libraries than the image the stage starts from. */
      readonly slimmer: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The slim image of the same version, distribution and C library; the same one when it is slim already. */
export function findSlimImage(stage: Stage): SlimImage {
  const { base, imageWord } = stage;
  if (base.kind !== 'image' || base.facts === undefined || imageWord === undefined) {
    return { kind: 'unknown', reason: 'What the base image holds is not known.' };
  }
  const { variant } = base.facts;
  const written = imageWord.text;
  if (variant.slimTag === undefined) return { kind: 'image', reference: written, slimmer: false };
  if (base.reference.digest !== undefined) {
    return { kind: 'unknown', reason: 'The digest pins the full image.' };
  }
  const { tag } = base;
  const slim = tag === undefined ? undefined : slimTagOf(variant, tag);
  if (tag === undefined || slim === undefined || slim === tag) {
    return {
      kind: 'unknown',
      reason: 'The tag names no version, so a slim one that fits is not known.',
    };
  }
  if (base.literal) {
    const name = base.reference.name.text;
    return { kind: 'image', reference: `${name}:${slim}`, slimmer: true };
  }
  return slim === `${tag}-slim`
    ? { kind: 'image', reference: `${written}-slim`, slimmer: true }
    : {
        kind: 'unknown',
        reason: 'The tag comes from an ARG, and the slim one is written otherwise.',
      };
}

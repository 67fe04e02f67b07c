import { collectPinnableImages, type PinnableImage } from '../model/pinnable-images';
import type { DockerfileModel } from '../model/model';
import type { Edit } from '../text/edit';

/** Why nothing is pinned while no host has asked a registry. */
export const registryNotAsked =
  'The registry was not asked: the setting "ironhull.registry" or the option "--online" allows that.';

/** Digests by image as written. */
export type Digests = ReadonlyMap<string, string>;

/** The digest of an image, where a registry gave one that can be written. */
export function findDigest({ image }: PinnableImage, digests: Digests): string | undefined {
  const digest = digests.get(image);
  return digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** Writes a digest behind the tag, which stays: people and tools that update digests need it. */
export function pinImage({ end }: PinnableImage, digest: string): Edit {
  return { span: { start: end, end }, text: `@${digest}` };
}

/** Pins every image of a file whose digest is known. */
export function pinImages(model: DockerfileModel, digests: Digests): readonly Edit[] {
  return collectPinnableImages(model).flatMap((image) => {
    const digest = findDigest(image, digests);
    return digest === undefined ? [] : [pinImage(image, digest)];
  });
}

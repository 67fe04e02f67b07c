import type { Digests, ImageTag } from '../core/service';

/** What a registry says to one image. */
export type DigestAnswer =
  | { readonly kind: 'digest'; readonly digest: string }
  /** With a sentence that says why there is none. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Whoever can ask registries; only a host that a person has allowed to has one. */
export interface Registry {
  /** Never rejects because of what a registry does. */
  readonly askDigest: (image: ImageTag) => Promise<DigestAnswer>;
}

/** What came of asking for the images of one or more files. */
export interface AskedDigests {
  readonly digests: Digests;
  readonly failures: readonly { readonly image: string; readonly reason: string }[];
}

/** Asks for each image once, for all at the same time. */
export async function askDigests(
  registry: Registry,
  images: readonly ImageTag[],
): Promise<AskedDigests> {
  const distinct = new Map(images.map((image) => [image.image, image]));
  const answers = await Promise.all(
    Array.from(distinct.values(), async (asked) => {
      return { image: asked.image, answer: await registry.askDigest(asked) };
    }),
  );
  return {
    digests: new Map(
      answers.flatMap(({ image, answer }) =>
        answer.kind === 'digest' ? [[image, answer.digest] as const] : [],
      ),
    ),
    failures: answers.flatMap(({ image, answer }) =>
      answer.kind === 'failed' ? [{ image, reason: answer.reason }] : [],
    ),
  };
}

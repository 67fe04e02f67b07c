import { findImageVariant } from '../data/base-images';
import {
  trackedTools,
  type Account,
  type ImageFamily,
  type ImageVariant,
  type ShellProgram,
  type Tool,
} from '../data/image-facts';
import { matchesImage } from '../syntax/image-pattern';
import { parseImageReference, type ImageReference } from '../syntax/image-reference';

/** What a team says of base images of its own. */
export interface StatedImage {
  /** Which images are meant: see {@link matchesImage}. */
  readonly pattern: string;
  /** A public image with known facts: what is not stated here is as there. */
  readonly like?: string;
  readonly user?: string;
  readonly shell?: ShellProgram;
  readonly workdir?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** Programs it has. */
  readonly tools?: readonly Tool[];
  /** Programs it lacks. */
  readonly missingTools?: readonly Tool[];
  /** All accounts that an application can run as. */
  readonly accounts?: readonly Account[];
}

/** The statement about an image: the last that matches. */
export function findStatedImage(
  images: readonly StatedImage[],
  reference: ImageReference,
): StatedImage | undefined {
  return images.findLast(({ pattern }) => matchesImage(pattern, reference));
}

/** Facts of a stated image that is said to be like a known one; undefined without such a likeness. */
export function factsOfStated(
  stated: StatedImage,
): { readonly family: ImageFamily; readonly variant: ImageVariant } | undefined {
  const model = findLikeness(stated.like);
  if (model === undefined) return undefined;
  const { slimTag: _slimTag, debug: _debug, ...like } = model.variant;
  const tools = [...new Set([...like.tools, ...(stated.tools ?? [])])].filter(
    (tool) => stated.missingTools?.includes(tool) !== true,
  );
  const known = [...tools, ...(stated.missingTools ?? [])];
  const variant: ImageVariant = {
    ...like,
    shell: stated.shell ?? like.shell,
    defaultUser: stated.user ?? like.defaultUser,
    accounts: stated.accounts ?? like.accounts,
    tools,
    uncertainTools: trackedTools.filter((tool) => !known.includes(tool)),
    ...(stated.workdir === undefined ? {} : { workdir: stated.workdir }),
    ...(stated.entrypoint === undefined ? {} : { entrypoint: stated.entrypoint }),
    ...(stated.command === undefined ? {} : { command: stated.command }),
  };
  const { kind } = model.family;
  return { family: { id: 'stated', repositories: [], kind, variants: [variant] }, variant };
}

/** The facts about the image that `like` names; undefined when nothing is known of it. */
export function findLikeness(
  like: string | undefined,
): { readonly family: ImageFamily; readonly variant: ImageVariant } | undefined {
  const reference = parseImageReference({ text: like ?? '', span: { start: 0, end: 0 } });
  return reference && findImageVariant(reference.repository, reference.tag?.text ?? 'latest');
}

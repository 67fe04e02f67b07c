import type { ImageReference } from '../syntax/image-reference';
import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { collectImageUses, type ImageUse } from './images';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a registry has to be told to give a digest. */
export interface ImageTag {
  /** As written, quotes left out: `node:24-slim`. */
  readonly image: string;
  /** The host that answers: `registry-1.docker.io`. */
  readonly host: string;
  /** Below the host: `library/node`. */
  readonly repository: string;
  readonly tag: string;
}

/** An image that a file names by its tag. */
export interface PinnableImage extends ImageTag {
  readonly kind: 'pinnable';
  readonly instruction: Instruction;
  /** Where `@sha256:…` goes. */
  readonly end: number;
}

/** A reference that cannot get a digest, with a sentence that says why. */
export interface UnpinnableReference {
  readonly kind: 'unpinnable';
  readonly instruction: Instruction;
  readonly reason: string;
  /** True where there is nothing to pin, false where something is left open. */
  readonly settled: boolean;
}

export type PinPlace = PinnableImage | UnpinnableReference;

/** Every image of FROM, `COPY --from` and `RUN --mount=from=`, and every FROM without one. */
export function collectPinPlaces(model: DockerfileModel): readonly PinPlace[] {
  return [
    ...model.stages.flatMap((stage) => judgeBase(stage) ?? []),
    ...collectImageUses(model).map((use) => judgeUse(model, use)),
  ].toSorted((left, right) => left.instruction.span.start - right.instruction.span.start);
}

/** The images of a file that a registry can give a digest for. */
export function collectPinnableImages(model: DockerfileModel): readonly PinnableImage[] {
  return collectPinPlaces(model).filter((place) => place.kind === 'pinnable');
}

function judgeBase({ base, from, imageWord }: Stage): UnpinnableReference | undefined {
  const refuse = (reason: string, settled: boolean): UnpinnableReference => {
    return { kind: 'unpinnable', instruction: from, reason, settled };
  };
  switch (base.kind) {
    case 'image':
      return undefined;
    case 'stage':
      return refuse('The reference is another stage of this file, which has no digest.', true);
    case 'scratch':
      return refuse('The empty image "scratch" has no digest.', true);
    case 'unknown':
      return imageWord === undefined ? undefined : refuse(describeText(imageWord.text), false);
  }
}

function judgeUse(model: DockerfileModel, { instruction, reference, word }: ImageUse): PinPlace {
  const refuse = (reason: string, settled = false): UnpinnableReference => {
    return { kind: 'unpinnable', instruction, reason, settled };
  };
  const span = findText(model, reference.text, word.span);
  if (span === undefined) return refuse(describeText(word.text));
  if (reference.digest !== undefined) return refuse('The image has a digest already.', true);
  if (reference.tag === undefined) {
    const why = 'a digest alone does not tell which version it is, nor what it can be updated to';
    return refuse(`The image has no tag: write one first, since ${why}.`);
  }
  const image = toImageTag(reference, reference.tag.text);
  if (image === undefined) return refuse(`"${reference.text}" is no valid name of an image.`);
  return { kind: 'pinnable', ...image, instruction, end: span.end };
}

/** The place of a text in a word, quotes left out; undefined when it is not written there in one piece. */
function findText(model: DockerfileModel, text: string, { start, end }: Span): Span | undefined {
  const written = model.text.slice(start, end);
  if (written === text) return { start, end };
  const isQuoted = written === `"${text}"` || written === `'${text}'`;
  return isQuoted ? { start: start + 1, end: end - 1 } : undefined;
}

function describeText(text: string): string {
  return text.includes('$')
    ? 'The reference comes from a variable: it can be another image in another build.'
    : 'The reference is not written in one piece.';
}

// The grammar of the OCI distribution specification; what fits can stand in a URL as it is.
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const pathPattern =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;

/** Docker Hub is named `docker.io` and answers elsewhere. */
const hubHost = 'registry-1.docker.io';

function toImageTag(
  { text, registry, ...reference }: ImageReference,
  tag: string,
): ImageTag | undefined {
  const repository = reference.repository.slice(registry.length + 1);
  const isValid =
    hostPattern.test(registry) && pathPattern.test(repository) && tagPattern.test(tag);
  if (!isValid) return undefined;
  return {
    image: text,
    host: registry === 'docker.io' ? hubHost : registry,
    repository,
    tag,
  };
}

import { collectPinPlaces, type PinPlace } from '../model/pinnable-images';
import { findDigest, pinImage, registryNotAsked } from '../rewrite/pin-image';
import { dockerfile } from '../text/dockerfile-tag';
import { defineAssist, type AssistOutcome, type AssistRequest } from './define-assist';

const exampleDigest = `sha256:${'6f2a'.repeat(16)}`;

export default defineAssist({
  id: 'pin-base-digest',
  title: 'Pin the image by its digest',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Writes the digest of the image behind its tag, so that every build starts from the same image. The registry is asked for it, which has to be switched on: see `docs/decisions/005-registry.md`.',
  examples: [
    {
      before: dockerfile`
        FROM --platform=linux/amd64 node:24-<CURSOR>trixie-slim AS build
        WORKDIR /app
      `,
      after: `FROM --platform=linux/amd64 node:24-trixie-slim@${exampleDigest} AS build\nWORKDIR /app\n`,
      request: { digests: new Map([['node:24-trixie-slim', exampleDigest]]) },
    },
    {
      before: dockerfile`
        FROM debian:13-slim
        COPY --from=<CURSOR>ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
      `,
      after: `FROM debian:13-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9@${exampleDigest} /uv /usr/local/bin/uv\n`,
      request: { digests: new Map([['ghcr.io/astral-sh/uv:0.9', exampleDigest]]) },
    },
  ],
  run(request) {
    const instruction = request.model.instructionAt(request.selection.start);
    if (instruction === undefined) return undefined;
    const places = collectPinPlaces(request.model).filter(
      (place) => place.instruction === instruction,
    );
    return pin(places, request);
  },
});

function pin(
  places: readonly PinPlace[],
  { digests, today }: AssistRequest,
): AssistOutcome | undefined {
  const images = places.filter((place) => place.kind === 'pinnable');
  const [first] = images;
  if (first === undefined) return refuse(places, digests !== undefined);
  if (digests === undefined) return { kind: 'refused', reason: registryNotAsked };
  const pinned = images.flatMap((image) => {
    const digest = findDigest(image, digests);
    return digest === undefined ? [] : [{ image, digest }];
  });
  if (pinned.length === 0) {
    return { kind: 'refused', reason: `The registry gave no digest for ${first.image}.` };
  }
  return {
    kind: 'edits',
    edits: pinned.map(({ image, digest }) => pinImage(image, digest)),
    evidence: pinned.map(({ image: { image }, digest }) => {
      return `registry: ${image} is ${digest} on ${today}.`;
    }),
  };
}

/** Where digests are at hand, all of a file is pinned: then only what stays open is worth a word. */
function refuse(places: readonly PinPlace[], onlyOpen: boolean): AssistOutcome | undefined {
  const refusals = places.filter((place) => place.kind === 'unpinnable');
  const refusal = refusals.find(({ settled }) => !settled || !onlyOpen);
  return refusal === undefined ? undefined : { kind: 'refused', reason: refusal.reason };
}

import { defineRule, type Fix, type RuleContext } from '../define-rule';
import { findImageFamily } from '../../data/base-images';
import {
  findCycle,
  findDistributionCycle,
  findRepositoryCycles,
  isSupported,
  type FoundCycle,
} from '../../data/end-of-life';
import { collectImageUses, type ImageUse } from '../../model/images';
import { toSupportedRepository, toSupportedTag } from '../../model/supported-tag';
import type { DockerfileModel } from '../../model/model';
import { changeDefaultImage, type NewImage } from '../../rewrite/change-default-image';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'eol-base-image',
  code: 'IH103',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The base image belongs to a release line that gets no security fixes any more.',
  why: 'After its end of life a release line gets no security fixes, and its image is no longer rebuilt: holes found since then stay open in everything built on it. The dates are those of free support for everybody; a vendor may sell you more.',
  fixNotes:
    'The fix moves the tag to the nearest supported release line of the same flavor: never to another distribution. A new major version can need changes in your application, so test it. A version that comes from an ARG changes in its default; there is no fix where steps or other images read the same ARG.',
  equivalents: {},
  messages: {
    ended: '{{product}} {{cycle}} has had no security fixes since {{date}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:18-alpine
        #         ^^^^^^^^^ eol-base-image
        USER node
      `,
      good: dockerfile`
        FROM node:24-alpine
        USER node
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/nodejs18-debian11:nonroot
        #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ eol-base-image
        CMD ["server.js"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        CMD ["server.js"]
      `,
    },
  ],
  *check(model, context) {
    for (const use of collectImageUses(model)) {
      const ended = findEnded(use, context.today);
      if (ended === undefined) continue;
      const place = use.literal ? (use.reference.tag ?? use.reference.name) : use.word;
      const isInName = findRepositoryCycles(use.reference.repository).length !== 0;
      const date = ended.cycle.endOfLife ?? '';
      yield {
        message: 'ended',
        data: { product: ended.product.title, cycle: ended.cycle.cycle, date },
        span: isInName && use.literal ? use.reference.name.span : place.span,
        ...mend(model, use, context),
      };
    }
  },
});

/** The product of the image itself counts before the distribution below it. */
function findEnded(use: ImageUse, today: string): FoundCycle | undefined {
  const { repository } = use.reference;
  const product = findImageFamily(repository)?.product;
  const ownCycle =
    product === undefined || use.tag === undefined ? undefined : findCycle(product, use.tag);
  const distribution = use.tag === undefined ? undefined : findDistributionCycle(use.tag);
  const candidates = [ownCycle, ...findRepositoryCycles(repository), distribution];
  return candidates.find((found) => found !== undefined && !isSupported(found.cycle, today));
}

function mend(
  model: DockerfileModel,
  use: ImageUse,
  context: RuleContext,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const { reference } = use;
  if (reference.digest !== undefined) {
    return { refusal: 'The digest pins the old image; it must be changed with the tag.' };
  }
  if (!use.literal) return mendDefault(model, use, context);
  const repository = toSupportedRepository(reference.repository, context.today);
  if (repository !== undefined) {
    return {
      fixes: [
        {
          title: `Use the image "${repository}"`,
          applicability: 'unsafe',
          phase: 'word',
          edits: [replaceWord(reference.name, repository)],
        },
      ],
    };
  }
  const tag =
    use.tag === undefined
      ? undefined
      : toSupportedTag(reference.repository, use.tag, context.today);
  if (tag === undefined || reference.tag === undefined) {
    return { refusal: 'No supported tag of the same flavor is known.' };
  }
  return {
    fixes: [
      {
        title: `Use the tag "${tag}"`,
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord(reference.tag, tag)],
      },
    ],
  };
}

/** The same for a version that a build argument brings. */
function mendDefault(
  model: DockerfileModel,
  use: ImageUse,
  { today }: RuleContext,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const toNew: NewImage = ({ reference, tag }) => {
    const { text, name, repository, digest } = reference;
    if (digest !== undefined) return undefined;
    const moved = toSupportedRepository(repository, today);
    if (moved !== undefined) return text.replace(name.text, moved);
    const next = tag === undefined ? undefined : toSupportedTag(repository, tag, today);
    return next === undefined ? undefined : `${name.text}:${next}`;
  };
  if (toNew(use) === undefined) {
    return { refusal: 'No supported tag of the same flavor is known.' };
  }
  const edit = changeDefaultImage(model, use, toNew);
  if (typeof edit === 'string') return { refusal: edit };
  const title = `Use "${edit.text}" by default`;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
}

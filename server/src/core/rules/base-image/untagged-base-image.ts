import { defineRule, type Fix, type RuleContext } from '../define-rule';
import { findImageFamily } from '../../data/base-images';
import { collectImageUses, type ImageUse } from '../../model/images';
import { findDefaultTag } from '../../model/supported-tag';
import type { DockerfileModel } from '../../model/model';
import { changeDefaultImage, type NewImage } from '../../rewrite/change-default-image';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'untagged-base-image',
  code: 'IH101',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An image without a tag is whatever was published last.',
  why: 'Without a tag Docker takes `latest`, which moves to new major versions. A build that works today can break tomorrow, and two machines can build different images from the same file.',
  fixNotes:
    'The fix adds the current long-term release line that is known for official images. It can differ from what `latest` was when you last built, so look at it. An image that comes from an ARG gets the tag in its default; there is no fix where steps or other images read the same ARG.',
  equivalents: {
    hadolint: 'DL3006',
    trivy: 'DS-0001',
    checkov: 'CKV_DOCKER_7',
    kics: '9efb0b2d-89c9-41a3-91ca-dcc0aec911fd',
    sonar: 'S6596',
    semgrep: 'dockerfile.best-practice.missing-image-version.missing-image-version',
  },
  messages: {
    untagged: 'The image "{{image}}" has no tag, so every build may get another version.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node
        #    ^^^^ untagged-base-image
        USER node
      `,
      good: dockerfile`
        FROM node:26
        USER node
      `,
    },
    {
      bad: dockerfile`
        FROM php:8.4-fpm
        COPY --from=composer /usr/bin/composer /usr/local/bin/composer
        #           ^^^^^^^^ untagged-base-image
        USER www-data
      `,
      good: dockerfile`
        FROM php:8.4-fpm
        COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
        USER www-data
      `,
      fixed: dockerfile`
        FROM php:8.4-fpm
        COPY --from=composer /usr/bin/composer /usr/local/bin/composer
        USER www-data
      `,
    },
  ],
  *check(model, context) {
    for (const use of collectImageUses(model)) {
      const { reference } = use;
      if (reference.tag !== undefined || reference.digest !== undefined || !isImage(use)) continue;
      if (isVersionedByName(reference.repository)) continue;
      yield {
        message: 'untagged',
        data: { image: reference.name.text },
        span: use.word.span,
        ...mend(model, use, context),
      };
    }
  },
});

/** The name behind `--from` can be a build context given on the command line: then it is not an image. */
function isImage(use: ImageUse): boolean {
  if (use.place === 'from') return true;
  return (
    use.reference.name.text.includes('/') || findImageFamily(use.reference.repository) !== undefined
  );
}

/** Distroless repositories carry their versions in the name and have no version tags. */
function isVersionedByName(repository: string): boolean {
  return repository.startsWith('gcr.io/distroless/');
}

function mend(
  model: DockerfileModel,
  use: ImageUse,
  { today }: RuleContext,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const tag = findDefaultTag(use.reference.repository, today);
  if (tag === undefined) return { refusal: 'No release line of the image is known.' };
  const { end } = use.reference.name.span;
  const edit = use.literal
    ? { span: { start: end, end }, text: `:${tag}` }
    : changeDefaultImage(model, use, withDefaultTag(today));
  if (typeof edit === 'string') return { refusal: edit };
  const title = `Use the tag "${tag}"`;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
}

function withDefaultTag(today: string): NewImage {
  return ({ reference }) => {
    const { name, tag, digest, repository } = reference;
    const next = findDefaultTag(repository, today);
    const isNamed = tag !== undefined || digest !== undefined;
    return isNamed || next === undefined ? undefined : `${name.text}:${next}`;
  };
}

import { defineRule, type Fix, type RuleContext } from '../define-rule';
import { findImageFamily } from '../../data/base-images';
import { collectImageUses, type ImageUse } from '../../model/images';
import { findDefaultTag } from '../../model/supported-tag';
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
    'The fix adds the current long-term release line that is known for official images. It can differ from what `latest` was when you last built, so look at it.',
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
        fixes: collectFixes(use, context),
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

function collectFixes(use: ImageUse, context: RuleContext): readonly Fix[] {
  const tag = use.literal ? findDefaultTag(use.reference.repository, context.today) : undefined;
  if (tag === undefined) return [];
  const { end } = use.reference.name.span;
  return [
    {
      title: `Use the tag "${tag}"`,
      applicability: 'unsafe',
      phase: 'word',
      edits: [{ span: { start: end, end }, text: `:${tag}` }],
    },
  ];
}

import { retiredImages, type RetiredImage } from '../../data/retired-images';
import { defineRule, type Fix } from '../define-rule';
import { collectImageUses, type ImageUse } from '../../model/images';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'retired-base-image',
  code: 'IH128',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  tag: 'deprecated',
  summary: 'The owner of an image gave it up or moved it.',
  why: 'An image that was given up is not rebuilt: every hole found since then stays open in what you build on it, also where the version of the program itself is still supported. One day it is deleted. Its successor has another name, and often another distribution below, so packages and accounts can differ.',
  fixNotes:
    'The fix changes the name where the new repository has the same tags; else a person has to choose.',
  equivalents: {},
  messages: { retired: 'The image "{{image}}" {{reason}}: use {{successor}}.' },
  examples: [
    {
      bad: dockerfile`
        FROM openjdk:17-jdk-slim
        #    ^^^^^^^ retired-base-image
        USER 10001
      `,
      good: dockerfile`
        FROM eclipse-temurin:17-jdk
        USER 10001
      `,
      fixed: dockerfile`
        FROM openjdk:17-jdk-slim
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        FROM vault:1.13
        #    ^^^^^ retired-base-image
        USER vault
      `,
      good: dockerfile`
        FROM hashicorp/vault:1.13
        USER vault
      `,
    },
  ],
  *check(model) {
    for (const use of collectImageUses(model)) {
      const image = findRetired(use);
      if (image === undefined) continue;
      const { reference, literal, word } = use;
      yield {
        message: 'retired',
        data: { image: reference.name.text, reason: image.reason, successor: image.successor },
        span: literal ? reference.name.span : word.span,
        ...mend(use, image),
      };
    }
  },
});

function findRetired({ place, reference, tag }: ImageUse): RetiredImage | undefined {
  // Behind `--from` a name without a tag can be a build context of the command line.
  if (place !== 'from' && reference.tag === undefined) return undefined;
  return retiredImages.find(
    (image) =>
      image.repository.test(reference.repository) &&
      (image.tag === undefined || (tag !== undefined && image.tag.test(tag))),
  );
}

function mend(
  { reference, literal }: ImageUse,
  image: RetiredImage,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  if (image.moved === undefined) {
    return { refusal: 'Its successor has other tags, so a person has to choose.' };
  }
  if (!literal) return { refusal: 'The image comes from the default of an ARG; change it there.' };
  const name = reference.repository.replace(image.repository, image.moved);
  return {
    fixes: [
      {
        title: `Use the image "${name}"`,
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord(reference.name, name)],
      },
    ],
  };
}

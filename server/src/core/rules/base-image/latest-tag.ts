import { defineRule, type Report, type RuleContext } from '../define-rule';
import { collectImageUses, type ImageUse } from '../../model/images';
import { findDefaultTag } from '../../model/supported-tag';
import type { DockerfileModel } from '../../model/model';
import { changeDefaultImage, type NewImage } from '../../rewrite/change-default-image';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'latest-tag',
  code: 'IH102',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The tag `latest` moves to new major versions.',
  why: 'The tag `latest` is only a name: it moves whenever the publisher likes, across major versions too. Name the release line you tested; pin the digest as well when builds must be reproducible.',
  fixNotes:
    'The fix names the current long-term release line that is known for official images. It can differ from what `latest` was when you last built, so look at it. A tag that comes from an ARG changes in its default; there is no fix where steps or other images read the same ARG.',
  equivalents: {
    hadolint: 'DL3007',
    trivy: 'DS-0001',
    checkov: 'CKV_DOCKER_7',
    kics: 'f45ea400-6bbe-4501-9fc7-1c3d75c32067',
    sonar: 'S6596',
    semgrep: 'dockerfile.best-practice.avoid-latest-version.avoid-latest-version',
    dockle: 'DKL-DI-0006',
  },
  messages: {
    latest: 'The tag "latest" of "{{image}}" moves, so every build may get another version.',
    hidden: '"{{word}}" is "{{image}}:latest" by default, so every build may get another version.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:latest
        #           ^^^^^^ latest-tag
        USER 10001
      `,
      good: dockerfile`
        FROM python:3.14
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        ARG TAG=latest
        FROM debian:\${TAG}
        #    ^^^^^^^^^^^^^ latest-tag
        USER 10001
      `,
      good: dockerfile`
        ARG TAG=13
        FROM debian:\${TAG}
        USER 10001
      `,
    },
  ],
  *check(model, context) {
    for (const use of collectImageUses(model)) {
      const { reference } = use;
      const isPinned = reference.digest !== undefined;
      if (reference.tag?.text !== 'latest' || isPinned || hasNoOtherTags(reference.repository))
        continue;
      yield use.literal ? reportLiteral(use, context) : reportHidden(model, use, context);
    }
  },
});

function reportLiteral(use: ImageUse, context: RuleContext): Report<'latest' | 'hidden'> {
  const { reference } = use;
  const tag = findDefaultTag(reference.repository, context.today);
  const word = reference.tag ?? use.word;
  return {
    message: 'latest',
    data: { image: reference.name.text },
    span: word.span,
    ...(tag === undefined
      ? { refusal: 'No release line of the image is known.' }
      : {
          fixes: [
            {
              title: `Use the tag "${tag}"`,
              applicability: 'unsafe',
              phase: 'word',
              edits: [replaceWord(word, tag)],
            },
          ],
        }),
  };
}

function reportHidden(
  model: DockerfileModel,
  use: ImageUse,
  { today }: RuleContext,
): Report<'latest' | 'hidden'> {
  const report = {
    message: 'hidden',
    data: { word: use.word.text, image: use.reference.name.text },
    span: use.word.span,
  } as const;
  const toNew: NewImage = ({ reference, tag }) => {
    const next = tag === 'latest' ? findDefaultTag(reference.repository, today) : undefined;
    return next === undefined ? undefined : `${reference.name.text}:${next}`;
  };
  if (toNew(use) === undefined) {
    return { ...report, refusal: 'No release line of the image is known.' };
  }
  const edit = changeDefaultImage(model, use, toNew);
  if (typeof edit === 'string') return { ...report, refusal: edit };
  const title = `Use "${edit.text}" by default`;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
}

/** Distroless has versions in the repository name; the free Chainguard images have only `latest`. */
function hasNoOtherTags(repository: string): boolean {
  return (
    repository.startsWith('gcr.io/distroless/') || repository.startsWith('cgr.dev/chainguard/')
  );
}

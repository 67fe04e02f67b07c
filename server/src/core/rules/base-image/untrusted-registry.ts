import { findImageFamily } from '../../data/base-images';
import { collectImageUses, type ImageUse } from '../../model/images';
import { matchesImage } from '../../syntax/image-pattern';
import { parseImageReference, type ImageReference } from '../../syntax/image-reference';
import type { Edit } from '../../text/edit';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';
import { textsOption } from '../define-option';
import { defineRule, type Fix } from '../define-rule';

const allow = textsOption(
  'allow',
  'Registries, namespaces, repositories or tags that may be used, by full name: "ghcr.io/acme", "docker.io/library/node:24-*".',
);

const replace = textsOption(
  'replace',
  'What stands for what, by full name: "docker.io/library=registry.example.com/library" makes "node:24" "registry.example.com/library/node:24".',
);

export default defineRule({
  id: 'untrusted-registry',
  code: 'IH190',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An image comes from a place that the configuration does not allow.',
  why: 'Whoever can push to the repository of a base image can change every image that is built on it, so many teams allow only some: item 4.2 of the CIS Docker Benchmark. With the option `allow` this rule looks at every FROM, `COPY --from`, `RUN --mount=from` and the `# syntax` line; without it, it is silent. A name is compared from the left, in full: `docker.io/library/node`, not `node`. An image whose name comes from a variable is not looked at, and neither is a one-word name without a tag that may be a build context. The frontends of Docker itself are part of the builder.',
  fixNotes:
    'The fix writes the name that the option `replace` gives, for a mirror or a proxy of the team; tag and digest stay. The first entry that fits counts. There is no fix without such an entry, where what it gives is not allowed either, or where a variable stands in front of the tag. Whether the mirror has the same image is for its owner to know.',
  equivalents: { hadolint: 'DL3026' },
  messageEquivalents: { image: { hadolint: 'DL3026' }, frontend: {} },
  messages: {
    image: '"{{image}}" is not among the allowed images: {{allowed}}.',
    frontend:
      'The frontend "{{image}}", which runs the build, is not among the allowed images: {{allowed}}.',
  },
  options: [allow, replace],
  examples: [
    {
      options: { allow: ['docker.io/library', 'ghcr.io/acme'] },
      bad: dockerfile`
        FROM quay.io/someone/node:24
        #    ^^^^^^^^^^^^^^^^^^^^^^^ untrusted-registry
        COPY --from=ghcr.io/acme/tools:2 /bin/tool /usr/local/bin/
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        COPY --from=ghcr.io/acme/tools:2 /bin/tool /usr/local/bin/
      `,
      fixed: dockerfile`
        FROM quay.io/someone/node:24
        COPY --from=ghcr.io/acme/tools:2 /bin/tool /usr/local/bin/
      `,
    },
    {
      options: {
        allow: ['registry.example.com'],
        replace: ['docker.io/library=registry.example.com/library'],
      },
      bad: dockerfile`
        ARG VERSION=24
        FROM node:\${VERSION}-slim
        #    ^^^^^^^^^^^^^^^^^^^^ untrusted-registry
        USER node
      `,
      good: dockerfile`
        ARG VERSION=24
        FROM registry.example.com/library/node:\${VERSION}-slim
        USER node
      `,
    },
  ],
  *check(model, { option }) {
    const patterns = option(allow);
    if (patterns.length === 0) return;
    const isAllowed = (image: ImageReference): boolean =>
      patterns.some((pattern) => matchesImage(pattern, image));
    const allowed = patterns.join(', ');
    const mend = ({ start }: Span, image: ImageReference): Mending => {
      const name = findReplacement(option(replace), image);
      if (name === undefined) return { refusal: 'The configuration names no replacement for it.' };
      const next = parseImageReference({
        ...image.name,
        text: image.text.replace(image.name.text, name),
      });
      if (next === undefined || !isAllowed(next)) {
        return { refusal: `Its replacement "${name}" is not allowed either.` };
      }
      const edit: Edit = { span: { start, end: start + image.name.text.length }, text: name };
      const title = `Use the image "${name}"`;
      return { fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
    };
    for (const { name, value, valueSpan } of model.tree.directives) {
      const image = parseImageReference({ text: value, span: valueSpan });
      if (name !== 'syntax' || image === undefined) continue;
      if (ownFrontends.has(image.repository) || isAllowed(image)) continue;
      yield {
        message: 'frontend',
        data: { image: image.repository, allowed },
        span: valueSpan,
        refusal: 'What builds the file is for a person to choose.',
      };
    }
    for (const use of collectImageUses(model)) {
      if (!isNameKnown(use) || isAllowed(use.reference)) continue;
      const data = { image: use.reference.repository, allowed };
      yield { message: 'image', data, span: use.word.span, ...mend(use.word.span, use.reference) };
    }
  },
});

type Mending = { readonly fixes: readonly Fix[] } | { readonly refusal: string };

/** The name of an image after the first `old=new` that its name begins with. */
function findReplacement(
  entries: readonly string[],
  { repository }: ImageReference,
): string | undefined {
  for (const entry of entries) {
    const [, old = '', next] = /^([^=\s]+?)\/?=([^=\s]+?)\/?$/.exec(entry) ?? [];
    if (next === undefined) continue;
    if (repository === old || repository.startsWith(`${old}/`)) {
      return `${next}${repository.slice(old.length)}`;
    }
  }
  return undefined;
}

const ownFrontends = new Set([
  'docker.io/docker/dockerfile',
  'docker.io/docker/dockerfile-upstream',
  'docker.io/docker/dockerfile-experimental',
]);

/** False when a variable holds a part of the name, or the name may be one of a build context. */
function isNameKnown({ word, reference }: ImageUse): boolean {
  const variable = word.text.indexOf('$');
  if (0 <= variable) {
    const isInTag = /[:@][^/]*$/.test(word.text.slice(0, variable));
    return isInTag && !word.text.slice(variable).includes('/');
  }
  return (
    reference.tag !== undefined ||
    reference.digest !== undefined ||
    reference.name.text.includes('/') ||
    findImageFamily(reference.repository) !== undefined
  );
}

import { parseImageReference, type ImageReference } from './image-reference';

/**
 * True when a pattern means an image. Patterns are full names, read from the left: `ghcr.io` is all of a
 * registry, `gcr.io/distroless` all of a namespace, `docker.io/library/node` one repository, `…/node:24-*`
 * some of its tags. `*` stands for any characters but `/`. What has no registry is on Docker Hub, as in FROM:
 * `node` is `docker.io/library/node`; a first part with a dot or a colon, `localhost`, or with `*` is a registry.
 */
export function matchesImage(
  pattern: string,
  image: Pick<ImageReference, 'repository' | 'tag'>,
): boolean {
  const { repository, tag } = splitPattern(pattern);
  if (tag !== undefined && !toExpression(tag).test(image.tag?.text ?? 'latest')) return false;
  const parts = repository.split('/');
  const names = image.repository.split('/');
  const isPrefix = parts.every((part, index) => {
    const name = names[index];
    return name !== undefined && toExpression(part).test(name);
  });
  return isPrefix && (tag === undefined || parts.length === names.length);
}

function splitPattern(pattern: string): {
  readonly repository: string;
  readonly tag: string | undefined;
} {
  const text = pattern.replace(/^https?:\/\//, '').replace(/(?:\/\*\*)?\/*$/, '');
  const first = text.split('/', 1)[0] ?? '';
  const isNamed = /^(?:localhost|[^:]*[.*][^:]*)(?::\d+)?$/.test(first);
  const isRegistry = isNamed || (first !== text && /:\d+$/.test(first));
  if (isRegistry && first === text) return { repository: hubName(first), tag: undefined };
  const colon = text.indexOf(':', text.lastIndexOf('/') + 1);
  const name = colon < 0 ? text : text.slice(0, colon);
  const tag = colon < 0 ? undefined : text.slice(colon + 1);
  if (isRegistry) return { repository: name.replace(first, hubName(first)), tag };
  const normal = parseImageReference({ text: name, span: { start: 0, end: 0 } });
  return { repository: normal?.repository ?? name, tag };
}

function hubName(registry: string): string {
  return registry.replace(/^(?:index|registry-1|registry\.hub)\.docker\.(?:io|com)$/, 'docker.io');
}

function toExpression(text: string): RegExp {
  const source = text
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${source}$`);
}

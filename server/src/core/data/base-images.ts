import { databaseImages } from './base-images/databases';
import { distrolessImages } from './base-images/distroless';
import { dotnetImages } from './base-images/dotnet';
import { hardenedImages } from './base-images/hardened';
import { javaImages } from './base-images/java';
import { languageImages } from './base-images/languages';
import { osImages } from './base-images/os';
import { serverImages } from './base-images/servers';
import { toolImages } from './base-images/tools';
import type { ImageFamily, ImageVariant, Tool } from './image-facts';

/** Every image family with known facts. */
export const baseImages: readonly ImageFamily[] = [
  ...osImages,
  ...languageImages,
  ...javaImages,
  ...dotnetImages,
  ...serverImages,
  ...databaseImages,
  ...toolImages,
  ...distrolessImages,
  ...hardenedImages,
];

const familyOf: ReadonlyMap<string, ImageFamily> = new Map(
  baseImages.flatMap((family) =>
    family.repositories.map((name): [string, ImageFamily] => [name, family]),
  ),
);

/**
 * Namespaces that hold the Linux images of `library` for one processor.
 * Source: github.com/docker-library/official-images, "Architectures other than amd64?"; 2026-11.
 */
const oneProcessor = [
  'amd64',
  'arm32v5',
  'arm32v6',
  'arm32v7',
  'arm64v8',
  'i386',
  'mips64le',
  'ppc64le',
  'riscv64',
  's390x',
] as const;

/**
 * Registries that copy images of Docker Hub under their own names and change nothing, and those namespaces.
 * Source: Google Cloud, "Pull cached Docker Hub images"; AWS, "Docker Official Images on Amazon ECR Public"; 2026-11.
 */
const mirrors: ReadonlyMap<string, string> = new Map([
  ['mirror.gcr.io/', 'docker.io/'],
  ['public.ecr.aws/docker/', 'docker.io/'],
  ...oneProcessor.map((name): [string, string] => [`docker.io/${name}/`, 'docker.io/library/']),
]);

/** The family of a normalised repository (`docker.io/library/node`) or of a mirror's copy, whatever the tag. */
export function findImageFamily(repository: string): ImageFamily | undefined {
  const mirror = [...mirrors].find(([name]) => repository.startsWith(name));
  const copied = mirror && `${mirror[1]}${repository.slice(mirror[0].length)}`;
  return familyOf.get(repository) ?? (copied === undefined ? undefined : familyOf.get(copied));
}

/**
 * Facts about an image. A reference without a tag has the tag `latest`. Undefined means that nothing is
 * known, though the family may be.
 */
export function findImageVariant(
  repository: string,
  tag: string,
): { readonly family: ImageFamily; readonly variant: ImageVariant } | undefined {
  const family = findImageFamily(repository);
  const variant = family?.variants.find((candidate) => candidate.tag.test(tag));
  return family && variant ? { family, variant } : undefined;
}

/** Whether an image has a program on its PATH; undefined when that is not known. */
export function hasTool(variant: ImageVariant, tool: Tool): boolean | undefined {
  if (variant.tools.includes(tool)) return true;
  return variant.uncertainTools?.includes(tool) ? undefined : false;
}

/** The slimmer tag of the same version and distribution, when there is one. */
export function slimTagOf(variant: ImageVariant, tag: string): string | undefined {
  const { slimTag } = variant;
  return slimTag?.pattern.test(tag) ? tag.replace(slimTag.pattern, slimTag.replacement) : undefined;
}

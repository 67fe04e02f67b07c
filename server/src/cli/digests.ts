import type { Digests, ImageTag } from '../core/service';
import { askDigests } from '../registry/ask-digests';
import { RegistryClient } from '../registry/client';
import { isGiven, UsageError, type Arguments } from './args';
import type { Terminal } from './terminal';

/**
 * Refuses a command that needs registries where they are not allowed.
 *
 * @throws UsageError without `--online`
 */
export function requireOnline(parsed: Arguments): void {
  if (isGiven(parsed, 'online')) return;
  throw new UsageError(
    'Registries are closed: only they know the digests. The option "--online" allows to ask them; they learn the names of the images.',
  );
}

/**
 * Asks the registries of images for their digests, and tells what was asked and what came. Only for a command line
 * with `--online`.
 */
export async function resolveDigests(
  images: readonly ImageTag[],
  terminal: Terminal,
): Promise<Digests> {
  const asked = new Map(images.map((image) => [image.image, image]));
  const { digests, failures } = await askDigests(new RegistryClient(), images);
  for (const [image, { host, repository, tag }] of asked) {
    const answer = digests.get(image) ?? 'no digest';
    terminal.note(`Asked ${host} for ${repository}:${tag}: ${answer}`);
  }
  for (const { image, reason } of failures) terminal.fail(`${image}: not pinned: ${reason}`);
  return digests;
}

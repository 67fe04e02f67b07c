import type { BuildSecret } from '../assists/define-assist';
import { findContextFile } from '../model/context-paths';
import type { DockerfileModel } from '../model/model';
import type { Mount } from '../model/mounts';

/**
 * The secrets that a build of the hardened text needs and one of the original did not.
 *
 * @param told what the assists said of them; for others the source is told from the mount and from the
 *   copy that it replaces
 */
export function collectBuildSecrets(
  before: DockerfileModel,
  after: DockerfileModel,
  told: readonly BuildSecret[],
): readonly BuildSecret[] {
  const secrets = new Map(told.map((secret) => [secret.id, secret]));
  const old = new Set(secretMounts(before).map(idOf));
  for (const mount of secretMounts(after)) {
    const id = idOf(mount);
    if (!old.has(id) && !secrets.has(id)) secrets.set(id, describeMount(id, mount, before));
  }
  return [...secrets.values()];
}

function secretMounts(model: DockerfileModel): readonly Mount[] {
  return model.tree.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => model.mountsOf(instruction))
    .filter(({ type }) => type === 'secret');
}

/** BuildKit takes the last part of the target, or of the source, for a missing id. */
function idOf({ id, target, source }: Mount): string {
  return id ?? nameOf(target ?? source ?? '');
}

function describeMount(id: string, { target }: Mount, before: DockerfileModel): BuildSecret {
  if (target === undefined) return { id, from: 'env', source: id };
  const paths = before.stages.map((stage) => findContextFile(before, stage, target));
  const source = paths.find((path) => path !== undefined) ?? nameOf(target);
  return { id, from: 'file', source };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `docker build --secret id=npmrc,src=.npmrc .` */
export function describeBuild(secrets: readonly BuildSecret[]): string {
  const options = secrets.map(
    ({ id, from, source }) => `--secret id=${id},${from === 'file' ? 'src' : 'env'}=${source}`,
  );
  return ['docker build', ...options, '.'].join(' ');
}

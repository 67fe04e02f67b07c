import { appServiceOf, collectMountTargets } from './compose-file';
import { collectPods } from './kubernetes-manifests';
import type { ScoreFacts } from './score-facts';

/** Folders of the container that some file declares as written to: VOLUME, mounts of Compose and Kubernetes. */
export function collectWritablePaths(facts: ScoreFacts): readonly string[] {
  const volumes = facts.process.volumes.map(({ text }) => text);
  const service = appServiceOf(facts.companions);
  const mounts = service === undefined ? [] : collectMountTargets(service);
  const pods = collectPods(facts.companions)
    .flatMap(({ containers }) => containers)
    .flatMap((container) => container.at('volumeMounts')?.items ?? [])
    .flatMap((mount) => mount.textAt('mountPath') ?? []);
  const all = [...volumes, ...mounts, ...pods].map((path) => path.replace(/(.)\/+$/, '$1'));
  return [...new Set(all)];
}

import type { Companions } from './companions';
import type { YamlTree } from './yaml-tree';

/** A workload: what it is, and the pods it makes. */
export interface PodTemplate {
  /** `Deployment`, `Job`. */
  readonly kind: string;
  readonly workload: YamlTree;
  /** The spec of the pod. */
  readonly spec: YamlTree;
  /** Containers that stay, and those that run before. */
  readonly containers: readonly YamlTree[];
  /** True for what stays up: not a job. */
  readonly isServer: boolean;
  /** True when it may run the image of this Dockerfile: not the image of a known server. */
  readonly isApp: boolean;
}

const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Images of servers that an application uses. */
const serverImages =
  /(?:^|\/)(?:postgres|postgis|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|nats|kafka|minio|elasticsearch|opensearch)(?:[:@]|$)/;

export function collectPods({ manifests }: Companions): readonly PodTemplate[] {
  return manifests.flatMap(({ kind, tree: workload }): readonly PodTemplate[] => {
    const path = podPaths[kind];
    const spec = path && workload.at(...path);
    if (spec === undefined) return [];
    const containers = ['containers', 'initContainers'].flatMap((key) => spec.at(key)?.items ?? []);
    const isServer = kind !== 'Job' && kind !== 'CronJob';
    const images = containers.flatMap((each) => each.textAt('image') ?? []);
    const isApp = !images.some((image) => serverImages.test(image));
    return [{ kind, workload, spec, containers, isServer, isApp }];
  });
}

export function hasManifest({ manifests }: Companions, kind: string): boolean {
  return manifests.some((each) => each.kind === kind);
}

/**
 * What containers of a pod say that is not right. Where they have several images it is not known which one is that of
 * the Dockerfile, so it is enough that those of one image say only what is right.
 *
 * @param read what a container says
 */
export function findWrong<Said>(
  containers: readonly YamlTree[],
  read: (container: YamlTree) => readonly Said[],
  isRight: (said: Said) => boolean,
): readonly Said[] {
  const images = [...new Set(containers.map((each) => each.textAt('image')))];
  const groups = images.map((image) =>
    containers.filter((each) => each.textAt('image') === image).flatMap(read),
  );
  const isKnown = groups.some((said) => said.length > 0 && said.every(isRight));
  return isKnown ? [] : groups.flat().filter((said) => !isRight(said));
}

/** Containers that stay up beside each other; those that run before are left out. */
export function mainContainersOf({ spec }: PodTemplate): readonly YamlTree[] {
  return spec.at('containers')?.items ?? [];
}

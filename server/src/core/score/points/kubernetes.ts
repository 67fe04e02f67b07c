import { isRelease } from '../image-reference';
import {
  collectPods,
  hasManifest,
  mainContainersOf,
  type PodTemplate,
} from '../kubernetes-manifests';
import {
  definePoint,
  judge,
  notApplicable,
  type Point,
  type Problem,
  type Verdict,
} from '../point';
import { inTree, type ScoreFacts } from '../score-facts';
import type { YamlTree } from '../yaml-tree';

const group = 'Kubernetes';

/** Points about manifests of Kubernetes. */
export const kubernetesPoints: readonly Point[] = [
  definePoint({
    id: 35,
    group,
    title: 'Pod security, restricted',
    asks: 'Every pod passes the level "restricted" of the Pod Security Standards, has a read-only root file system, a numeric user, and no token of the cluster.',
    check: (facts) => judgePods(facts, (pods) => pods.flatMap(judgeSecurity)),
  }),
  definePoint({
    id: 36,
    group,
    title: 'Probes, resources and a calm stop',
    asks: 'Servers have startup, liveness and readiness probes, requests and a limit of memory, a pause before they stop and time to do it; places to write to have a size.',
    check: (facts) =>
      judgePods(facts, (pods) =>
        pods.flatMap((pod) => [
          ...(pod.isServer ? judgeServer(facts, pod) : []),
          ...judgeVolumes(pod),
        ]),
      ),
  }),
  definePoint({
    id: 37,
    group,
    title: 'Releases without a gap',
    asks: 'Images are named by digest or full version, pods are replaced one after another (unless they hold a volume), a budget and a network policy guard them, a service finds them, and migrations are jobs.',
    check: (facts) => judgePods(facts, (pods) => judgeRollout(facts, pods)),
  }),
];

function judgePods(
  facts: ScoreFacts,
  check: (pods: readonly PodTemplate[]) => readonly Problem[],
): Verdict {
  const pods = collectPods(facts.companions).filter(({ isApp }) => isApp);
  if (pods.length !== 0) return judge(check(pods));
  if (facts.isWasm) return notApplicable('WebAssembly runs on runtimes of its own.');
  const says = 'There are no manifests of Kubernetes.';
  return judge([{ says, mend: 'Write a Deployment', file: 'k8s' }]);
}

/** Kinds of volumes that the level "restricted" allows. */
const allowedVolumes = new Set([
  'name',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

function judgeSecurity({ spec, containers, workload }: PodTemplate): readonly Problem[] {
  const pod = spec.at('securityContext');
  const hosts = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec.textAt(key) === 'true');
  const volumes = (spec.at('volumes')?.items ?? []).filter((volume) =>
    volume.entries.some(([key]) => !allowedVolumes.has(key)),
  );
  return [
    ...(spec.textAt('automountServiceAccountToken') === 'false'
      ? []
      : [
          inTree(
            workload,
            'The pod gets a token of the cluster.',
            'Write "automountServiceAccountToken: false"',
          ),
        ]),
    ...hosts.map((key) => inTree(spec, `The pod has ${key}.`, `Delete ${key}`)),
    ...volumes.map((volume) =>
      inTree(volume, 'The pod mounts a folder of the machine.', 'Use another kind of volume'),
    ),
    ...containers.flatMap((container) => judgeContainer(container, pod)),
  ];
}

function judgeContainer(container: YamlTree, pod: YamlTree | undefined): readonly Problem[] {
  const own = container.at('securityContext');
  const value = (...keys: readonly string[]): string | undefined =>
    own?.textAt(...keys) ?? pod?.textAt(...keys);
  const drops = own?.at('capabilities', 'drop')?.texts ?? [];
  const adds = own?.at('capabilities', 'add')?.texts ?? [];
  const user = value('runAsUser');
  const calls = value('seccompProfile', 'type');
  const problems: readonly (readonly [right: boolean, says: string, mend: string])[] = [
    [
      value('runAsNonRoot') === 'true',
      'The container may run as root.',
      'Write "runAsNonRoot: true"',
    ],
    [
      user !== undefined && /^[1-9]\d*$/.test(user),
      'The number of its user is not written down.',
      'Write "runAsUser" with the number of USER',
    ],
    [
      calls === 'RuntimeDefault' || calls === 'Localhost',
      'All system calls are allowed.',
      'Write "seccompProfile: {type: RuntimeDefault}"',
    ],
    [
      own?.textAt('allowPrivilegeEscalation') === 'false',
      'A program can get more rights than it was started with.',
      'Write "allowPrivilegeEscalation: false"',
    ],
    [drops.includes('ALL'), 'The container keeps capabilities.', 'Drop ALL of them'],
    [
      adds.every((name) => name === 'NET_BIND_SERVICE'),
      'Capabilities are added.',
      'Delete "capabilities.add"',
    ],
    [own?.textAt('privileged') !== 'true', 'The container is privileged.', 'Delete "privileged"'],
    [
      own?.textAt('readOnlyRootFilesystem') === 'true',
      'The root file system can be written to.',
      'Write "readOnlyRootFilesystem: true"',
    ],
  ];
  return problems.flatMap(([right, says, mend]) => (right ? [] : [inTree(container, says, mend)]));
}

function judgeServer(facts: ScoreFacts, pod: PodTemplate): readonly Problem[] {
  const grace = pod.spec.at('terminationGracePeriodSeconds')?.number ?? 30;
  return mainContainersOf(pod).flatMap((container) => {
    // What serves nothing cannot be asked whether it is ready.
    const serves = container.at('ports') !== undefined || facts.ports.length !== 0;
    const probes = serves ? ['startupProbe', 'livenessProbe', 'readinessProbe'] : [];
    const pause = container.at('lifecycle', 'preStop', 'sleep', 'seconds')?.number;
    const stops = container.at('lifecycle', 'preStop') !== undefined;
    const problems: readonly (readonly [right: boolean, says: string, mend: string])[] = [
      ...probes.map(
        (name) =>
          [
            container.at(name) !== undefined,
            `The container has no ${name}.`,
            `Write a ${name}`,
          ] as const,
      ),
      [
        container.at('resources', 'requests', 'cpu') !== undefined &&
          container.at('resources', 'requests', 'memory') !== undefined,
        'The scheduler does not know what the container needs.',
        'Write "resources.requests"',
      ],
      [
        container.at('resources', 'limits', 'memory') !== undefined,
        'The container may take all memory.',
        'Write "resources.limits.memory"',
      ],
      [
        !serves || stops,
        'The container is stopped while requests still arrive.',
        'Write "preStop: {sleep: {seconds: 5}}"',
      ],
      [
        pause === undefined || pause < grace,
        'The pause before the stop takes all the time there is to stop.',
        'Raise "terminationGracePeriodSeconds"',
      ],
    ];
    return problems.flatMap(([right, says, mend]) =>
      right ? [] : [inTree(container, says, mend)],
    );
  });
}

/** A root file system that cannot be written to needs a /tmp, and places in memory or on the node need a size. */
function judgeVolumes(pod: PodTemplate): readonly Problem[] {
  const unbounded = (pod.spec.at('volumes')?.items ?? [])
    .flatMap((volume) => volume.at('emptyDir') ?? [])
    .filter((volume) => volume.at('sizeLimit') === undefined)
    .map((volume) => inTree(volume, 'The volume grows without end.', 'Write "sizeLimit"'));
  const closed = mainContainersOf(pod)
    .filter((container) =>
      (container.at('volumeMounts')?.items ?? []).every(
        (mount) => mount.textAt('mountPath') !== '/tmp',
      ),
    )
    .map((container) =>
      inTree(container, 'There is no /tmp to write to.', 'Mount an emptyDir on /tmp'),
    );
  return [...unbounded, ...closed];
}

function judgeRollout(facts: ScoreFacts, pods: readonly PodTemplate[]): readonly Problem[] {
  const images = pods
    .flatMap(({ containers }) => containers)
    .flatMap((container) => container.at('image') ?? [])
    .flatMap((image) =>
      image.texts
        .filter((text) => !isRelease(text))
        .map((text) => inTree(image, `"${text}" can change.`, 'Name a full version or a digest')),
    );
  const servers = pods.filter(({ isServer }) => isServer);
  const [server] = servers;
  const recreated = servers
    .filter(({ workload }) => workload.textAt('spec', 'strategy', 'type') === 'Recreate')
    .filter(({ spec }) => !holdsVolume(spec))
    .map(({ workload }) =>
      inTree(workload, 'All pods stop before new ones start.', 'Use the strategy RollingUpdate'),
    );
  const serves = servers.some((pod) =>
    mainContainersOf(pod).some((container) => container.at('ports') !== undefined),
  );
  const needed: readonly (readonly [kind: string, says: string])[] = [
    ['PodDisruptionBudget', 'Work on the cluster may stop all pods at once.'],
    ['NetworkPolicy', 'Every pod of the cluster may talk to these.'],
    ...(serves ? [['Service', 'Nothing finds the pods.'] as const] : []),
  ];
  const missing =
    server === undefined
      ? []
      : needed
          .filter(([kind]) => !hasManifest(facts.companions, kind))
          .map(([kind, says]) => inTree(server.workload, says, `Write a ${kind}`));
  const migrating = servers
    .flatMap(({ spec }) => spec.at('initContainers')?.items ?? [])
    .filter((container) =>
      [...(container.at('command')?.texts ?? []), ...(container.at('args')?.texts ?? [])].some(
        (word) => word.includes('migrat'),
      ),
    )
    .map((container) =>
      inTree(container, 'Every pod migrates the data when it starts.', 'Migrate in a Job'),
    );
  return [...images, ...recreated, ...missing, ...migrating];
}

/** A volume that only one pod at a time can hold forces the old one to stop first. */
function holdsVolume(spec: YamlTree): boolean {
  return (spec.at('volumes')?.items ?? []).some(
    (volume) => volume.at('persistentVolumeClaim') !== undefined,
  );
}

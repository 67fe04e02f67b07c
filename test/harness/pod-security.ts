interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
  readonly appArmorProfile?: { readonly type: string };
  readonly seLinuxOptions?: Readonly<Record<string, string>>;
  readonly windowsOptions?: { readonly hostProcess?: boolean };
  readonly sysctls?: readonly { readonly name: string }[];
}

interface Action {
  readonly httpGet?: { readonly path: string; readonly port: string; readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
  readonly sleep?: { readonly seconds: number };
}

interface Probe extends Action {
  readonly initialDelaySeconds?: number;
}

/** What the tests read of a container. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: object };
  }[];
  readonly ports?: readonly { readonly name: string; readonly hostPort?: number }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: Action; readonly postStart?: Action };
}

/** What the tests read of a pod. */
export interface PodSpec {
  readonly runtimeClassName?: string;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly emptyDir?: { readonly sizeLimit?: string };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const selinuxTypes = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

/** The safe ones of the standard up to Kubernetes 1.32. */
const sysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];

/**
 * Every control of the Pod Security Standard "restricted" (those of "baseline" included) that a pod breaks, by the
 * name that the standard gives it. Source: kubernetes.io, concepts/security/pod-security-standards, as of
 * Kubernetes 1.34; checked 2026-11-22.
 */
export function findPodSecurityViolations(pod: PodSpec): readonly string[] {
  const { securityContext: shared = {}, volumes = [] } = pod;
  const contained = [...pod.containers, ...(pod.initContainers ?? [])];
  const perPod = [
    [pod.hostNetwork !== true && pod.hostPID !== true && pod.hostIPC !== true, 'Host Namespaces'],
    [
      volumes.every((volume) =>
        Object.keys(volume).every((key) => key === 'name' || volumeTypes.has(key)),
      ),
      'Volume Types',
    ],
    [(shared.sysctls ?? []).every(({ name }) => sysctls.includes(name)), 'Sysctls'],
  ] as const;
  const perContainer = contained.flatMap((container) => {
    const own = container.securityContext ?? {};
    const { add = [], drop = [] } = own.capabilities ?? {};
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    const hooks = [container.lifecycle?.preStop, container.lifecycle?.postStart];
    const actions = [...probes, ...hooks].flatMap((each) => each ?? []);
    const seccomp = own.seccompProfile?.type ?? shared.seccompProfile?.type ?? '';
    return [
      [own.privileged !== true, 'Privileged Containers'],
      [drop.includes('ALL') && add.every((each) => each === 'NET_BIND_SERVICE'), 'Capabilities'],
      [(container.ports ?? []).every(({ hostPort = 0 }) => hostPort === 0), 'Host Ports'],
      [
        actions.every(({ httpGet, tcpSocket }) => (httpGet?.host ?? tcpSocket?.host ?? '') === ''),
        'Host Probes / Lifecycle Hooks',
      ],
      [(own.procMount ?? 'Default') === 'Default', '/proc Mount Type'],
      [own.allowPrivilegeEscalation === false, 'Privilege Escalation'],
      [(own.runAsNonRoot ?? shared.runAsNonRoot) === true, 'Running as Non-root'],
      [own.runAsUser !== 0 && shared.runAsUser !== 0, 'Running as Non-root user'],
      [['RuntimeDefault', 'Localhost'].includes(seccomp), 'Seccomp'],
      ...checkProfiles(own),
    ] as const;
  });
  return [...perPod, ...checkProfiles(shared), ...perContainer].flatMap(([holds, control]) =>
    holds ? [] : [control],
  );
}

function checkProfiles(context: SecurityContext): readonly (readonly [boolean, string])[] {
  const { type = '', user = '', role = '' } = context.seLinuxOptions ?? {};
  return [
    [context.windowsOptions?.hostProcess !== true, 'HostProcess'],
    [context.appArmorProfile?.type !== 'Unconfined', 'AppArmor'],
    [selinuxTypes.includes(type) && user === '' && role === '', 'SELinux'],
  ];
}

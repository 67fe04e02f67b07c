import type { FrontServer, ImagePlan, Runtime } from '../plan/image-plan';
import { isWasmProgram } from '../plan/wasm-program';
import type { EmitSettings } from './define-emitter';
import { flow, note, quoted, vector, type YamlMap, type YamlValue } from './yaml-document';

/** The application as the manifests name it. */
export interface Application {
  readonly plan: ImagePlan;
  /** With registry and tag. */
  readonly image: string;
  /** Of the image: `1.0.0`. */
  readonly version: string;
}

/** Seconds that traffic may still arrive after a pod was told to end. */
const drain = 5;
/** Seconds for the program to end what it has begun. */
const stopGrace = 30;

/** MiB of /tmp. */
const temporary = 64;

/** The version that the manifests start with. */
const firstVersion = '1.0.0';

/** Where the image will lie: beside its sources on GitHub, as the workflow publishes it, or in a registry to fill in. */
export function describeApplication(plan: ImagePlan, { dockerfile }: EmitSettings): Application {
  const { source = '' } = plan;
  const repository = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(source)?.[1];
  const name =
    repository === undefined
      ? `registry.example.com/${plan.name}`
      : `ghcr.io/${repository.toLowerCase()}${dockerfile === 'Dockerfile' ? '' : `/${plan.name}`}`;
  return { plan, image: `${name}:${firstVersion}`, version: firstVersion };
}

/** A name with something behind it that is still a DNS label. */
export function extendName(name: string, end: string): string {
  return `${name.slice(0, 63 - end.length).replace(/-+$/, '')}${end}`;
}

/** The labels by which the pods of the application are chosen; they never change. */
export function selectPods({ plan }: Application, component: string): YamlMap {
  return {
    'app.kubernetes.io/name': plan.name,
    'app.kubernetes.io/component': component,
  };
}

/** The labels that Kubernetes recommends. */
export function describeLabels(application: Application, component: string): YamlMap {
  return {
    ...selectPods(application, component),
    'app.kubernetes.io/part-of': application.plan.name,
    'app.kubernetes.io/managed-by': 'kubectl',
  };
}

/** The labels of pods and of what starts them: those that Kubernetes recommends, and the version. */
export function describeVersion(application: Application, component: string): YamlMap {
  return {
    ...describeLabels(application, component),
    'app.kubernetes.io/version': quoted(application.version),
  };
}

/** The pod of the server. */
export function describeServerPod(application: Application, selector: YamlMap): YamlMap {
  const { plan } = application;
  const { needsInit } = plan.runtime;
  return {
    ...describePod(application),
    terminationGracePeriodSeconds: note(
      `${drain} seconds of preStop, ${stopGrace} for the program, and 5 to spare.`,
      drain + stopGrace + 5,
    ),
    shareProcessNamespace: needsInit
      ? note(
          'The first process is then one that reaps children, and SIGTERM ends a program that does not handle it.',
          true,
        )
      : undefined,
    topologySpreadConstraints: note('Not all pods on one node, where there are several.', [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: selector },
      },
    ]),
    hostAliases:
      plan.front === undefined
        ? undefined
        : note(`The name by which ${plan.front.title} finds the program, here and in Compose.`, [
            { ip: '127.0.0.1', hostnames: flow(['app']) },
          ]),
    containers: [
      describeContainer(application, describeServer(plan.runtime, plan.front && 'backend')),
      ...(plan.front === undefined ? [] : [describeFront(application, plan.front)]),
    ],
    volumes: [
      ...describeVolumes(plan),
      ...(plan.front === undefined
        ? []
        : [{ name: `tmp-${plan.front.name}`, emptyDir: { sizeLimit: `${temporary}Mi` } }]),
    ],
  };
}

/** The container of the server in front of the program, which shares the network of the pod with it. */
function describeFront({ plan, image }: Application, front: FrontServer): YamlMap {
  const { name, user, resources } = front;
  return {
    name,
    image: image.replace(/(?=:[^:/]+$)/, `-${name}`),
    imagePullPolicy: 'IfNotPresent',
    ...describeServer(front),
    resources: limitResources(resources, temporary + 64),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      runAsUser: note('The account of its own image.', user.uid),
      runAsGroup: user.gid,
      ...locked,
    },
    volumeMounts: [
      { name: `tmp-${name}`, mountPath: '/tmp' },
      ...plan.runtime.writablePaths
        .filter(({ keep }) => keep)
        .map(({ path }) =>
          note('What the program keeps may be asked for.', {
            name: toVolumeName(path),
            mountPath: path,
            readOnly: true,
          }),
        ),
    ],
  };
}

/** What a container may not do. */
const locked: YamlMap = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: flow(['ALL']) },
};

/** The pod that brings the database to the schema of this version, once. */
export function describeMigrationPod(
  application: Application,
  command: readonly string[],
): YamlMap {
  return {
    ...describePod(application),
    restartPolicy: 'Never',
    containers: [
      describeContainer(application, {
        // Kubernetes puts variables in where $( stands.
        args: vector(command.map((word) => word.replaceAll('$(', '$$$$('))),
      }),
    ],
    volumes: describeVolumes(application.plan),
  };
}

function describePod({ plan }: Application): YamlMap {
  const { uid, gid } = plan.runtime.user;
  return {
    runtimeClassName: isWasmProgram(plan.runtime)
      ? note('A RuntimeClass of the cluster for WebAssembly, as runwasi sets it up.', 'wasmtime')
      : undefined,
    serviceAccountName: plan.name,
    automountServiceAccountToken: note('The program does not talk to Kubernetes.', false),
    enableServiceLinks: note('No variables about other services of the namespace.', false),
    imagePullSecrets: note(
      `Of a private registry, after docker login: kubectl create secret generic regcred --namespace ${plan.name} --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=$HOME/.docker/config.json`,
      [{ name: 'regcred' }],
    ),
    securityContext: note(
      'What the Pod Security Standard "restricted" asks for.\nFrom Kubernetes 1.36 on, hostUsers: false beside it adds a user namespace.',
      {
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: gid,
        fsGroup: gid,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
    ),
  };
}

/** @param role what the container does that others of the image do not */
function describeContainer({ plan, image }: Application, role: YamlMap): YamlMap {
  const { writablePaths } = plan.runtime;
  const environment = describeEnvironment(plan);
  return {
    name: 'app',
    image: note('Better still by digest: docker buildx imagetools inspect prints it.', image),
    imagePullPolicy: 'IfNotPresent',
    ...role,
    env: environment.length === 0 ? undefined : environment,
    resources: describeResources(plan),
    terminationMessagePolicy: note(
      'The last lines of the log tell why it ended.',
      'FallbackToLogsOnError',
    ),
    securityContext: locked,
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...writablePaths.map(({ path, purpose }) =>
        note(purpose, { name: toVolumeName(path), mountPath: path }),
      ),
      ...(listFileVariables(plan).length === 0
        ? []
        : [{ name: 'secrets', mountPath: '/run/secrets/app', readOnly: true }]),
    ],
  };
}

/** @param portName how the port is called, by which the Service and the probes find it */
function describeServer(
  { port, health }: Pick<Runtime, 'port' | 'health'>,
  portName = 'http',
): YamlMap {
  const probe = describeProbe(port, health, portName);
  const ready =
    probe === undefined || health.readyPath === undefined || port === undefined
      ? probe
      : { httpGet: { path: health.readyPath, port: portName } };
  return {
    ports:
      port === undefined ? undefined : [{ name: portName, containerPort: port, protocol: 'TCP' }],
    lifecycle: note('New connections stop arriving only a moment after a pod was told to end.', {
      preStop: { sleep: { seconds: drain } },
    }),
    ...(probe === undefined
      ? {}
      : {
          startupProbe: note('The other probes begin when this one has succeeded.', {
            ...probe,
            periodSeconds: 2,
            timeoutSeconds: 3,
            failureThreshold: Math.max(30, health.startPeriod),
          }),
          livenessProbe: note('Restarts the container; it must not depend on other servers.', {
            ...probe,
            periodSeconds: 10,
            timeoutSeconds: 3,
            failureThreshold: 3,
          }),
          readinessProbe: note(explainReadiness(health.readyPath), {
            ...ready,
            periodSeconds: 5,
            timeoutSeconds: 3,
            failureThreshold: 2,
          }),
        }),
  };
}

function explainReadiness(readyPath: string | undefined): string {
  const effect = 'Takes the pod out of the Service while it fails.';
  return readyPath === undefined
    ? `${effect}\nA path that also asks the database belongs here, once the program has one.`
    : effect;
}

/** Asks a path, else the port, else the program of the health check. */
function describeProbe(
  port: number | undefined,
  health: Runtime['health'],
  portName: string,
): YamlMap | undefined {
  if (port !== undefined) {
    return health.livePath === undefined
      ? { tcpSocket: { port: portName } }
      : { httpGet: { path: health.livePath, port: portName } };
  }
  return health.test === undefined ? undefined : { exec: { command: vector(health.test) } };
}

function describeResources({ runtime }: ImagePlan): YamlMap {
  const written = runtime.writablePaths.reduce(
    (sum, { size, keep }) => sum + (keep === true ? 0 : size),
    temporary,
  );
  return limitResources(runtime.resources, written + 64);
}

/** @param size of what is written, in MiB */
function limitResources({ cpus, memory }: Runtime['resources'], size: number): YamlMap {
  const disk = `${size}Mi`;
  return {
    requests: {
      cpu: `${Math.round(cpus * 250)}m`,
      memory: `${memory}Mi`,
      'ephemeral-storage': disk,
    },
    limits: note('None for the processor: it would slow the program down while others are idle.', {
      memory: `${memory}Mi`,
      'ephemeral-storage': disk,
    }),
  };
}

/** Name of the Secret that a person makes. */
export function nameSecret({ name }: ImagePlan): string {
  return extendName(name, '-secrets');
}

function describeEnvironment(plan: ImagePlan): readonly YamlValue[] {
  const files = listFileVariables(plan);
  const { secretVariables, connections = [] } = plan.runtime;
  const secrets = [...connections, ...secretVariables].filter((name) => !files.includes(name));
  return [
    ...secrets.map((name) => ({
      name,
      valueFrom: { secretKeyRef: { name: nameSecret(plan), key: name } },
    })),
    ...files.map((name) => ({ name, value: `/run/secrets/app/${name.slice(0, -'_FILE'.length)}` })),
    ...(plan.ecosystem === 'gomod'
      ? [
          note('The garbage collector of Go then keeps below the limit.', {
            name: 'GOMEMLIMIT',
            valueFrom: { resourceFieldRef: { resource: 'limits.memory' } },
          }),
        ]
      : []),
  ];
}

/** Variables that hold the path of a file with a secret. */
function listFileVariables({ runtime }: ImagePlan): readonly string[] {
  return runtime.secretVariables.filter((name) => name.endsWith('_FILE'));
}

function describeVolumes(plan: ImagePlan): readonly YamlValue[] {
  return [
    { name: 'tmp', emptyDir: { sizeLimit: `${temporary}Mi` } },
    ...plan.runtime.writablePaths.map(({ path, size, keep }) =>
      keep === true
        ? { name: toVolumeName(path), persistentVolumeClaim: { claimName: nameClaim(plan, path) } }
        : { name: toVolumeName(path), emptyDir: { sizeLimit: `${size}Mi` } },
    ),
    ...(listFileVariables(plan).length === 0
      ? []
      : [
          {
            name: 'secrets',
            secret: { secretName: nameSecret(plan), defaultMode: note('0440', 0o440) },
          },
        ]),
  ];
}

/** Name of the claim for what must outlive the pods. */
export function nameClaim({ name }: ImagePlan, path: string): string {
  return extendName(name, `-${toVolumeName(path)}`);
}

/** `/app/public/uploads` becomes `app-public-uploads`. */
function toVolumeName(path: string): string {
  const words = path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words
    .replace(/^-+|-+$/g, '')
    .slice(-40)
    .replace(/^-+/, '');
}

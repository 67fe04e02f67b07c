import { serviceImages } from '../data/service-images';
import type { ImagePlan } from '../plan/image-plan';
import type { GeneratedFile } from './define-emitter';
import {
  describeLabels,
  describeMigrationPod,
  describeServerPod,
  describeVersion,
  extendName,
  nameClaim,
  nameSecret,
  selectPods,
  type Application,
} from './kubernetes-pod';
import { flow, note, quoted, writeYaml, type YamlMap, type YamlValue } from './yaml-document';

const server = 'server';
const migration = 'migration';

/** Whether several pods may write to what must outlive them. */
export type Sharing = 'one-pod' | 'several-pods';

/** The files that every way of releasing has: what the pods live in, and the migration. */
export function writeSurroundings(
  application: Application,
  { folder, sharing }: { readonly folder: string; readonly sharing: Sharing },
): readonly GeneratedFile[] {
  const { plan } = application;
  const command = plan.runtime.migration;
  return [
    {
      path: `${folder}/00-namespace.yaml`,
      text: writeYaml(describeUse(application, folder), [
        describeNamespace(application),
        describeServiceAccount(application),
        ...describeClaims(application, sharing),
      ]),
      purpose: 'The namespace, with the rules that Kubernetes enforces in it.',
    },
    {
      path: `${folder}/10-network-policy.yaml`,
      text: writeYaml(
        'Who may talk to whom. It needs a network plugin that enforces it, as Calico and Cilium do.',
        [describeDefaultDeny(application), describeTraffic(application)],
      ),
      purpose: 'Lets only the traffic through that the program needs.',
    },
    ...(command === undefined
      ? []
      : [
          {
            path: `${folder}/20-migration.yaml`,
            text: writeYaml(
              'Runs once per version, before its pods start: an init container would run once per pod.\nThe schema has to fit the old version too, because its pods still run.',
              [describeMigration(application, command)],
            ),
            purpose: 'Brings the database to the schema of the version.',
          },
        ]),
  ];
}

/** What to type, in the order it has to be typed. */
function describeUse(application: Application, folder: string): string {
  const { plan } = application;
  const { connections = [], secretVariables } = plan.runtime;
  const values = [...connections, ...secretVariables].filter((name) => !name.endsWith('_FILE'));
  const files = secretVariables.flatMap((name) =>
    name.endsWith('_FILE') ? [name.slice(0, -'_FILE'.length)] : [],
  );
  const sources = [
    ...(values.length === 0 ? [] : ['--from-env-file=.env.cluster']),
    ...files.map((name) => `--from-file=${name}=secrets/${name.toLowerCase()}.txt`),
  ];
  return [
    `Runs ${plan.name} on Kubernetes 1.34 or newer. Put the image and its version in where registry and tag stand, then:`,
    `  kubectl apply --filename ${folder}/00-namespace.yaml --filename ${folder}/10-network-policy.yaml`,
    ...(values.length === 0
      ? []
      : [
          `  (.env.cluster holds ${values.join(', ')}, with the addresses in the cluster; it stays out of Git)`,
        ]),
    ...(sources.length === 0
      ? []
      : [
          `  kubectl create secret generic ${nameSecret(plan)} --namespace ${plan.name} ${sources.join(' ')}`,
        ]),
    ...(plan.runtime.migration === undefined
      ? []
      : [
          `  kubectl apply --filename ${folder}/20-migration.yaml`,
          `  kubectl wait --namespace ${plan.name} --for=condition=complete --timeout=10m job/${nameMigration(application)}`,
        ]),
    `  kubectl apply --filename ${folder}`,
    'A shell beside a program whose image has none:',
    `  kubectl debug --namespace ${plan.name} --stdin --tty POD --image=busybox:1.38 --target=app --profile=restricted`,
  ].join('\n');
}

function describeNamespace({ plan }: Application): YamlMap {
  const rules = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'] as const,
    [`pod-security.kubernetes.io/${mode}-version`, 'latest'] as const,
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: plan.name,
      labels: note(
        'Pods that ask for more than the standard "restricted" allows are refused.',
        Object.fromEntries(rules),
      ),
    },
  };
}

function describeServiceAccount(application: Application): YamlMap {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: describeMetadata(application, application.plan.name),
    automountServiceAccountToken: false,
  };
}

function describeClaims(application: Application, sharing: Sharing): readonly YamlMap[] {
  const { plan } = application;
  return plan.runtime.writablePaths
    .filter(({ keep }) => keep)
    .map(({ path, size }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: describeMetadata(application, nameClaim(plan, path)),
      spec: {
        accessModes:
          sharing === 'one-pod'
            ? flow(['ReadWriteOnce'])
            : note(
                'Needs a storage class whose volumes several nodes can mount.',
                flow(['ReadWriteMany']),
              ),
        resources: { requests: { storage: `${size}Mi` } },
      },
    }));
}

/** Name, namespace and labels of what belongs to the pods that serve. */
function describeMetadata(application: Application, name: string, labels: YamlMap = {}): YamlMap {
  return {
    name,
    namespace: application.plan.name,
    labels: { ...describeLabels(application, server), ...labels },
  };
}

function describeDefaultDeny(application: Application): YamlMap {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: describeMetadata(application, 'default-deny'),
    spec: {
      podSelector: note(
        'Every pod of the namespace: nothing in, nothing out, unless another policy allows it.',
        {},
      ),
      policyTypes: flow(['Ingress', 'Egress']),
    },
  };
}

function describeTraffic(application: Application): YamlMap {
  const { plan } = application;
  const { services } = plan.runtime;
  const port = plan.front?.port ?? plan.runtime.port;
  const inNamespace = (name: string): YamlMap => ({
    matchLabels: { 'kubernetes.io/metadata.name': name },
  });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: describeMetadata(application, plan.name),
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': plan.name } },
      policyTypes: flow(['Ingress', 'Egress']),
      ingress:
        port === undefined
          ? undefined
          : [
              note('The namespace of your gateway or ingress controller.', {
                from: [{ namespaceSelector: inNamespace('gateway') }],
                ports: [{ protocol: 'TCP', port }],
              }),
            ],
      egress: note('Every other server that the program calls needs a rule here.', [
        note('Names.', {
          to: [
            {
              namespaceSelector: inNamespace('kube-system'),
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        }),
        ...services.map((kind): YamlValue => {
          const { title, port: servicePort } = serviceImages[kind];
          return note(`${title}, wherever it is: with "to" it can be narrowed down.`, {
            ports: [{ protocol: 'TCP', port: servicePort }],
          });
        }),
      ]),
    },
  };
}

/** A Job cannot be changed, so each version has its own. */
function nameMigration({ plan, version }: Application): string {
  return extendName(plan.name, `-migrate-${version.replaceAll('.', '-')}`);
}

function describeMigration(application: Application, command: readonly string[]): YamlMap {
  const labels = describeVersion(application, migration);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: note(
        'A Job cannot be changed: each version needs a name of its own.',
        nameMigration(application),
      ),
      namespace: application.plan.name,
      labels,
    },
    spec: {
      backoffLimit: 3,
      activeDeadlineSeconds: 600,
      ttlSecondsAfterFinished: 3600,
      template: { metadata: { labels }, spec: describeMigrationPod(application, command) },
    },
  };
}

/** What a Deployment is told besides the application. */
export interface Release {
  readonly name: string;
  /** Labels that tell its pods from those of another Deployment of the application. */
  readonly labels: YamlMap;
}

/** The pods that serve, and how one version takes the place of another. */
export function describeDeployment(application: Application, { name, labels }: Release): YamlMap {
  const selector = { ...selectPods(application, server), ...labels };
  // A volume for one node cannot move to a new pod while the old one has it.
  const keeps = application.plan.runtime.writablePaths.some(({ keep }) => keep);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: describeMetadata(application, name, labels),
    spec: {
      replicas: keeps ? 1 : 2,
      revisionHistoryLimit: 5,
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      strategy: keeps
        ? note('The volume cannot be in two pods, so the old one ends first.', { type: 'Recreate' })
        : {
            type: 'RollingUpdate',
            rollingUpdate: note(
              'Never fewer pods than asked for; one more while a version is replaced.',
              {
                maxUnavailable: 0,
                maxSurge: 1,
              },
            ),
          },
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...describeVersion(application, server), ...labels } },
        spec: describeServerPod(application, selector),
      },
    },
  };
}

/** Keeps a node that is emptied from taking all pods along. */
export function describeDisruptionBudget(
  application: Application,
  { name, labels }: Release,
): YamlMap {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: describeMetadata(application, name, labels),
    spec: {
      maxUnavailable: note('Who empties a node takes one pod at a time.', 1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { ...selectPods(application, server), ...labels } },
    },
  };
}

/** The name of the Service, which must begin with a letter. */
export function nameService({ name }: ImagePlan): string {
  return /^[a-z]/.test(name) ? name : extendName('app', `-${name}`);
}

/** One address for the pods with these labels. */
export function describeService(application: Application, { name, labels }: Release): YamlMap {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: describeMetadata(application, name),
    spec: {
      type: 'ClusterIP',
      selector: { ...selectPods(application, server), ...labels },
      ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }],
    },
  };
}

/** The label of one of two releases that take turns. */
export function labelSlot(slot: string): YamlMap {
  return { slot: quoted(slot) };
}

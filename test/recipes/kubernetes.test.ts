import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import type { Emitter } from '../../server/src/core/emit/define-emitter';
import kubernetes from '../../server/src/core/emit/kubernetes';
import blueGreen from '../../server/src/core/emit/kubernetes-blue-green';
import type { ImagePlan } from '../../server/src/core/plan/image-plan';
import { emitFiles, readPlanCases, toPlan } from '../harness/image-plans';
import { compileSchema, findViolations, readSchema } from '../harness/json-schema';
import { findPodSecurityViolations, type Container, type PodSpec } from '../harness/pod-security';

type Labels = Readonly<Record<string, string>>;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly automountServiceAccountToken?: boolean;
  readonly spec?: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly selector?: Labels & { readonly matchLabels?: Labels };
    readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly podSelector?: { readonly matchLabels?: Labels };
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly { readonly ports: readonly { readonly port: number }[] }[];
    readonly ingress?: readonly { readonly ports: readonly { readonly port: number }[] }[];
    readonly maxUnavailable?: number;
    readonly accessModes?: readonly string[];
  };
}

interface Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

const schema = readSchema('test/recipes/schemas/kubernetes/kubernetes-v1.34.json');
const checks = new Map<string, ValidateFunction>();

/** The check for a kind: the definition says which group, version and kind it is for. */
function checkOf({ apiVersion, kind }: Manifest): ValidateFunction {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const definitions = schema['$defs'] as Readonly<Record<string, Definition>>;
  const name = Object.keys(definitions).find((each) =>
    definitions[each]?.['x-kubernetes-group-version-kind']?.some(
      (own) => own.group === group && own.version === version && own.kind === kind,
    ),
  );
  assert.ok(name !== undefined, `no definition of ${kind}`);
  const check = checks.get(name) ?? compileSchema(schema, name);
  checks.set(name, check);
  return check;
}

function readManifests(emitter: Emitter, plan: ImagePlan): readonly Manifest[] {
  return [...emitFiles(emitter, plan).values()].flatMap(({ text }) =>
    parseAllDocuments(text).map((document) => {
      assert.deepEqual(document.errors, []);
      return document.toJS() as Manifest;
    }),
  );
}

function select(manifests: readonly Manifest[], kind: string): readonly Manifest[] {
  return manifests.filter((each) => each.kind === kind);
}

function podOf(manifest: Manifest): PodSpec {
  assert.ok(manifest.spec?.template !== undefined, manifest.metadata.name);
  return manifest.spec.template.spec;
}

function containerOf(manifest: Manifest): Container {
  const container = podOf(manifest).containers[0];
  assert.ok(container !== undefined);
  return container;
}

function matches(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

const emitters = [kubernetes, blueGreen] as const;

for (const { name, plan } of readPlanCases()) {
  for (const emitter of emitters) {
    const manifests = readManifests(emitter, plan);
    if (manifests.length === 0) continue;
    const deployments = select(manifests, 'Deployment');
    const jobs = select(manifests, 'Job');
    const { runtime } = plan;
    const title = `${name}, ${emitter.id}`;

    test(`${title}: Kubernetes knows every field`, () => {
      for (const manifest of manifests) {
        assert.deepEqual(findViolations(checkOf(manifest), manifest), [], manifest.metadata.name);
      }
    });

    test(`${title}: names are labels and lie in the namespace`, () => {
      for (const { kind, metadata } of manifests) {
        const pattern =
          kind === 'Service'
            ? /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/
            : /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
        assert.match(metadata.name, pattern);
        assert.equal(metadata.namespace, kind === 'Namespace' ? undefined : plan.name);
        for (const value of Object.values(metadata.labels ?? {}))
          assert.match(value, /^[\w.-]{1,63}$/);
      }
      const ids = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      assert.equal(new Set(ids).size, ids.length);
    });

    test(`${title}: the Pod Security Standard "restricted" holds (35)`, () => {
      for (const manifest of [...deployments, ...jobs]) {
        const pod = podOf(manifest);
        assert.deepEqual(findPodSecurityViolations(pod), []);
        assert.equal(pod.automountServiceAccountToken, false);
        assert.equal(pod.securityContext?.runAsUser, runtime.user.uid);
        assert.equal(pod.securityContext.runAsGroup, runtime.user.gid);
        assert.equal(containerOf(manifest).securityContext?.readOnlyRootFilesystem, true);
      }
      const [namespace] = select(manifests, 'Namespace');
      for (const mode of ['enforce', 'audit', 'warn']) {
        assert.equal(
          namespace?.metadata.labels?.[`pod-security.kubernetes.io/${mode}`],
          'restricted',
        );
      }
      const accounts = select(manifests, 'ServiceAccount');
      assert.deepEqual(
        accounts.map((each) => each.automountServiceAccountToken),
        [false],
      );
      assert.ok(
        deployments.every((each) => podOf(each).serviceAccountName === accounts[0]?.metadata.name),
      );
    });

    test(`${title}: it is probed, limited and ended in peace (36)`, () => {
      for (const deployment of deployments) {
        const pod = podOf(deployment);
        const container = containerOf(deployment);
        const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
        const probed = runtime.port !== undefined || runtime.health.test !== undefined;
        assert.ok(probes.every((probe) => (probe !== undefined) === probed));
        assert.equal(container.livenessProbe?.httpGet?.path, runtime.health.livePath);
        assert.equal(
          container.readinessProbe?.httpGet?.path,
          runtime.health.readyPath ?? runtime.health.livePath,
        );
        assert.ok(probes.every((probe) => probe?.initialDelaySeconds === undefined));
        const grace = pod.terminationGracePeriodSeconds ?? 0;
        assert.ok((container.lifecycle?.preStop?.sleep?.seconds ?? grace) + 30 < grace);
      }
      for (const manifest of [...deployments, ...jobs]) {
        const { resources } = containerOf(manifest);
        assert.equal(resources?.limits?.['memory'], `${String(runtime.resources.memory)}Mi`);
        assert.deepEqual(Object.keys(resources.requests ?? {}), [
          'cpu',
          'memory',
          'ephemeral-storage',
        ]);
      }
    });

    test(`${title}: every path it writes to has a volume (36)`, () => {
      for (const manifest of [...deployments, ...jobs]) {
        const { volumeMounts = [] } = containerOf(manifest);
        const { containers, volumes = [] } = podOf(manifest);
        const mounted = containers.flatMap((each) => each.volumeMounts ?? []);
        assert.deepEqual(
          volumes.map((each) => each.name).sort(),
          [...new Set(mounted.map((each) => each.name))].sort(),
        );
        for (const { path, keep } of [{ path: '/tmp', keep: false }, ...runtime.writablePaths]) {
          const mount = volumeMounts.find(({ mountPath }) => mountPath === path);
          const volume = volumes.find((each) => each.name === mount?.name);
          assert.equal(volume?.emptyDir?.sizeLimit !== undefined, keep !== true, path);
          const claim = volume?.persistentVolumeClaim?.claimName;
          const claims = select(manifests, 'PersistentVolumeClaim').map(
            ({ metadata }) => metadata.name,
          );
          assert.equal(claims.includes(claim ?? ''), keep === true, path);
        }
      }
    });

    test(`${title}: a version replaces the other without a gap (37)`, () => {
      const budgets = select(manifests, 'PodDisruptionBudget');
      const keeps = runtime.writablePaths.some(({ keep }) => keep === true);
      assert.equal(budgets.length, deployments.length);
      for (const deployment of deployments) {
        assert.match(containerOf(deployment).image ?? '', /^[a-z0-9./-]+:\d+\.\d+\.\d+$/);
        assert.equal(deployment.spec?.strategy?.type, keeps ? 'Recreate' : 'RollingUpdate');
        const labels = deployment.spec.template?.metadata.labels ?? {};
        const selector = deployment.spec.selector?.matchLabels ?? {};
        assert.ok(matches(selector, labels));
        assert.ok(!('app.kubernetes.io/version' in selector));
        assert.equal(
          budgets.filter((each) => matches(each.spec?.selector?.matchLabels ?? {}, labels)).length,
          1,
        );
      }
      for (const service of select(manifests, 'Service')) {
        const selector = service.spec?.selector ?? {};
        const chosen = deployments.filter((each) =>
          matches(selector, each.spec?.template?.metadata.labels ?? {}),
        );
        assert.equal(chosen.length, 1);
        assert.equal(
          jobs.some((each) => matches(selector, each.spec?.template?.metadata.labels ?? {})),
          false,
        );
        const served = plan.front?.name ?? 'app';
        const ports = chosen.flatMap(
          (each) => podOf(each).containers.find(({ name: own }) => own === served)?.ports ?? [],
        );
        assert.deepEqual(
          ports.map((port) => port.name),
          service.spec?.ports?.map((port) => port.targetPort),
        );
      }
      const services = emitter === blueGreen ? 2 : 1;
      assert.equal(select(manifests, 'Service').length, runtime.port === undefined ? 0 : services);
    });

    test(`${title}: only what it needs gets through (37)`, () => {
      const [deny, allow] = select(manifests, 'NetworkPolicy');
      assert.deepEqual(deny?.spec, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
      const selector = allow?.spec?.podSelector?.matchLabels ?? {};
      for (const each of [...deployments, ...jobs]) {
        assert.ok(matches(selector, each.spec?.template?.metadata.labels ?? {}));
      }
      const ports = (
        rules: readonly { readonly ports: readonly { readonly port: number }[] }[] = [],
      ): readonly number[] => rules.flatMap((rule) => rule.ports.map(({ port }) => port));
      assert.deepEqual(
        ports(allow?.spec?.ingress),
        runtime.port === undefined ? [] : [plan.front?.port ?? runtime.port],
      );
      assert.equal(ports(allow?.spec?.egress).length, 2 + runtime.services.length);
    });

    test(`${title}: secrets come from a Secret, migrations run by themselves (33, 37)`, () => {
      assert.equal(jobs.length, runtime.migration === undefined ? 0 : 1);
      for (const manifest of [...deployments, ...jobs]) {
        const env = containerOf(manifest).env ?? [];
        for (const variable of runtime.secretVariables) {
          const found = env.find((each) => each.name === variable);
          assert.ok(
            found?.valueFrom?.secretKeyRef !== undefined ||
              found?.value?.startsWith('/run/secrets/') === true,
            variable,
          );
        }
      }
      assert.deepEqual(select(manifests, 'Secret'), []);
      assert.ok(deployments.every((each) => containerOf(each).command === undefined));
    });
  }
}

test('a server in front is a container of the pod, and finds the program by its name', () => {
  const found = readPlanCases().find(({ name }) => name === 'a server in front');
  assert.ok(found !== undefined);
  const manifests = readManifests(kubernetes, found.plan);
  const [pod] = select(manifests, 'Deployment').map(podOf);
  assert.deepEqual(pod?.hostAliases, [{ ip: '127.0.0.1', hostnames: ['app'] }]);
  const [app, web] = pod.containers;
  assert.deepEqual(
    [app, web].map((each) => each?.ports?.map(({ name }) => name)),
    [['backend'], ['http']],
  );
  assert.equal(web?.image, 'registry.example.com/tide-clock-web:1.0.0');
  assert.equal(web.securityContext?.runAsUser, 101);
  assert.equal(web.securityContext.readOnlyRootFilesystem, true);
  assert.equal(web.livenessProbe?.httpGet?.path, '/livez');
  assert.equal(web.readinessProbe?.httpGet?.path, '/readyz');
  assert.deepEqual(
    web.volumeMounts?.map(({ mountPath }) => mountPath),
    ['/tmp', '/app/public/uploads'],
  );
});

test('the image lies beside its sources on GitHub, else in a registry to fill in', () => {
  const imageOf = (plan: ImagePlan): string | undefined =>
    select(readManifests(kubernetes, plan), 'Deployment').map(containerOf)[0]?.image;
  assert.equal(imageOf(toPlan()), 'registry.example.com/tide-clock:1.0.0');
  const source = 'https://github.com/Tides/Clock.git';
  assert.equal(imageOf(toPlan({}, { source })), 'ghcr.io/tides/clock:1.0.0');
});

test('variables in the command of a migration are not put in by Kubernetes', () => {
  const [job] = select(
    readManifests(kubernetes, toPlan({ migration: ['m', '$(x)', '${y}'] })),
    'Job',
  );
  assert.ok(job !== undefined);
  assert.deepEqual(containerOf(job).args, ['m', '$$(x)', '${y}']);
});

test('a WebAssembly module runs in the runtime of its own', () => {
  const classOf = (plan: ImagePlan): string | undefined =>
    select(readManifests(kubernetes, plan), 'Deployment').map(podOf)[0]?.runtimeClassName;
  assert.equal(classOf(toPlan({ entrypoint: ['/count.wasm'], command: [] })), 'wasmtime');
  assert.equal(classOf(toPlan()), undefined);
});

test('without a port there is nothing to switch', () => {
  const [worker] = readPlanCases().filter(({ plan }) => plan.runtime.port === undefined);
  assert.ok(worker !== undefined);
  assert.deepEqual(readManifests(blueGreen, worker.plan), []);
});

test('blue and green differ in their slot only, and traffic begins at blue', () => {
  const manifests = readManifests(blueGreen, toPlan());
  const slots = select(manifests, 'Deployment').map(
    ({ spec }) => spec?.selector?.matchLabels?.['slot'],
  );
  assert.deepEqual(slots, ['blue', 'green']);
  const services = select(manifests, 'Service').map(({ metadata, spec }) => [
    metadata.name,
    spec?.selector?.['slot'],
  ]);
  assert.deepEqual(services, [
    ['tide-clock', 'blue'],
    ['tide-clock-preview', 'green'],
  ]);
});

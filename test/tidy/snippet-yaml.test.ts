import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { findPodSecurityViolations, type Container, type PodSpec } from '../harness/pod-security';
import { readSnippets } from '../harness/snippet-files';

/** What the tests read of a Compose service, as text where Compose takes several types. */
interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly user?: string;
  readonly restart?: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
  readonly deploy?: {
    readonly resources?: { readonly limits?: { readonly memory?: string; readonly pids?: number } };
  };
}

interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly template?: { readonly spec?: PodSpec };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
  };
}

function parse(text: string): unknown[] {
  return parseAllDocuments(text, { merge: true, uniqueKeys: true, version: '1.2' }).map(
    (document) => {
      assert.ok('errors' in document, 'the snippet is empty');
      assert.deepEqual([...document.errors, ...document.warnings].map(String), []);
      return document.toJS() as unknown;
    },
  );
}

/** Every mapping in a document that looks like what is searched, with the name that it has there. */
function findMappings(value: unknown, has: readonly string[], name = ''): [string, object][] {
  if (typeof value !== 'object' || value === null) return [];
  const found: [string, object][] = has.some((key) => key in value) ? [[name, value]] : [];
  return [
    ...found,
    ...Object.entries(value).flatMap(([key, child]) => findMappings(child, has, key)),
  ];
}

/** What a reviewer would not let pass, by name. */
function findServiceFaults(name: string, service: Service): string[] {
  const environment = Object.entries(service.environment ?? {});
  const limits = service.deploy?.resources?.limits;
  const endsByItself = service.restart === 'no';
  const holds: readonly (readonly [boolean, string])[] = [
    [service.image !== undefined, 'has an image'],
    [/:[\w.-]*\d/.test(service.image ?? '') || name === 'app' || name === 'migrate', 'has a tag'],
    [/^[1-9]\d*:[1-9]\d*$/.test(service.user ?? ''), 'runs as a number that is not 0'],
    [service.read_only === true, 'cannot change its files'],
    [service.cap_drop?.includes('ALL') === true, 'drops all capabilities'],
    [service.cap_add === undefined, 'adds no capability'],
    [service.security_opt?.includes('no-new-privileges:true') === true, 'gains no rights'],
    [service.privileged !== true && service.network_mode === undefined, 'stays in its container'],
    [!(service.volumes ?? []).some((volume) => volume.includes('docker.sock')), 'has no engine'],
    [
      (service.ports ?? []).every((port) => port.startsWith('127.0.0.1:')),
      'is open to itself only',
    ],
    [
      environment.every(
        ([key, value]) => key.endsWith('_FILE') || !/PASSWORD|SECRET|TOKEN/.test(`${key} ${value}`),
      ),
      'holds no secret',
    ],
    [
      endsByItself ||
        service.healthcheck?.disable === true ||
        service.healthcheck?.test?.[0] === 'CMD',
      'has a health check without a shell',
    ],
    [limits?.memory !== undefined && limits.pids !== undefined, 'has limits'],
    [service.logging?.options?.['max-size'] !== undefined, 'has a limit for its logs'],
    [service.restart !== undefined, 'says whether it is restarted'],
  ];
  return holds.flatMap(([fulfilled, rule]) => (fulfilled ? [] : [`${name}: ${rule}`]));
}

describe('Compose snippets', () => {
  let services = 0;
  for (const { name, text, isFileTemplate } of readSnippets('compose')) {
    test(`${name}: parses and follows the rules`, () => {
      const [document, ...others] = parse(text);
      assert.deepEqual(others, []);
      assert.ok(typeof document === 'object' && document !== null && !('version' in document));
      assert.equal('services' in document, isFileTemplate);
      const found = findMappings('services' in document ? document.services : document, ['image']);
      services += found.length;
      assert.deepEqual(
        found.flatMap(([key, service]) => findServiceFaults(key, service)),
        [],
      );
    });
  }

  test('the rules are applied to services, and find faults', () => {
    assert.ok(services >= 8, String(services));
    const [faulty] = parse('app: {image: a, ports: ["80:80"], environment: {PASSWORD: a}}');
    const faults = findMappings(faulty, ['image']).flatMap(([key, service]) =>
      findServiceFaults(key, service),
    );
    assert.ok(faults.length >= 10, faults.join());
  });
});

function podsOf(document: KubernetesObject): readonly PodSpec[] {
  const { template, jobTemplate } = document.spec ?? {};
  return [template?.spec, jobTemplate?.spec?.template?.spec].flatMap((pod) => pod ?? []);
}

/** Paths that a container may write to must be mounted, and probes must tell liveness from readiness. */
function checkContainer(pod: PodSpec, container: Container): void {
  assert.equal(container.securityContext?.readOnlyRootFilesystem, true);
  assert.match(container.image ?? '', /:[\w.-]*\d/);
  assert.ok(container.resources?.requests?.['memory'] !== undefined);
  assert.equal(container.resources.limits?.['memory'], container.resources.requests['memory']);
  for (const { name } of container.volumeMounts ?? []) {
    assert.ok(pod.volumes?.some((volume) => volume.name === name));
  }
  if (container.readinessProbe === undefined) return;
  assert.notEqual(
    container.livenessProbe?.httpGet?.path,
    container.readinessProbe.httpGet?.path,
    'liveness must not ask what readiness asks',
  );
}

describe('Kubernetes snippets', () => {
  let pods = 0;
  for (const { name, prefixes, text } of readSnippets('kubernetes')) {
    test(`${name}: parses and follows the rules`, () => {
      assert.ok(prefixes.every((prefix) => /^(?:ironhull|ih)-k8s-/.test(prefix)));
      for (const document of parse(text)) {
        const object: KubernetesObject = Object(document) as object;
        if ('kind' in object) {
          assert.match(object.apiVersion ?? '', /^(?:v1|[\w.]+\/v\d+)$/, 'not a stable interface');
          assert.match(object.metadata?.name ?? '', /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
        }
        for (const pod of podsOf(object)) {
          pods++;
          assert.deepEqual(findPodSecurityViolations(pod), []);
          assert.equal(pod.automountServiceAccountToken, false);
          for (const container of pod.containers) checkContainer(pod, container);
        }
      }
    });
  }

  test('the rules are applied to a Deployment, a Job and a CronJob', () => {
    assert.equal(pods, 3);
  });

  test('the security contexts together make a pod that is allowed', () => {
    const contextOf = (prefix: string): object => {
      const found = readSnippets('kubernetes').find(({ prefixes }) => prefixes.includes(prefix));
      return Object(parse(found?.text ?? '')[0]) as object;
    };
    const container = { name: 'app', ...contextOf('ironhull-k8s-security-container') };
    const pod: PodSpec = {
      ...contextOf('ironhull-k8s-security-pod'),
      containers: [{ ...container, ...contextOf('ironhull-k8s-probes') }],
    };
    assert.deepEqual(findPodSecurityViolations(pod), []);
    assert.notDeepEqual(findPodSecurityViolations({ containers: [{ name: 'app' }] }), []);
  });
});

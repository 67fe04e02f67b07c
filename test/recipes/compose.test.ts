import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import {
  findCycle,
  findDistributionCycle,
  isSupported,
} from '../../server/src/core/data/end-of-life';
import { serviceImages } from '../../server/src/core/data/service-images';
import compose from '../../server/src/core/emit/compose';
import type { ImagePlan } from '../../server/src/core/plan/image-plan';
import { isWasmProgram } from '../../server/src/core/plan/wasm-program';
import { emitFiles, readPlanCases, toPlan } from '../harness/image-plans';
import { compileSchema, findViolations, readSchema } from '../harness/json-schema';
import { today } from '../harness/recipe-cases';

interface Service {
  readonly image?: string;
  readonly build?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | { readonly source: string })[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: Readonly<Record<string, unknown>> & { readonly test: readonly string[] };
  readonly command?: readonly string[];
  readonly init?: boolean;
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<
    Record<string, { readonly file?: string; readonly environment?: string }>
  >;
}

const validate = compileSchema(readSchema('test/recipes/schemas/compose-spec/compose-spec.json'));

function readCompose(plan: ImagePlan, changes = {}): ComposeFile {
  const text = emitFiles(compose, plan, changes).get('compose.yaml')?.text ?? '';
  return parse(text, { merge: true, maxAliasCount: -1 }) as ComposeFile;
}

function appOf(file: ComposeFile): Service {
  return file.services['app'] ?? {};
}

/** Every string of a tree. */
function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

for (const { name, plan } of readPlanCases()) {
  if (isWasmProgram(plan.runtime)) continue;
  const file = readCompose(plan);
  const services = Object.entries(file.services);
  const app = appOf(file);
  const { runtime } = plan;

  test(`${name}: the Compose Specification allows every key`, () => {
    assert.deepEqual(findViolations(validate, file), []);
  });

  test(`${name}: nothing can be changed or gained (31)`, () => {
    for (const [id, service] of services) {
      assert.equal(service.read_only, true, id);
      assert.deepEqual(service.cap_drop, ['ALL'], id);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], id);
      assert.match(service.user ?? '', /^[1-9]\d*:\d+$/, id);
      const opened = [
        'cap_add',
        'privileged',
        'pid',
        'ipc',
        'uts',
        'network_mode',
        'userns_mode',
        'devices',
      ];
      assert.deepEqual(
        opened.filter((key) => key in service),
        [],
        id,
      );
      assert.ok(!stringsOf(service).some((text) => text.includes('docker.sock')), id);
      assert.match(service.tmpfs?.[0] ?? '', /^\/tmp:.*nosuid,nodev,size=64m,mode=1777$/, id);
    }
    assert.equal(app.user, `${String(runtime.user.uid)}:${String(runtime.user.gid)}`);
    for (const { path, keep } of runtime.writablePaths) {
      const places =
        keep === true
          ? app.volumes?.map((each) => each.split(':')[1])
          : app.tmpfs?.map((each) => each.split(':')[0]);
      assert.ok(places?.includes(path), path);
    }
    assert.equal(
      app.tmpfs?.every((each) => each.includes('noexec')),
      runtime.tmpWithoutPrograms,
    );
  });

  test(`${name}: no service takes all of the machine (32)`, () => {
    for (const [id, service] of services) {
      const limits = service.deploy?.resources.limits ?? {};
      assert.deepEqual(Object.keys(limits), ['cpus', 'memory', 'pids'], id);
      assert.deepEqual(Object.keys(service.logging?.options ?? {}), ['max-size', 'max-file'], id);
      assert.equal(service.restart, id === 'migrate' ? 'no' : 'unless-stopped', id);
      if (id === 'migrate') continue;
      assert.match(service.stop_grace_period ?? '', /^\d\ds$/, id);
      const checked = id !== 'app' || runtime.health.test !== undefined;
      assert.equal(service.healthcheck !== undefined, checked, id);
      assert.equal(service.healthcheck?.test[0] ?? 'CMD', 'CMD', id);
    }
    assert.equal(app.init ?? false, runtime.needsInit);
    assert.equal(app.stop_signal, runtime.stopSignal);
  });

  test(`${name}: secrets and databases stay inside (33)`, () => {
    for (const [id, service] of services) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        const isOpen = !/PASSWORD|SECRET|TOKEN|KEY|URL/.test(variable);
        assert.ok(isOpen || /^\$\{\w+:\?|^\/run\/secrets\//.test(value), `${id}: ${variable}`);
      }
      for (const secret of service.secrets ?? []) {
        const source = typeof secret === 'string' ? secret : secret.source;
        // A secret out of the environment cannot be put into a container whose root is read-only.
        assert.match(file.secrets?.[source]?.file ?? '', /^\.\/secrets\//, `${id}: ${source}`);
      }
      for (const network of service.networks ?? []) assert.ok(network in file.networks, network);
      for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
      const isOpen = id === (plan.front?.name ?? 'app') && runtime.port !== undefined;
      assert.equal(service.ports !== undefined, isOpen, id);
      assert.ok((service.networks ?? []).length > 0, id);
    }
    for (const kind of runtime.services) {
      assert.deepEqual(file.services[kind]?.networks, ['backend']);
      assert.deepEqual(file.networks['backend'], { internal: true });
    }
    const unescaped = services.flatMap(([, service]) =>
      stringsOf(service).filter((text) =>
        text.replace(/\$\$|\$\{\w+:\?[^}]*\}/g, '').includes('$'),
      ),
    );
    assert.deepEqual(unescaped, []);
  });

  test(`${name}: images are pinned and start in order (34)`, () => {
    for (const kind of runtime.services) {
      const { data } = serviceImages[kind];
      const service = file.services[kind];
      assert.match(service?.image ?? '', /:\d+\.\d+(?:-[a-z]+[\d.]*)?$/);
      assert.deepEqual(service?.volumes, [`${kind}-data:${data}`]);
      assert.ok(file.volumes !== undefined && `${kind}-data` in file.volumes);
      assert.deepEqual(app.depends_on?.[kind], { condition: 'service_healthy' });
    }
    const migrate = file.services['migrate'];
    assert.equal(migrate !== undefined, runtime.migration !== undefined);
    if (migrate !== undefined) {
      assert.deepEqual(app.depends_on?.['migrate'], {
        condition: 'service_completed_successfully',
      });
      assert.equal(migrate.image, app.image);
      assert.deepEqual(migrate.environment, app.environment);
      assert.deepEqual(Object.keys(migrate.depends_on ?? {}), runtime.services);
    }
    assert.ok(!('command' in app) && !('entrypoint' in app));
    assert.equal(migrate?.command !== undefined, runtime.migration !== undefined);
  });
}

for (const [kind, image] of Object.entries(serviceImages)) {
  test(`${kind}: the release line is supported`, () => {
    const [, tag = ''] = image.image.split(':');
    const line = findCycle(image.product, tag);
    assert.equal(line?.cycle.cycle, image.cycle);
    const suite = findDistributionCycle(tag);
    for (const found of [line, suite ?? line]) assert.ok(isSupported(found.cycle, today), tag);
  });
}

test('the data of PostgreSQL 18 and newer lies one folder higher', () => {
  const { cycle, data } = serviceImages.postgres;
  assert.equal(data, Number(cycle) < 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql');
});

test('images of services are pinned by digest where one is known', () => {
  const image = serviceImages.redis.image;
  const digest = `sha256:${'a'.repeat(64)}`;
  const file = readCompose(toPlan({ services: ['redis'] }), {
    digests: new Map([[image, digest]]),
  });
  assert.equal(file.services['redis']?.image, `${image}@${digest}`);
});

test('a member of a workspace is built from the root of the workspace', () => {
  const plan = toPlan({}, { buildSecrets: [{ id: 'npmrc', from: 'file', source: '.npmrc' }] });
  const file = readCompose(plan, {
    folder: 'services/api',
    contextFolder: '../..',
    dockerfile: 'services/api/Dockerfile',
  });
  assert.deepEqual(appOf(file).build, {
    context: '../..',
    dockerfile: 'services/api/Dockerfile',
    target: 'runtime',
    secrets: ['npmrc'],
  });
  assert.deepEqual(file.secrets, { npmrc: { file: '../../.npmrc' } });
});

test('the template of variables knows the addresses, and keeps what is there', () => {
  const plan = toPlan({
    services: ['postgres', 'redis'],
    secretVariables: ['CACHE_URL', 'DATABASE_URL', 'JWT_SECRET', 'REDIS_URL'],
  });
  const fresh = emitFiles(compose, plan).get('.env.example')?.text ?? '';
  assert.deepEqual(
    fresh.split('\n').filter((line) => !line.startsWith('#')),
    [
      'CACHE_URL=',
      'DATABASE_URL=postgresql://app:PASSWORD@postgres:5432/app',
      'JWT_SECRET=',
      'REDIS_URL=redis://:PASSWORD@redis:6379/0',
      '',
    ],
  );
  const grown = emitFiles(compose, plan, {
    existing: (path: string) => (path === '.env.example' ? 'JWT_SECRET=x\nPORT=1\n' : undefined),
  }).get('.env.example')?.text;
  assert.match(grown ?? '', /^JWT_SECRET=x\nPORT=1\n\n#/);
  assert.ok(!grown?.includes('JWT_SECRET=\n'));
});

test('without a variable for it, people are told where the server is', () => {
  const text = emitFiles(compose, toPlan({ services: ['mysql'] })).get('compose.yaml')?.text ?? '';
  assert.match(
    text,
    /# The sources name no variable .* MySQL is at mysql:3306\.\n {4}environment: \{\}/,
  );
});

test('a migration runs with the entrypoint of the image', () => {
  const { services } = readCompose(toPlan({ migration: ['migrate', '$HOME'] }));
  assert.deepEqual(services['migrate']?.command, ['migrate', '$$HOME']);
});

test('Docker does not run WebAssembly', () => {
  assert.equal(emitFiles(compose, toPlan({ entrypoint: ['/count.wasm'], command: [] })).size, 0);
});

test('there is no template and no folder for secrets where nothing is secret', () => {
  assert.deepEqual([...emitFiles(compose, toPlan()).keys()], ['compose.yaml']);
});

test('a server in front takes the requests, and waits for the program', () => {
  const kept = { path: '/app/uploads', purpose: 'Pictures.', size: 64, keep: true };
  const scratch = { path: '/app/cache', purpose: 'Pages.', size: 64 };
  const front = {
    name: 'web',
    title: 'nginx',
    user: { uid: 101, gid: 101 },
    port: 8443,
    command: [],
    health: { test: ['wget', '-q'], startPeriod: 5 },
    stopSignal: 'SIGQUIT',
    resources: { cpus: 0.5, memory: 64, processes: 50 },
  };
  const { services } = readCompose(
    toPlan({ writablePaths: [kept, scratch], services: ['redis'] }, { front }),
  );
  const { app, web } = services;
  assert.deepEqual([app?.ports, web?.ports], [undefined, ['127.0.0.1:8443:8443']]);
  assert.deepEqual(web?.depends_on, { app: { condition: 'service_healthy' } });
  assert.deepEqual(web.networks, ['frontend']);
  assert.deepEqual(web.volumes, ['app-uploads:/app/uploads:ro']);
  assert.deepEqual([web.image, web.build?.['target']], ['tide-clock-web', 'web']);
  assert.deepEqual([web.user, web.stop_signal], ['101:101', 'SIGQUIT']);
  assert.deepEqual(web.healthcheck?.test, ['CMD', 'wget', '-q']);
});

import type { ServiceImage } from '../data/service-images';
import type { FrontServer, ImagePlan, ServiceKind } from '../plan/image-plan';
import { isWasmProgram } from '../plan/wasm-program';
import {
  describeProject,
  describeSecrets,
  explainSecrets,
  writeSecretFolder,
  writeVariables,
  type ComposeProject,
} from './compose-secrets';
import { defineEmitter, type EmitSettings } from './define-emitter';
import { findConnectionValue } from './sample-values';
import {
  alias,
  anchor,
  apart,
  flow,
  note,
  quoted,
  vector,
  writeYaml,
  type YamlMap,
  type YamlValue,
} from './yaml-document';

export default defineEmitter({
  id: 'compose',
  title: 'Compose file',
  always: true,
  emit: (plan, settings) => {
    // Docker has given up its support for WebAssembly.
    if (isWasmProgram(plan.runtime)) return [];
    const project = describeProject(plan);
    return [
      {
        path: 'compose.yaml',
        text: writeCompose(project, settings),
        purpose: 'Runs the image with what it needs beside it, locked down.',
      },
      ...writeVariables(project, settings),
      ...writeSecretFolder(project),
    ];
  },
});

function writeCompose(project: ComposeProject, settings: EmitSettings): string {
  const { plan, services } = project;
  const volumes = [
    ...plan.runtime.writablePaths.filter(({ keep }) => keep).map(({ path }) => toVolume(path)),
    ...services.map(([kind]) => `${kind}-data`),
  ];
  const secrets = describeSecrets(project, settings);
  const head = [
    `Runs ${plan.name} on one machine: docker compose up --detach`,
    ...explainSecrets(project),
  ];
  return writeYaml(head.join('\n'), [
    {
      name: plan.name,
      'x-hardening': isShared(project)
        ? apart(anchor('hardening', hardening), 'What every service has.')
        : undefined,
      services: apart({
        app: describeApp(project, settings),
        ...(plan.front === undefined
          ? {}
          : { [plan.front.name]: apart(describeFront(plan, plan.front, settings)) }),
        ...(plan.runtime.migration === undefined
          ? {}
          : { migrate: apart(describeMigration(project, plan.runtime.migration)) }),
        ...Object.fromEntries(
          services.map(([kind, image]) => [
            kind,
            apart(
              describeService(kind, image, settings),
              `${image.title}. Services of the network "backend" reach it as ${kind}:${image.port}; nothing else does.`,
            ),
          ]),
        ),
      }),
      networks: apart({
        frontend: {},
        ...(services.length === 0
          ? {}
          : { backend: note('No way out of it, and none in.', { internal: true }) }),
      }),
      volumes:
        volumes.length === 0
          ? undefined
          : apart(Object.fromEntries(volumes.map((volume) => [volume, {}]))),
      secrets:
        Object.keys(secrets).length === 0
          ? undefined
          : apart(secrets, 'Out of files and variables that stay out of Git and of the image.'),
    },
  ]);
}

/** What every service has. */
const hardening: YamlMap = {
  read_only: note(
    'Nothing in the image can be changed; what is written is listed under tmpfs and volumes.',
    true,
  ),
  cap_drop: flow(['ALL']),
  security_opt: note(
    'No program can gain rights, not even one with a set-user-ID bit.',
    flow(['no-new-privileges:true']),
  ),
  restart: 'unless-stopped',
  logging: note('Without a limit logs fill the disk.', {
    driver: 'local',
    options: { 'max-size': quoted('10m'), 'max-file': quoted('3') },
  }),
};

/** True where several services refer to what is written once. */
function isShared({ plan, services }: ComposeProject): boolean {
  return services.length > 0 || plan.runtime.migration !== undefined || plan.front !== undefined;
}

function describeApp(project: ComposeProject, settings: EmitSettings): YamlMap {
  const { plan, services } = project;
  const { runtime } = plan;
  const { health, migration } = runtime;
  const needed = services.map(([kind]) => [kind, { condition: 'service_healthy' }] as const);
  return {
    ...describeBuild(plan, { image: plan.name, target: plan.stages.at(-1)?.name }, settings),
    ...describeContainer(project),
    ports: plan.front === undefined ? describePorts(runtime.port) : undefined,
    networks: flow(services.length === 0 ? ['frontend'] : ['frontend', 'backend']),
    depends_on:
      needed.length === 0 && migration === undefined
        ? undefined
        : {
            ...Object.fromEntries(needed),
            ...(migration === undefined
              ? {}
              : { migrate: { condition: 'service_completed_successfully' } }),
          },
    healthcheck:
      health.test === undefined
        ? undefined
        : describeHealth(health.test, {
            timeout: 3,
            startPeriod: health.startPeriod,
            startInterval: 2,
          }),
    stop_signal: runtime.stopSignal,
    stop_grace_period: '30s',
    deploy: describeLimits(runtime.resources),
  };
}

function describeBuild(
  { buildSecrets }: ImagePlan,
  { image, target }: { readonly image: string; readonly target: string | undefined },
  { contextFolder, dockerfile }: EmitSettings,
): YamlMap {
  return {
    image,
    build: {
      context: contextFolder,
      dockerfile: dockerfile === 'Dockerfile' ? undefined : dockerfile,
      target,
      secrets: buildSecrets.length === 0 ? undefined : flow(buildSecrets.map(({ id }) => id)),
    },
    pull_policy: note(
      "An image of this name in a public registry would be somebody else's.",
      'build',
    ),
  };
}

function describePorts(port: number | undefined): YamlValue | undefined {
  if (port === undefined) return undefined;
  return note('Without 127.0.0.1 it would be open to the network, past most firewalls.', [
    quoted(`127.0.0.1:${port}:${port}`),
  ]);
}

/** The server in front of the application. */
function describeFront(plan: ImagePlan, front: FrontServer, settings: EmitSettings): YamlMap {
  const { name, user, port, health, stopSignal, resources } = front;
  const kept = plan.runtime.writablePaths.filter(({ keep }) => keep);
  return {
    ...describeBuild(plan, { image: `${plan.name}-${name}`, target: name }, settings),
    user: quoted(`${user.uid}:${user.gid}`),
    '<<': alias('hardening'),
    tmpfs: ['/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777'],
    volumes:
      kept.length === 0
        ? undefined
        : note(
            'What the program keeps may be asked for.',
            kept.map(({ path }) => `${toVolume(path)}:${path}:ro`),
          ),
    ports: describePorts(port),
    networks: flow(['frontend']),
    depends_on: { app: { condition: 'service_healthy' } },
    healthcheck:
      health.test === undefined
        ? undefined
        : describeHealth(health.test, {
            timeout: 3,
            startPeriod: health.startPeriod,
            startInterval: 2,
          }),
    stop_signal: stopSignal,
    stop_grace_period: '30s',
    deploy: describeLimits(resources),
  };
}

function describeMigration(project: ComposeProject, migration: readonly string[]): YamlMap {
  const { plan, services } = project;
  return {
    image: plan.name,
    pull_policy: note('It is built for the service "app".', 'never'),
    ...describeContainer(project),
    command: note(
      'Runs once before a new version starts, and the new version waits for it.',
      vector(migration.map(escape)),
    ),
    restart: quoted('no'),
    networks: flow([services.length === 0 ? 'frontend' : 'backend']),
    depends_on:
      services.length === 0
        ? undefined
        : Object.fromEntries(services.map(([kind]) => [kind, { condition: 'service_healthy' }])),
    deploy: describeLimits(plan.runtime.resources),
  };
}

/** What the application and its migration have in common. */
function describeContainer(project: ComposeProject): YamlMap {
  const { plan, fileVariables } = project;
  const { user, needsInit, writablePaths, tmpWithoutPrograms } = plan.runtime;
  const kept = writablePaths.filter(({ keep }) => keep);
  const programs = tmpWithoutPrograms ? 'noexec' : 'exec';
  return {
    user: quoted(`${user.uid}:${user.gid}`),
    ...(isShared(project) ? { '<<': alias('hardening') } : hardening),
    init: needsInit
      ? note('A first process that passes signals on and reaps children.', true)
      : undefined,
    tmpfs: [
      `/tmp:rw,${programs},nosuid,nodev,size=64m,mode=1777`,
      ...writablePaths
        .filter(({ keep }) => !keep)
        .map(({ path, size, purpose }) =>
          note(
            purpose,
            `${path}:rw,${programs},nosuid,nodev,size=${size}m,uid=${user.uid},gid=${user.gid},mode=0700`,
          ),
        ),
    ],
    volumes:
      kept.length === 0
        ? undefined
        : kept.map(({ path, purpose }) => note(purpose, `${toVolume(path)}:${path}`)),
    environment: describeEnvironment(project),
    secrets: fileVariables.length === 0 ? undefined : flow(fileVariables.map(([id]) => id)),
  };
}

function describeEnvironment({
  plan,
  services,
  variables,
  fileVariables,
}: ComposeProject): YamlValue | undefined {
  const places = (plan.runtime.connections ?? []).flatMap((name) => {
    const value = findConnectionValue(name, services);
    return value === undefined
      ? []
      : [[name, /^\d+$/.test(value) ? quoted(value) : value] as const];
  });
  const values = variables.map((name) => [name, `\${${name}:?Set it in .env}`] as const);
  const files = fileVariables.map(([id, name]) => [name, `/run/secrets/${id}`] as const);
  const all = Object.fromEntries([...places, ...values, ...files]);
  if (values.length > 0) {
    return note('Secrets of .env, or of the shell: no value of them belongs into this file.', all);
  }
  if (files.length + places.length > 0) return all;
  if (services.length === 0) return undefined;
  const addresses = services.map(([kind, { title, port }]) => `${title} is at ${kind}:${port}`);
  return note(
    `The sources name no variable for it, so tell the program here: ${addresses.join(', ')}.`,
    all,
  );
}

function describeService(
  kind: ServiceKind,
  image: ServiceImage,
  { digests }: EmitSettings,
): YamlMap {
  const { user, environment, secrets, health } = image;
  const digest = digests.get(image.image);
  const owner = `uid=${user.uid},gid=${user.gid}`;
  const variables = [
    ...environment,
    ...secrets.flatMap(({ id, variable }) =>
      variable === undefined ? [] : [[variable, `/run/secrets/${id}`] as const],
    ),
  ];
  return {
    image: digest === undefined ? image.image : `${image.image}@${digest}`,
    hostname: image.hostname,
    user: note(
      'The account of the image: started as it, the server needs no capability.',
      quoted(`${user.uid}:${user.gid}`),
    ),
    '<<': alias('hardening'),
    command: image.command === undefined ? undefined : vector(image.command.map(escape)),
    tmpfs: [
      '/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777',
      ...image.writes.map((path) => `${path}:rw,noexec,nosuid,nodev,size=16m,${owner},mode=0700`),
    ],
    volumes: [`${kind}-data:${image.data}`],
    environment: variables.length === 0 ? undefined : Object.fromEntries(variables),
    secrets: secrets.map(({ id, target }) => (target === undefined ? id : { source: id, target })),
    networks: flow(['backend']),
    healthcheck: describeHealth(health, {
      timeout: image.healthTimeout,
      startPeriod: 60,
      startInterval: 5,
    }),
    shm_size: image.sharedMemory === undefined ? undefined : `${image.sharedMemory}mb`,
    stop_grace_period: `${image.stopGrace}s`,
    deploy: describeLimits({ cpus: 1, memory: image.memory, processes: image.processes }),
  };
}

/** Seconds. */
interface HealthTimes {
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
}

function describeHealth(
  test: readonly string[],
  { timeout, startPeriod, startInterval }: HealthTimes,
): YamlMap {
  return {
    test: vector(['CMD', ...test.map(escape)]),
    interval: '30s',
    timeout: `${timeout}s`,
    retries: 3,
    start_period: `${startPeriod}s`,
    start_interval: `${startInterval}s`,
  };
}

function describeLimits({ cpus, memory, processes }: ImagePlan['runtime']['resources']): YamlMap {
  return {
    resources: {
      limits: { cpus: quoted(String(cpus)), memory: `${memory}M`, pids: processes },
      reservations: { memory: `${Math.ceil(memory / 2)}M` },
    },
  };
}

/** `/app/public/uploads` becomes `app-public-uploads`, and `/data` becomes `app-data`. */
function toVolume(path: string): string {
  const name = path.replace(/^\/+|\/+$/g, '').replace(/[^A-Za-z0-9]+/g, '-');
  return name.startsWith('app-') ? name : `app-${name}`;
}

/** Compose puts variables in where a single `$` stands. */
function escape(word: string): string {
  return word.replaceAll('$', '$$$$');
}

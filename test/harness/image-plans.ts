import type {
  EmitSettings,
  Emitter,
  GeneratedFile,
} from '../../server/src/core/emit/define-emitter';
import type { ImagePlan, Runtime } from '../../server/src/core/plan/image-plan';
import { generateCase, readRecipeCases } from './recipe-cases';

/** A plan and what it is an example of. */
export interface PlanCase {
  readonly name: string;
  readonly plan: ImagePlan;
}

const runtime: Runtime = {
  user: { uid: 65532, gid: 65532 },
  environment: [],
  port: 8080,
  command: ['/app/server'],
  health: { test: ['/app/server', 'healthcheck'], livePath: '/healthz', startPeriod: 5 },
  writablePaths: [],
  needsInit: false,
  resources: { cpus: 1, memory: 256, processes: 100 },
  tmpWithoutPrograms: true,
  services: [],
  secretVariables: [],
};

/** A plan of a small server, with what a test changes in it. */
export function toPlan(
  changes: Partial<Runtime> = {},
  others: Partial<Omit<ImagePlan, 'runtime'>> = {},
): ImagePlan {
  return {
    recipe: 'go',
    name: 'tide-clock',
    stages: [
      {
        name: 'runtime',
        from: { kind: 'image', image: 'gcr.io/distroless/static-debian13:nonroot' },
        steps: [],
      },
    ],
    files: [],
    ignored: [],
    needed: [],
    buildSecrets: [],
    notes: [],
    evidence: [],
    ...others,
    runtime: { ...runtime, ...changes },
  };
}

const uploads = { path: '/app/public/uploads', purpose: 'Pictures.', size: 2048, keep: true };
const cache = { path: '/app/.next/cache', purpose: 'Pages that were made.', size: 128 };

/** Plans made by hand, for what no test project has. */
const madePlans: readonly PlanCase[] = [
  { name: 'a server alone', plan: toPlan() },
  { name: 'a Go module', plan: toPlan({}, { ecosystem: 'gomod' }) },
  {
    name: 'every service, a migration and secrets',
    plan: toPlan({
      services: ['mariadb', 'mongodb', 'mysql', 'postgres', 'rabbitmq', 'redis'],
      migration: ['/app/server', 'migrate', '$(date)', '${HOME}'],
      secretVariables: ['AMQP_URL', 'DATABASE_URL', 'JWT_SECRET', 'REDIS_URL', 'SIGNING_KEY_FILE'],
      health: {
        test: ['sh', '-c', 'test "$PORT"'],
        readyPath: '/readyz',
        livePath: '/livez',
        startPeriod: 60,
      },
    }),
  },
  {
    name: 'a migration without a service',
    plan: toPlan({ migration: ['/app/server', 'migrate'], secretVariables: ['DATABASE_URL'] }),
  },
  {
    name: 'writable paths, kept and not',
    plan: toPlan({
      writablePaths: [uploads, cache],
      needsInit: true,
      tmpWithoutPrograms: false,
      stopSignal: 'SIGQUIT',
    }),
  },
  { name: 'a name that begins with a digit', plan: toPlan({}, { name: '2048' }) },
  {
    name: 'the longest name',
    plan: toPlan(
      { migration: ['/migrate'], writablePaths: [uploads] },
      { name: `a${'-tide'.repeat(12)}-x` },
    ),
  },
  {
    name: 'a port that nothing is known to answer on',
    plan: toPlan({ health: { startPeriod: 10 } }),
  },
  { name: 'build secrets', plan: withBuildSecrets() },
  { name: 'sources on GitHub', plan: toPlan({}, { source: 'https://github.com/Tides/Clock.git' }) },
  withFront('a server in front', { writablePaths: [uploads, cache] }),
  withFront('a server in front, a service and a migration', {
    services: ['postgres'],
    migration: ['/app/server', 'migrate'],
    secretVariables: ['DATABASE_URL'],
  }),
  withoutPort('a worker with a health check', {
    test: ['/app/worker', 'alive'],
    startPeriod: 5,
  }),
  withoutPort('a worker without a health check', { startPeriod: 5 }),
];

/** A program that a server of its own stands in front of. */
function withFront(name: string, changes: Partial<Runtime>): PlanCase {
  const plan = toPlan(
    { health: { test: ['/app/server', 'healthcheck'], startPeriod: 5 }, ...changes },
    {
      front: {
        name: 'web',
        title: 'nginx',
        user: { uid: 101, gid: 101 },
        port: 8443,
        entrypoint: ['nginx'],
        command: [],
        health: { test: ['wget', '-q'], livePath: '/livez', readyPath: '/readyz', startPeriod: 5 },
        resources: { cpus: 0.5, memory: 64, processes: 50 },
      },
    },
  );
  const web = { name: 'web', from: { kind: 'stage', stage: 'base' }, steps: [] } as const;
  return { name, plan: { ...plan, stages: [web, ...plan.stages] } };
}

function withBuildSecrets(): ImagePlan {
  return toPlan(
    {},
    {
      buildSecrets: [
        { id: 'npmrc', from: 'file', source: '.npmrc' },
        { id: 'home-npmrc', from: 'file', source: '~/.npmrc' },
        { id: 'npm-token', from: 'env', source: 'NPM_TOKEN' },
      ],
    },
  );
}

function withoutPort(name: string, health: Runtime['health']): PlanCase {
  const { port: _port, ...rest } = runtime;
  return {
    name,
    plan: { ...toPlan(), runtime: { ...rest, health, services: ['redis'], secretVariables: [] } },
  };
}

/** The plans made by hand, and those of the test projects on every base. */
export function readPlanCases(): readonly PlanCase[] {
  const fromProjects = readRecipeCases().flatMap((recipeCase) =>
    generateCase(recipeCase).bases.map((base) => ({
      name: `${recipeCase.name} on ${base}`,
      plan: generateCase(recipeCase, base).plan,
    })),
  );
  return [...madePlans, ...fromProjects];
}

/** What an emitter writes, by path. */
export function emitFiles(
  emitter: Emitter,
  plan: ImagePlan,
  changes: Partial<EmitSettings> = {},
): ReadonlyMap<string, GeneratedFile> {
  const settings: EmitSettings = {
    digests: new Map(),
    existing: () => undefined,
    parts: new Set(['dockerfile', emitter.id]),
    folder: '',
    contextFolder: '.',
    dockerfile: 'Dockerfile',
    ...changes,
  };
  return new Map(emitter.emit(plan, settings).map((file) => [file.path, file]));
}

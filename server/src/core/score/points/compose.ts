import { readSecretValue, isSecretName } from '../../model/secret-values';
import { collectMainCommands } from '../../model/main-command';
import {
  appServiceOf,
  collectMountTargets,
  environmentOf,
  otherServicesOf,
  publishedPortsOf,
  servicesOf,
} from '../compose-file';
import { judgeReference } from '../image-reference';
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

const group = 'Compose';

/** Points about the Compose file. */
export const composePoints: readonly Point[] = [
  definePoint({
    id: 31,
    group,
    title: 'A locked service',
    asks: 'The service has a read-only root file system with places to write to, no capabilities, no new privileges, a user without root rights, and nothing of the host.',
    check: (facts) => judgeApp(facts, judgeLocks),
  }),
  definePoint({
    id: 32,
    group,
    title: 'Limits and upkeep',
    asks: 'The service has limits of cores, memory and processes, a restart policy, time to stop, bounded logs, and a health check of its own or that of the image.',
    check: (facts) =>
      judgeApp(facts, (app) => [...judgeLimits(app), ...judgeServiceHealth(facts, app)]),
  }),
  definePoint({
    id: 33,
    group,
    title: 'Secrets and networks',
    asks: 'No password stands in the file, no other service is published, ports are open on the loopback address only, and other services are in an internal network.',
    check: (facts) =>
      judgeApp(facts, (app) => [...judgePasswords(facts), ...judgeNetworks(facts, app)]),
  }),
  definePoint({
    id: 34,
    group,
    title: 'Other services in order',
    asks: 'Their images are pinned, PostgreSQL keeps its data where its version does, a service waits until others are ready, and migrations run once by themselves.',
    check: (facts) =>
      judgeApp(facts, (app) => [
        ...judgeImages(facts),
        ...judgeOrder(facts, app),
        ...judgeMigration(facts),
      ]),
  }),
];

function judgeApp(facts: ScoreFacts, check: (app: YamlTree) => readonly Problem[]): Verdict {
  const { companions } = facts;
  const { compose } = companions;
  if (compose === undefined && facts.isWasm) {
    return notApplicable('WebAssembly runs on runtimes of its own.');
  }
  const file = compose?.path ?? 'compose.yaml';
  if (compose === undefined) {
    return judge([{ says: 'There is no Compose file.', mend: 'Write a compose.yaml', file }]);
  }
  if (compose.tree === undefined) {
    return judge([{ says: 'The Compose file is not YAML.', mend: 'Mend its syntax', file }]);
  }
  const app = appServiceOf(companions);
  return app === undefined
    ? judge([{ says: 'No service is built here.', mend: 'Give the service "build"', file }])
    : judge(check(app));
}

function judgeLocks(app: YamlTree): readonly Problem[] {
  const has = (key: string, pattern: RegExp): boolean =>
    app.at(key)?.texts.some((text) => pattern.test(text)) === true;
  const user = app.textAt('user');
  const problems: readonly (readonly [wrong: boolean, says: string, mend: string])[] = [
    [
      app.textAt('read_only') !== 'true',
      'The root file system can be written to.',
      'Write "read_only: true"',
    ],
    [
      !collectMountTargets(app).includes('/tmp'),
      'There is no /tmp to write to.',
      'Mount a tmpfs on /tmp',
    ],
    [!has('cap_drop', /^all$/i), 'The service keeps capabilities.', 'Write "cap_drop: [ALL]"'],
    [
      !has('security_opt', /^no-new-privileges(?:[:=]true)?$/),
      'A program can get more rights than it was started with.',
      'Write "security_opt: [no-new-privileges:true]"',
    ],
    [has('security_opt', /unconfined/), 'A guard of the kernel is off.', 'Delete "unconfined"'],
    [
      user !== undefined && /^(?:0|root)(?::|$)/.test(user),
      'The service runs as root.',
      'Name another user',
    ],
    [
      app.textAt('privileged') === 'true',
      'The service has all rights of the host.',
      'Delete "privileged"',
    ],
    [
      ['network_mode', 'pid', 'ipc', 'userns_mode', 'uts'].some(
        (key) => app.textAt(key) === 'host',
      ),
      'The service shares a namespace with the host.',
      'Delete the line with "host"',
    ],
    [
      (app.at('volumes')?.items ?? []).some((volume) =>
        (volume.text ?? volume.textAt('source') ?? '').includes('docker.sock'),
      ),
      'The service controls Docker, and so the host.',
      'Do not mount docker.sock',
    ],
  ];
  return problems.flatMap(([wrong, says, mend]) => (wrong ? [inTree(app, says, mend)] : []));
}

function judgeLimits(app: YamlTree): readonly Problem[] {
  const has = (...paths: readonly string[]): boolean =>
    paths.some((path) => app.at(...path.split('.')) !== undefined);
  const driver = app.textAt('logging', 'driver');
  const isBounded = driver === 'local' || driver === 'none' || has('logging.options.max-size');
  const problems: readonly (readonly [right: boolean, says: string, mend: string])[] = [
    [has('deploy.resources.limits.cpus', 'cpus'), 'It may take every core.', 'Limit "cpus"'],
    [
      has('deploy.resources.limits.memory', 'mem_limit'),
      'It may take all memory.',
      'Limit "memory"',
    ],
    [
      has('deploy.resources.limits.pids', 'pids_limit'),
      'It may start any number of processes.',
      'Limit "pids"',
    ],
    [
      has('restart', 'deploy.restart_policy'),
      'Nothing starts it again.',
      'Write "restart: unless-stopped"',
    ],
    [
      has('stop_grace_period'),
      'It has the default ten seconds to stop.',
      'Write "stop_grace_period"',
    ],
    [isBounded, 'Its logs grow without end.', 'Set "max-size" and "max-file" of "logging"'],
  ];
  return problems.flatMap(([right, says, mend]) => (right ? [] : [inTree(app, says, mend)]));
}

/** What an image cannot be asked with is a matter of point 24. */
function judgeServiceHealth({ process, runtime }: ScoreFacts, app: YamlTree): readonly Problem[] {
  const own = app.at('healthcheck');
  if (own?.textAt('disable') === 'true') {
    return [inTree(own, 'The health check is switched off.', 'Delete "disable"')];
  }
  const serves = publishedPortsOf(app).length !== 0 && runtime !== undefined;
  if (own !== undefined || process.healthCheck?.kind === 'command' || !serves) return [];
  return [inTree(app, 'Nobody notices when the service hangs.', 'Write "healthcheck"')];
}

function judgePasswords({ companions }: ScoreFacts): readonly Problem[] {
  return servicesOf(companions)
    .flatMap(([, service]) => environmentOf(service))
    .filter(({ name, value }) => holdsSecret(name, value))
    .map(({ name, tree }) =>
      inTree(
        tree,
        `The variable ${name} holds a secret.`,
        'Use "secrets" and a variable that ends with _FILE',
      ),
    );
}

function holdsSecret(name: string, value: string): boolean {
  if (name.endsWith('_FILE') || value === '' || value.startsWith('/')) return false;
  // `${NAME:?…}` and `${NAME}` hold nothing; what `${NAME:-…}` falls back to does.
  const literal = value
    .replace(/\$\{\w+(?::?[?+][^}]*)?\}/g, '')
    .replace(/\$\{\w+:?-([^}]*)\}/g, '$1');
  if (literal.trim() === '') return false;
  return readSecretValue(name, literal) !== undefined || (isSecretName(name) && literal === value);
}

function judgeNetworks({ companions }: ScoreFacts, app: YamlTree): readonly Problem[] {
  const others = otherServicesOf(companions);
  const published = others
    .flatMap(([, service]) => publishedPortsOf(service))
    .map(({ tree }) =>
      inTree(tree, 'A service that only the application needs is published.', 'Delete its "ports"'),
    );
  const open = publishedPortsOf(app)
    .filter(({ host }) => host === undefined || !/^127\.|^\[::1\]|^::1$|^\$/.test(host))
    .map(({ tree }) =>
      inTree(
        tree,
        'The port is open to the network, past the firewall.',
        'Write 127.0.0.1: before it',
      ),
    );
  const internal = new Set(
    (companions.compose?.tree?.at('networks')?.entries ?? []).flatMap(([name, network]) =>
      network.textAt('internal') === 'true' ? [name] : [],
    ),
  );
  const reachable = others
    .filter(([, service]) => !networksOf(service).some((name) => internal.has(name)))
    .map(([name, service]) =>
      inTree(
        service,
        `"${name}" can reach the internet.`,
        'Put it into a network with "internal: true"',
      ),
    );
  return [...published, ...open, ...reachable];
}

function networksOf(service: YamlTree): readonly string[] {
  const networks = service.at('networks');
  return [...(networks?.texts ?? []), ...(networks?.entries ?? []).map(([name]) => name)];
}

function judgeImages({ companions }: ScoreFacts): readonly Problem[] {
  return otherServicesOf(companions).flatMap(([, service]): readonly Problem[] => {
    const image = service.at('image');
    const text = image?.text;
    if (image === undefined || text === undefined) return [];
    const says = judgeReference(text);
    const wrong = says === undefined ? [] : [inTree(image, says, 'Name at least MAJOR.MINOR')];
    return [...wrong, ...judgePostgres(service, text)];
  });
}

/** From PostgreSQL 18 on the data of every version has a folder of its own. */
function judgePostgres(service: YamlTree, image: string): readonly Problem[] {
  const major = /(?:^|\/)postgres:(\d+)/.exec(image)?.[1];
  if (major === undefined) return [];
  const folder = '/var/lib/postgresql';
  const [right, wrong] =
    18 <= Number(major)
      ? ([folder, `${folder}/data`] as const)
      : ([`${folder}/data`, folder] as const);
  if (!collectMountTargets(service).includes(wrong)) return [];
  return [
    inTree(service, `PostgreSQL ${major} does not keep its data in ${wrong}.`, `Mount ${right}`),
  ];
}

function judgeOrder({ companions }: ScoreFacts, app: YamlTree): readonly Problem[] {
  const names = otherServicesOf(companions).map(([name]) => name);
  const dependencies = app.at('depends_on');
  const conditions = new Map(
    (dependencies?.entries ?? []).map(([name, tree]) => [name, tree.textAt('condition')]),
  );
  const listed = dependencies?.texts ?? [];
  return names
    .filter((name) => {
      const condition = conditions.get(name);
      return condition !== 'service_healthy' && condition !== 'service_completed_successfully';
    })
    .map((name) => {
      const says =
        listed.includes(name) || conditions.has(name)
          ? `The service does not wait until "${name}" is ready.`
          : `The service does not wait for "${name}".`;
      return inTree(dependencies ?? app, says, `Write "${name}: {condition: service_healthy}"`);
    });
}

const migrations = /^(?:migrate|db:migrate|migration|alembic|flyway|liquibase|knex)$/;

function judgeMigration(facts: ScoreFacts): readonly Problem[] {
  return collectMainCommands(facts.process)
    .filter(({ words }) => words.some(({ value = '' }) => migrations.test(value)))
    .slice(0, 1)
    .map(({ instruction }) =>
      facts.at(
        instruction,
        'Every container migrates the data when it starts.',
        'Migrate in a service of its own that runs once',
      ),
    );
}

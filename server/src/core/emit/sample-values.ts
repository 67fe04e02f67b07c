import type { ServiceImage } from '../data/service-images';
import type { ImagePlan, ServiceKind } from '../plan/image-plan';

/** What stands in the template of `.env` for a variable. */
export interface SampleValue {
  /** Well-formed, with `PASSWORD` where a secret belongs; empty where nothing is known. */
  readonly value: string;
  /** The server whose password is meant. */
  readonly server?: ServiceImage;
  /** Where a value comes from: a line for people. */
  readonly hint?: string;
}

type Services = readonly (readonly [kind: ServiceKind, image: ServiceImage])[];

/**
 * Forms of addresses that are not URLs, by ecosystem as Dependabot calls it. A server of Compose has no certificate,
 * without which `lib/pq` refuses to connect unless it is told so.
 * Sources: https://jdbc.postgresql.org/documentation/use/, https://github.com/go-sql-driver/mysql#dsn-data-source-name,
 * https://pkg.go.dev/github.com/lib/pq, https://www.npgsql.org/doc/connection-string-parameters.html,
 * https://stackexchange.github.io/StackExchange.Redis/Configuration; checked 2026-11-22 from general knowledge.
 */
const forms: Readonly<Record<string, Readonly<Partial<Record<ServiceKind, string>>>>> = {
  jdbc: {
    postgres: 'jdbc:postgresql://postgres:5432/app',
    mysql: 'jdbc:mysql://mysql:3306/app',
    mariadb: 'jdbc:mariadb://mariadb:3306/app',
  },
  r2dbc: {
    postgres: 'r2dbc:postgresql://postgres:5432/app',
    mysql: 'r2dbc:mysql://mysql:3306/app',
    mariadb: 'r2dbc:mariadb://mariadb:3306/app',
  },
  gomod: {
    postgres: 'postgresql://app:PASSWORD@postgres:5432/app?sslmode=disable',
    mysql: 'app:PASSWORD@tcp(mysql:3306)/app?parseTime=true',
  },
  nuget: {
    postgres: 'Host=postgres;Port=5432;Database=app;Username=app;Password=PASSWORD',
    mysql: 'Server=mysql;Port=3306;Database=app;User ID=app;Password=PASSWORD',
    redis: 'redis:6379,password=PASSWORD',
  },
};

const databases: readonly ServiceKind[] = ['postgres', 'mysql', 'mariadb', 'mongodb'];

const hints: readonly (readonly [name: RegExp, hint: string])[] = [
  [/^APP_KEY$/, 'Made up by: echo "base64:$(openssl rand -base64 32)"'],
  [/^RAILS_MASTER_KEY$/, 'What config/master.key holds.'],
  [/(?:^|_)SECRET_KEY_BASE$/, 'Made up by: openssl rand -hex 64'],
  [
    /^(?:\w+_)?SECRET_KEY$|^(?:APP|COOKIE|JWT|AUTH|NEXTAUTH|SESSION|TOKEN|CSRF)(?:_\w+)?_SECRET$|^SECRET$/,
    'Made up by: openssl rand -hex 32',
  ],
];

/** What is known of the value of a variable by its name, the language and the servers beside the application. */
export function findSampleValue(
  name: string,
  { ecosystem = '', runtime }: ImagePlan,
  services: Services,
): SampleValue {
  const server = findServer(name, services);
  if (server === undefined) {
    const hint = /^(?:AWS|STRIPE|GITHUB|GOOGLE|TWILIO|OAUTH|S3)_/.test(name)
      ? undefined
      : hints.find(([pattern]) => pattern.test(name))?.[1];
    return { value: '', ...(hint === undefined ? {} : { hint }) };
  }
  const [kind, image] = server;
  if (/_?PASS(?:WORD)?$/i.test(name)) return { value: 'PASSWORD', server: image };
  if (/USER(?:NAME)?$/i.test(name)) return { value: 'app' };
  const form = forms[formOf(name, ecosystem)]?.[kind];
  const value = form ?? runtime.addresses?.[kind] ?? image.address;
  return value.includes('PASSWORD') ? { value, server: image } : { value };
}

/** What a variable that tells where a server is holds in Compose; undefined: no server is meant. */
export function findConnectionValue(name: string, services: Services): string | undefined {
  const server =
    services.find(([, { variable }]) => variable.test(name)) ??
    (/^(?:DB|DATABASE)_/.test(name)
      ? services.find(([kind]) => databases.includes(kind))
      : undefined);
  if (server === undefined) return undefined;
  const [kind, { port }] = server;
  if (name.endsWith('HOST')) return kind;
  if (name.endsWith('PORT')) return String(port);
  // Redis numbers its databases and has no accounts by default.
  return kind === 'redis' ? undefined : 'app';
}

function formOf(name: string, ecosystem: string): string {
  if (name.includes('R2DBC')) return 'r2dbc';
  if (/JDBC|DATASOURCE/.test(name) && !name.includes('REACTIVE')) return 'jdbc';
  const isJava = ecosystem === 'maven' || ecosystem === 'gradle';
  return isJava && !name.includes('REACTIVE') ? 'jdbc' : ecosystem;
}

/** The server whose address, account or password a variable asks for by its name. */
function findServer(name: string, services: Services): Services[number] | undefined {
  const upper = name.toUpperCase();
  const own = upper.startsWith('CONNECTIONSTRINGS__');
  if (!own && !/(?:URL|URI|DSN|CONNECTION_?STRING|PASS(?:WORD)?|USER(?:NAME)?)$/.test(upper)) {
    return undefined;
  }
  const named = services.find(([, image]) => image.variable.test(upper));
  if (named !== undefined) return named;
  if (own && upper.includes('CACHE')) return services.find(([kind]) => kind === 'redis');
  if (own && /BUS|QUEUE|BROKER/.test(upper)) return services.find(([kind]) => kind === 'rabbitmq');
  const isDatabase = own || /^(?:\w+_)?(?:DATABASE|DB|DATASOURCE|JDBC|R2DBC)_/.test(upper);
  return isDatabase ? services.find(([kind]) => databases.includes(kind)) : undefined;
}

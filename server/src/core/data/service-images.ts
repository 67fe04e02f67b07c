import type { ServiceKind } from './service-clients';
import type { Sourced } from './sourced';

/** A file that a server reads a secret from. */
export interface ServiceSecret {
  /** Name of the secret: snake case, as official images write it. */
  readonly id: string;
  /** Name of the file below `secrets/`. */
  readonly file: string;
  /** Variable that tells the server where the secret lies; undefined: the command or `target` does. */
  readonly variable?: string;
  /** Where the server expects it; undefined: `/run/secrets/ID`. */
  readonly target?: string;
  /** What the file holds, `PASSWORD` for a password made up for it; `\n` ends a line. */
  readonly holds: string;
}

/** How a server runs beside an application in one Compose project: as its own user, on a read-only root. */
export interface ServiceImage extends Sourced {
  readonly title: string;
  /** Minor version and suite, where there are tags with one. */
  readonly image: string;
  /** Release line in `data/end-of-life`. */
  readonly product: string;
  readonly cycle: string;
  /**
   * The account of the image that owns its folders. Started as it, the entrypoint needs no capability, because
   * there is nothing to change the owner of: a new volume gets the owner of the folder in the image.
   */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly port: number;
  /** What has to outlive the container. */
  readonly data: string;
  /** Where it writes besides the data and /tmp. */
  readonly writes: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly secrets: readonly ServiceSecret[];
  /** Undefined: that of the image. */
  readonly command?: readonly string[];
  /** Must stay the same, because the data is stored under it. */
  readonly hostname?: string;
  /** A program of the image, as a vector. It must not answer while the entrypoint fills an empty volume. */
  readonly health: readonly string[];
  /** Seconds that the health program may take. */
  readonly healthTimeout: number;
  /** Seconds from SIGTERM, or the signal of the image, to a clean end. */
  readonly stopGrace: number;
  /** MiB. */
  readonly memory: number;
  readonly processes: number;
  /** MiB of /dev/shm; undefined: the 64 MiB of the engine are enough. */
  readonly sharedMemory?: number;
  /** How an application reaches it by the name of its service, `PASSWORD` for the password. */
  readonly address: string;
  /** What names of variables say that they hold its address. */
  readonly variable: RegExp;
}

const officialImages = 'docker-library/official-images: library/';
const checked = '2026-08-21';
const sharedGroup = { uid: 999, gid: 999 };
const password = 'PASSWORD\n';

/**
 * Versions: the long-term line of each server that is neither the first of its kind nor about to end.
 * Tags: official-images at 37079fb336. Users, folders and variables: Dockerfiles and entrypoints of the image
 * repositories that each row names. Sizes of memory and numbers of processes: general knowledge, for small loads.
 */
export const serviceImages: Readonly<Record<ServiceKind, ServiceImage>> = {
  postgres: {
    title: 'PostgreSQL',
    image: 'postgres:18.6-trixie',
    product: 'postgresql',
    cycle: '18',
    user: sharedGroup,
    port: 5432,
    // Up to 17 the volume was /var/lib/postgresql/data.
    data: '/var/lib/postgresql',
    writes: ['/run/postgresql'],
    environment: [
      ['POSTGRES_USER', 'app'],
      ['POSTGRES_DB', 'app'],
    ],
    secrets: [
      {
        id: 'postgres_password',
        file: 'postgres_password.txt',
        variable: 'POSTGRES_PASSWORD_FILE',
        holds: password,
      },
    ],
    // The server that fills an empty volume listens on its socket only.
    health: ['pg_isready', '--host=127.0.0.1', '--username=app', '--dbname=app'],
    healthTimeout: 3,
    stopGrace: 60,
    memory: 512,
    processes: 500,
    sharedMemory: 128,
    address: 'postgresql://app:PASSWORD@postgres:5432/app',
    variable: /POSTGRES|PG/,
    source: `${officialImages}postgres; docker-library/postgres: 18/trixie`,
    checked,
  },
  mysql: {
    title: 'MySQL',
    image: 'mysql:8.4-oraclelinux9',
    product: 'mysql',
    cycle: '8.4',
    user: sharedGroup,
    port: 3306,
    data: '/var/lib/mysql',
    writes: ['/run/mysqld'],
    environment: [
      ['MYSQL_DATABASE', 'app'],
      ['MYSQL_USER', 'app'],
      ['MYSQL_ROOT_HOST', 'localhost'],
    ],
    secrets: [
      {
        id: 'mysql_password',
        file: 'mysql_password.txt',
        variable: 'MYSQL_PASSWORD_FILE',
        holds: password,
      },
      {
        id: 'mysql_root_password',
        file: 'mysql_root_password.txt',
        variable: 'MYSQL_ROOT_PASSWORD_FILE',
        holds: password,
      },
    ],
    // The server that fills an empty volume has no network.
    health: ['mysqladmin', 'ping', '--host=127.0.0.1', '--silent'],
    healthTimeout: 5,
    stopGrace: 60,
    memory: 1024,
    processes: 500,
    address: 'mysql://app:PASSWORD@mysql:3306/app',
    variable: /MYSQL/,
    source: `${officialImages}mysql; docker-library/mysql: 8.4`,
    checked,
  },
  mariadb: {
    title: 'MariaDB',
    image: 'mariadb:11.8-noble',
    product: 'mariadb',
    cycle: '11.8',
    user: sharedGroup,
    port: 3306,
    data: '/var/lib/mysql',
    writes: ['/run/mysqld'],
    environment: [
      ['MARIADB_DATABASE', 'app'],
      ['MARIADB_USER', 'app'],
      ['MARIADB_ROOT_HOST', 'localhost'],
    ],
    secrets: [
      {
        id: 'mariadb_password',
        file: 'mariadb_password.txt',
        variable: 'MARIADB_PASSWORD_FILE',
        holds: password,
      },
      {
        id: 'mariadb_root_password',
        file: 'mariadb_root_password.txt',
        variable: 'MARIADB_ROOT_PASSWORD_FILE',
        holds: password,
      },
    ],
    health: ['healthcheck.sh', '--connect', '--innodb_initialized'],
    healthTimeout: 5,
    stopGrace: 60,
    memory: 1024,
    processes: 500,
    address: 'mysql://app:PASSWORD@mariadb:3306/app',
    variable: /MARIA|MYSQL/,
    source: `${officialImages}mariadb; MariaDB/mariadb-docker: 11.8`,
    checked,
  },
  mongodb: {
    title: 'MongoDB',
    image: 'mongo:8.0-noble',
    product: 'mongodb',
    cycle: '8.0',
    user: sharedGroup,
    port: 27017,
    data: '/data/db',
    // Declared as a volume by the image: without a mount each container would leave one behind.
    writes: ['/data/configdb'],
    environment: [['MONGO_INITDB_ROOT_USERNAME', 'app']],
    secrets: [
      {
        id: 'mongodb_password',
        file: 'mongodb_password.txt',
        variable: 'MONGO_INITDB_ROOT_PASSWORD_FILE',
        holds: password,
      },
    ],
    // The server that fills an empty volume listens on 127.0.0.1 only, so the name of the service is asked.
    health: [
      'mongosh',
      '--quiet',
      '--host=mongodb',
      '--eval=quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)',
    ],
    healthTimeout: 10,
    stopGrace: 60,
    memory: 1024,
    processes: 1000,
    address: 'mongodb://app:PASSWORD@mongodb:27017/app?authSource=admin',
    variable: /MONGO/,
    source: `${officialImages}mongo; docker-library/mongo: 8.0`,
    checked,
  },
  redis: {
    title: 'Redis',
    // The Debian of this line is one that ended.
    image: 'redis:8.2-alpine3.22',
    product: 'redis',
    cycle: '8.2',
    user: { uid: 999, gid: 1000 },
    port: 6379,
    data: '/data',
    writes: [],
    environment: [],
    secrets: [{ id: 'redis_conf', file: 'redis.conf', holds: 'requirepass PASSWORD\n' }],
    // As a file of settings the password is in no list of processes.
    command: ['redis-server', '/run/secrets/redis_conf', '--appendonly', 'yes'],
    // It exits with 0 on the answer that a password is missing, too: the server is there.
    health: ['redis-cli', 'ping'],
    healthTimeout: 3,
    stopGrace: 30,
    memory: 256,
    processes: 100,
    address: 'redis://:PASSWORD@redis:6379/0',
    variable: /REDIS|VALKEY/,
    source: `${officialImages}redis; redis/docker-library-redis: alpine, debian/docker-entrypoint.sh`,
    checked,
  },
  rabbitmq: {
    title: 'RabbitMQ',
    // Has no tags with a suite; it stands on Ubuntu 24.04.
    image: 'rabbitmq:4.3',
    product: 'rabbitmq',
    cycle: '4.3',
    user: sharedGroup,
    port: 5672,
    data: '/var/lib/rabbitmq',
    writes: ['/var/log/rabbitmq'],
    environment: [],
    // The image refuses to start with RABBITMQ_DEFAULT_PASS_FILE.
    secrets: [
      {
        id: 'rabbitmq_conf',
        file: 'rabbitmq.conf',
        target: '/etc/rabbitmq/conf.d/90-account.conf',
        holds: 'default_user = app\ndefault_pass = PASSWORD\n',
      },
    ],
    hostname: 'rabbitmq',
    health: ['rabbitmq-diagnostics', '--quiet', 'check_running'],
    healthTimeout: 15,
    stopGrace: 60,
    memory: 1024,
    processes: 1000,
    address: 'amqp://app:PASSWORD@rabbitmq:5672/',
    variable: /AMQP|RABBIT/,
    source: `${officialImages}rabbitmq; docker-library/rabbitmq: 4.3/ubuntu`,
    checked,
  },
};

import type { ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  debian,
  debianNames,
  enterpriseLinuxMinimal,
  tags,
  ubuntu,
  ubuntuWithAccount,
} from './systems';

const onAlpine = 'alpine(?:3\\.\\d+)?';
const debianName = `(?:stretch|buster|${debianNames})`;

const postgres: Sourced & Pick<ImageVariant, 'entrypoint' | 'command' | 'dropsPrivileges'> = {
  entrypoint: ['docker-entrypoint.sh'],
  command: ['postgres'],
  dropsPrivileges: true,
  source: 'docker-library/postgres: 18/{trixie,alpine3.23}/Dockerfile',
  checked: '2026-02-26',
};
const postgresVersion = '(?:9\\.[56]|1\\d|2\\d)(?:\\.\\d+)?(?:(?:beta|rc)\\d)?';

const redis: Sourced &
  Pick<ImageVariant, 'entrypoint' | 'command' | 'workdir' | 'dropsPrivileges'> = {
  entrypoint: ['docker-entrypoint.sh'],
  command: ['redis-server'],
  workdir: '/data',
  dropsPrivileges: true,
  source: 'redis/docker-library-redis: 7.4/{debian,alpine}/Dockerfile',
  checked: '2024-10-04',
};
const redisVersion = '[5-8](?:\\.\\d+){0,2}';

const valkey: Sourced &
  Pick<ImageVariant, 'entrypoint' | 'command' | 'workdir' | 'dropsPrivileges'> = {
  entrypoint: ['docker-entrypoint.sh'],
  command: ['valkey-server'],
  workdir: '/data',
  dropsPrivileges: true,
  source: 'valkey-io/valkey-container: 8.0/{debian,alpine}/Dockerfile',
  checked: '2025-01-08',
};
const valkeyVersion = '[7-9](?:\\.\\d+){0,2}';

/** Up to 8.0.29 the plain versions stood on Debian. */
const mysqlVersion = [
  'latest|lts|innovation|8|9',
  '8\\.0(?:\\.(?:3\\d|4\\d))?|8\\.[1-4](?:\\.\\d+)?',
  '9\\.\\d(?:\\.\\d+)?|26(?:\\.\\d+){0,2}',
].join('|');
const mysqlAccount = { name: 'mysql', uid: 999, group: 'mysql', gid: 999 };

const mongo: Sourced & Pick<ImageVariant, 'entrypoint' | 'command' | 'dropsPrivileges'> = {
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mongod'],
  dropsPrivileges: true,
  source: 'docker-library/mongo: 8.0/Dockerfile',
  checked: '2026-06-11',
};
const mongoAccount = { name: 'mongodb', uid: 999, group: 'mongodb', gid: 999 };

const memcached: Sourced &
  Pick<ImageVariant, 'defaultUser' | 'accounts' | 'entrypoint' | 'command'> = {
  defaultUser: 'memcache',
  accounts: [{ name: 'memcache', uid: 11211, group: 'memcache', gid: 11211 }],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['memcached'],
  source: 'docker-library/memcached: 1/{debian,alpine}/Dockerfile',
  checked: '2026-07-09',
};

const mariadb: Sourced & Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command'> = {
  accounts: [mysqlAccount],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mariadbd'],
  source: 'MariaDB/mariadb-docker: 11.4/Dockerfile, 11.4-ubi/Dockerfile',
  checked: '2026-05-29',
};
/** From 10.6 on the default command has its new name. */
const mariadbVersion = '(?:10\\.(?:[6-9]|1[01])|1[1-9](?:\\.\\d+)?)(?:\\.\\d+)?|10|lts';

export const databaseImages: readonly ImageFamily[] = [
  {
    id: 'postgres',
    repositories: ['docker.io/library/postgres'],
    kind: 'server',
    product: 'postgresql',
    variants: [
      {
        ...alpine,
        ...postgres,
        tag: tags(`(?:${postgresVersion}-)?${onAlpine}`),
        accounts: [
          { name: 'postgres', uid: 70, group: 'postgres', gid: 70, home: '/var/lib/postgresql' },
        ],
        tools: ['bash', 'nc', 'wget'],
        uncertainTools: ['perl', 'python3'],
      },
      {
        ...debian,
        ...postgres,
        tag: tags(`latest|(?:${postgresVersion}-)?${debianName}|${postgresVersion}`),
        accounts: [
          { name: 'postgres', uid: 999, group: 'postgres', gid: 999, home: '/var/lib/postgresql' },
        ],
      },
    ],
  },
  {
    id: 'redis',
    repositories: ['docker.io/library/redis'],
    kind: 'server',
    product: 'redis',
    variants: [
      {
        ...alpine,
        ...redis,
        tag: tags(`(?:${redisVersion}-)?${onAlpine}`),
        accounts: [{ name: 'redis', uid: 999, group: 'redis', gid: 1000 }],
      },
      {
        ...debian,
        ...redis,
        tag: tags(`latest|(?:${redisVersion}-)?${debianName}|${redisVersion}`),
        accounts: [{ name: 'redis', uid: 999, group: 'redis', gid: 999 }],
      },
    ],
  },
  {
    id: 'valkey',
    repositories: ['docker.io/valkey/valkey'],
    kind: 'server',
    product: 'valkey',
    variants: [
      {
        ...alpine,
        ...valkey,
        tag: tags(`(?:${valkeyVersion}-)?${onAlpine}`),
        accounts: [{ name: 'valkey', uid: 999, group: 'valkey', gid: 1000 }],
      },
      {
        ...debian,
        ...valkey,
        tag: tags(`latest|(?:${valkeyVersion}-)?${debianName}|${valkeyVersion}`),
        accounts: [{ name: 'valkey', uid: 999, group: 'valkey', gid: 999 }],
      },
    ],
  },
  {
    id: 'mysql',
    repositories: ['docker.io/library/mysql'],
    kind: 'server',
    product: 'mysql',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        tag: tags(`(?:${mysqlVersion})(?:-oracle|-oraclelinux[89])?`, 'oracle|oraclelinux9'),
        accountTool: 'shadow',
        accounts: [mysqlAccount],
        tools: ['bash', 'curl'],
        uncertainTools: ['perl', 'python3'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['mysqld'],
        dropsPrivileges: true,
        source: 'docker-library/mysql: 8.4/Dockerfile.oracle',
        checked: '2026-06-16',
      },
      {
        ...debian,
        tag: tags('(?:5\\.7|8\\.0)(?:\\.\\d+)?-(?:debian|buster|bullseye|bookworm)'),
        accounts: [mysqlAccount],
        uncertainTools: ['wget'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['mysqld'],
        dropsPrivileges: true,
        source: 'docker-library/mysql: 8.0/Dockerfile.debian before its removal',
        checked: '2026-04-22',
      },
    ],
  },
  {
    id: 'mariadb',
    repositories: ['docker.io/library/mariadb'],
    kind: 'server',
    product: 'mariadb',
    variants: [
      {
        ...enterpriseLinuxMinimal,
        ...mariadb,
        tag: tags(`(?:${mariadbVersion})-ubi(?:9|10)?`),
        defaultUser: 'mysql',
        accountTool: 'shadow',
        uncertainTools: ['curl', 'perl', 'python3'],
      },
      {
        ...ubuntu,
        ...mariadb,
        tag: tags(`latest|(?:${mariadbVersion})(?:-(?:focal|jammy|noble))?|noble|jammy`),
        dropsPrivileges: true,
      },
    ],
  },
  {
    id: 'mongo',
    repositories: ['docker.io/library/mongo'],
    kind: 'server',
    product: 'mongodb',
    variants: [
      {
        ...ubuntuWithAccount,
        ...mongo,
        tag: tags('latest|noble|8|8\\.\\d+(?:\\.\\d+)?(?:-noble)?|8-noble'),
        accounts: [...ubuntuWithAccount.accounts, mongoAccount],
        uncertainTools: ['python3'],
      },
      {
        ...ubuntu,
        ...mongo,
        tag: tags('(?:4\\.[0-4]|[5-7](?:\\.\\d)?)(?:\\.\\d+)?(?:-(?:xenial|bionic|focal|jammy))?'),
        accounts: [mongoAccount],
        uncertainTools: ['python3'],
      },
    ],
  },
  {
    id: 'memcached',
    repositories: ['docker.io/library/memcached'],
    kind: 'server',
    product: 'memcached',
    variants: [
      {
        ...alpine,
        ...memcached,
        tag: tags(`(?:1(?:\\.6(?:\\.\\d+)?)?-)?${onAlpine}`),
      },
      {
        ...debian,
        ...memcached,
        tag: tags(`latest|1(?:\\.6(?:\\.\\d+)?)?(?:-${debianName})?|${debianName}`),
      },
    ],
  },
];

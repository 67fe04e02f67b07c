/** Servers an application may need beside it. */
export type ServiceKind = 'postgres' | 'mysql' | 'mariadb' | 'mongodb' | 'redis' | 'rabbitmq';

/**
 * Packages that speak to a server, by language. Object mappers that speak to several are left out.
 * Source: the descriptions of the packages in the registries of their languages; checked 2026-11-22.
 */
const clients: Readonly<Record<string, Readonly<Partial<Record<ServiceKind, string>>>>> = {
  node: {
    postgres: 'pg postgres pg-promise @neondatabase/serverless',
    mysql: 'mysql mysql2',
    mariadb: 'mariadb',
    mongodb: 'mongodb mongoose',
    redis: 'redis ioredis bullmq',
    rabbitmq: 'amqplib',
  },
  python: {
    postgres: 'psycopg psycopg2 psycopg2-binary psycopg-binary asyncpg pg8000 aiopg',
    mysql: 'mysqlclient pymysql aiomysql mysql-connector-python asyncmy',
    mariadb: 'mariadb',
    mongodb: 'pymongo motor mongoengine beanie',
    redis: 'redis django-redis aioredis rq hiredis',
    rabbitmq: 'pika aio-pika',
  },
  go: {
    postgres:
      'github.com/lib/pq github.com/jackc/pgx/v5 github.com/jackc/pgx/v4 gorm.io/driver/postgres',
    mysql: 'github.com/go-sql-driver/mysql gorm.io/driver/mysql',
    mongodb: 'go.mongodb.org/mongo-driver go.mongodb.org/mongo-driver/v2',
    redis: 'github.com/redis/go-redis/v9 github.com/go-redis/redis/v8 github.com/gomodule/redigo',
    rabbitmq: 'github.com/rabbitmq/amqp091-go github.com/streadway/amqp',
  },
  rust: {
    postgres: 'tokio-postgres postgres deadpool-postgres',
    mysql: 'mysql mysql_async',
    mongodb: 'mongodb',
    redis: 'redis fred deadpool-redis',
    rabbitmq: 'lapin',
  },
  java: {
    postgres: 'org.postgresql:postgresql org.postgresql:r2dbc-postgresql',
    mysql: 'com.mysql:mysql-connector-j',
    mariadb: 'org.mariadb.jdbc:mariadb-java-client',
    mongodb:
      'org.springframework.boot:spring-boot-starter-data-mongodb org.mongodb:mongodb-driver-sync',
    redis:
      'org.springframework.boot:spring-boot-starter-data-redis redis.clients:jedis io.lettuce:lettuce-core',
    rabbitmq: 'org.springframework.boot:spring-boot-starter-amqp com.rabbitmq:amqp-client',
  },
  dotnet: {
    postgres: 'Npgsql Npgsql.EntityFrameworkCore.PostgreSQL',
    mysql: 'MySqlConnector Pomelo.EntityFrameworkCore.MySql',
    mongodb: 'MongoDB.Driver',
    redis: 'StackExchange.Redis Microsoft.Extensions.Caching.StackExchangeRedis',
    rabbitmq: 'RabbitMQ.Client',
  },
  ruby: {
    postgres: 'pg',
    mysql: 'mysql2 trilogy',
    mongodb: 'mongo mongoid',
    redis: 'redis sidekiq resque',
    rabbitmq: 'bunny',
  },
  php: {
    postgres: 'ext-pdo_pgsql ext-pgsql',
    mysql: 'ext-pdo_mysql ext-mysqli',
    mongodb: 'ext-mongodb mongodb/mongodb',
    redis: 'ext-redis predis/predis',
    rabbitmq: 'ext-amqp php-amqplib/php-amqplib',
  },
  elixir: {
    postgres: 'postgrex',
    mysql: 'myxql',
    mongodb: 'mongodb_driver',
    redis: 'redix',
    rabbitmq: 'amqp',
  },
};

const kinds = ['mariadb', 'mongodb', 'mysql', 'postgres', 'rabbitmq', 'redis'] as const;

/** The servers that the packages of a language speak to, in order of their names. */
export function findServices(language: string, packages: Iterable<string>): readonly ServiceKind[] {
  const used = new Set(packages);
  const known = clients[language];
  return kinds.filter((kind) => known?.[kind]?.split(' ').some((name) => used.has(name)));
}

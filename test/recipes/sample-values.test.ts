import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serviceImages } from '../../server/src/core/data/service-images';
import compose from '../../server/src/core/emit/compose';
import { findConnectionValue } from '../../server/src/core/emit/sample-values';
import type { Runtime, ServiceKind } from '../../server/src/core/plan/image-plan';
import { emitFiles, toPlan } from '../harness/image-plans';

/** The line of a variable in the template, with the comment above it. */
function sampleOf(
  variable: string,
  services: readonly ServiceKind[],
  { ecosystem = 'npm', ...changes }: { ecosystem?: string } & Partial<Runtime> = {},
): string {
  const plan = toPlan({ services, secretVariables: [variable], ...changes }, { ecosystem });
  const lines = (emitFiles(compose, plan).get('.env.example')?.text ?? '').trimEnd().split('\n');
  return lines
    .slice(1)
    .filter((line) => !line.startsWith('# PASSWORD is'))
    .join('\n');
}

describe('samples of variables', () => {
  test('are URLs for most languages', () => {
    assert.equal(
      sampleOf('DATABASE_URL', ['postgres', 'redis']),
      'DATABASE_URL=postgresql://app:PASSWORD@postgres:5432/app',
    );
    assert.equal(
      sampleOf('REDIS_URL', ['postgres', 'redis']),
      'REDIS_URL=redis://:PASSWORD@redis:6379/0',
    );
    assert.equal(sampleOf('DATABASE_URL', ['redis']), 'DATABASE_URL=');
    assert.equal(sampleOf('SENTRY_DSN', ['postgres']), 'SENTRY_DSN=');
  });

  test('are what the driver of a language takes', () => {
    const cases: readonly (readonly [string, string, ServiceKind, string])[] = [
      [
        'gomod',
        'DATABASE_URL',
        'postgres',
        'postgresql://app:PASSWORD@postgres:5432/app?sslmode=disable',
      ],
      ['gomod', 'MYSQL_DSN', 'mysql', 'app:PASSWORD@tcp(mysql:3306)/app?parseTime=true'],
      ['maven', 'SPRING_DATASOURCE_URL', 'postgres', 'jdbc:postgresql://postgres:5432/app'],
      ['gradle', 'DB_URL', 'mariadb', 'jdbc:mariadb://mariadb:3306/app'],
      ['maven', 'SPRING_R2DBC_URL', 'mysql', 'r2dbc:mysql://mysql:3306/app'],
      [
        'maven',
        'QUARKUS_DATASOURCE_REACTIVE_URL',
        'postgres',
        'postgresql://app:PASSWORD@postgres:5432/app',
      ],
      [
        'nuget',
        'ConnectionStrings__Shop',
        'postgres',
        'Host=postgres;Port=5432;Database=app;Username=app;Password=PASSWORD',
      ],
      ['nuget', 'ConnectionStrings__Cache', 'redis', 'redis:6379,password=PASSWORD'],
      ['nuget', 'ConnectionStrings__Bus', 'rabbitmq', 'amqp://app:PASSWORD@rabbitmq:5672/'],
    ];
    for (const [ecosystem, name, service, value] of cases) {
      assert.equal(sampleOf(name, [service], { ecosystem }), `${name}=${value}`);
    }
    const addresses = { postgres: 'postgresql+asyncpg://app:PASSWORD@postgres:5432/app' };
    assert.equal(
      sampleOf('DATABASE_URL', ['postgres'], { ecosystem: 'pip', addresses }),
      `DATABASE_URL=${addresses.postgres}`,
    );
  });

  test('name the account, and which password is meant', () => {
    assert.equal(
      sampleOf('SPRING_DATASOURCE_USERNAME', ['mysql']),
      'SPRING_DATASOURCE_USERNAME=app',
    );
    const plan = toPlan({ services: ['mysql'], secretVariables: ['DB_PASSWORD'] });
    assert.match(
      emitFiles(compose, plan).get('.env.example')?.text ?? '',
      /^# PASSWORD is the one in secrets\/mysql_password\.txt\.\nDB_PASSWORD=PASSWORD$/m,
    );
    assert.equal(sampleOf('SMTP_PASSWORD', ['mysql']), 'SMTP_PASSWORD=');
  });

  test('say how what nobody gives out is made up, and hold no secret', () => {
    for (const [name, length] of [
      ['SECRET_KEY_BASE', 64],
      ['JWT_SECRET', 32],
      ['DJANGO_SECRET_KEY', 32],
    ] as const) {
      assert.equal(sampleOf(name, []), `# Made up by: openssl rand -hex ${length}\n${name}=`);
    }
    assert.match(sampleOf('APP_KEY', []), /^# Made up by: echo "base64:.*\nAPP_KEY=$/);
    assert.equal(
      sampleOf('RAILS_MASTER_KEY', []),
      '# What config/master.key holds.\nRAILS_MASTER_KEY=',
    );
    for (const name of ['STRIPE_SECRET_KEY', 'GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY']) {
      assert.equal(sampleOf(name, []), `${name}=`);
    }
  });
});

test('where a server is, by the name of the variable', () => {
  const services = (['postgres', 'redis'] as const).map(
    (kind) => [kind, serviceImages[kind]] as const,
  );
  const of = (name: string): string | undefined => findConnectionValue(name, services);
  assert.deepEqual(
    ['DB_HOST', 'PGPORT', 'POSTGRES_DB', 'REDIS_HOST', 'REDIS_DB', 'MYSQL_HOST'].map(of),
    ['postgres', '5432', 'app', 'redis', undefined, undefined],
  );
});

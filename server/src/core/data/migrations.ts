import type { Sourced } from './sourced';

/** A command that changes the schema of a database. */
export interface MigrationCommand extends Sourced {
  readonly program: RegExp;
  /** Words behind the program, one of which has to be there; undefined: the program alone says it. */
  readonly words?: RegExp;
  /** Words that have to be there as well. */
  readonly also?: RegExp;
}

const checked = '2026-11-22';

export const migrationCommands: readonly MigrationCommand[] = [
  {
    program: /^(?:manage\.py|django-admin)$/,
    words: /^migrate$/,
    source: 'https://docs.djangoproject.com/en/5.2/ref/django-admin/#migrate',
    checked,
  },
  {
    program: /^(?:alembic|aerich)$/,
    words: /^upgrade$/,
    source: 'https://alembic.sqlalchemy.org/en/latest/tutorial.html',
    checked,
  },
  {
    program: /^flask$/,
    words: /^upgrade$/,
    also: /^db$/,
    source: 'https://flask-migrate.readthedocs.io/en/latest/',
    checked,
  },
  {
    program: /^(?:rails|rake)$/,
    words: /^db:(?:migrate|prepare|setup|schema:load)$/,
    source: 'https://guides.rubyonrails.org/active_record_migrations.html',
    checked,
  },
  {
    program: /^prisma$/,
    words: /^(?:deploy|push)$/,
    also: /^(?:migrate|db)$/,
    source: 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference#migrate-deploy',
    checked,
  },
  {
    program: /^(?:knex|typeorm|sequelize|sequelize-cli|mikro-orm|typeorm-ts-node-commonjs)$/,
    words: /^(?:migrate:latest|migration:run|migration:up|db:migrate)$/,
    source: 'https://knexjs.org/guide/migrations.html and https://typeorm.io/docs/migrations/why',
    checked,
  },
  {
    program: /^drizzle-kit$/,
    words: /^(?:migrate|push)$/,
    source: 'https://orm.drizzle.team/docs/kit-overview',
    checked,
  },
  {
    program: /^artisan$/,
    words: /^migrate(?::fresh|:refresh)?$/,
    source: 'https://laravel.com/docs/12.x/migrations',
    checked,
  },
  {
    program: /^(?:console|doctrine)$/,
    words: /^doctrine:(?:migrations:migrate|schema:update)$/,
    source: 'https://symfony.com/bundles/DoctrineMigrationsBundle/current/index.html',
    checked,
  },
  {
    program: /^(?:flyway|goose|dbmate|sea-orm-cli|migrate|phinx)$/,
    words: /^(?:migrate|up)$/,
    source:
      'https://documentation.red-gate.com/flyway and https://github.com/golang-migrate/migrate',
    checked,
  },
  {
    program: /^liquibase$/,
    words: /^update$/,
    source: 'https://docs.liquibase.com/commands/update/update.html',
    checked,
  },
  {
    program: /^(?:diesel|sqlx)$/,
    words: /^run$/,
    also: /^(?:migration|migrate)$/,
    source: 'https://diesel.rs/guides/getting-started and https://github.com/launchbadge/sqlx',
    checked,
  },
  {
    program: /^dotnet$/,
    words: /^update$/,
    also: /^ef$/,
    source: 'https://learn.microsoft.com/ef/core/cli/dotnet',
    checked,
  },
  {
    program: /^(?:mix|ecto)$/,
    words: /^ecto\.migrate$/,
    source: 'https://hexdocs.pm/ecto_sql/Mix.Tasks.Ecto.Migrate.html',
    checked,
  },
];

/** Scripts of `package.json` that by custom change the schema. */
export const migrationScripts =
  /^(?:migrate|migrations?|(?:db|prisma|knex|typeorm|drizzle|sequelize)[:-]migrate(?:[:-](?:up|deploy|latest|run|prod|production))?|migrat(?:e|ion)s?[:-](?:up|deploy|latest|run|prod|production))$/;

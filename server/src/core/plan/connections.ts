import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import { isSourceFile } from '../project/project-files';
import { isManagedFile } from '../project/run-time-files';
import type { ImagePlan, Runtime, ServiceKind } from './image-plan';

/** Settings that name variables as sources do. */
const settingFiles = /(?:^|\/)application\.(?:properties|ya?ml)$/;

const named =
  /(?:["'`]|\benv\.|\$\{)((?:DB|DATABASE|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|RABBITMQ)_?(?:HOST|PORT|USER|USERNAME|NAME|DB|DATABASE))\b/g;

/**
 * Databases of Prisma by the provider of its schema.
 * Source: https://www.prisma.io/docs/orm/reference/prisma-schema-reference#datasource; general knowledge.
 */
const providers: Readonly<Record<string, ServiceKind>> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  mysql: 'mysql',
  mongodb: 'mongodb',
};

/** What a program is told about the servers it talks to, besides what its recipe knows. */
export function findConnections(
  context: BuildContext,
  folder: string,
  { runtime }: ImagePlan,
): Pick<Runtime, 'services' | 'secretVariables' | 'connections'> {
  const prisma = readPrisma(context, folder);
  const services = [...new Set([...runtime.services, ...prisma.services])].sort();
  const secretVariables = [...new Set([...runtime.secretVariables, ...prisma.variables])].sort();
  const prefix = below(folder, '').replace(/^\//, '');
  const texts = context.visiblePaths
    .filter((path) => path.startsWith(prefix) && !isManagedFile(path))
    .filter((path) => isSourceFile(path) || settingFiles.test(path))
    .map((path) => context.text(path) ?? '');
  const names = texts.flatMap((text) => [...text.matchAll(named)].map(([, name = '']) => name));
  const connections = [...new Set(names)].filter((name) => !secretVariables.includes(name)).sort();
  return {
    services,
    secretVariables,
    ...(services.length === 0 || connections.length === 0 ? {} : { connections }),
  };
}

/** The database that the schema of Prisma names, and the variable with its address. */
function readPrisma(
  context: BuildContext,
  folder: string,
): { readonly services: readonly ServiceKind[]; readonly variables: readonly string[] } {
  const text = ['prisma/schema.prisma', 'schema.prisma']
    .map((name) => context.text(below(folder, name)))
    .find((each) => each !== undefined);
  const isUsed = readPackageJson(context, folder)?.dependencies.has('@prisma/client') === true;
  const source = /\bdatasource\s+\w+\s*\{[^}]*\}/.exec(text ?? '')?.[0];
  if (!isUsed || source === undefined) return { services: [], variables: [] };
  const provider = /\bprovider\s*=\s*"(\w+)"/.exec(source)?.[1] ?? '';
  const kind = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  const variable = /\burl\s*=\s*env\("(\w+)"\)/.exec(source)?.[1];
  return {
    services: kind === undefined ? [] : [kind],
    variables: variable === undefined ? [] : [variable],
  };
}

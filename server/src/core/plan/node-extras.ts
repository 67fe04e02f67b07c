import { below } from '../project/node-package-manager';
import type { PackageJson } from '../project/package-json';
import { readScript } from '../project/package-script';
import type { Step } from './image-plan';
import type { NodePackages } from './node-packages';
import type { NodeProgram } from './node-program';

const migrationScripts = [
  'migrate:deploy',
  'migrate:prod',
  'db:migrate',
  'migrate',
  'migration:run',
];

/** What stands behind `node` to bring a database up to date, where the script runs a file that is in the image. */
export function findNodeMigration(
  folder: string,
  manifest: PackageJson,
  { own }: NodeProgram,
): readonly string[] | undefined {
  const [text] = migrationScripts.flatMap((name) => manifest.scripts.get(name) ?? []);
  const commands = text === undefined ? undefined : readScript(text);
  if (commands?.length !== 1) return undefined;
  const [program, file, ...rest] = commands.flatMap(({ words }) => words);
  if (program !== 'node' || file === undefined || file.startsWith('-')) return undefined;
  const path = below(folder, file.replace(/^\.\//, ''));
  const isShipped = own.shipped.some(
    (each) => path === each || (each.endsWith('/') && path.startsWith(each)),
  );
  const isBuilt = own.outputs.value?.some((each) => path.startsWith(`${each}/`)) === true;
  return isShipped || isBuilt ? [file, ...rest] : undefined;
}

/** Has Prisma write its client before what builds with it. */
export function planPrisma(
  { release, folder, workspace }: NodePackages,
  { generatesPrisma }: NodeProgram,
  steps: readonly Step[],
): readonly Step[] {
  if (!generatesPrisma) return steps;
  const runner = {
    npm: 'npx',
    pnpm: 'pnpm exec',
    yarn: 'yarn run',
    'yarn 2': 'yarn run',
    bun: 'bunx',
  }[release.value];
  const schema = workspace === undefined || folder === '' ? '' : `cd ${folder} && `;
  const command =
    schema === '' ? `${runner} prisma generate` : `(${schema}${runner} prisma generate)`;
  const last = steps.at(-1);
  if (last?.kind === 'run' && last.mounts === undefined) {
    return [...steps.slice(0, -1), { ...last, commands: [command, ...last.commands] }];
  }
  return [...steps, { kind: 'run', commands: [command] }];
}

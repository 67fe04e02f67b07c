import type { PackageJson } from '../project/package-json';
import type { Environment } from './image-plan';

/** A framework that makes a server when it builds. */
export interface NodeFramework {
  /** The package that shows it is used. */
  readonly package: string;
  /** The file that its build makes to be started. */
  readonly entry: string;
  /** Folders that its build writes; undefined: what the build script says. */
  readonly outputs: readonly string[] | undefined;
  /** True when what is built holds the packages that it needs. */
  readonly isComplete: boolean;
  readonly port: number;
  /** True when it takes the port from the variable PORT; else the sources tell. */
  readonly readsPort: boolean;
  /** Variables without which it listens where nobody reaches it. */
  readonly environment: Environment;
}

/**
 * Frameworks that make servers. Sources, checked 2026-11-22:
 * https://docs.nestjs.com/deployment, https://nuxt.com/docs/getting-started/deployment,
 * https://svelte.dev/docs/kit/adapter-node, https://docs.adonisjs.com/guides/getting-started/deployment,
 * https://docs.astro.build/en/guides/integrations-guide/node/, https://angular.dev/guide/ssr
 */
const frameworks: readonly NodeFramework[] = [
  {
    package: '@nestjs/core',
    entry: 'dist/main.js',
    outputs: undefined,
    isComplete: false,
    port: 3000,
    readsPort: false,
    environment: [],
  },
  {
    package: 'nuxt',
    entry: '.output/server/index.mjs',
    outputs: ['.output'],
    isComplete: true,
    port: 3000,
    readsPort: true,
    environment: [['HOST', '0.0.0.0']],
  },
  {
    package: '@sveltejs/adapter-node',
    entry: 'build/index.js',
    outputs: ['build'],
    isComplete: false,
    port: 3000,
    readsPort: true,
    environment: [['HOST', '0.0.0.0']],
  },
  {
    package: '@adonisjs/core',
    entry: 'build/bin/server.js',
    outputs: ['build'],
    isComplete: false,
    port: 3333,
    readsPort: true,
    environment: [['HOST', '0.0.0.0']],
  },
  {
    package: '@astrojs/node',
    entry: 'dist/server/entry.mjs',
    outputs: ['dist'],
    isComplete: false,
    port: 4321,
    readsPort: true,
    environment: [['HOST', '0.0.0.0']],
  },
  {
    package: '@react-router/serve',
    entry: 'node_modules/@react-router/serve/bin.cjs',
    outputs: ['build'],
    isComplete: false,
    port: 3000,
    readsPort: true,
    environment: [],
  },
  {
    package: 'fastify-cli',
    entry: 'node_modules/fastify-cli/cli.js',
    outputs: undefined,
    isComplete: false,
    port: 3000,
    readsPort: true,
    environment: [['FASTIFY_ADDRESS', '0.0.0.0']],
  },
];

/** The framework of a project; undefined when it has none of those that are known. */
export function findFramework(manifest: PackageJson): NodeFramework | undefined {
  return frameworks.find(
    (each) => manifest.dependencies.has(each.package) || manifest.devDependencies.has(each.package),
  );
}

import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import { defaultBunVersion } from '../data/recipe-images/bun';
import { findServices, type ServiceKind } from '../data/service-clients';
import { detectBunStart, readBunStart } from '../plan/bun-start';
import type { BaseChoices } from '../plan/choices';
import type { PlannedStage, PlanOutcome, Step } from '../plan/image-plan';
import { copyBuilt, copyParts, copyShipped } from '../plan/node-copies';
import {
  choosePort,
  findLoopbackObstacle,
  findNodeListening,
  type NodeListening,
} from '../plan/node-listen';
import {
  copyFolders,
  findNodeFolders,
  makeFolders,
  placeFolders,
  strayDatabase,
  type NodeFolders,
} from '../plan/node-folders';
import { collectNodeNotes } from '../plan/node-notes';
import {
  describePackage,
  readNodeProject,
  toLabel,
  type NodePackages,
} from '../plan/node-packages';
import { readNodeProgram, type NodeProgram } from '../plan/node-program';
import {
  collectNodeSecrets,
  ignoreOutputs,
  nodeIgnored,
  planNodeBuild,
  planNodeInstall,
} from '../plan/node-stages';
import type { NodeStart } from '../plan/node-start';
import { findNodeSystemNeeds, type NodeSystemNeeds } from '../plan/node-system';
import { planSystemPackages } from '../plan/system-packages';
import { findWorkspaceRoot } from '../plan/node-workspace-part';
import { findSecretVariables } from '../plan/port';
import { findNeededLines } from '../plan/shipped-files';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

interface BunFacts {
  readonly packages: NodePackages;
  readonly version: string;
  readonly start: NodeStart;
  readonly program: NodeProgram;
  /** Settings that Bun reads when it runs. */
  readonly settings: readonly string[];
  readonly listening: NodeListening;
  readonly system: NodeSystemNeeds;
  readonly kept: NodeFolders;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
}

export default defineRecipe<BunFacts>({
  id: 'bun-server',
  title: 'Bun server',
  before: ['node-server'],
  detect: ({ context, folder }) => detectBunStart(context, folder),
  needsRoot: ({ context, folder }) => findWorkspaceRoot(context, folder) !== undefined,
  read: ({ context, folder }) => {
    if (findWorkspaceRoot(context, folder) !== undefined) {
      return refuse('Members of a workspace are planned for Node.js only, not for Bun.');
    }
    const packages = readNodeProject(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const { manifest } = packages;
    if (packages.release.value !== 'bun' && packages.lockFile !== undefined) {
      return refuse(
        `Bun starts the program, but ${packages.lockFile} is of another package manager: run "bun install" and keep bun.lock.`,
      );
    }
    const start = readBunStart(context, folder, manifest);
    if (typeof start === 'string') return refuse(start);
    const program = readNodeProgram(context, folder, packages, start);
    if (typeof program === 'string') return refuse(program);
    const system = findNodeSystemNeeds(manifest);
    if (typeof system === 'string') return refuse(system);
    const listening = findNodeListening(context, folder, manifest, undefined);
    const obstacle = findLoopbackObstacle(listening);
    if (obstacle !== undefined) return refuse(obstacle);
    const named = /\d+\.\d+(?:\.\d+)?/.exec(
      context.text(below(folder, '.bun-version')) ?? manifest.engines.get('bun') ?? '',
    )?.[0];
    return {
      packages,
      version: packages.managerVersion ?? named ?? defaultBunVersion,
      start,
      program,
      settings: ['bunfig.toml', 'tsconfig.json'].filter(
        (name) => context.has(below(folder, name)) === 'yes',
      ),
      listening,
      system,
      kept: findNodeFolders(context, folder, program.build !== undefined),
      services: findServices('node', manifest.dependencies.keys()),
      secrets: findSecretVariables(
        context,
        folder,
        /(?:process|Bun)\.env(?:\.([A-Z][A-Z0-9_]*)|\[['"]([A-Z][A-Z0-9_]*)['"]\])/g,
      ),
    };
  },
  bases: ({ system, program, packages, version }) => {
    if (system.needsPrograms || program.startsPrograms) return ['slim', 'alpine'];
    // The distroless image has no library for C++, which compiled packages need.
    const compiled = 0 < packages.scripted.length + packages.compiled.length;
    if (compiled) return ['slim', 'alpine'];
    return version === defaultBunVersion
      ? ['distroless', 'slim', 'alpine', 'dhi']
      : ['distroless', 'slim', 'alpine'];
  },
  plan: planBun,
});

function planBun(facts: BunFacts, choices: BaseChoices): PlanOutcome {
  const { packages, program, start, listening, version } = facts;
  const { manifest } = packages;
  const image = findRecipeImage('bun', choices.base, version);
  if (image === undefined) {
    return refuse(`There is no image of Bun ${version} in the family "${choices.base}".`);
  }
  const chosen = choosePort(listening, choices.port);
  if (typeof chosen === 'string') return refuse(chosen);
  const { port } = chosen;
  // Bun.serve takes the variable where the program names no port.
  const setsPort = listening.readsPort !== undefined || listening.port?.evidence.file === undefined;
  const healthPath = choices.healthPath ?? listening.health?.value;
  const bun = image.program ?? 'bun';
  const user = image.user ?? { uid: 65532, gid: 65532 };
  return {
    kind: 'plan',
    plan: {
      recipe: 'bun-server',
      name: choices.name ?? toLabel(manifest.name),
      ...describePackage(manifest),
      stages: planStages(facts, image, user),
      runtime: {
        user,
        environment: [
          ['NODE_ENV', 'production'],
          ...(port === undefined || !setsPort ? [] : [['PORT', String(port)] as const]),
          ...listening.environment,
          ...start.environment.filter(([name]) => name !== 'PORT'),
        ],
        ...(port === undefined ? {} : { port }),
        command: image.startsProgram ? start.arguments : [bun, ...start.arguments],
        health: {
          ...(port === undefined ? {} : { test: [bun, '-e', probe(port, healthPath)] }),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 10,
        },
        writablePaths: placeFolders(facts.kept.folders, '/app'),
        needsInit: true,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: [...nodeIgnored, ...ignoreOutputs('', program.own.outputs.value ?? [])],
      needed: [
        ...findNeededLines([...(packages.inputs ?? []), ...program.own.shipped]),
        ...(packages.settings === undefined ? [] : [`!${packages.settings}`]),
      ],
      buildSecrets: collectNodeSecrets(packages),
      ecosystem: 'bun',
      notes: [
        ...chosen.notes,
        ...collectNodeNotes(packages),
        ...(facts.kept.hasStrayDatabase ? [strayDatabase] : []),
      ],
      evidence: [
        packages.release.evidence,
        ...(program.build === undefined ? [] : [program.build.evidence]),
        start.evidence,
        ...(listening.port === undefined ? [] : [listening.port.evidence]),
        ...(listening.health === undefined ? [] : [listening.health.evidence]),
      ],
    },
  };
}

function probe(port: number, path: string | undefined): string {
  const address = `http://127.0.0.1:${String(port)}${path ?? '/'}`;
  // Without a path for it, every answer is a sign of life.
  const answer = path === undefined ? '0' : 'r.ok ? 0 : 1';
  return `fetch('${address}').then((r) => process.exit(${answer}), () => process.exit(1))`;
}

function planStages(
  { packages, program, settings, system, kept }: BunFacts,
  image: RecipeImage,
  user: { readonly uid: number; readonly gid: number },
): readonly PlannedStage[] {
  const { manifest } = packages;
  const installs = 0 < manifest.dependencies.size + manifest.optionalDependencies.size;
  const isBuilt = program.build !== undefined;
  const fromBase = { kind: 'stage', stage: 'base' } as const;
  const folders = placeFolders(kept.folders, '/app');
  const base: PlannedStage = {
    name: 'base',
    from: { kind: 'image', image: image.build },
    steps: [{ kind: 'workdir', path: '/app' }, ...makeFolders(folders)],
  };
  const runtime: readonly Step[] = [
    ...planSystemPackages(
      image.libc,
      image.libc === 'musl' ? system.run.alpine : system.run.debian,
    ),
    { kind: 'workdir', path: '/app' },
    ...(installs ? [copyBuilt('deps', 'node_modules')] : []),
    ...copyParts(program.own, ['**/*.map']),
    ...(program.own.outputs.value === undefined ? [] : copyShipped(settings)),
    ...copyFolders(folders, user),
  ];
  return [
    ...(installs || isBuilt || 0 < folders.length ? [base] : []),
    ...(installs
      ? [
          {
            name: 'deps',
            comment: 'The packages that the program needs when it runs.',
            from: fromBase,
            steps: planNodeInstall(packages, true),
          },
        ]
      : []),
    ...(program.build === undefined
      ? []
      : [
          {
            name: 'build',
            comment: 'All packages, to build with.',
            from: fromBase,
            steps: planNodeBuild(packages, [program.build.value]),
          },
        ]),
    { name: 'runtime', from: { kind: 'image', image: image.run }, steps: runtime },
  ];
}

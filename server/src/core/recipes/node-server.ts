import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import { findServices, type ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import { saidIn } from '../plan/evidence';
import type { PlannedStage, PlanOutcome, Step } from '../plan/image-plan';
import { keepNodeBases } from '../plan/node-bases';
import { copyBuilt, copyParts } from '../plan/node-copies';
import {
  choosePort,
  findLoopbackObstacle,
  findNodeListening,
  type NodeListening,
} from '../plan/node-listen';
import { collectNodeNotes } from '../plan/node-notes';
import {
  describePackage,
  readNodeProject,
  toLabel,
  type NodePackages,
} from '../plan/node-packages';
import { nodeProbe } from '../plan/node-probe';
import { readNodeProgram, type NodeProgram } from '../plan/node-program';
import {
  collectNodeSecrets,
  ignoreOutputs,
  nodeIgnored,
  planNodeBase,
  planNodeBuild,
  planNodeInstall,
} from '../plan/node-stages';
import { findNodeStart, type NodeStart } from '../plan/node-start';
import { findNodeSystemNeeds, type NodeSystemNeeds } from '../plan/node-system';
import { planSystemPackages } from '../plan/system-packages';
import { findNodeMigration, planPrisma } from '../plan/node-extras';
import {
  copyFolders,
  findNodeFolders,
  makeFolders,
  placeFolders,
  strayDatabase,
  type NodeFolders,
} from '../plan/node-folders';
import { findWorkspaceRoot } from '../plan/node-workspace-part';
import { findSecretVariables } from '../plan/port';
import { findNeededLines } from '../plan/shipped-files';
import { chooseCycle } from '../plan/supported-version';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import { defineRecipe, refuse } from './define-recipe';
import { escapePattern } from '../project/escape-pattern';

interface ServerFacts {
  readonly packages: NodePackages;
  readonly start: NodeStart;
  readonly program: NodeProgram;
  readonly listening: NodeListening;
  readonly system: NodeSystemNeeds;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  readonly kept: NodeFolders;
  /** What stands behind `node` to bring a database up to date; undefined: nothing that is in the image. */
  readonly migration: readonly string[] | undefined;
}

export default defineRecipe<ServerFacts>({
  id: 'node-server',
  title: 'Node.js server',
  detect: ({ context, folder }) => {
    const manifest = readPackageJson(context, folder);
    if (manifest === undefined) return undefined;
    for (const name of ['start:prod', 'start']) {
      const start = manifest.scripts.get(name);
      if (start === undefined) continue;
      const says = `The script "${name}" is "${start}".`;
      return [saidIn(context, manifest.path, new RegExp(`"${escapePattern(name)}"\\s*:`), says)];
    }
    // Members of a workspace without a start are libraries.
    if (0 < manifest.workspaces.length || findWorkspaceRoot(context, folder) !== undefined) {
      return undefined;
    }
    const named = manifest.main?.replace(/^\.\//, '');
    const main = ['server.js', 'index.js', 'app.js', named].find(
      (file) => file !== undefined && context.has(below(folder, file)) === 'yes',
    );
    return main === undefined
      ? undefined
      : [{ file: manifest.path, says: `The package is there, and ${main} to start.` }];
  },
  needsRoot: ({ context, folder }) => findWorkspaceRoot(context, folder) !== undefined,
  read: ({ context, folder }) => {
    const packages = readNodeProject(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const { manifest } = packages;
    const start = findNodeStart(context, folder, packages);
    if (typeof start === 'string') return refuse(start);
    const program = readNodeProgram(context, folder, packages, start);
    if (typeof program === 'string') return refuse(program);
    const system = findNodeSystemNeeds(manifest);
    if (typeof system === 'string') return refuse(system);
    const listening = findNodeListening(context, folder, manifest, start.framework);
    const obstacle = findLoopbackObstacle(listening);
    if (obstacle !== undefined) return refuse(obstacle);
    const members = packages.workspace?.needed.flatMap((each) => [
      ...each.manifest.dependencies.keys(),
    ]);
    return {
      packages,
      start,
      program,
      listening,
      system,
      services: findServices('node', [...manifest.dependencies.keys(), ...(members ?? [])]),
      secrets: findSecretVariables(
        context,
        folder,
        /process\.env(?:\.([A-Z][A-Z0-9_]*)|\[['"]([A-Z][A-Z0-9_]*)['"]\])/g,
      ),
      kept: findNodeFolders(context, folder, program.build !== undefined),
      migration: findNodeMigration(folder, manifest, program),
    };
  },
  bases: ({ system, program, packages }) =>
    keepNodeBases(
      system.needsPrograms || program.startsPrograms
        ? ['slim', 'alpine']
        : ['distroless', 'slim', 'alpine', 'dhi', 'chainguard'],
      packages.range.value,
    ),
  plan: planServer,
});

function planServer(facts: ServerFacts, choices: BaseChoices): PlanOutcome {
  const { packages, start, program, listening } = facts;
  const { manifest, folder } = packages;
  const cycle = chooseCycle('nodejs', packages.range.value, choices.today);
  const wanted = packages.range.value ?? '';
  if (cycle === undefined) return refuse(`Which Node.js "${wanted}" allows is not known.`);
  if (!cycle.supported) {
    return refuse(
      `Node.js ${cycle.cycle} gets no more security fixes, and "${wanted}" allows no newer one that does.`,
    );
  }
  if (start.isTypeScript && Number(cycle.cycle) < 22) {
    return refuse(
      `Node.js ${cycle.cycle} does not run TypeScript: add a script "build" that compiles.`,
    );
  }
  const image = findRecipeImage('node', choices.base, cycle.cycle);
  if (image === undefined) {
    return refuse(`There is no image of Node.js ${cycle.cycle} in the family "${choices.base}".`);
  }
  const chosen = choosePort(listening, choices.port);
  if (typeof chosen === 'string') return refuse(chosen);
  const { port } = chosen;
  const healthPath = choices.healthPath ?? listening.health?.value;
  const node = image.program ?? 'node';
  const user = image.user ?? { uid: 65532, gid: 65532 };
  const directory = folder === '' ? '/app' : `/app/${folder}`;
  const startsWith = (words: readonly string[]): readonly string[] =>
    image.startsProgram ? words : [node, ...words];
  return {
    kind: 'plan',
    plan: {
      recipe: 'node-server',
      name: choices.name ?? toLabel(manifest.name),
      ...describePackage(manifest),
      stages: planStages(facts, image, user, directory),
      runtime: {
        user,
        environment: [
          ['NODE_ENV', 'production'],
          ...(listening.readsPort === undefined || port === undefined
            ? []
            : [['PORT', String(port)] as const]),
          ...listening.environment,
          ...start.environment.filter(
            ([name]) => name !== 'PORT' && !listening.environment.some(([other]) => other === name),
          ),
        ],
        ...(port === undefined ? {} : { port }),
        command: startsWith(start.arguments),
        health: {
          ...(port === undefined ? {} : { test: [node, ...nodeProbe(port, healthPath)] }),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 15,
        },
        writablePaths: placeFolders(facts.kept.folders, directory),
        needsInit: true,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        ...(facts.migration === undefined ? {} : { migration: startsWith(facts.migration) }),
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: [
        ...nodeIgnored,
        ...[program.own, ...program.members].flatMap(({ outputs }) =>
          ignoreOutputs('', outputs.value ?? []),
        ),
      ],
      needed: collectNeeded(facts),
      buildSecrets:
        needsInstall(facts) || program.build !== undefined ? collectNodeSecrets(packages) : [],
      ecosystem: 'npm',
      notes: [...chosen.notes, ...collectNodeNotes(packages), ...collectNotes(facts)],
      evidence: [
        packages.range.evidence,
        packages.release.evidence,
        ...(program.build === undefined ? [] : [program.build.evidence]),
        start.evidence,
        ...(listening.port === undefined ? [] : [listening.port.evidence]),
        ...(listening.health === undefined ? [] : [listening.health.evidence]),
      ],
    },
  };
}

/** True when packages have to lie beside the program. */
function needsInstall({ packages, start }: ServerFacts): boolean {
  const { manifest, workspace } = packages;
  if (start.framework?.isComplete === true) return false;
  return (
    0 < manifest.dependencies.size + manifest.optionalDependencies.size ||
    (workspace !== undefined && 0 < workspace.running.length)
  );
}

function planStages(
  facts: ServerFacts,
  image: RecipeImage,
  user: { readonly uid: number; readonly gid: number },
  directory: string,
): readonly PlannedStage[] {
  const { packages, program, system, start, kept } = facts;
  const installs = needsInstall(facts);
  const isBuilt = program.build !== undefined || program.hasPrismaClient || memberIsBuilt(program);
  const base = planNodeBase(packages, image, system.build);
  const folders = placeFolders(kept.folders, directory);
  const fromBase = { kind: 'stage', stage: 'base' } as const;
  const keepsMaps =
    [...start.arguments, ...start.environment.map(([, value]) => value)]
      .join(' ')
      .includes('--enable-source-maps') || packages.manifest.dependencies.has('source-map-support');
  const without = keepsMaps ? [] : ['**/*.map'];
  const runtime: readonly Step[] = [
    ...planSystemPackages(
      image.libc,
      image.libc === 'musl' ? system.run.alpine : system.run.debian,
    ),
    { kind: 'workdir', path: '/app' },
    ...(installs ? [copyPackages(packages)] : []),
    ...(program.hasPrismaClient
      ? [
          {
            ...copyBuilt('build', 'node_modules/.prisma'),
            comment: 'The client that Prisma wrote.',
          },
        ]
      : []),
    ...program.members.flatMap((member) => copyParts(member, without)),
    ...copyParts(program.own, without),
    ...copyFolders(folders, user),
    ...(directory === '/app' ? [] : [{ kind: 'workdir', path: directory } as const]),
  ];
  return [
    ...(installs || isBuilt || 0 < folders.length
      ? [{ ...base, steps: [...base.steps, ...makeFolders(folders)] }]
      : []),
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
    ...(isBuilt
      ? [
          {
            name: 'build',
            comment: 'All packages, to build with.',
            from: fromBase,
            steps: planPrisma(
              packages,
              program,
              planNodeBuild(packages, program.build === undefined ? [] : [program.build.value]),
            ),
          },
        ]
      : []),
    { name: 'runtime', from: { kind: 'image', image: image.run }, steps: runtime },
  ];
}

function memberIsBuilt(program: NodeProgram): boolean {
  return program.members.some(({ outputs }) => outputs.value?.length !== 0);
}

/** In a workspace members have packages of their own beside those of the root. */
function copyPackages({ workspace }: NodePackages): Step {
  return workspace === undefined
    ? copyBuilt('deps', 'node_modules')
    : {
        kind: 'copy',
        comment: 'The packages of the root and of its members, and the links between them.',
        from: 'deps',
        sources: ['/app'],
        target: '/app',
      };
}

function collectNeeded({ packages, program }: ServerFacts): readonly string[] {
  const parts = [program.own, ...program.members];
  return [
    ...findNeededLines([
      ...(packages.inputs ?? []),
      ...parts.flatMap(({ outputs, shipped }) => [...shipped, ...(outputs.value ?? [])]),
    ]),
    ...(packages.settings === undefined ? [] : [`!${packages.settings}`]),
  ];
}

function collectNotes({ program, start, listening, system, kept }: ServerFacts): readonly string[] {
  const { outputs } = program.own;
  const { loopback } = listening;
  return [
    ...(program.build !== undefined && outputs.value === undefined
      ? [`Where the build writes is not known: ${outputs.evidence.says}`]
      : []),
    ...start.leftOut.map(
      (command) =>
        `The image does not run "${command}" when it starts: run it once before a new version starts.`,
    ),
    ...(loopback === undefined
      ? []
      : [
          `${loopback.file ?? ''} calls listen without an address, and Fastify then takes the loopback address: add host: '0.0.0.0', else nobody outside of the container reaches it.`,
        ]),
    ...(system.unknown.length === 0
      ? []
      : [
          `${system.unknown.join(', ')} may need programs or libraries of the system that the image lacks.`,
        ]),
    ...(kept.hasStrayDatabase ? [strayDatabase] : []),
  ];
}

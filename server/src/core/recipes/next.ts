import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import { findServices, type ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import { saidIn } from '../plan/evidence';
import type { PlannedStage, PlanOutcome, Step } from '../plan/image-plan';
import { readNextApplication, readNextSettings, type NextApplication } from '../plan/next-app';
import { keepNodeBases } from '../plan/node-bases';
import { collectNodeNotes } from '../plan/node-notes';
import {
  describePackage,
  readNodeProject,
  toLabel,
  type NodePackages,
} from '../plan/node-packages';
import { nodeProbe } from '../plan/node-probe';
import { planPublicVariables, type PublicVariables } from '../plan/node-public';
import {
  collectNodeSecrets,
  ignoreOutputs,
  nodeIgnored,
  planNodeBuild,
  planNodeSetup,
} from '../plan/node-stages';
import { findNodeSystemNeeds, type NodeSystemNeeds } from '../plan/node-system';
import { planSystemPackages } from '../plan/system-packages';
import { findWorkspaceRoot } from '../plan/node-workspace-part';
import { findSecretVariables } from '../plan/port';
import { findNeededLines } from '../plan/shipped-files';
import { chooseCycle } from '../plan/supported-version';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import { defineRecipe, refuse } from './define-recipe';

interface NextFacts {
  readonly packages: NodePackages;
  readonly application: NextApplication;
  readonly system: NodeSystemNeeds;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  readonly usesPrisma: boolean;
}

export default defineRecipe<NextFacts>({
  id: 'next',
  title: 'Next.js',
  before: ['node-server', 'bun-server', 'static-site'],
  detect: ({ context, folder }) => {
    const manifest = readPackageJson(context, folder);
    if (manifest?.dependencies.has('next') !== true) return undefined;
    const settings = readNextSettings(context, folder);
    if (/\boutput\s*:\s*['"`]export['"`]/.test(settings?.text ?? '')) return undefined;
    return [saidIn(context, manifest.path, /"next"\s*:/, 'The package next is a dependency.')];
  },
  needsRoot: ({ context, folder }) => findWorkspaceRoot(context, folder) !== undefined,
  read: ({ context, folder }) => {
    const packages = readNodeProject(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const { manifest } = packages;
    const application = readNextApplication(context, folder, manifest);
    if (typeof application === 'string') return refuse(application);
    const system = findNodeSystemNeeds(manifest);
    if (typeof system === 'string') return refuse(system);
    const secrets = findSecretVariables(context, folder, /process\.env\.([A-Z][A-Z0-9_]*)/g);
    const generates = /prisma\s+generate/.test(
      `${manifest.scripts.get('build') ?? ''} ${manifest.scripts.get('postinstall') ?? ''}`,
    );
    return {
      packages,
      application,
      system,
      services: findServices('node', manifest.dependencies.keys()),
      secrets,
      usesPrisma: manifest.dependencies.has('@prisma/client') && !generates,
    };
  },
  bases: ({ system, packages }) =>
    keepNodeBases(
      system.needsPrograms
        ? ['slim', 'alpine']
        : ['distroless', 'slim', 'alpine', 'dhi', 'chainguard'],
      packages.range.value,
    ),
  plan: planNext,
});

function planNext(facts: NextFacts, choices: BaseChoices): PlanOutcome {
  const { packages, application } = facts;
  const { manifest, folder } = packages;
  const cycle = chooseCycle('nodejs', packages.range.value, choices.today);
  const wanted = packages.range.value ?? '';
  if (cycle?.supported !== true) {
    return refuse(`Which supported Node.js "${wanted}" allows is not known.`);
  }
  const image = findRecipeImage('node', choices.base, cycle.cycle);
  if (image === undefined) {
    return refuse(`There is no image of Node.js ${cycle.cycle} in the family "${choices.base}".`);
  }
  const port = choices.port ?? application.port.value;
  if (port < 1024) return refuse('A program without root rights needs a port of 1024 or more.');
  const variables = planPublicVariables(application.variables);
  const healthPath = choices.healthPath ?? application.health?.value;
  const node = image.program ?? 'node';
  const directory = folder === '' ? '/app' : `/app/${folder}`;
  return {
    kind: 'plan',
    plan: {
      recipe: 'next',
      name: choices.name ?? toLabel(manifest.name),
      ...describePackage(manifest),
      stages: [planBuild(facts, image, variables), planRuntime(facts, image, directory)],
      runtime: {
        user: image.user ?? { uid: 65532, gid: 65532 },
        environment: [
          ['NODE_ENV', 'production'],
          ['NEXT_TELEMETRY_DISABLED', '1'],
          ['PORT', String(port)],
          ['HOSTNAME', '0.0.0.0'],
        ],
        port,
        command: image.startsProgram ? ['server.js'] : [node, 'server.js'],
        health: {
          test: [node, ...nodeProbe(port, healthPath)],
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 15,
        },
        writablePaths: [
          {
            path: `${directory}/${application.output}/cache`,
            purpose: 'Pages and pictures that Next.js makes when they are asked for.',
            size: 128,
          },
        ],
        needsInit: true,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: [
        ...nodeIgnored,
        ...ignoreOutputs(folder, [application.output, 'out']),
        'next-env.d.ts',
      ],
      needed: [
        ...findNeededLines(packages.inputs ?? []),
        ...(packages.settings === undefined ? [] : [`!${packages.settings}`]),
        ...application.settingFiles.map((path) => `!${path}`),
      ],
      buildSecrets: [...collectNodeSecrets(packages), ...variables.secrets],
      ecosystem: 'npm',
      notes: [
        ...collectNodeNotes(packages),
        ...variables.notes,
        ...application.settingFiles.map(
          (path) =>
            `The build reads ${path}: whatever NEXT_PUBLIC_ it holds is for everybody to see.`,
        ),
        ...(application.major !== undefined && application.major < 16
          ? [`Next.js ${String(application.major)} gets no more fixes: 15 ended on 2026-10-21.`]
          : []),
        'Each replica keeps its own cache of pages: with more than one, set a cacheHandler that they share.',
      ],
      evidence: [
        packages.range.evidence,
        packages.release.evidence,
        application.build.evidence,
        application.standalone,
        application.port.evidence,
        ...(application.health === undefined ? [] : [application.health.evidence]),
      ],
    },
  };
}

function planBuild(
  { packages, application, system, usesPrisma }: NextFacts,
  image: RecipeImage,
  variables: PublicVariables,
): PlannedStage {
  const cache = `/app/${below(packages.folder, application.output)}/cache`;
  const steps = planNodeBuild(
    packages,
    [application.build.value],
    [
      { kind: 'cache', target: cache, id: `next-${toLabel(packages.manifest.name)}`, locked: true },
      ...variables.mounts,
    ],
  );
  const generate: readonly Step[] = usesPrisma
    ? [
        {
          kind: 'run',
          commands: [
            `node_modules/.bin/prisma generate${packages.folder === '' ? '' : ` --schema=${packages.folder}/prisma/schema.prisma`}`,
          ],
        },
      ]
    : [];
  return {
    name: 'build',
    from: { kind: 'image', image: image.build },
    steps: [
      ...planNodeSetup(packages, image, system.build),
      { kind: 'environment', values: [['NEXT_TELEMETRY_DISABLED', '1']] },
      ...steps.slice(0, -1),
      ...generate,
      ...variables.steps,
      ...steps.slice(-1),
    ],
  };
}

function planRuntime(
  { packages, application, system }: NextFacts,
  image: RecipeImage,
  directory: string,
): PlannedStage {
  const { folder } = packages;
  const place = `/app/${below(folder, application.output)}`;
  const steps: readonly Step[] = [
    ...planSystemPackages(
      image.libc,
      image.libc === 'musl' ? system.run.alpine : system.run.debian,
    ),
    { kind: 'workdir', path: directory },
    {
      kind: 'copy',
      comment: 'The server, and of the packages what it needs.',
      from: 'build',
      sources: [`${place}/standalone`],
      target: '/app',
    },
    {
      kind: 'copy',
      from: 'build',
      sources: [`${place}/static`],
      target: `./${application.output}/static`,
    },
    ...(application.hasPublicFolder
      ? [
          {
            kind: 'copy',
            from: 'build',
            sources: [`${directory}/public`],
            target: './public',
          } as const,
        ]
      : []),
  ];
  return { name: 'runtime', from: { kind: 'image', image: image.run }, steps };
}

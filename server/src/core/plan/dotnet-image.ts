import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { BaseChoices, BaseFamily } from './choices';
import { copyDataFolders, makeDataFolders } from './data-folders';
import type { DotnetApplication } from './dotnet-application';
import type { DotnetBuild } from './dotnet-build';
import { planDotnetProbe } from './dotnet-probe';
import type {
  Environment,
  ImagePlan,
  Mount,
  PlannedSecret,
  PlannedStage,
  PlanOutcome,
  Step,
} from './image-plan';
import { toLabel } from './node-packages';
import { chooseCycle } from './supported-version';

/** What every image of a .NET program is planned from. */
export interface DotnetFacts {
  readonly build: DotnetBuild;
  readonly application: DotnetApplication;
  /** True when the shared framework of ASP.NET Core is needed. */
  readonly needsAspNet: boolean;
  readonly bases: readonly [BaseFamily, ...BaseFamily[]];
}

const preferred: readonly BaseFamily[] = ['distroless', 'slim', 'alpine', 'dhi'];

/** `10` of `net10.0`. */
function cycleOf({ framework }: DotnetBuild): string {
  return framework.value.replace(/^net/, '').replace(/\.0$/, '');
}

function findImage(
  { build, needsAspNet }: Pick<DotnetFacts, 'build' | 'needsAspNet'>,
  base: BaseFamily,
): RecipeImage | undefined {
  const kind = build.compiled ? 'compiled' : needsAspNet ? 'aspnet' : 'runtime';
  const cultures = build.cultures.value ? '-cultures' : '';
  return findRecipeImage(`dotnet-${kind}${cultures}`, base, cycleOf(build));
}

/** Adds the families of base images that have this version of .NET; a sentence when there are none. */
export function withDotnetBases(facts: Omit<DotnetFacts, 'bases'>): DotnetFacts | string {
  const [first, ...others] = preferred.filter((base) => findImage(facts, base) !== undefined);
  const { framework, compiled } = facts.build;
  return first === undefined
    ? `There are no images for ${framework.value}${compiled ? ' that compile ahead of time' : ''}: target net10.0.`
    : { ...facts, bases: [first, ...others] };
}

const workFolder = '/src';
const outputFolder = '/app';

/** The image of a .NET program. */
export function planDotnetImage(
  recipe: string,
  facts: DotnetFacts,
  choices: BaseChoices,
): PlanOutcome {
  const { build, application } = facts;
  const version = cycleOf(build);
  const image = findImage(facts, choices.base);
  const cycle = chooseCycle('dotnet', `${version}.x`, choices.today);
  if (image === undefined || cycle === undefined) {
    return {
      kind: 'refused',
      reason: `There is no image of .NET ${version} in the family "${choices.base}".`,
    };
  }
  const port = choices.port ?? application.port?.value;
  const probe = planDotnetProbe(
    {
      port,
      livePath: choices.healthPath ?? application.livePath?.value,
      readyPath: choices.readyPath ?? application.readyPath,
      framework: build.framework.value,
      compiled: build.compiled,
      folder: build.folder,
      cache: [packageCache],
    },
    image,
  );
  const startsHost = hasAppHost(build);
  const user = image.user ?? { uid: 1654, gid: 1654 };
  const plan: ImagePlan = {
    recipe,
    name: choices.name ?? toLabel(build.assembly.replaceAll('.', '-')),
    ...(build.description === undefined ? {} : { description: build.description }),
    stages: [
      planBuild(build, image, [...makeDataFolders(application.writable), ...probe.build]),
      {
        name: 'runtime',
        from: { kind: 'image', image: image.run },
        steps: [
          { kind: 'workdir', path: outputFolder },
          ...probe.runtime,
          ...copyDataFolders(application.writable, user),
          {
            kind: 'copy',
            from: 'build',
            sources: [outputFolder],
            target: './',
            ...(build.compiled ? { without: ['*.dbg'] } : {}),
          },
        ],
      },
    ],
    runtime: {
      user,
      environment: [
        // Diagnostics need a place to write to.
        ['DOTNET_EnableDiagnostics', '0'],
        ...portVariables(application, port),
      ],
      ...(port === undefined ? {} : { port }),
      entrypoint: startsHost ? [`./${build.assembly}`] : ['dotnet', `${build.assembly}.dll`],
      command: [],
      health: { ...probe.health, startPeriod: 15 },
      writablePaths: application.writable,
      needsInit: false,
      resources: { cpus: 1, memory: 512, processes: 200 },
      tmpWithoutPrograms: true,
      services: application.services,
      secretVariables: [...new Set(application.secrets)].sort(),
    },
    files: probe.files,
    ignored: [
      '**/bin',
      '**/obj',
      '**/*.user',
      '**/TestResults',
      '**/appsettings.Development.json',
      '**/.vs',
      ...(build.sdkPin === undefined ? [] : [build.sdkPin.path]),
      ...(build.secretSettings === undefined ? [] : [build.secretSettings]),
    ],
    needed: [],
    buildSecrets: collectSecrets(build),
    ecosystem: 'nuget',
    notes: [
      ...(cycle.supported ? [] : [`.NET ${version} gets no more security fixes: target net10.0.`]),
      ...describeBuild(build),
      ...application.notes,
    ],
    evidence: [
      build.framework.evidence,
      build.cultures.evidence,
      ...(application.port === undefined ? [] : [application.port.evidence]),
      ...(application.livePath === undefined ? [] : [application.livePath.evidence]),
    ],
  };
  return { kind: 'plan', plan };
}

/** A locked restore allows no architecture that the lock file does not name, so it is published for every one. */
function hasAppHost({ usesAppHost, isLocked, compiled }: DotnetBuild): boolean {
  return compiled || (usesAppHost && !isLocked);
}

function portVariables(
  { readsPort, isFixed }: DotnetApplication,
  port: number | undefined,
): Environment {
  if (port === undefined) return [];
  if (readsPort !== undefined) return [['PORT', String(port)]];
  return isFixed || port === 8080 ? [] : [['ASPNETCORE_HTTP_PORTS', String(port)]];
}

const packageCache: Mount = { kind: 'cache', target: '/root/.nuget/packages' };

function planBuild(build: DotnetBuild, image: RecipeImage, prepare: readonly Step[]): PlannedStage {
  const { project, inputs, sdkPin, secretSettings, isLocked, compiled } = build;
  const mounts: readonly Mount[] = [
    ...build.variables.map((variable): Mount => ({
      kind: 'secret',
      id: toSecretId(variable),
      variable,
    })),
    ...(secretSettings === undefined
      ? []
      : [
          {
            kind: 'secret',
            id: 'nuget-config',
            target: `${workFolder}/${secretSettings}`,
          } as const,
        ]),
    packageCache,
  ];
  const copied = inputs?.filter((path) => path !== sdkPin?.path && path !== secretSettings);
  const target = isLocked && !compiled ? '' : ' -a $TARGETARCH';
  const options = [
    build.hasSeveral ? ` -f ${build.framework.value}` : '',
    build.selfContained ? ' -p:SelfContained=false -p:PublishTrimmed=false' : '',
    isLocked ? ' -p:RestoreLockedMode=true' : '',
    isLocked && !compiled ? ' -p:UseAppHost=false' : '',
  ].join('');
  const restore: readonly Step[] =
    copied === undefined
      ? []
      : [
          { kind: 'copy', sources: copied, target: './', parents: true },
          {
            kind: 'run',
            mounts,
            commands: [`dotnet restore ${project}${target}${isLocked ? ' --locked-mode' : ''}`],
          },
        ];
  return {
    name: 'build',
    from: { kind: 'image', image: image.build },
    // The SDK does not run under emulation, but publishes for other machines; machine code is linked on its own.
    ...(compiled ? {} : { onBuildPlatform: true }),
    steps: [
      { kind: 'argument', name: 'TARGETARCH' },
      ...prepare,
      { kind: 'workdir', path: workFolder },
      { kind: 'environment', values: [['DOTNET_CLI_TELEMETRY_OPTOUT', '1']] },
      ...restore,
      { kind: 'copy', sources: ['.'], target: './' },
      {
        kind: 'run',
        mounts,
        commands: [`dotnet publish ${project}${target} -c Release${options} -o ${outputFolder}`],
      },
    ],
  };
}

function collectSecrets({ variables, secretSettings }: DotnetBuild): readonly PlannedSecret[] {
  return [
    ...variables.map((source): PlannedSecret => ({ id: toSecretId(source), from: 'env', source })),
    ...(secretSettings === undefined
      ? []
      : [{ id: 'nuget-config', from: 'file', source: secretSettings } as const]),
  ];
}

function toSecretId(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

function describeBuild(build: DotnetBuild): readonly string[] {
  const { inputsUnknown, isLocked, sdkPin, selfContained, cultures, compiled } = build;
  return [
    ...(inputsUnknown === undefined
      ? []
      : [`All sources are copied before packages are restored: ${inputsUnknown}`]),
    ...(isLocked
      ? []
      : [
          'There is no packages.lock.json, so each build may restore other versions: set RestorePackagesWithLockFile.',
        ]),
    ...(sdkPin === undefined
      ? []
      : [
          `${sdkPin.path} asks for the SDK ${sdkPin.version}: the image builds with the newest of its line, so the file is left out.`,
        ]),
    ...(selfContained
      ? ['The image has the runtime, so the program is published without one of its own.']
      : []),
    ...(compiled
      ? [
          'Machine code is linked on the machine it is for: build each architecture on its own kind of machine.',
        ]
      : []),
    ...(cultures.evidence.file === undefined && cultures.value
      ? [
          'With InvariantGlobalization set to true the image would be smaller, if cultures do not matter.',
        ]
      : []),
  ];
}

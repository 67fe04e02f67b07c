import { distrolessLibraries } from '../data/cmake-packages';
import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, saidIn, type Evidence, type Fact } from '../plan/evidence';
import type { PlannedStage, PlanOutcome, Refusal, Step, WritablePath } from '../plan/image-plan';
import {
  chooseCmakeProgram,
  compilesEveryFile,
  findCmakeObstacle,
  findCmakeSystem,
  isReadByCmake4,
  readCmakeProject,
  type CmakeSystem,
} from '../plan/native-cmake';
import { findIgnoredInputs } from '../plan/native-needs';
import { noteSigns, toOpenPort } from '../plan/native-notes';
import { planProbe, probeFiles, programFolder } from '../plan/native-probe';
import {
  findDataFolders,
  nonroot,
  outputFolder,
  planEmptyFolders,
  planNativeRuntime,
  toShipped,
  type ShippedPath,
} from '../plan/native-runtime';
import { toLabel } from '../plan/node-packages';
import { findMention, findPort, findSecretVariables } from '../plan/port';
import { collectShippedFiles } from '../plan/shipped-files';
import { planSystemPackages } from '../plan/system-packages';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface CmakeFacts {
  readonly name: string;
  readonly description: string | undefined;
  readonly homepage: string | undefined;
  readonly languages: readonly string[];
  /** True when the project builds tests unless it is told not to. */
  readonly hasTests: boolean;
  readonly program: Fact<string>;
  readonly system: CmakeSystem;
  /** False for what CMake 4, which Alpine has, no longer reads. */
  readonly readByCmake4: boolean;
  /** False when another C file would become part of the program. */
  readonly takesProbe: boolean;
  readonly shipped: readonly ShippedPath[];
  readonly writable: readonly WritablePath[];
  readonly writes: Evidence | undefined;
  readonly endsOnSignal: Evidence | undefined;
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  readonly readsPort: Evidence | undefined;
  readonly health: Fact<string> | undefined;
  readonly secrets: readonly string[];
  /** Lines that the ignore file must not have. */
  readonly needed: readonly string[];
}

const code = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|inl|ipp)$/;

/** Manifests of languages whose packages compile C by CMake. */
const others =
  'package.json pyproject.toml setup.py Cargo.toml go.mod pom.xml build.gradle build.gradle.kts Gemfile composer.json mix.exs'.split(
    ' ',
  );

export default defineRecipe<CmakeFacts>({
  id: 'cmake',
  title: 'C or C++ with CMake',
  detect: ({ context, folder }) => {
    const owner = others.some((name) => context.has(below(folder, name)) === 'yes');
    const project = owner ? undefined : readCmakeProject(context, folder);
    if (project?.commands.some(({ name }) => name === 'add_executable') !== true) return undefined;
    const says = `The project is ${project.name}, with a program.`;
    return [saidIn(context, project.file, /^\s*project\s*\(/i, says)];
  },
  read: readCmake,
  bases: ({ system, readByCmake4 }) => {
    const loadsOwn = system.run.some((name) => !distrolessLibraries.has(name));
    return [
      ...(loadsOwn ? (['slim'] as const) : (['distroless', 'slim'] as const)),
      ...(system.build.length === 0 && readByCmake4 ? (['alpine'] as const) : []),
    ];
  },
  plan: planCmake,
});

function readCmake({ context, folder }: Place): CmakeFacts | Refusal {
  const project = readCmakeProject(context, folder);
  if (project === undefined) return refuse(`${below(folder, 'CMakeLists.txt')} cannot be read.`);
  const program = chooseCmakeProgram(context, project);
  if (typeof program === 'string') return refuse(program);
  const obstacle = findCmakeObstacle(context, folder, project);
  if (obstacle !== undefined) return refuse(obstacle);
  const system = findCmakeSystem(project);
  if (typeof system === 'string') return refuse(system);
  const readsPort = findMention(
    context,
    folder,
    /\bgetenv\(\s*"PORT"\s*\)/,
    'The port is read from the variable PORT.',
  );
  const serves =
    readsPort ??
    findMention(
      context,
      folder,
      /\b(?:listen|bind)\s*\(|\btcp::acceptor\b/,
      'It listens to others.',
    );
  const names = collectShippedFiles(context, folder, { sources: false }).filter(
    (name) => !/^\.|^(?:src|include|cmake|build)\/$|\.in$/.test(name),
  );
  return {
    name: project.name,
    description: project.description,
    homepage: project.homepage,
    languages: project.languages,
    hasTests: project.commands.some(({ words: [first = ''] }) =>
      /^(?:CTest|BUILD_TESTING)$/.test(first),
    ),
    program,
    system,
    readByCmake4: isReadByCmake4(project),
    takesProbe: !compilesEveryFile(project),
    shipped: toShipped(context, folder, { names, extension: '.cpp' }),
    writable: findDataFolders(context, folder),
    writes: findMention(
      context,
      folder,
      /\bfopen\s*\([^)]*"[wa]|\bofstream\b|\bO_CREAT\b|\bcreate_director|\bsqlite3_open/,
      'The program writes files.',
    ),
    endsOnSignal: findMention(context, folder, /\bSIGTERM\b/, 'It handles SIGTERM.'),
    port: toOpenPort(
      findCmakePort(context, folder) ?? (serves && fact(8080, byDefault(usualPort))),
      readsPort,
    ),
    readsPort,
    health: findRoute(context, folder),
    secrets: findSecretVariables(context, folder, /\bgetenv\(\s*"([A-Z][A-Z0-9_]*)"\s*\)/g),
    needed: findIgnoredInputs(context, code, new Set()),
  };
}

const usualPort = 'The sources name no port, so 8080 is taken.';

function findCmakePort(context: BuildContext, folder: string): Fact<number> | undefined {
  return findPort(context, folder, [
    /\bhtons\(\s*(\d{2,5})\s*\)/,
    /\.(?:port|listen)\(\s*(?:"[^"]*"\s*,\s*)?(\d{2,5})\b/,
    /\bport\b\s*(?:=|\{|\()\s*"?(\d{2,5})/i,
    /\bport\b[^;\n]{0,60}?\b(\d{4,5})\b/i,
    /^\s*#\s*define\s+\w*PORT\w*\s+"?(\d{2,5})/m,
  ]);
}

/** A path in the sources that has the name such routes usually have. */
function findRoute(context: BuildContext, folder: string): Fact<string> | undefined {
  for (const name of ['livez', 'healthz', 'health', 'ping']) {
    const evidence = findMention(
      context,
      folder,
      new RegExp(`"(?:GET )?/${name}\\b`),
      `The route /${name} is there.`,
    );
    if (evidence !== undefined) return fact(`/${name}`, evidence);
  }
  return undefined;
}

function planCmake(facts: CmakeFacts, choices: BaseChoices): PlanOutcome {
  const { system, shipped, writable, description, homepage, endsOnSignal } = facts;
  const image = findRecipeImage('native', choices.base, '');
  if (image === undefined) return refuse(`There is no image in the family "${choices.base}".`);
  const port = choices.port ?? facts.port?.value;
  const live = choices.healthPath ?? facts.health?.value;
  const program = facts.program.value;
  const hasProbe = port !== undefined && facts.takesProbe;
  const isCpp = facts.languages.includes('CXX');
  const libraries = planLibraries(image, system, isCpp);
  return {
    kind: 'plan',
    plan: {
      recipe: 'cmake',
      name: choices.name ?? toLabel(facts.name),
      ...(description === undefined ? {} : { description }),
      ...(homepage?.startsWith('https://') === true ? { source: homepage } : {}),
      stages: [
        planBuild(facts, image, hasProbe),
        planNativeRuntime({ image, libraries, shipped, writable }),
      ],
      runtime: {
        user: image.user ?? nonroot,
        environment:
          facts.readsPort === undefined || port === undefined ? [] : [['PORT', String(port)]],
        ...(port === undefined ? {} : { port }),
        entrypoint: [`${programFolder}/${program}`],
        command: [],
        health: planProbe(port, { live, ready: choices.readyPath }, hasProbe),
        writablePaths: writable,
        needsInit: endsOnSignal === undefined,
        resources: { cpus: 1, memory: 256, processes: 100 },
        tmpWithoutPrograms: true,
        services: [],
        secretVariables: facts.secrets,
      },
      files: hasProbe ? [probeFiles.c] : [],
      ignored: ['build', 'build-*', 'cmake-build-*', 'CMakeUserPresets.json', '**/*.o'],
      needed: facts.needed,
      buildSecrets: [],
      notes: collectNotes(facts, port),
      evidence: [
        facts.program.evidence,
        ...(facts.port === undefined ? [] : [facts.port.evidence]),
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
      ],
    },
  };
}

/** What a package manager installs in the image that runs; the others have the libraries of the compiler. */
function planLibraries(
  { hasShell, libc }: RecipeImage,
  { run }: CmakeSystem,
  isCpp: boolean,
): readonly string[] {
  if (!hasShell) return [];
  if (libc === 'musl') return isCpp ? ['libgcc', 'libstdc++'] : [];
  return isCpp ? ['libstdc++6', ...run] : run;
}

/**
 * Flags against overflows of the stack and of buffers, and a table of functions that cannot be changed.
 * Source: OpenSSF, "Compiler Options Hardening Guide for C and C++"; checked 2026-11-22 from general knowledge.
 */
const hardening =
  '-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection';

function planBuild(facts: CmakeFacts, image: RecipeImage, hasProbe: boolean): PlannedStage {
  const { writable } = facts;
  const probe = probeFiles.c.path;
  return {
    name: 'build',
    from: { kind: 'image', image: image.build },
    steps: [
      ...planTools(facts, image),
      { kind: 'workdir', path: '/src' },
      ...(hasProbe
        ? [
            {
              kind: 'run',
              mounts: [{ kind: 'bind', source: probe }],
              commands: [
                `mkdir -p ${outputFolder}`,
                `gcc -O2 -Wall -static -s -o ${outputFolder}/healthcheck ${probe}`,
              ],
            } as const,
          ]
        : []),
      ...planEmptyFolders(writable),
      {
        kind: 'environment',
        values: [
          ['CFLAGS', hardening],
          ...(facts.languages.includes('CXX')
            ? [['CXXFLAGS', `${hardening} -D_GLIBCXX_ASSERTIONS`] as const]
            : []),
          ['LDFLAGS', '-Wl,-z,relro,-z,now,-z,noexecstack -s'],
        ],
      },
      { kind: 'argument', name: 'TARGETARCH' },
      planCompile(facts),
    ],
  };
}

function planTools({ languages, system }: CmakeFacts, { libc }: RecipeImage): readonly Step[] {
  if (libc === 'musl')
    return planSystemPackages(libc, ['build-base', 'ccache', 'cmake', 'samurai']);
  const compiler = languages.includes('CXX') ? ['g++'] : ['gcc', 'libc6-dev'];
  const packages = [...compiler, 'ccache', 'cmake', 'ninja-build', ...system.build];
  return planSystemPackages(libc, [...new Set(packages)].sort());
}

function planCompile({ program, languages, hasTests }: CmakeFacts): Step {
  const options = [
    '-G Ninja',
    '-DCMAKE_BUILD_TYPE=Release',
    ...(hasTests ? ['-DBUILD_TESTING=OFF'] : []),
    `-DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${outputFolder}`,
    ...languages.map((each) => `-DCMAKE_${each}_COMPILER_LAUNCHER=ccache`),
  ];
  return {
    kind: 'run',
    mounts: [
      { kind: 'bind', source: '.', writable: true },
      { kind: 'cache', target: '/root/.cache/ccache', id: 'ccache-$TARGETARCH' },
    ],
    commands: [
      `cmake -S . -B /build ${options.join(' ')}`,
      `cmake --build /build --target ${program.value}`,
    ],
  };
}

function collectNotes(facts: CmakeFacts, port: number | undefined): readonly string[] {
  return [
    ...noteSigns({
      ...facts,
      port,
      loopback: undefined,
      endsOnSignal: facts.endsOnSignal !== undefined,
    }),
    ...(facts.takesProbe || port === undefined
      ? []
      : [
          'CMakeLists.txt compiles every C file that it finds, so no program for a health check is added.',
        ]),
  ];
}

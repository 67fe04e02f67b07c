import { findServices } from '../data/service-clients';
import type { BaseChoices } from './choices';
import type { Evidence, Fact } from './evidence';
import type {
  Environment,
  ImagePlan,
  PlannedStage,
  PlanOutcome,
  Runtime,
  Step,
  WritablePath,
} from './image-plan';
import { toLabel } from './node-packages';
import { chooseInterpreter, type Interpreter } from './python-interpreter';
import { describePackages } from './python-notes';
import { describePythonProject, type PythonPackages } from './python-packages';
import { pythonProbe } from './python-probe';
import {
  collectPythonSecrets,
  environmentFolder,
  planAccount,
  compileCommand,
  planProjectInstall,
  planPythonBase,
  planPythonInstall,
  pythonIgnored,
} from './python-stages';
import { planSystemPackages } from './system-packages';

/** What every recipe of Python reads. */
export interface PythonFacts {
  readonly packages: PythonPackages;
  /** Files, and folders with `/` at the end, that the program needs besides its packages. */
  readonly shipped: readonly string[];
  /** Variables whose names tell that they hold secrets. */
  readonly secrets: readonly string[];
  /** Path that answers while the program lives. */
  readonly health: Fact<string> | undefined;
}

/** What a recipe adds to the packages. */
export interface PythonProgram {
  readonly recipe: string;
  /** Program and arguments as they are found with the environment on PATH: `uvicorn app:app`, `python main.py`. */
  readonly words: readonly string[];
  /** Folder that is put on the search path of modules; `''`: none. */
  readonly root: string;
  /** Undefined: it serves nothing. */
  readonly port: number | undefined;
  /** Path that the health check of the image asks where it is not the one that everybody may ask. */
  readonly probedPath?: string | undefined;
  /** Folder of the package, or file of the module, that the project itself is, when it is installed into the environment. */
  readonly installed?: string | undefined;
  /** Files that are started by their paths, which are not compiled ahead. */
  readonly started?: readonly string[];
  /** Commands of the build that need the packages and the sources, each a step. */
  readonly prepare?: readonly string[];
  /** Folders that these commands make, relative to /app. */
  readonly results?: readonly string[];
  readonly environment?: Environment;
  readonly writablePaths?: readonly WritablePath[];
  readonly needsInit?: boolean;
  readonly migration?: readonly string[] | undefined;
  readonly memory?: number;
  readonly notes?: readonly string[];
  readonly evidence: readonly Evidence[];
}

const uid = 65532;

/** The image of a program in Python. */
export function planPythonImage(
  facts: PythonFacts,
  program: PythonProgram,
  choices: BaseChoices,
): PlanOutcome {
  const { packages } = facts;
  const interpreter = chooseInterpreter(packages, choices);
  if ('kind' in interpreter) return interpreter;
  const { image, program: python } = interpreter;
  const { port } = program;
  const healthPath = choices.healthPath ?? facts.health?.value;
  const user = image.user ?? { uid, gid: uid };
  return {
    kind: 'plan',
    plan: {
      recipe: program.recipe,
      name: choices.name ?? toLabel(packages.project?.name),
      ...describePythonProject(packages),
      stages: planStages(facts, program, interpreter),
      runtime: {
        user,
        environment: collectEnvironment(packages, program),
        ...(port === undefined ? {} : { port }),
        ...planStart(packages, program, interpreter),
        health: {
          ...(port === undefined
            ? {}
            : {
                test: [
                  packages.manager === undefined ? python : `${environmentFolder}/bin/python`,
                  ...pythonProbe(port, healthPath ?? program.probedPath),
                ],
              }),
          ...(port === undefined || healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 15,
        },
        writablePaths: program.writablePaths ?? [],
        needsInit: program.needsInit ?? false,
        resources: { cpus: 1, memory: program.memory ?? 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: findServices('python', packages.names),
        ...findAddresses(packages.names),
        ...(program.migration === undefined ? {} : { migration: program.migration }),
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: collectIgnored(facts, program),
      needed: collectNeeded(packages, program),
      buildSecrets: collectPythonSecrets(packages),
      ecosystem: packages.manager?.value === 'uv' ? 'uv' : 'pip',
      notes: [...describePackages(packages, interpreter), ...(program.notes ?? [])],
      evidence: [
        packages.range.evidence,
        ...(packages.manager === undefined ? [] : [packages.manager.evidence]),
        ...program.evidence,
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
      ],
    },
  };
}

/** An image that starts Python by itself would give it the words as arguments. */
function planStart(
  { manager }: PythonPackages,
  { words }: PythonProgram,
  { image, program }: Interpreter,
): Pick<ImagePlan['runtime'], 'entrypoint' | 'command'> {
  const [first = '', ...others] = words;
  const isPython = first === 'python';
  if (manager === undefined && isPython) {
    return { command: image.startsProgram ? others : [program, ...others] };
  }
  return image.startsProgram ? { entrypoint: [first], command: others } : { command: words };
}

function collectEnvironment({ manager }: PythonPackages, program: PythonProgram): Environment {
  return [
    ...(manager === undefined ? [] : [['PATH', `${environmentFolder}/bin:$PATH`] as const]),
    ['PYTHONUNBUFFERED', '1'],
    ['PYTHONFAULTHANDLER', '1'],
    ['PYTHONDONTWRITEBYTECODE', '1'],
    ...(program.root === '' ? [] : [['PYTHONPATH', `/app/${program.root}`] as const]),
    ['HOME', '/tmp'],
    ...(program.environment ?? []),
  ];
}

/**
 * Drivers that SQLAlchemy takes only where the address names them, each with those that it prefers.
 * Source: https://docs.sqlalchemy.org/en/20/dialects/; checked 2026-11-22 from general knowledge.
 */
const drivers: readonly (readonly [service: 'postgres' | 'mysql', names: readonly string[]])[] = [
  ['postgres', ['psycopg2', 'psycopg2-binary', 'psycopg', 'psycopg-binary', 'asyncpg', 'pg8000']],
  ['mysql', ['mysqlclient', 'pymysql', 'aiomysql', 'asyncmy']],
];

function findAddresses(names: readonly string[]): Pick<Runtime, 'addresses'> {
  if (!names.includes('sqlalchemy') && !names.includes('sqlmodel')) return {};
  const found = drivers.flatMap(([service, known]) => {
    const [driver] = known.filter((name) => names.includes(name));
    const short = driver?.replace('-binary', '');
    if (short === undefined || short === 'psycopg2' || short === 'mysqlclient') return [];
    const scheme = service === 'postgres' ? 'postgresql' : 'mysql';
    const port = service === 'postgres' ? 5432 : 3306;
    return [[service, `${scheme}+${short}://app:PASSWORD@${service}:${String(port)}/app`] as const];
  });
  return found.length === 0 ? {} : { addresses: Object.fromEntries(found) };
}

function planStages(
  facts: PythonFacts,
  program: PythonProgram,
  { image, version }: Interpreter,
): readonly PlannedStage[] {
  const { packages } = facts;
  const manager = packages.manager?.value;
  const base: PlannedStage = {
    name: 'base',
    from: { kind: 'image', image: image.build },
    steps: planPythonBase(packages, image),
  };
  const dependencies: readonly PlannedStage[] =
    manager === undefined
      ? []
      : [
          {
            name: 'deps',
            comment: 'The packages that the program needs when it runs, in a virtual environment.',
            from: { kind: 'stage', stage: 'base' },
            steps: planPythonInstall(packages, manager, version),
          },
        ];
  const build = planBuild(facts, program);
  const environmentStage = program.installed === undefined ? 'deps' : 'build';
  const runtime: PlannedStage = {
    name: 'runtime',
    from: { kind: 'image', image: image.run },
    steps: [
      ...planAccount(image, uid),
      ...planSystemPackages(image.libc, packages.libraries, 'Libraries that packages load.'),
      { kind: 'workdir', path: '/app' },
      ...(manager === undefined ? [] : [copyFrom(environmentStage, '.venv')]),
      ...planProgram(facts, program),
    ],
  };
  return [base, ...dependencies, ...(build === undefined ? [] : [build]), runtime];
}

/** Compiles, installs the project and makes what it has to make; undefined when there is nothing of that. */
function planBuild(
  { packages, shipped }: PythonFacts,
  program: PythonProgram,
): PlannedStage | undefined {
  const { installed, prepare = [], writablePaths = [] } = program;
  const manager = packages.manager?.value;
  const package_ = manager === undefined ? undefined : installed;
  if (package_ === undefined && shipped.length === 0) return undefined;
  const needsPackages = manager !== undefined && (installed !== undefined || prepare.length > 0);
  const copied = package_ === undefined ? [] : [toCopied(package_)];
  const compiled = findCompiled(shipped, program);
  const made = writablePaths.map(({ path }) => path);
  const last = [
    ...(made.length === 0 ? [] : [`mkdir -p ${made.join(' ')}`]),
    ...(compiled.length === 0 ? [] : [compileCommand(compiled)]),
  ];
  return {
    name: 'build',
    comment: describeBuild(package_ !== undefined, prepare.length > 0),
    from: { kind: 'stage', stage: needsPackages ? 'deps' : 'base' },
    steps: [
      ...planContextCopies([...new Set([...copied, ...shipped])].sort()),
      ...(manager === undefined || package_ === undefined
        ? []
        : [planProjectInstall(packages, manager)]),
      ...prepare.map((command): Step => ({ kind: 'run', commands: [command] })),
      ...(last.length === 0 ? [] : [{ kind: 'run', commands: last } as const]),
    ],
  };
}

/** What the build copies of a package: `src/` of `src/shop`, `shop.py` of a module alone. */
function toCopied(installed: string): string {
  const isFile = installed.endsWith('.py') && !installed.includes('/');
  return isFile ? installed : installed.replace(/\/.*$|$/, '/');
}

function describeBuild(installs: boolean, prepares: boolean): string {
  if (installs) return 'The project itself, with its programs.';
  return prepares ? 'What is made of the sources.' : 'The sources, compiled.';
}

/** Folders and modules with sources, those that are started by their paths left out: Python reads them anew. */
function findCompiled(
  shipped: readonly string[],
  { started = [] }: PythonProgram,
): readonly string[] {
  return shipped
    .filter((path) => path.endsWith('/') || (path.endsWith('.py') && !started.includes(path)))
    .map((path) => path.replace(/\/$/, ''));
}

function planContextCopies(shipped: readonly string[]): readonly Step[] {
  const files = shipped.filter((path) => !path.includes('/'));
  return [
    ...shipped
      .filter((path) => path.includes('/'))
      .map((path): Step => {
        const name = path.replace(/\/$/, '');
        return { kind: 'copy', sources: [name], target: `./${name}` };
      }),
    ...(files.length === 0 ? [] : [{ kind: 'copy', sources: files, target: './' } as const]),
  ];
}

/** The sources with what was compiled of them, and what else the build made. */
function planProgram({ shipped }: PythonFacts, program: PythonProgram): readonly Step[] {
  const deep = shipped.filter((path) => path.includes('/')).map((path) => path.replace(/\/$/, ''));
  const files = shipped.filter((path) => !path.includes('/'));
  const isCompiled = findCompiled(files, program).some((path) => path.endsWith('.py'));
  return [
    ...deep.map((path) => copyFrom('build', path)),
    ...(isCompiled ? [copyFrom('build', '__pycache__')] : []),
    ...(files.length === 0
      ? []
      : [
          {
            kind: 'copy',
            from: 'build',
            sources: files.map((path) => `/app/${path}`),
            target: './',
          } as const,
        ]),
    ...(program.results ?? []).map((folder) => copyFrom('build', folder)),
    ...(program.writablePaths ?? []).map(({ path }): Step => ({
      kind: 'copy',
      from: 'build',
      sources: [path],
      target: path,
      owner: `${String(uid)}:${String(uid)}`,
    })),
  ];
}

function copyFrom(stage: string, path: string): Step {
  return { kind: 'copy', from: stage, sources: [`/app/${path}`], target: `./${path}` };
}

/** A line that would keep out what the program needs is left out. */
function collectIgnored(
  { shipped }: PythonFacts,
  { results = [] }: PythonProgram,
): readonly string[] {
  return [...pythonIgnored, ...results].filter((line) => !shipped.includes(`${line}/`));
}

/** What the build of the project reads besides its sources. */
function collectNeeded(
  { projectFiles, inputs, manager }: PythonPackages,
  { installed }: PythonProgram,
): readonly string[] {
  if (installed === undefined && (manager === undefined || inputs !== undefined)) return [];
  const files = projectFiles.filter((path) => /\.md$|LICEN[CS]E/i.test(path));
  return files.map((path) => `!${path}`);
}

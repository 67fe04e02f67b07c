import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import { below } from '../project/node-package-manager';
import type { BaseChoices, BaseFamily } from './choices';
import type { Evidence, Fact } from './evidence';
import { copyDataFolders, makeDataFolders } from './data-folders';
import type { Environment, ImagePlan, PlanOutcome, Refusal, Step } from './image-plan';
import type { JavaApplication } from './java-application';
import { collectJavaSecrets, planJavaStages, type JavaBuild } from './java-build';
import { planJavaProbe } from './java-probe';
import { copyProgram, gatherProgram, startProgram, type JavaProgram } from './java-program';
import { toLabel } from './node-packages';
import { chooseCycle } from './supported-version';

/** What every image of a Java program is planned from. */
export interface JavaFacts {
  /** Folder of the program, and of its Dockerfile, in the build context. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly repository: string | undefined;
  readonly java: Fact<number>;
  readonly build: Fact<JavaBuild>;
  readonly program: Fact<JavaProgram>;
  readonly application: JavaApplication;
  readonly bases: readonly [BaseFamily, ...BaseFamily[]];
}

/** What sets one kind of Java program apart. */
export interface JavaKind {
  readonly recipe: string;
  readonly environment: Environment;
  /** Seconds until it may be expected to answer. */
  readonly startPeriod: number;
  /** MiB. */
  readonly memory: number;
  readonly secrets: readonly string[];
  readonly notes: readonly string[];
  readonly evidence: readonly Evidence[];
}

const preferred: readonly BaseFamily[] = ['distroless', 'slim', 'alpine', 'dhi'];

/** Images to build and to run with: a wrapper needs no more than a JDK. */
function findImage(
  { java, build }: Pick<JavaFacts, 'java' | 'build'>,
  base: BaseFamily,
): RecipeImage | undefined {
  const { wrapper, tool } = build.value;
  const language = wrapper ? 'java' : `java-${tool}`;
  return findRecipeImage(language, base, String(java.value));
}

/** Adds the families of base images that have this version of Java; a sentence when there are none. */
export function withBases(facts: Omit<JavaFacts, 'bases'>): JavaFacts | string {
  const [first, ...others] = preferred.filter((base) => findImage(facts, base) !== undefined);
  const { java, build } = facts;
  return first === undefined
    ? `There is no image of Java ${String(java.value)} with ${toolName(build.value)}: commit its wrapper, or compile for a newer Java.`
    : { ...facts, bases: [first, ...others] };
}

/** The image of a Java program. */
export function planJavaImage(facts: JavaFacts, choices: BaseChoices, kind: JavaKind): PlanOutcome {
  const { java, build, program, application, folder } = facts;
  const version = String(java.value);
  const image = findImage(facts, choices.base);
  const cycle = chooseCycle('java', `${version}.x`, choices.today);
  if (image === undefined || cycle === undefined) {
    return refused(`There is no image of Java ${version} in the family "${choices.base}".`);
  }
  const port = choosePort(facts, choices);
  const probe = planJavaProbe(
    {
      port,
      livePath: choices.healthPath ?? application.livePath?.value,
      readyPath: choices.readyPath ?? application.readyPath,
      encrypted: application.encrypted,
    },
    image,
    { folder, java: java.value },
  );
  const { module, outputs, root } = build.value;
  const user = image.user ?? { uid: 65532, gid: 65532 };
  const plan: ImagePlan = {
    recipe: kind.recipe,
    name: choices.name ?? toLabel(facts.name),
    ...(facts.description === undefined ? {} : { description: facts.description }),
    ...(facts.repository === undefined ? {} : { source: facts.repository }),
    stages: [
      ...planJavaStages(build.value, {
        image: image.build,
        task: program.value.task,
        gather: gatherProgram(program.value, module),
        prepare: [...makeDataFolders(application.writable), ...probe.build],
      }),
      {
        name: 'runtime',
        from: { kind: 'image', image: image.run },
        steps: [
          { kind: 'workdir', path: '/app' },
          ...probe.runtime,
          ...copyDataFolders(application.writable, user),
          ...copyProgram(program.value),
          ...copyShipped(facts),
        ],
      },
    ],
    runtime: {
      user,
      environment: [
        ['JAVA_TOOL_OPTIONS', toolOptions(java.value)],
        ...portVariable(facts, port),
        ...kind.environment,
      ],
      ...(port === undefined ? {} : { port }),
      ...startProgram(program.value, image),
      health: { ...probe.health, startPeriod: kind.startPeriod },
      writablePaths: application.writable,
      needsInit: false,
      resources: { cpus: 1, memory: kind.memory, processes: 400 },
      // Libraries unpack their native parts there: Netty, SQLite, Snappy.
      tmpWithoutPrograms: false,
      services: application.services,
      secretVariables: [...new Set([...application.secrets, ...kind.secrets])].sort(),
    },
    files: probe.files,
    ignored: ignoredLines(outputs.map((path) => below(root, path))),
    needed: [],
    buildSecrets: collectJavaSecrets(build.value),
    ecosystem: build.value.tool,
    notes: [
      ...(cycle.supported
        ? []
        : [`Java ${version} gets no more security fixes: compile for a long-term version.`]),
      ...describeBuild(facts),
      ...kind.notes,
    ],
    evidence: [
      java.evidence,
      build.evidence,
      program.evidence,
      ...(application.port === undefined ? [] : [application.port.evidence]),
      ...(application.livePath === undefined ? [] : [application.livePath.evidence]),
      ...kind.evidence,
    ],
  };
  return { kind: 'plan', plan };
}

/** Names in the folder of the program that are its own. */
const ownNames = new Set(['lib', 'app', 'app.jar', 'quarkus', 'quarkus-run.jar']);

/** Folders keep their names; files go into the folder of the program. */
function copyShipped({ build, application }: JavaFacts): readonly Step[] {
  const { root, module } = build.value;
  const at = (name: string): string => below(below(root, module), name);
  return application.shipped
    .filter((name) => !ownNames.has(name))
    .map((name) => ({ kind: 'copy', sources: [at(name)], target: `./${name}` }));
}

function refused(reason: string): Refusal {
  return { kind: 'refused', reason };
}

/** Ports below 1024 are moved where a variable can do it. */
function choosePort({ application }: JavaFacts, choices: BaseChoices): number | undefined {
  const found = application.port?.value;
  if (choices.port !== undefined || found === undefined) return choices.port ?? found;
  return found < 1024 && application.portVariable !== undefined ? found + 8000 : found;
}

function portVariable({ application }: JavaFacts, port: number | undefined): Environment {
  const { portVariable: name } = application;
  if (name === undefined || port === undefined) return [];
  const isDefault = application.port?.value === port && !application.setsPort;
  return isDefault ? [] : [[name, String(port)]];
}

/** Compact object headers are a product feature from JDK 25 on (JEP 519). */
function toolOptions(java: number): string {
  return [
    '-XX:MaxRAMPercentage=75',
    '-XX:+ExitOnOutOfMemoryError',
    ...(java < 25 ? [] : ['-XX:+UseCompactObjectHeaders']),
  ].join(' ');
}

function ignoredLines(outputs: readonly string[]): readonly string[] {
  return [
    ...outputs,
    '**/*.class',
    '**/hs_err_pid*',
    '**/.kotlin',
    '**/*.iml',
    '**/.settings',
    '**/.classpath',
    '**/.project',
  ];
}

function toolName({ tool }: JavaBuild): string {
  return tool === 'maven' ? 'Maven' : 'Gradle';
}

function describeBuild({ build }: JavaFacts): readonly string[] {
  const { manifests, wrapper, wrapperObstacle, tool } = build.value;
  const script = tool === 'maven' ? 'mvnw' : 'gradlew';
  return [
    ...(manifests === undefined
      ? [
          'All sources are copied before dependencies are downloaded, because the build files may read any of them.',
        ]
      : []),
    ...(wrapper
      ? []
      : [
          wrapperObstacle ??
            `Without ${script} the image decides which ${toolName(build.value)} builds: commit the wrapper.`,
        ]),
  ];
}

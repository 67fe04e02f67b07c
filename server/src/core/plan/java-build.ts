import { below } from '../project/node-package-manager';
import type { Mount, PlannedSecret, PlannedStage, Step } from './image-plan';

/** How the classes of a Java project are built. */
export interface JavaBuild {
  readonly tool: 'maven' | 'gradle';
  /** Folder in which the tool works, in the build context. */
  readonly root: string;
  /** Folder of the module that is started, relative to the root. */
  readonly module: string;
  /** True when the project brings the tool in the version it wants. */
  readonly wrapper: boolean;
  /** Why it is not used where there is one. */
  readonly wrapperObstacle: string | undefined;
  /** That version, where it is known. */
  readonly toolVersion: string | undefined;
  /** Files that a download of the dependencies reads, relative to the root; undefined: perhaps everything. */
  readonly manifests: readonly string[] | undefined;
  /** Folders that it reads, and perhaps writes into, relative to the root. */
  readonly folders: readonly string[];
  /** Environment variables that the build files read: logins of registries as a rule. */
  readonly variables: readonly string[];
  /** False when libraries are chosen for the machine that builds. */
  readonly portable: boolean;
  /** What the tool fills, relative to the root. */
  readonly outputs: readonly string[];
}

/** What the stage that builds does besides. */
export interface JavaBuildSteps {
  readonly image: string;
  /** Goals of Maven, a task of Gradle. */
  readonly task: string;
  /** Commands that put what is shipped into its place. */
  readonly gather: readonly string[];
  /** Steps before the sources are there. */
  readonly prepare: readonly Step[];
}

/** Where the tools work. */
const workFolder = '/src';

/** Stages that download the dependencies, and build. The last one is called `build`. */
export function planJavaStages(
  build: JavaBuild,
  { image, task, gather, prepare }: JavaBuildSteps,
): readonly PlannedStage[] {
  const { root, wrapper, manifests, folders, portable } = build;
  const cache: readonly Mount[] = [
    ...build.variables.map((variable): Mount => ({
      kind: 'secret',
      id: toSecretId(variable),
      variable,
    })),
    { kind: 'cache', target: cacheFolder(build, image), locked: true },
  ];
  const script = scriptOf(build);
  const tools: readonly Step[] = [
    { kind: 'workdir', path: workFolder },
    ...(wrapper
      ? [{ kind: 'copy', sources: [below(root, script)], target: './', mode: '0755' } as const]
      : []),
  ];
  const platform = portable ? { onBuildPlatform: true } : {};
  const compile: readonly Step[] = [
    ...prepare,
    {
      kind: 'copy',
      sources: [root === '' ? '.' : root],
      target: './',
      ...(wrapper ? { without: [script] } : {}),
    },
    { kind: 'run', mounts: cache, commands: [buildCommand(build, task), ...gather] },
  ];
  const from = { kind: 'image', image } as const;
  if (manifests === undefined) {
    return [{ name: 'build', from, ...platform, steps: [...tools, ...compile] }];
  }
  return [
    {
      name: 'deps',
      comment: 'The dependencies, which change less often than the sources.',
      from,
      ...platform,
      steps: [
        ...tools,
        ...folders.map((folder): Step => ({
          kind: 'copy',
          sources: [below(root, folder)],
          target: `./${folder}`,
        })),
        {
          kind: 'run',
          mounts: [
            ...manifests.map((file): Mount => ({
              kind: 'bind',
              source: below(root, file),
              target: file,
            })),
            ...cache,
          ],
          commands: [downloadCommand(build)],
        },
      ],
    },
    { name: 'build', from: { kind: 'stage', stage: 'deps' }, steps: compile },
  ];
}

/** The secrets that a build needs. */
export function collectJavaSecrets({ variables }: JavaBuild): readonly PlannedSecret[] {
  return variables.map((source) => ({ id: toSecretId(source), from: 'env', source }));
}

function toSecretId(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

function scriptOf({ tool }: JavaBuild): string {
  return tool === 'maven' ? 'mvnw' : 'gradlew';
}

function programOf({ tool, wrapper }: JavaBuild): string {
  if (wrapper) return tool === 'maven' ? './mvnw' : './gradlew';
  return tool === 'maven' ? 'mvn' : 'gradle';
}

/** The official image of Gradle has the folder of its own account linked to that of root. */
function cacheFolder({ tool, wrapper }: JavaBuild, image: string): string {
  if (tool === 'maven') return '/root/.m2/repository';
  return !wrapper && image.startsWith('gradle:') ? '/home/gradle/.gradle' : '/root/.gradle';
}

function downloadCommand(build: JavaBuild): string {
  const program = programOf(build);
  if (build.tool === 'gradle') return `${program} --no-daemon ${taskOf(build, 'dependencies')}`;
  return `${program} -B -ntp${selection(build)} dependency:go-offline`;
}

/** Without `-o` and the like: the cache may be empty although the step before is not repeated. */
function buildCommand(build: JavaBuild, task: string): string {
  const program = programOf(build);
  if (build.tool === 'gradle') return `${program} --no-daemon ${taskOf(build, task)}`;
  return `${program} -B -ntp${selection(build)} -DskipTests ${task}`;
}

function selection({ module }: JavaBuild): string {
  return module === '' ? '' : ` -pl ${module} -am`;
}

function taskOf({ module }: JavaBuild, task: string): string {
  return module === '' ? task : `:${module.replaceAll('/', ':')}:${task}`;
}

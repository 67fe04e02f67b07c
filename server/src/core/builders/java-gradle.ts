import { collectMainCommands } from '../model/main-command';
import { findCommandFolder } from '../model/command-folder';
import { isCoveredBy } from '../model/covered-path';
import { findJavaStart, type JavaStart } from '../model/java-start';
import { findPlacedJar } from '../model/java-jar';
import { joinPath } from '../model/files';
import type { PackageOperation } from '../model/packages';
import { traceContextFile } from '../model/stage-paths';
import { readGradleProject, type GradleProject } from '../project/gradle-project';
import { isPattern } from '../project/path-pattern';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';
import { planJava, type JavaProgram } from '../rewrite/java-plan';

export default defineBuilder({
  id: 'java-gradle',
  title: 'Java with Gradle',
  plan: (request) => {
    const { model, stage } = request;
    const build = model
      .packageOperationsOf(stage)
      .findLast(({ manager, action }) => manager.id === 'gradle' && action === 'build');
    return build === undefined ? undefined : planGradle(request, build);
  },
});

function planWith(request: BuilderRequest, program: JavaProgram): BuilderOutcome {
  const plan = planJava(request, program);
  return typeof plan === 'string' ? refuse(plan) : { kind: 'plan', plan };
}

function planGradle(request: BuilderRequest, build: PackageOperation): BuilderOutcome {
  const { model, stage } = request;
  const { instruction } = build.command;
  const folder = findCommandFolder(model, build.command);
  if (folder === undefined) return refuse('The folder in which Gradle works is not known.');
  if (build.options.some(({ name }) => /^(?:-p|--project-dir|-b|--build-file)$/.test(name))) {
    return refuse('Gradle builds another project than that of its folder.');
  }
  const root = findRoot(request, folder, build);
  if (root === undefined) return refuse('The build files of the project could not be read.');
  const installed = findInstallation(request, folder);
  if (installed !== undefined) {
    const start: JavaStart = { kind: 'class path', paths: [], agents: [], text: installed };
    const evidence = [`CMD: ${installed} holds the program with its libraries.`];
    return planWith(request, { lastStep: instruction, paths: [installed], start, evidence });
  }
  const start = findJavaStart(model, stage);
  if (typeof start === 'string') return refuse(start);
  if (start.kind === 'class path') {
    const outside = start.paths.find(
      (path) => !/\/build(?:\/|$)/.test(path) || !isCoveredBy(path, folder),
    );
    if (outside !== undefined) return refuse(`How ${outside} is made is not known.`);
    const evidence = [`CMD: the class path is ${start.paths.join(', ')}.`];
    return planWith(request, { lastStep: instruction, paths: start.paths, start, evidence });
  }
  const jar = findJar(request, start, { folder, root, build });
  return typeof jar === 'string'
    ? refuse(jar)
    : planWith(request, { lastStep: instruction, start, ...jar });
}

interface GradleBuild {
  /** Where Gradle works, in the container. */
  readonly folder: string;
  /** The same in the context. */
  readonly root: string;
  readonly build: PackageOperation;
}

/** The jar that the container starts; a sentence when it may not hold everything it needs. */
function findJar(
  { model, stage, context }: BuilderRequest,
  { paths: [started = ''] }: JavaStart,
  { folder, root, build }: GradleBuild,
): Pick<JavaProgram, 'paths' | 'evidence'> | string {
  const placed = findPlacedJar(model, stage, started);
  if (typeof placed === 'string') return placed;
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const inside = placed.made.startsWith(prefix) ? placed.made.slice(prefix.length) : '';
  const [, module = '', name = ''] = /^(?:(.+)\/)?build\/libs\/([^/]+)$/.exec(inside) ?? [];
  const path = [root, module].filter((part) => part !== '').join('/');
  const project = name === '' ? undefined : readGradleProject(context, path);
  if (project === undefined) return `How ${started} is made is not known.`;
  const tasks = build.goals.map(({ value }) => (value ?? '').replace(/^.*:/, ''));
  const reason = findContents(project, name, tasks);
  if (reason === undefined) {
    return `${project.path} does not say that ${name} holds everything the program needs.`;
  }
  const file = isPattern(started) ? started.slice(0, started.lastIndexOf('/')) : started;
  const evidence = [`${project.path}: ${name} can be started, because ${reason}.`];
  return { paths: [file], evidence };
}

/** The folder of the context that Gradle builds. */
function findRoot(
  { model, stage }: BuilderRequest,
  folder: string,
  { command }: PackageOperation,
): string | undefined {
  for (const name of [
    'settings.gradle',
    'settings.gradle.kts',
    'build.gradle',
    'build.gradle.kts',
  ]) {
    const path = `${folder}/${name}`.replace('//', '/');
    const found = traceContextFile(model, stage, path, command.instruction.span.start);
    if (found !== undefined) return found.slice(0, Math.max(0, found.length - name.length - 1));
  }
  return undefined;
}

/** The folder that `installDist` fills, when the container starts the script in it. */
function findInstallation({ model, stage }: BuilderRequest, folder: string): string | undefined {
  const [main] = collectMainCommands(model.processOf(stage));
  const program = main?.words[0]?.value;
  const path = program === undefined ? undefined : joinPath(model.workdirAtEnd(stage), program);
  const found = /^(.*\/build\/install\/[^/]+)\/bin\/[^/]+$/.exec(path ?? '')?.[1];
  return found !== undefined && isCoveredBy(found, folder) ? found : undefined;
}

/** What puts every class that the program needs into the jar; undefined when nothing is known to. */
function findContents(
  project: GradleProject,
  name: string,
  tasks: readonly string[],
): string | undefined {
  const { plugins, archiveFileNames, hasFatJar, hasNoDependencies, subprojects } = project;
  const boots = plugins.includes('org.springframework.boot');
  const shades =
    plugins.some((id) => /(?:^|\.)shadow$/.test(id)) || plugins.includes('io.ktor.plugin');
  const isExtra = /-(?:plain|sources|javadoc|tests)\.jar$/.test(name);
  if (isPattern(name)) {
    // `build` makes a second jar beside that of Spring Boot.
    return boots && !shades && tasks.length === 1 && tasks[0] === 'bootJar'
      ? 'bootJar puts all classes into the only jar'
      : hasFatJar && !boots && !shades && subprojects.length === 0
        ? 'the task jar packs the run-time class path into the only jar'
        : undefined;
  }
  if (isExtra) return undefined;
  if (shades && (name.endsWith('-all.jar') || archiveFileNames.get('shadowJar') === name)) {
    return 'the shadow plugin puts all classes into it';
  }
  if (boots && archiveFileNames.get('jar') !== name) {
    return 'the Spring Boot plugin puts all classes into it';
  }
  if (boots || shades) return undefined;
  if (hasFatJar) return 'the task jar packs the run-time class path';
  return hasNoDependencies &&
    plugins.every((id) => /^(?:java|application)$/.test(id)) &&
    subprojects.length === 0
    ? 'it has no dependencies'
    : undefined;
}

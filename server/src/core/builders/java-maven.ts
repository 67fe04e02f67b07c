import { findCommandFolder } from '../model/command-folder';
import { isCoveredBy } from '../model/covered-path';
import { findJavaStart, type JavaStart } from '../model/java-start';
import { findPlacedJar, meansPath } from '../model/java-jar';
import type { PackageOperation } from '../model/packages';
import { traceContextFile } from '../model/stage-paths';
import { findExecutableJars, type ExecutableJar } from '../project/maven-jar';
import { readMavenProject, type MavenProject } from '../project/maven-project';
import { isPattern } from '../project/path-pattern';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';
import { planJava, type JavaProgram } from '../rewrite/java-plan';

export default defineBuilder({
  id: 'java-maven',
  title: 'Java with Maven',
  plan: (request) => {
    const { model, stage } = request;
    const builds = model
      .packageOperationsOf(stage)
      .filter(({ manager, action }) => manager.id === 'maven' && action === 'build');
    const build = builds.findLast(({ goals }) =>
      goals.some((goal) => /^(?:package|install|verify|deploy)$/.test(goal.value ?? '')),
    );
    return build === undefined ? undefined : planMaven(request, build);
  },
});

function planWith(request: BuilderRequest, program: JavaProgram): BuilderOutcome {
  const plan = planJava(request, program);
  return typeof plan === 'string' ? refuse(plan) : { kind: 'plan', plan };
}

function planMaven(request: BuilderRequest, build: PackageOperation): BuilderOutcome {
  const { model, stage, context } = request;
  const { instruction } = build.command;
  const start = findJavaStart(model, stage);
  if (typeof start === 'string') return refuse(start);
  const folder = findCommandFolder(model, build.command);
  if (folder === undefined) return refuse('The folder in which Maven works is not known.');
  if (build.options.some(({ name }) => /^(?:-f|--file)$/.test(name))) {
    return refuse('Maven builds another file than the pom.xml of its folder.');
  }
  const file = traceContextFile(
    model,
    stage,
    `${folder}/pom.xml`.replace('//', '/'),
    instruction.span.start,
  );
  const root = file?.replace(/\/?pom\.xml$/, '');
  if (root === undefined) return refuse('The pom.xml of the project could not be read.');
  const readModule = (path: string): MavenProject | undefined =>
    readMavenProject(context, [root, path].filter((part) => part !== '').join('/'));
  if (start.kind === 'class path') {
    const outside = start.paths.find(
      (path) => !/\/target(?:\/|$)/.test(path) || !isCoveredBy(path, folder),
    );
    if (outside !== undefined) return refuse(`How ${outside} is made is not known.`);
    const evidence = [`CMD: the class path is ${start.paths.join(', ')}.`];
    return planWith(request, { lastStep: instruction, paths: start.paths, start, evidence });
  }
  const found = findJar(request, start, folder, readModule);
  return typeof found === 'string'
    ? refuse(found)
    : planWith(request, { lastStep: instruction, start, ...found });
}

interface FoundJar {
  readonly paths: readonly string[];
  readonly evidence: readonly string[];
}

/** The jar that the container starts, with the folders it needs; a sentence when that is not sure. */
function findJar(
  { model, stage }: BuilderRequest,
  { paths: [started = ''] }: JavaStart,
  folder: string,
  readModule: (path: string) => MavenProject | undefined,
): FoundJar | string {
  const placed = findPlacedJar(model, stage, started);
  if (typeof placed === 'string') return placed;
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const inside = placed.made.startsWith(prefix) ? placed.made.slice(prefix.length) : '';
  const [, module = '', written = ''] = /^(?:(.+)\/)?(target\/.+)$/.exec(inside) ?? [];
  if (written === '') return `How ${started} is made is not known.`;
  const project = readModule(module);
  if (project === undefined)
    return `The pom.xml of the module that makes ${started} could not be read.`;
  const jar = chooseJar(project, written);
  if (typeof jar === 'string') return jar;
  const made = `${prefix}${module === '' ? '' : `${module}/`}`;
  if (jar.folders.length !== 0 && placed.made !== started) {
    return 'The jar is moved away from the folder of its libraries.';
  }
  const path = isPattern(started) ? `${made}${jar.path ?? ''}` : started;
  return {
    paths: [path, ...jar.folders.map((each) => `${made}${each}`)],
    evidence: [
      `${project.path}: ${path.slice(path.lastIndexOf('/') + 1)} can be started, because ${jar.reason}.`,
    ],
  };
}

/** Plugins that put more jars beside the one that is started. */
const moreJars = /^maven-(?:source|javadoc)-plugin$/;

function chooseJar(project: MavenProject, written: string): ExecutableJar | string {
  const jars = findExecutableJars(project);
  const name = written.slice('target/'.length);
  if (jars.length === 0) {
    return `${project.path} does not say that one jar holds everything the program needs.`;
  }
  const known = jars.filter(({ path }) => path !== undefined && meansPath(written, path));
  const [only, ...others] = known;
  if (!isPattern(written)) {
    if (only !== undefined) return only;
    const unnamed = jars.find(({ path }) => path === undefined);
    const isMain = !/-(?:sources|javadoc|tests|plain)\.jar$/.test(name);
    return unnamed !== undefined && isMain
      ? unnamed
      : `${project.path} does not say that ${name} holds everything the program needs.`;
  }
  const main = project.finalName === undefined ? undefined : `target/${project.finalName}.jar`;
  const isAlone =
    only !== undefined &&
    others.length === 0 &&
    !project.plugins.some(({ artifactId }) => moreJars.test(artifactId)) &&
    (main === only.path || (main !== undefined && !meansPath(written, main)));
  return isAlone ? only : `Which jar "${name}" means is not known.`;
}

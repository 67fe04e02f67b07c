import { readGradleProject } from '../project/gradle-project';
import { readMavenProject } from '../project/maven-project';
import type { Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { isCoveredBy } from './covered-path';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

const releaseOption = /^(?:--?release|-target|--target|-source|--source|-Xlint:none|@)/;

/**
 * The Java version that the classes at a path of a stage need: as a build file says it, or that of the
 * compiler that makes them by itself. Undefined when that is not known.
 *
 * @param jdk version of the compiler in the stage
 */
export function findJavaRelease(
  model: DockerfileModel,
  stage: Stage,
  path: string,
  jdk: string,
): number | undefined {
  const chain = collectInheritance(stage);
  const runs = chain.flatMap((each) => model.runsOf(each));
  if (runs.some(({ complete }) => !complete)) return undefined;
  const commands = runs.flatMap((run) => run.commands);
  const builds = commands.filter(({ name }) => /^(?:mvnw?|gradlew?|javac)$/.test(name ?? ''));
  const [only, ...others] = builds;
  if (only === undefined || others.length !== 0) return undefined;
  const text =
    only.name === 'javac'
      ? ofCompiler(model, only, path, jdk)
      : ofBuildFile(model, stage, only, path);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

/** Without an option that says otherwise, `javac` compiles for its own version. */
function ofCompiler(
  model: DockerfileModel,
  { words, instruction }: Command,
  path: string,
  jdk: string,
): string | undefined {
  const texts = words.map((word) => word.value ?? word.text);
  if (texts.some((text) => releaseOption.test(text))) return undefined;
  const folder = texts[texts.indexOf('-d') + 1];
  if (!texts.includes('-d') || folder === undefined) return undefined;
  const target = joinPath(model.workdirAt(instruction), folder);
  return target === path ? jdk : undefined;
}

function ofBuildFile(
  model: DockerfileModel,
  stage: Stage,
  { name, words, instruction }: Command,
  path: string,
): string | undefined {
  const workdir = model.workdirAt(instruction);
  const { context } = model;
  if (workdir === undefined || context === undefined || !isCoveredBy(path, workdir))
    return undefined;
  if (words.some(({ text }) => /^-[DPpf]|^--(?:file|project-dir|activate)/.test(text)))
    return undefined;
  const isMaven = name === 'mvn' || name === 'mvnw';
  const folder = path.slice(workdir.length + 1).split('/')[0];
  if (folder !== (isMaven ? 'target' : 'build')) return undefined;
  for (const file of isMaven ? ['pom.xml'] : ['build.gradle', 'build.gradle.kts']) {
    const found = traceContextFile(model, stage, `${workdir}/${file}`, instruction.span.start);
    if (found === undefined) continue;
    const at = found.includes('/') ? found.slice(0, found.lastIndexOf('/')) : '';
    if (!isMaven) return readGradleProject(context, at)?.release;
    const project = readMavenProject(context, at);
    return project?.hasProfiles === false ? project.release : undefined;
  }
  return undefined;
}

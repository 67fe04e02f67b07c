import { isCoveredBy } from '../model/covered-path';
import { findJavaStart, type JavaStart } from '../model/java-start';
import { joinPath } from '../model/files';
import type { Command } from '../model/commands';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';
import { planJava, type JavaProgram } from '../rewrite/java-plan';

export default defineBuilder({
  id: 'java-plain',
  title: 'Java with javac',
  plan: (request) => {
    const { model, stage } = request;
    const commands = model.commandsOf(stage);
    const builds = commands.filter(({ name }) => name === 'javac' || name === 'jar');
    const others = commands.some(({ name }) =>
      /^(?:mvnw?|gradlew?|ant|sbt|lein|bazel)$/.test(name ?? ''),
    );
    const last = builds.at(-1);
    return last === undefined || others ? undefined : planCompiled(request, builds, last);
  },
});

function planWith(request: BuilderRequest, program: JavaProgram): BuilderOutcome {
  const plan = planJava(request, program);
  return typeof plan === 'string' ? refuse(plan) : { kind: 'plan', plan };
}

function planCompiled(
  request: BuilderRequest,
  builds: readonly Command[],
  last: Command,
): BuilderOutcome {
  const { model, stage } = request;
  const start = findJavaStart(model, stage);
  if (typeof start === 'string') return refuse(start);
  const obstacle = findObstacle(request, builds, start);
  if (obstacle !== undefined) return refuse(obstacle);
  return planWith(request, {
    lastStep: last.instruction,
    paths: start.paths,
    start,
    evidence: [`CMD: java finds its classes in ${start.paths.join(', ')}.`],
  });
}

/** Why the paths that the container starts may not be all that it needs. */
function findObstacle(
  request: BuilderRequest,
  builds: readonly Command[],
  start: JavaStart,
): string | undefined {
  const { model, stage, context } = request;
  const root = model.workdirAtEnd(stage);
  if (start.paths.some((path) => path === '/' || path === root)) {
    // The folder of the sources is the class path, so everything in it belongs to the program.
    return 'The classes lie among the sources.';
  }
  if (start.kind === 'class path') return undefined;
  const [jar = ''] = start.paths;
  const maker = builds.find(
    (command) => command.name === 'jar' && outputOf(request, command) === jar,
  );
  if (maker === undefined) return `How ${jar} is made is not known.`;
  const texts = maker.words.map(({ text }) => text);
  const hasManifest =
    /^-?[a-z]*m[a-z]*$/.test(texts[1] ?? '') ||
    texts.some((text) => /^(?:-m|--manifest)(?:=|$)/.test(text));
  if (!hasManifest) return undefined;
  const manifests = context.visiblePaths.filter((path) => /(?:^|\/)MANIFEST(?:\.MF)?$/i.test(path));
  const isPlain = manifests.every((path) => context.text(path)?.includes('Class-Path') === false);
  return 0 < manifests.length &&
    isPlain &&
    manifests.some((path) => texts.some((text) => isCoveredBy(`/${path}`, `/${text}`)))
    ? undefined
    : 'The manifest of the jar may name other jars.';
}

/** The jar that a `jar` command writes: behind `-f` or `--file`, or behind `cfe`. */
function outputOf({ model }: BuilderRequest, { words, instruction }: Command): string | undefined {
  const texts = words.map(({ text, value }) => value ?? text);
  const assigned = texts.flatMap((text) => /^--file=(.+)$/.exec(text)?.[1] ?? []);
  const behind = texts.findIndex((text) => text === '-f' || text === '--file');
  const letters = /^-?([cfemv0]+)$/.exec(texts[1] ?? '')?.[1]?.replace(/[cv0]/g, '');
  const classic = letters?.includes('f') === true ? texts[2 + letters.indexOf('f')] : undefined;
  const written = assigned[0] ?? (0 < behind ? texts[behind + 1] : classic);
  return written === undefined ? undefined : joinPath(model.workdirAt(instruction), written);
}

import { hasTool } from '../data/base-images';
import { trackedTools, type ImageVariant } from '../data/image-facts';
import { findRunTimeFiles } from '../project/run-time-files';
import type { BuildContext } from '../project/build-context';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import type { Artifact } from './builder-plan';
import { findContainerPaths } from './container-paths';
import { isCoveredBy } from './covered-path';
import type { JavaStart } from './java-start';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import type { Instruction } from '../syntax/instruction';

const compiled = /\.(?:java|kt|kts|groovy|scala)$/;

/** Settings that Jooby and Play read from `conf`, Spring Boot and Quarkus from `config` or the working directory. */
const conventions =
  /(?:^|\/)conf(?:ig)?\/|(?:^|\/)(?:application|bootstrap|logback|log4j2?)(?:[-.][\w.-]+)?\.(?:properties|ya?ml|conf|xml)$/;

const signs: SignPatterns = {
  files: compiled,
  writes: /$^/,
  temporary: /$^/,
  starts: /\bProcessBuilder\b|\bgetRuntime\(\)\s*\.\s*exec\b|\bSystem\.load(?:Library)?\b/,
};

/** Uses of the tools that a runtime image lacks. */
const toolUses =
  /\bjavax\.tools\b|\bToolProvider\b|\bcom\.sun\.(?:source|tools)\b|\bjdk\.jshell\b|\bVirtualMachine\.attach\b/;

/** The RUN that makes the classes, and the last instruction of the builder stage. */
export interface JavaSteps {
  readonly build: Instruction;
  readonly lastStep: Instruction;
}

/** What of a Java program besides its classes has to be in the image that runs it. */
export interface JavaFiles {
  readonly artifacts: readonly Artifact[];
  readonly startsPrograms: boolean;
  readonly evidence: readonly string[];
}

/**
 * The files that a Java program reads when it runs; a sentence when they are not known, or when the runtime
 * image lacks what it uses.
 *
 */
export function findJavaFiles(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  start: JavaStart,
  steps: JavaSteps,
): JavaFiles | string {
  const { lastStep } = steps;
  const programs = findProgramSigns(context, signs);
  if (programs === undefined) return 'Not every source file of the project could be read.';
  if (programs.texts.some((text) => toolUses.test(text))) {
    return 'The program uses the compiler or other tools of the JDK.';
  }
  const named = [start.text, ...environmentOf(model, stage).map(([, value]) => value)];
  if (
    programs.texts.some((text) => /["']\.?\/?src\/main\//.test(text)) ||
    named.some((text) => /(?:^|[^\w-])src\/main\//.test(text))
  ) {
    return 'The program reads files from the folder of its sources.';
  }
  const mentions = new Map([['CMD', start.text], ...environmentOf(model, stage)]);
  const found = findRunTimeFiles(context, '', { mentions, sources: compiled, conventions });
  if (found.kind === 'unknown') return found.reason;
  const artifacts: Artifact[] = [];
  const evidence: string[] = [];
  for (const [index, path] of found.paths.entries()) {
    // Resources lie inside the jar.
    if (/(?:^|\/)src(?:\/|$)/.test(path) || isOfBuild(path)) continue;
    const places = findContainerPaths(model, stage, path, lastStep.span.start);
    if (places === undefined) return `Where ${path} lies in the image is not known.`;
    for (const place of places) artifacts.push({ from: place, to: place });
    if (places.length !== 0) evidence.push(found.evidence[index] ?? '');
  }
  const copied = findCopiedElsewhere(model, stage, steps);
  if (typeof copied === 'string') return copied;
  const all = [...artifacts, ...copied];
  return {
    artifacts: all.filter(
      ({ from }, index) =>
        !all.some(
          (other, at) => isCoveredBy(from, other.from) && (other.from !== from || at < index),
        ),
    ),
    startsPrograms: programs.starts !== undefined,
    evidence,
  };
}

function environmentOf(
  model: DockerfileModel,
  stage: Stage,
): readonly (readonly [string, string])[] {
  return model.variables
    .atEnd(stage)
    .all()
    .flatMap(({ kind, name, value }) =>
      kind === 'env' && value !== undefined ? [[`ENV ${name}`, value] as const] : [],
    );
}

function isOfBuild(path: string): boolean {
  return /(?:^|\/)(?:\.mvn|gradle\/wrapper|target|build)(?:\/|$)|(?:^|\/)(?:lombok\.config|checkstyle[^/]*\.xml|settings\.xml)$/.test(
    path,
  );
}

/** Settings of Maven and Gradle in the home of the account that builds. */
const homeSettings =
  /(?:^|\/)\.(?:m2|gradle)(?:\/|$)|^\/usr\/share\/maven|^\/(?:tmp|var\/tmp)(?:\/|$)/;

/** What COPYs bring to places outside the folder that is built: settings, certificates, agents. */
function findCopiedElsewhere(
  model: DockerfileModel,
  stage: Stage,
  { build, lastStep }: JavaSteps,
): readonly Artifact[] | string {
  const workdirs = [lastStep, ...stage.instructions.filter(({ keyword }) => keyword === 'RUN')].map(
    (each) => model.workdirAt(each),
  );
  const artifacts: Artifact[] = [];
  for (const copy of model.copiesOf(stage)) {
    if (lastStep.span.start < copy.instruction.span.start) continue;
    const { target, sources } = copy;
    if (target === undefined) return 'Where a COPY puts its files is not known.';
    if (homeSettings.test(target)) continue;
    const isLate = build.span.start < copy.instruction.span.start;
    if (
      !isLate &&
      workdirs.some((each) => each !== undefined && each !== '/' && isCoveredBy(target, each))
    )
      continue;
    const isSource = sources.every(({ path }) =>
      /^(?:\.|src|pom\.xml|[\w./-]*\.gradle(?:\.kts)?|gradle[\w.]*|\.?mvn\w*|target|build)$/.test(
        path ?? '',
      ),
    );
    if (isSource && !isLate) continue;
    for (const { kind, path } of sources) {
      if (kind !== 'path' || path === undefined || /[*?[]/.test(path)) {
        return `What is copied to ${target} is not known.`;
      }
      const name = path.slice(path.lastIndexOf('/') + 1);
      const isFolder = copy.origin.kind !== 'context' || model.context?.isFolder(path) === true;
      const place =
        copy.intoFolder && !isFolder ? `${target === '/' ? '' : target}/${name}` : target;
      if (place === '/' || /^\/(?:usr|bin|lib|etc|opt|var|home)$/.test(place)) {
        return `What is copied to ${target} is not known.`;
      }
      artifacts.push({ from: place, to: place });
    }
  }
  return artifacts;
}

/** A program that the image needs and that its runtime image lacks: in HEALTHCHECK, ENTRYPOINT, or the sources. */
export function findLostProgram(
  model: DockerfileModel,
  stage: Stage,
  variant: ImageVariant,
): string | undefined {
  const { healthCheck, entrypoint, command } = model.processOf(stage);
  const executions = [
    ...(healthCheck?.kind === 'command' ? [healthCheck.execution] : []),
    ...[entrypoint, command].flatMap((each) =>
      each.kind === 'instruction' ? [each.execution] : [],
    ),
  ];
  const names = executions.flatMap(({ commands }) => commands.flatMap(({ name }) => name ?? []));
  const tool = trackedTools.find((each) => names.includes(each) && hasTool(variant, each) !== true);
  if (tool !== undefined) return `The container runs ${tool}, which the runtime image lacks.`;
  const script = names.find((name) => /\.(?:ba)?sh$/.test(name));
  return script === undefined ? undefined : `What ${script} runs is not looked at.`;
}

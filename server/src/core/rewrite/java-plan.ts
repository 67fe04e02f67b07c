import type { ImageVariant } from '../data/image-facts';
import type { Artifact, BuilderPlan } from '../model/builder-plan';
import { isCoveredBy } from '../model/covered-path';
import { findJavaFiles, findLostProgram } from '../model/java-artifacts';
import { findLastStep } from '../model/last-step';
import { findJavaRuntime } from '../model/java-runtime';
import type { JavaStart } from '../model/java-start';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { BuildContext } from '../project/build-context';
import { freeStageName } from '../model/stage-name';
import { mayStartTools } from '../model/started-tools';
import { findSystemSetup } from './system-setup';
import type { Instruction } from '../syntax/instruction';

/** Programs whose commands in a RUN only build. */
const buildPrograms = /^(?:mvn|mvnw|mvnd|gradle|gradlew|java|javac|jar|dos2unix|sdk)$/;

/** The stage that is split, and the files it is built from. */
export interface JavaStage {
  readonly model: DockerfileModel;
  readonly stage: Stage;
  readonly context: BuildContext;
}

/** What a build makes that a container starts. */
export interface JavaProgram {
  readonly lastStep: Instruction;
  /** Absolute paths of jars and folders. */
  readonly paths: readonly string[];
  readonly start: JavaStart;
  /** Sentences. */
  readonly evidence: readonly string[];
}

/** The plan for a Java program whose classes are known, for every build tool; a sentence when there is none. */
export function planJava(
  { model, stage, context }: JavaStage,
  program: JavaProgram,
): BuilderPlan | string {
  const { paths, start, evidence } = program;
  const lastStep = findLastStep(model, stage, buildPrograms, program.lastStep);
  const runtime = findJavaRuntime(stage);
  if (typeof runtime === 'string') return runtime;
  const account = findLostAccount(model, stage, runtime.variant);
  if (account !== undefined) return account;
  const lost = findLostProgram(model, stage, runtime.variant);
  if (lost !== undefined) return lost;
  const files = findJavaFiles(model, stage, context, start, { build: program.lastStep, lastStep });
  if (typeof files === 'string') return files;
  const setup = findSystemSetup(
    model,
    stage,
    files.startsPrograms || mayStartTools(model, stage, context),
  );
  if (typeof setup === 'string') return setup;
  const artifacts = joinPaths([...paths, ...start.agents], files.artifacts);
  return {
    lastStep,
    builderName: freeStageName(model, 'build'),
    runtimeImage: runtime.image,
    stages: [],
    setup,
    artifacts,
    builderEdits: [],
    command: undefined,
    buildVariables,
    buildPrograms,
    hasShell: true,
    evidence: [...evidence, ...files.evidence],
  };
}

/** An account of the image that builds, by which the container runs, and which the other image lacks. */
function findLostAccount(
  model: DockerfileModel,
  { base }: Stage,
  variant: ImageVariant,
): string | undefined {
  const { target } = model;
  const name = target === undefined ? undefined : model.usersOf(target).final.name;
  const ready = base.kind === 'image' ? (base.facts?.variant.accounts ?? []) : [];
  const isLost =
    ready.some((each) => each.name === name) &&
    !variant.accounts.some((each) => each.name === name);
  return isLost
    ? `The image runs as "${name ?? ''}", an account that the runtime image does not have.`
    : undefined;
}

const buildVariables = [
  'MAVEN_OPTS',
  'MAVEN_ARGS',
  'GRADLE_OPTS',
  'GRADLE_USER_HOME',
  'MAVEN_CONFIG',
  'MAVEN_HOME',
];

function joinPaths(paths: readonly string[], files: readonly Artifact[]): readonly Artifact[] {
  const all = [...paths.map((path): Artifact => ({ from: path, to: path })), ...files];
  return all.filter(
    ({ from }, index) =>
      !all.some(
        (other, at) => isCoveredBy(from, other.from) && (other.from !== from || at < index),
      ),
  );
}

import { findDistributionCycle } from '../data/end-of-life';
import { findDebianRelease } from '../model/image-release';
import { findInstalledPackages, findRuntimePackages } from '../model/installed-packages';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { StartWords } from '../model/start-words';
import type { UserState } from '../model/users';
import type { ProgramSigns } from '../project/program-signs';
import { runLines } from './run-as';

/** What a compiled program needs from its image. */
export interface NativeProgram {
  /** `static`: nothing but the kernel; `glibc` and `musl`: the C library it was linked against. */
  readonly linkage: 'static' | 'glibc' | 'musl';
  readonly start: StartWords;
  readonly signs: ProgramSigns;
  /** Debian packages of shared libraries besides those of installed headers. */
  readonly libraries: readonly string[];
  /** False when headers that were installed are not linked into the program. */
  readonly usesHeaders: boolean;
  /** Folders that the stage makes for the program to fill, and volumes. */
  readonly folders: readonly string[];
  /** Paths of the program, by which a health check may start it. */
  readonly programs: readonly string[];
}

/** The image that runs a compiled program. */
export type NativeRuntime =
  | {
      readonly kind: 'runtime';
      readonly image: string;
      readonly setup: readonly (readonly string[])[];
      readonly hasShell: boolean;
      readonly owner: string | undefined;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Chooses the smallest image that has what the program needs: distroless, else the slim base system. */
export function chooseNativeRuntime(
  model: DockerfileModel,
  stage: Stage,
  program: NativeProgram,
): NativeRuntime {
  const { signs, linkage } = program;
  if (signs.starts !== undefined) {
    return refuse(`${signs.starts} starts other programs, which the runtime image may not have.`);
  }
  if (signs.systemPath !== undefined) {
    const { file, path } = signs.systemPath;
    return refuse(`${file} names ${path}, which the runtime image may not have.`);
  }
  const health = readHealthCheck(model, stage, program);
  if (typeof health === 'string') return refuse(health);
  const release = findDebianRelease(stage);
  const isDebian = release === 12 || release === 13;
  const packages = neededPackages(model, stage, program, isDebian ? release : undefined);
  if (typeof packages === 'string') return refuse(packages);
  const shellReason = findShellReason(
    model,
    stage,
    program,
    [...packages, ...health.tools],
    health.usesShell,
  );
  const hasShell = shellReason !== undefined || linkage === 'musl';
  const ownership = findOwnershipProblem(model, stage, program, hasShell);
  if (ownership !== undefined) return refuse(ownership);
  if (!hasShell) {
    if (linkage === 'static') return distroless(model, stage, program, 'static-debian13');
    if (!isDebian) return refuse('The Debian release that the program is linked on is not known.');
    return distroless(model, stage, program, `cc-debian${String(release)}`);
  }
  return baseSystem(model, stage, [...packages, ...health.tools], release, shellReason);
}

function refuse(reason: string): NativeRuntime {
  return { kind: 'refused', reason };
}

const always = new Set(['ca-certificates', 'tzdata', 'libc6', 'libstdc++6', 'libgcc-s1']);

/** The packages of the stage that the program needs, those of every image that is chosen left out. */
function neededPackages(
  model: DockerfileModel,
  stage: Stage,
  { libraries, usesHeaders, linkage }: NativeProgram,
  release: 12 | 13 | undefined,
): readonly string[] | string {
  const installed = findInstalledPackages(model, stage).filter(
    ({ role }) => role !== 'program' && role !== 'build' && (role !== 'headers' || usesHeaders),
  );
  if (release === undefined) {
    const [first] = installed.filter(({ name = '' }) => !always.has(name));
    if (first !== undefined && linkage !== 'static') {
      return `What the program needs of the package "${first.text}" is not known.`;
    }
    const [other] = installed.filter(
      ({ name = '', role }) => !always.has(name) && role !== 'headers',
    );
    return other === undefined
      ? runtimeOfMusl(linkage)
      : `Whether the program needs the package "${other.text}" when it runs is not known.`;
  }
  const found = findRuntimePackages(installed, release === 12 ? '12' : '13', false);
  if (found.kind === 'unknown') return found.reason;
  return [...found.names, ...libraries].filter((name) => !always.has(name));
}

/** What programs that are linked dynamically on Alpine load besides the C library. */
function runtimeOfMusl(linkage: NativeProgram['linkage']): readonly string[] {
  return linkage === 'musl' ? ['libgcc', 'libstdc++'] : [];
}

function isAlpine({ base }: Stage): boolean {
  return base.kind === 'image' && base.facts?.variant.distribution === 'alpine';
}

interface HealthCheckNeeds {
  /** Packages of the tools that it starts. */
  readonly tools: readonly string[];
  readonly usesShell: boolean;
}

const healthTools = new Map([
  ['curl', 'curl'],
  ['wget', 'wget'],
  ['nc', 'netcat-openbsd'],
  ['pgrep', 'procps'],
]);
/** Commands of the shell, and programs of every Debian image. */
const shellTools = new Set('test [ exit exec grep cat kill true false echo sh bash'.split(' '));

/** What the health check needs; a sentence when that is not known. */
function readHealthCheck(
  model: DockerfileModel,
  stage: Stage,
  { programs }: NativeProgram,
): HealthCheckNeeds | string {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command') return { tools: [], usesShell: false };
  const { execution, instruction } = healthCheck;
  if (!execution.complete) return 'What the health check starts is not understood.';
  const tools: string[] = [];
  for (const { name = '', words } of execution.commands) {
    const tool = healthTools.get(name);
    if (tool !== undefined) tools.push(tool);
    else if (!shellTools.has(name) && !programs.includes(words[0]?.value ?? '')) {
      return `Whether the runtime image has "${name}" for the health check is not known.`;
    }
  }
  const names = execution.commands.map(({ name = '' }) => name);
  if (names.includes('bash') && isAlpine(stage)) tools.push('bash');
  const usesShell =
    instruction.json === undefined || names.includes('sh') || names.includes('bash');
  return { tools, usesShell };
}

/** Why the runtime stage needs a shell and a package manager; undefined when it does not. */
function findShellReason(
  model: DockerfileModel,
  stage: Stage,
  { start }: NativeProgram,
  packages: readonly string[],
  healthUsesShell: boolean,
): string | undefined {
  const [first] = packages;
  if (first !== undefined) return `The package ${first} is needed when the program runs.`;
  if (start.needsShell) return `A shell reads the words of ${start.keyword}.`;
  if (healthUsesShell) return 'A shell runs the health check.';
  const { final } = model.usersOf(stage);
  const account = [final.name, final.group].find(
    (name) => name !== undefined && !/^(?:\d+|root|nobody|nonroot)$/.test(name),
  );
  return account === undefined || final.instruction === undefined
    ? undefined
    : `The image runs as the account "${account}".`;
}

const nonroot = '65532:65532';

/** The owner of the folders that a program fills as an account of the file; undefined for root. */
function ownerOf({ name, group, privilege }: UserState): string | undefined {
  if (privilege === 'root' || name === undefined) return undefined;
  return group === undefined ? name : `${name}:${group}`;
}

function distroless(
  model: DockerfileModel,
  stage: Stage,
  program: NativeProgram,
  name: string,
): NativeRuntime {
  const { final } = model.usersOf(stage);
  const base = { kind: 'runtime', setup: [], hasShell: false } as const;
  const { ports } = model.processOf(stage);
  const own = final.instruction !== undefined;
  const need = own ? undefined : findRootReason(model, stage, program);
  const lowPort = own ? undefined : ports.find(({ first }) => first !== undefined && first < 1024);
  const root =
    need ?? (lowPort === undefined ? undefined : `Port ${lowPort.word.text} is open to root only.`);
  const image = `gcr.io/distroless/${name}:${root === undefined ? 'nonroot' : 'latest'}`;
  return {
    ...base,
    image,
    owner: own ? ownerOf(final) : root === undefined ? nonroot : undefined,
    evidence: root === undefined ? [] : [`${root} So the image keeps running as root.`],
  };
}

/** Why the program may need root to write its files; undefined when it has folders of its own or writes none. */
function findRootReason(
  model: DockerfileModel,
  stage: Stage,
  { signs, start, folders }: NativeProgram,
): string | undefined {
  if (signs.writes === undefined) return undefined;
  const values = model.variables
    .atEnd(stage)
    .all()
    .map(({ value }) => value ?? '');
  const texts = [...signs.texts, ...values, ...start.words];
  const isNamed = folders.some((path) =>
    texts.some((text) => text.includes(path.slice(path.lastIndexOf('/') + 1))),
  );
  return isNamed ? undefined : `${signs.writes} writes files.`;
}

/** Certificates and time zones: images of toolchains have them, and those of Debian where they are installed. */
function presentPackages(model: DockerfileModel, stage: Stage): readonly string[] {
  const names = ['ca-certificates', 'tzdata'];
  const isBare = stage.base.kind === 'image' && stage.base.facts?.family.kind === 'os';
  if (!isBare) return names;
  const installed = findInstalledPackages(model, stage).map(({ name }) => name);
  return names.filter((name) => installed.includes(name));
}

/**
 * Why a program that writes files as an account of its own could lose the right to. COPY gives a folder itself
 * to root unless it says another owner, whatever its owner was in the builder.
 */
function findOwnershipProblem(
  model: DockerfileModel,
  stage: Stage,
  { signs }: NativeProgram,
  hasShell: boolean,
): string | undefined {
  const { final } = model.usersOf(stage);
  if (signs.writes === undefined || final.instruction === undefined || final.privilege === 'root') {
    return undefined;
  }
  const commands = model.commandsOf(stage);
  const wordsOf = (names: readonly string[]): readonly string[] =>
    commands
      .filter(({ name = '' }) => names.includes(name))
      .flatMap(({ words }) => words.slice(1).map(({ text }) => text))
      .filter((text) => text.includes('/'));
  const made = wordsOf(['mkdir']);
  const given = hasShell ? [] : wordsOf(['chown', 'chmod', 'chgrp']);
  const copies = model.copiesOf(stage).filter(({ chown, chmod }) => chown ?? chmod);
  return copies.length !== 0 || given.some((path) => !made.includes(path))
    ? `${signs.writes} writes files, and whether they belong to the account of the image afterwards is not known.`
    : undefined;
}

/** Debian slim of the same release, or Alpine of the same version. */
function baseSystem(
  model: DockerfileModel,
  stage: Stage,
  packages: readonly string[],
  release: number | undefined,
  reason: string | undefined,
): NativeRuntime {
  const { base } = stage;
  const evidence = reason === undefined ? [] : [reason];
  const done = { kind: 'runtime', hasShell: true, owner: undefined, evidence } as const;
  if (base.kind === 'image' && isAlpine(stage)) {
    const { tag = '' } = base;
    const version = findDistributionCycle(tag)?.cycle.cycle;
    if (version === undefined) return refuse('The version of Alpine under the stage is not known.');
    const names = [...new Set(['ca-certificates', 'tzdata', ...packages])].sort();
    return {
      ...done,
      image: `alpine:${version}`,
      setup: [runLines(model, [`apk add --no-cache ${names.join(' ')}`])],
    };
  }
  if (release !== 12 && release !== 13)
    return refuse('The Debian release of the stage is not known or no longer kept up.');
  const names = [...new Set([...presentPackages(model, stage), ...packages])].sort();
  return {
    ...done,
    image: `debian:${String(release)}-slim`,
    setup:
      names.length === 0
        ? []
        : [
            runLines(model, [
              'apt-get update',
              `apt-get install -y --no-install-recommends ${names.join(' ')}`,
              'rm -rf /var/lib/apt/lists/*',
            ]),
          ],
  };
}

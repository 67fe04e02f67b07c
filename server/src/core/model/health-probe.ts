import { findHealthRoute, findPortMention, findRailsRoute } from '../project/health-route';
import type { Tool } from '../data/image-facts';
import { findOtherProtocol } from '../data/ports';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { rubyProbe } from '../data/ruby-probe';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** What HEALTHCHECK can run in an image. */
export interface HealthProbe {
  readonly tool: string;
  /** What follows CMD in HEALTHCHECK. */
  readonly command: string;
  /** False when it is not sure that the application listens on the port, or answers under the path. */
  readonly sure: boolean;
  /** What it rests on, a sentence each. */
  readonly evidence: readonly string[];
}

export type HealthProbeOutcome =
  | { readonly kind: 'probe'; readonly probe: HealthProbe }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Finds a probe with a program that the image has. A route that the sources declare is asked for; without
 * one the probe connects to the port, because which path answers without a login is not known.
 */
export function findHealthProbe(
  model: DockerfileModel,
  stage: Stage,
  port: number,
): HealthProbeOutcome {
  const protocol = isFastCgi(model, stage, port) ? 'FastCGI' : findOtherProtocol(port);
  if (protocol !== undefined) {
    const reason = `Port ${String(port)} speaks ${protocol} as a rule, which needs a probe of its own.`;
    return { kind: 'refused', reason };
  }
  const { context } = model;
  const base = findRootBase(stage);
  const isRuby = base.kind === 'image' && base.facts?.family.id === 'ruby';
  const route =
    context === undefined
      ? undefined
      : ((isRuby ? findRailsRoute(context) : undefined) ?? findHealthRoute(context));
  const probes = collectPrograms(model, stage);
  const asks = route?.overTls === true ? 'askOverTls' : 'ask';
  const asking = route === undefined ? undefined : probes.find((each) => each[asks] !== undefined);
  const probe = asking ?? probes.find(({ connect }) => connect !== undefined);
  const command =
    route === undefined || asking === undefined
      ? probe?.connect?.(port)
      : asking[asks]?.(`http://127.0.0.1:${String(port)}${route.path}`);
  if (probe === undefined || command === undefined) {
    const reason = 'No program that could ask the server is known to be in the image.';
    return { kind: 'refused', reason };
  }
  const evidence = [
    ...(asking === undefined || route === undefined
      ? []
      : [`${route.file}: declares the route ${route.path}.`]),
    ...portEvidence(model, stage, port),
  ];
  const sure = portEvidence(model, stage, port).length !== 0;
  return { kind: 'probe', probe: { tool: probe.tool, command, sure, evidence } };
}

/** PHP-FPM shares its port with many web applications. */
function isFastCgi(model: DockerfileModel, stage: Stage, port: number): boolean {
  const commands = collectMainCommands(model.processOf(stage));
  return port === 9000 && commands.some(({ name }) => name?.startsWith('php-fpm') === true);
}

/** Where it is written that the application listens on the port: EXPOSE alone is only documentation. */
function portEvidence(model: DockerfileModel, stage: Stage, port: number): readonly string[] {
  const text = String(port);
  const names = (value: string | undefined): boolean => value?.split(/\D+/).includes(text) === true;
  const isInCommand = collectMainCommands(model.processOf(stage)).some(({ words }) =>
    words.some(({ value }) => names(value)),
  );
  if (isInCommand) return [`The start command names the port ${text}.`];
  const setting = model.stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ assignments }) => assignments)
    .find(({ value }) => names(value?.text));
  const isThruster = collectMainCommands(model.processOf(stage)).some(({ words }) =>
    words.some((each) => /(?:^|\/)thrust$/.test(each.value ?? '')),
  );
  if (port === 80 && isThruster) return ['Thruster listens on port 80.'];
  if (setting !== undefined) return [`ENV ${setting.name.text} names the port ${text}.`];
  const written = collectInheritance(stage)
    .flatMap(({ instructions }) => instructions)
    .find(({ heredocs }) => heredocs.some(({ body }) => names(body)));
  if (written !== undefined)
    return [`The file that ${written.keyword} writes names the port ${text}.`];
  const isInRun = collectInheritance(stage)
    .flatMap((each) => model.commandsOf(each))
    .some(({ words }) => words.some((word) => names(word.value)));
  if (isInRun) return [`A RUN sets the port ${text}.`];
  const { context } = model;
  const file = context === undefined ? undefined : findPortMention(context, port);
  return file === undefined ? [] : [`${file}: names the port ${text}.`];
}

/** A program of the image and what it can do. */
interface ProbeProgram {
  readonly tool: string;
  readonly ask?: (url: string) => string;
  /** The same, with a header that says that a proxy has ended TLS. */
  readonly askOverTls?: (url: string) => string;
  readonly connect?: (port: number) => string;
}

function collectPrograms(model: DockerfileModel, stage: Stage): readonly ProbeProgram[] {
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  const operations = collectInheritance(stage).flatMap((each) => model.packageOperationsOf(each));
  const has = (tool: Tool): boolean => facts?.variant.tools.includes(tool) === true;
  const hasShell = facts !== undefined && facts.variant.shell !== 'none';
  const node = nodeProgram(facts?.variant.entrypoint, has('node'));
  const programs: ProbeProgram[] = [];
  if (node !== undefined) {
    programs.push(nodeProbe(node, isOldNode(base.kind === 'image' ? base.tag : undefined)));
  }
  const python = facts?.variant.entrypoint?.[0]?.includes('python') === true;
  if (facts !== undefined && (python || (facts.family.id === 'python' && has('python')))) {
    programs.push(pythonProbe(facts.variant.entrypoint?.[0] ?? 'python'));
  }
  if (hasShell && (has('curl') || isInstalled(operations, 'curl'))) programs.push(curlProbe);
  if (hasShell && (has('wget') || isInstalled(operations, 'wget'))) programs.push(wgetProbe);
  if (hasShell && facts.variant.accountTool === 'busybox' && has('nc')) programs.push(ncProbe);
  if (hasShell && has('bash')) programs.push(bashProbe);
  if (facts?.family.id === 'ruby') programs.push(rubyProgram);
  return programs;
}

function nodeProbe(program: string, isOld: boolean): ProbeProgram {
  const ask = (url: string): string =>
    toArray([
      program,
      '-e',
      `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    ]);
  return {
    tool: 'node',
    ...(isOld ? {} : { ask }),
    connect: (port) =>
      toArray([
        program,
        '-e',
        `require('net').connect(${String(port)}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`,
      ]),
  };
}

function pythonProbe(program: string): ProbeProgram {
  return {
    tool: 'python',
    ask: (url) =>
      toArray([
        program,
        '-c',
        `import urllib.request; urllib.request.urlopen('${url}', timeout=3)`,
      ]),
    connect: (port) =>
      toArray([
        program,
        '-c',
        `import socket; socket.create_connection(('127.0.0.1', ${String(port)}), 3)`,
      ]),
  };
}

const curlProbe: ProbeProgram = {
  tool: 'curl',
  ask: (url) => toArray(['curl', '-fsS', '-o', '/dev/null', url]),
  askOverTls: (url) =>
    toArray(['curl', '-fsS', '-o', '/dev/null', '-H', 'X-Forwarded-Proto: https', url]),
};

const rubyProgram: ProbeProgram = {
  tool: 'ruby',
  ask: (url) => askWithRuby(url, false),
  askOverTls: (url) => askWithRuby(url, true),
  connect: (port) => toArray(rubyProbe(port, undefined)),
};

function askWithRuby(url: string, overTls: boolean): string {
  const { port, path } = /:(?<port>\d+)(?<path>\/.*)$/.exec(url)?.groups ?? {};
  return toArray(rubyProbe(Number(port), path, overTls));
}

const wgetProbe: ProbeProgram = {
  tool: 'wget',
  ask: (url) => toArray(['wget', '-q', '-O', '/dev/null', url]),
};

/** The `nc` of BusyBox; of the others not all know `-z`. */
const ncProbe: ProbeProgram = {
  tool: 'nc',
  connect: (port) => toArray(['nc', '-z', '127.0.0.1', String(port)]),
};

const bashProbe: ProbeProgram = {
  tool: 'bash',
  connect: (port) => toArray(['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${String(port)}`]),
};

function toArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** Distroless keeps Node off the PATH and names it in its ENTRYPOINT. */
function nodeProgram(
  entrypoint: readonly string[] | undefined,
  isOnPath: boolean,
): string | undefined {
  if (isOnPath) return 'node';
  const [program] = entrypoint ?? [];
  return program?.endsWith('/node') === true ? program : undefined;
}

/** `fetch` came with Node 18. */
function isOldNode(tag: string | undefined): boolean {
  const major = /^\d+/.exec(tag ?? '')?.[0];
  return major !== undefined && Number(major) < 18;
}

function isInstalled(operations: readonly PackageOperation[], name: string): boolean {
  const of = (action: string): readonly PackageOperation[] =>
    operations.filter(
      (operation) =>
        operation.manager.kind === 'system' &&
        operation.action === action &&
        operation.packages.some((argument) => argument.name === name),
    );
  return of('install').length !== 0 && of('remove').length === 0;
}

import { staticServers, type StaticServer } from '../data/static-servers';
import { readScriptCall } from '../project/node-entry';
import { readScript } from '../project/package-script';
import { frontendSupports } from './frontend';
import type { DockerfileModel } from './model';
import type { NodeStage } from './node-stage';
import { findChain, readLiteralWords } from './shell-form';
import { collectInheritance, type Stage } from './stage-graph';
import { findDefaultTag } from './supported-tag';

/** A built site of files that a program of npm hands out, and nginx can as well. */
export interface StaticSite {
  /** The folder of the files, relative to that of the project. */
  readonly folder: string;
  readonly port: number;
  /** True when every unknown address answers with `index.html`. */
  readonly hasFallback: boolean;
  /** Reference of the image that serves it. */
  readonly image: string;
  /** The words that start the server now. */
  readonly words: readonly string[];
}

const nginx = 'nginxinc/nginx-unprivileged';

/**
 * Reads a stage that builds files and serves them with a program of npm.
 *
 * @returns a sentence when it is one that nginx would not answer for in the same way; undefined when it is none
 */
export function findStaticSite(
  model: DockerfileModel,
  stage: Stage,
  node: NodeStage,
  today: string,
): StaticSite | string | undefined {
  const words = readServerWords(model, stage, node);
  const server = staticServers.find(
    ({ name, verb }) => words?.[0] === name && (verb === undefined || words[1] === verb),
  );
  if (words === undefined || server === undefined || !node.builds) return undefined;
  const call = readCall(model, stage, server, words);
  if (typeof call === 'string') return call;
  const folder = call.folder ?? (server.verb === undefined ? undefined : 'dist');
  const { outputs, context } = node;
  if (outputs.kind === 'unknown') return outputs.reason;
  if (folder === undefined || !outputs.folders.includes(folder)) {
    return 'The folder that is served is not known to be built here.';
  }
  if (!outputs.isStatic) return 'Not only files for a browser are built.';
  const settings = context.visiblePaths.find((path) => server.settings.test(path));
  if (settings !== undefined) return `${settings} changes the answers of ${server.name}.`;
  const vite = server.verb === undefined ? undefined : findViteSetting(node);
  if (vite !== undefined) return vite;
  const obstacle = findObstacle(model, stage, call.port);
  if (obstacle !== undefined) return obstacle;
  const image = findImage(stage, today);
  if (image === undefined) return 'No supported image of nginx is known.';
  return { folder, port: call.port, hasFallback: call.hasFallback, image, words };
}

/** What starts the server: CMD itself, a script of `package.json`, or what npx runs. */
function readServerWords(
  model: DockerfileModel,
  stage: Stage,
  { manifest }: NodeStage,
): readonly string[] | undefined {
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind === 'instruction' || command.kind !== 'instruction') return undefined;
  const { execution, instruction } = command;
  const [only, ...others] = execution.form === 'exec' ? [] : (findChain(execution) ?? []);
  const words =
    instruction.json?.map(({ value }) => value) ??
    (only === undefined || others.length !== 0 || only.assignments.length !== 0
      ? undefined
      : readLiteralWords(only)?.map(({ value }) => value));
  if (words === undefined) return undefined;
  const plain = words[0] === 'exec' ? words.slice(1) : words;
  const call = readScriptCall(plain);
  if (call === undefined) return withoutNpx(plain);
  const around = [`pre${call.script}`, `post${call.script}`].some((name) =>
    manifest.scripts.has(name),
  );
  const [script, ...more] = readScript(manifest.scripts.get(call.script) ?? '') ?? [];
  if (around || script === undefined || 0 < more.length || !script.literal) return undefined;
  if (0 < script.environment.size) return undefined;
  return withoutNpx([...script.words, ...call.arguments]);
}

function withoutNpx(words: readonly string[]): readonly string[] {
  if (words[0] !== 'npx') return words;
  const rest = words.slice(1);
  const start = rest.findIndex((word) => !/^(?:-y|--yes|--no-install|--no)$/.test(word));
  return start < 0
    ? []
    : rest
        .slice(start)
        .map((word, index) => (index === 0 ? word.replace(/(.)@[\w.^~-]+$/, '$1') : word));
}

interface ServerCall {
  readonly folder: string | undefined;
  readonly port: number;
  readonly hasFallback: boolean;
}

function readCall(
  model: DockerfileModel,
  stage: Stage,
  server: StaticServer,
  words: readonly string[],
): ServerCall | string {
  const rest = words.slice(server.verb === undefined ? 1 : 2);
  const folders: string[] = [];
  const ports: string[] = [];
  let hasFallback = server.fallback === 'always';
  for (let index = 0; index < rest.length; index++) {
    const [name = '', inline] = (rest[index] ?? '').split(/=(.*)/s);
    const next = rest[index + 1];
    const takesNext = inline === undefined && next !== undefined && !next.startsWith('-');
    if (!name.startsWith('-')) folders.push(name);
    else if (server.fallback !== 'always' && server.fallback.includes(name)) hasFallback = true;
    else if (server.portOptions.includes(name) || server.folderOption === name) {
      const value = inline ?? next ?? '';
      if (inline === undefined) index++;
      if (server.folderOption === name) folders.push(value);
      else ports.push(value);
    } else if (server.neutralWithValue.includes(name) && (inline !== undefined || takesNext)) {
      if (inline === undefined) index++;
    } else if (!server.neutral.includes(name))
      return `What "${name}" makes of the answers is not known.`;
  }
  const variable = server.readsPort ? model.variables.atEnd(stage).get('PORT') : undefined;
  const written =
    ports[0] ?? (variable === undefined ? String(server.defaultPort) : variable.value);
  const port = /^(?:(?:tcp|http):\/\/(?:0\.0\.0\.0:)?)?(\d{2,5})\/?$/.exec(written ?? '')?.[1];
  if (port === undefined || 1 < ports.length) return 'The port that is served is not known.';
  if (1 < folders.length) return 'The folder that is served is not known.';
  const folder = folders[0]?.replace(/^\.\//, '').replace(/\/+$/, '');
  return { folder, port: Number(port), hasFallback };
}

function findViteSetting({ context, folder }: NodeStage): string | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const file = context.paths.find(
    (path) =>
      path.startsWith(prefix) && /^vite\.config\.[cm]?[jt]s$/.test(path.slice(prefix.length)),
  );
  const text = file === undefined ? '' : context.text(file);
  return text === undefined || /\b(?:preview|proxy|base|appType|headers)\b\s*:/.test(text)
    ? `${file ?? 'The vite.config'} changes what is served.`
    : undefined;
}

/** What nginx without root rights could not do in the same way. */
function findObstacle(model: DockerfileModel, stage: Stage, port: number): string | undefined {
  if (port < 1024)
    return `nginx without root rights cannot listen on port ${String(port)} everywhere.`;
  if (frontendSupports(model, 4) === 'no')
    return 'The settings of nginx need Dockerfile syntax 1.4.';
  if (model.layout.lineEnding !== '\n') return 'The settings of nginx need lines that end with LF.';
  const instructions = collectInheritance(stage).flatMap((each) => each.instructions);
  if (instructions.some(({ keyword }) => keyword === 'USER')) {
    return 'The stage names a user, whom the image of nginx does not have.';
  }
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind === 'command')
    return 'The health check may need programs that nginx lacks.';
  return undefined;
}

/** The image of nginx that runs without root rights, of a supported release, on the same system. */
function findImage(stage: Stage, today: string): string | undefined {
  const { base } = stage;
  const tag = findDefaultTag(`docker.io/${nginx}`, today);
  if (tag === undefined || base.kind !== 'image') return undefined;
  const isAlpine = base.facts?.variant.distribution === 'alpine';
  return `${nginx}:${tag}${isAlpine ? '-alpine' : ''}`;
}

import { joinPath } from './files';
import { isForDevelopment } from './development-stage';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type BaseImage, type Stage } from './stage-graph';
import { findStartScripts } from './start-scripts';
import { traceContextFile } from './stage-paths';

/** A server of PHP that compiles its files for each request. */
export interface MissingOpcache {
  /** The stage whose FROM names the image of PHP. */
  readonly stage: Stage;
  /** `7.4`. */
  readonly version: string;
  /** False where `docker-php-ext-enable` is missing or takes OPcache for a usual extension. */
  readonly canEnable: boolean;
}

/**
 * The patches of a release line that were current when the official images began to turn OPcache on; those before have
 * it as a file that nothing loads, as all of 5.5 to 8.0 have. From 8.5 on it is a part of PHP.
 * Source: docker-library/php, pull request 1587 of 2025-06-25 and versions.json of that day; checked 2026-11-22.
 */
const firstEnabled: ReadonlyMap<string, number> = new Map([
  ['8.1', 32],
  ['8.2', 28],
  ['8.3', 22],
  ['8.4', 8],
]);

/** The last line of an old major version: what `php:7-apache` means. Source: tags of docker-library/php, as above. */
const lastLines: ReadonlyMap<string, string> = new Map([
  ['5', '5.6'],
  ['7', '7.4'],
]);

/** Finds PHP that runs behind Apache or as FPM in an official image that does not load OPcache. */
export function findMissingOpcache(
  model: DockerfileModel,
  target: Stage,
): MissingOpcache | undefined {
  const base = findRootBase(target);
  if (base.kind !== 'image' || base.facts?.family.id !== 'php' || base.stated !== undefined)
    return undefined;
  const server = base.facts.variant.command?.[0] ?? '';
  const version = readOldVersion(base);
  if (!/^(?:php-fpm|apache2-foreground)$/.test(server) || version === undefined) return undefined;
  if (isForDevelopment(target) || !startsServer(model, target, server)) return undefined;
  const chain = collectInheritance(target);
  const stage = chain.at(-1);
  if (stage === undefined || chain.some((part) => mayLoad(model, part))) return undefined;
  const scripts = findStartScripts(model, target);
  if (scripts.some(({ source }) => source.kind === 'file' && /opcache/i.test(source.text)))
    return undefined;
  return { stage, version, canEnable: canEnable(base, version) };
}

/**
 * The tool came in August 2015, and brings what it needs on Alpine since May 2017; a patch stays as it was built.
 * Source: history of `docker-php-ext-enable` in docker-library/php; checked 2026-11-22.
 */
function canEnable({ tag = '' }: BaseImage, version: string): boolean {
  const isPinned = /^\d+\.\d+\.\d/.test(tag);
  const isFirst = version === '5.5' && tag.includes('alpine');
  const isEarly = Number(version) < (tag.includes('alpine') ? 8 : 7);
  return !isFirst && !(isPinned && isEarly);
}

/** The release line of a tag whose image does not load OPcache; undefined for others and for what is not known. */
function readOldVersion({ tag = '' }: BaseImage): string | undefined {
  const [, written = '', patch] = /^(\d+(?:\.\d+)?)(?:\.(\d+))?-(?:apache|fpm)/.exec(tag) ?? [];
  const line = lastLines.get(written) ?? written;
  const enabled = firstEnabled.get(line);
  if (enabled !== undefined)
    return patch !== undefined && Number(patch) < enabled ? line : undefined;
  const [major = 0, minor = 0] = line.split('.').map(Number);
  const isOld = (major === 5 && 5 <= minor) || major === 7 || (major === 8 && minor === 0);
  return isOld && line.includes('.') ? line : undefined;
}

/** True when the container runs the server of the image, also by a script whose text is known. */
function startsServer(model: DockerfileModel, stage: Stage, server: string): boolean {
  const process = model.processOf(stage);
  const { entrypoint, command } = process;
  if (entrypoint.kind === 'base') {
    if (command.kind === 'base') return true;
    const [main] = collectMainCommands(process);
    return main?.name === server;
  }
  const scripts = findStartScripts(model, stage);
  return scripts.some(({ commands }) => commands.some(({ name }) => name === server));
}

/** Folders that PHP reads settings from, and folders in which they lie. */
const settings = /^(?:\/|\/usr|\/usr\/local|\/usr\/local\/(?:etc|lib)(?:\/.*)?)$/;

/** True when a part names OPcache, or does what is not known: runs a script, brings settings of PHP. */
function mayLoad(model: DockerfileModel, part: Stage): boolean {
  const isNamed = part.instructions.some(({ span }) =>
    /opcache/i.test(model.text.slice(span.start, span.end)),
  );
  if (isNamed) return true;
  const bringsSettings = model.copiesOf(part).some(({ target, sources, origin }) => {
    if (target === undefined) return true;
    if (!settings.test(target)) return false;
    // A single file for a folder of programs, or the sources of an application, are no settings of PHP.
    return origin.kind !== 'context' || !sources.every((source) => isHarmless(source.path));
  });
  if (bringsSettings) return true;
  return model.runsOf(part).some(
    ({ complete, commands, instruction }) =>
      !complete ||
      commands.some(({ name, words }) => {
        if (name === undefined) return true;
        if (/^(?:docker-php-ext-(?:install|enable)|install-php-extensions)$/.test(name))
          return words.some(({ value }) => value === undefined);
        const isShell = /^(?:sh|bash|dash|ash|source|\.)$/.test(name);
        // A script in the command is read as commands of its own.
        if (isShell && words.some(({ text }) => /^-\w*c$/.test(text))) return false;
        const script = isShell
          ? words.slice(1).find(({ text }) => !text.startsWith('-'))
          : words[0];
        if (script?.value === undefined) return true;
        return isOwnScript(model, part, script.value, model.workdirAt(instruction));
      }),
  );
}

function isHarmless(path: string | undefined): boolean {
  return path !== undefined && /\.(?:sh|php|conf|crt|pem|phar)$/.test(path);
}

/** True for a script that the build runs and whose text is not known, or names OPcache. */
function isOwnScript(
  model: DockerfileModel,
  stage: Stage,
  script: string,
  workdir: string | undefined,
): boolean {
  if (!/\/|\.sh$/.test(script)) return false;
  if (/^\/(?:usr\/)?(?:local\/)?s?bin\/[\w-]+$/.test(script)) return false;
  const place = joinPath(workdir, script);
  const path = place === undefined ? undefined : traceContextFile(model, stage, place);
  const text = path === undefined ? undefined : model.context?.text(path);
  return text === undefined || /opcache/i.test(text);
}

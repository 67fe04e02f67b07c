import { collectMainCommands } from '../model/main-command';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';

/** What runs a program that is not machine code, and servers that are told by signals of their own. */
export type LanguageRuntime =
  | 'node'
  | 'bun'
  | 'deno'
  | 'python'
  | 'java'
  | 'dotnet'
  | 'ruby'
  | 'php'
  | 'php-fpm'
  | 'nginx'
  | 'httpd';

/** Programs that say it, whatever image they run in. */
const programs: readonly (readonly [LanguageRuntime, RegExp])[] = [
  ['node', /^node$/],
  ['bun', /^bun$/],
  ['deno', /^deno$/],
  ['python', /^(?:python[\d.]*|uvicorn|gunicorn|hypercorn|granian|daphne|celery|flask)$/],
  ['java', /^java$/],
  ['dotnet', /^dotnet$/],
  ['ruby', /^(?:ruby|puma|rails|bundle|thrust)$/],
  ['php-fpm', /^php-fpm[\d.]*$/],
  ['php', /^(?:php|frankenphp)$/],
  ['nginx', /^nginx$/],
  ['httpd', /^(?:httpd|httpd-foreground|apache2|apache2-foreground)$/],
];

/** Last parts of repositories that say it. */
const images: readonly (readonly [LanguageRuntime, RegExp])[] = [
  ['node', /^node(?:js\d*(?:-debian\d+)?)?$/],
  ['bun', /^bun$/],
  ['deno', /^deno$/],
  ['python', /^python(?:3-debian\d+)?$/],
  ['java', /^(?:java\d+-debian\d+|jre|jdk|eclipse-temurin|amazoncorretto)$/],
  ['dotnet', /^(?:aspnet|aspnetcore|dotnet)$/],
  ['ruby', /^ruby$/],
  ['php', /^(?:php|frankenphp)$/],
  ['nginx', /^nginx(?:-unprivileged)?$/],
  ['httpd', /^httpd$/],
];

/** By the program that a stage starts, else by its base image. */
export function findRuntime(model: DockerfileModel, stage: Stage): LanguageRuntime | undefined {
  const names = collectMainCommands(model.processOf(stage)).map(({ name }) => name ?? '');
  const started = programs.find(([, pattern]) => names.some((name) => pattern.test(name)));
  if (started !== undefined) return started[0];
  if (stage.rootBase.kind !== 'image') return undefined;
  const { repository } = stage.rootBase.reference;
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const [found] = images.find(([, pattern]) => pattern.test(name)) ?? [];
  return found === 'php' && stage.rootBase.tag?.includes('fpm') === true ? 'php-fpm' : found;
}

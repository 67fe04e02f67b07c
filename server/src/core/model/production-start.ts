import { readPackageJson } from '../project/package-json';
import { readRequirements, toPackageName } from '../project/requirements';
import { findContextFile } from './context-paths';
import { withoutStarters } from './early-steps';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/**
 * The command for production behind one for development, where the project says that it is there: `next start` of
 * what was built, gunicorn of a Django project that installs it.
 *
 * @param words the command as written
 * @param real the command without starters such as `npx` and `python`
 */
export function findProductionStart(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
  real: readonly string[],
): readonly string[] | undefined {
  const [program, verb, ...rest] = real;
  if (program === 'next' && verb === 'dev' && isNextBuilt(model, stage)) {
    return words
      .filter((word) => !/^--(?:turbo|turbopack|webpack)$/.test(word))
      .map((word) => (word === 'dev' ? 'start' : word));
  }
  if (program !== 'manage.py' || verb !== 'runserver' || 1 < rest.length) return undefined;
  const address = toAddress(rest[0]);
  const module = address === undefined ? undefined : findWsgiModule(model, stage);
  if (address === undefined || module === undefined || !installsGunicorn(model, stage)) {
    return undefined;
  }
  return ['gunicorn', `${module}:application`, '--bind', address];
}

/** Source: https://docs.djangoproject.com/en/5.2/ref/django-admin/#runserver */
function toAddress(word: string | undefined): string | undefined {
  if (word === undefined) return '0.0.0.0:8000';
  if (/^\d+$/.test(word)) return `0.0.0.0:${word}`;
  return /^\d+(?:\.\d+){3}:\d+$/.test(word) ? word : undefined;
}

/** `shop.wsgi` where one folder of the working directory holds the entry that `startproject` writes. */
function findWsgiModule(model: DockerfileModel, stage: Stage): string | undefined {
  const { context } = model;
  const workdir = model.workdirAtEnd(stage)?.replace(/\/$/, '');
  if (context?.project.complete !== true || workdir === undefined) return undefined;
  const entries = context.visiblePaths.filter(
    (path) =>
      /(?:^|\/)\w+\/wsgi\.py$/.test(path) &&
      context.text(path)?.includes('application = get_wsgi_application()') === true,
  );
  const [entry, ...others] = entries;
  const folder = entry === undefined ? undefined : /(\w+)\/wsgi\.py$/.exec(entry)?.[1];
  if (folder === undefined || others.length !== 0) return undefined;
  const isHere = findContextFile(model, stage, `${workdir}/${folder}/wsgi.py`) === entry;
  return isHere ? `${folder}.wsgi` : undefined;
}

function installsGunicorn(model: DockerfileModel, stage: Stage): boolean {
  const { context } = model;
  const operations = collectInheritance(stage).flatMap((part) => model.packageOperationsOf(part));
  return operations.some(({ action, manager, packages, options, command }) => {
    if (action !== 'install' || manager.id !== 'pip') return false;
    if (packages.some(({ name }) => toPackageName(name ?? '') === 'gunicorn')) return true;
    if (options.length === 0 || context === undefined) return false;
    return command.words.some(({ value = '' }) => {
      const name = value.slice(value.lastIndexOf('/') + 1);
      const path = name.endsWith('.txt')
        ? context.visiblePaths.find((each) => each === name || each.endsWith(`/${name}`))
        : undefined;
      const listed = path === undefined ? undefined : readRequirements(context, path);
      return listed?.requirements.some((each) => each.name === 'gunicorn') === true;
    });
  });
}

function isNextBuilt(model: DockerfileModel, stage: Stage): boolean {
  const { context } = model;
  const workdir = model.workdirAtEnd(stage)?.replace(/\/$/, '');
  const file =
    workdir === undefined ? undefined : traceContextFile(model, stage, `${workdir}/package.json`);
  const manifest =
    context === undefined || file === undefined
      ? undefined
      : readPackageJson(context, file.replace(/\/?package\.json$/, ''));
  const build = manifest?.scripts.get('build') ?? '';
  return collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .some((command) => {
      const texts = command.words.map(({ value, text }) => value ?? text);
      const [program, verb] = withoutStarters(texts);
      if (program === 'next' && verb === 'build') return true;
      const runsBuild = /^(?:npm|pnpm|yarn|bun)$/.test(texts[0] ?? '') && texts.includes('build');
      return runsBuild && /^next build\b/.test(build);
    });
}

import { developmentStarts, type DevelopmentStart } from '../data/development-starts';
import { readScriptCall } from '../project/node-entry';
import { readPackageJson } from '../project/package-json';
import { readScript } from '../project/package-script';
import { baseName, type Command } from './commands';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import { findProductionStart } from './production-start';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A command of CMD or ENTRYPOINT that starts a server made for development. */
export interface DevelopmentServer {
  readonly command: Command;
  /** What starts: `next dev`, also when a script stands for it. */
  readonly shown: string;
  /** The words to start instead; undefined when they are not sure. */
  readonly better: readonly string[] | undefined;
}

/** Finds a development server that a container of a stage starts. */
export function findDevelopmentServer(
  model: DockerfileModel,
  stage: Stage,
): DevelopmentServer | undefined {
  for (const command of collectMainCommands(model.processOf(stage))) {
    const words = command.words.map(({ value, text }) => value ?? text);
    const real = realWords(model, stage, words);
    const start = real === undefined ? undefined : findStart(real);
    if (real !== undefined && start !== undefined && !isOther(model, start)) {
      return {
        command,
        shown: real
          .slice(0, 2)
          .map((word, index) => (index === 0 ? baseName(word) : word))
          .join(' '),
        better: findBetter(model, words, real, start) ?? findWritten(model, stage, words, real),
      };
    }
    const script = readPackageOperation(command)?.script;
    if (real === undefined && script !== undefined && developmentScript.test(script)) {
      return { command, shown: words.slice(0, 3).join(' '), better: undefined };
    }
  }
  return undefined;
}

/** Scripts that by custom start a development server, when package.json is not known. */
const developmentScript = /^(?:dev|develop|(?:start|serve)[:-](?:dev|develop|development|watch))$/;

/** Starters in front of the program: `python manage.py`, `npx`, `poetry run`. */
function withoutStarter(words: readonly string[]): readonly string[] {
  const [first = '', second = ''] = words.map((word, index) =>
    index === 0 ? baseName(word) : word,
  );
  if (/^(?:npx|bunx)$/.test(first)) return words.slice(1);
  if (/^(?:uv|poetry|pipenv|pdm)$/.test(first) && second === 'run')
    return withoutStarter(words.slice(2));
  if (/^python[\d.]*$/.test(first)) {
    if (second === '-m') return words.slice(2);
    return /(?:^|\/)manage\.py$/.test(second) ? words.slice(1) : words;
  }
  if (first === 'php' && baseName(second) === 'artisan') return words.slice(1);
  return words;
}

/** The words behind a script of package.json; undefined for a script that is not known. */
function realWords(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
): readonly string[] | undefined {
  const isManager = /^(?:npm|pnpm|yarn|bun)$/.test(words[0] ?? '');
  if (!isManager) return withoutStarter(words);
  const call = readScriptCall(words) ?? readAnyCall(words);
  const { context } = model;
  const workdir = model.workdirAtEnd(stage);
  if (call === undefined || context === undefined || workdir === undefined) return undefined;
  const file = traceContextFile(model, stage, `${workdir}/package.json`.replace('//', '/'));
  if (file?.endsWith('package.json') !== true) return undefined;
  const manifest = readPackageJson(context, file.replace(/\/?package\.json$/, ''));
  const text = manifest?.scripts.get(call.script);
  if (manifest === undefined || text === undefined) return undefined;
  const [script, ...others] = readScript(text) ?? [];
  // What needs a shell, or runs more than one command, is somebody's own: nothing is said about it.
  if (script === undefined || others.length !== 0) return [];
  return withoutStarter([...script.words, ...call.arguments]);
}

/** `yarn dev` and `pnpm dev`. */
function readAnyCall(
  words: readonly string[],
): { readonly script: string; readonly arguments: readonly string[] } | undefined {
  const [, script] = words;
  const isScript = words.length === 2 && script !== undefined && developmentScript.test(script);
  return isScript ? { script, arguments: [] } : undefined;
}

function findStart(words: readonly string[]): DevelopmentStart | undefined {
  const program = baseName(words[0] ?? '');
  const rest = words.slice(1);
  return developmentStarts.find(
    (start) =>
      start.program.test(program) &&
      (start.words === undefined || start.words.some((word) => rest.includes(word))) &&
      start.except?.some((word) => rest.includes(word)) !== true &&
      !rest.some((word) => /^(?:--version|-v|--help|-h)$/.test(word)),
  );
}

/** True when a manifest of the project says that the words start something else. */
function isOther({ context }: DockerfileModel, { unless }: DevelopmentStart): boolean {
  if (unless === undefined || context === undefined) return false;
  return context.visiblePaths.some(
    (path) => unless.manifest.test(path) && unless.names.test(context.text(path) ?? ''),
  );
}

/** What production starts instead, by what the project says; never for what a script stands for. */
function findWritten(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
  real: readonly string[],
): readonly string[] | undefined {
  const isWritten = real.every((word) => words.includes(word));
  return isWritten ? findProductionStart(model, stage, words, real) : undefined;
}

/** The same start as production runs it, where that is sure: never for what a script stands for. */
function findBetter(
  model: DockerfileModel,
  words: readonly string[],
  real: readonly string[],
  { removable, runs }: DevelopmentStart,
): readonly string[] | undefined {
  if (real.some((word) => !words.includes(word))) return undefined;
  if (removable !== undefined) return words.filter((word) => !removable.includes(word));
  const [, file, ...others] = real;
  const isPlain = others.length === 0 && file !== undefined && /^[\w./-]+\.[cm]?js$/.test(file);
  const hasSettings =
    model.context?.paths.some((path) => /(?:^|\/)nodemon\.json$/.test(path)) !== false;
  return runs !== undefined && isPlain && !hasSettings ? [runs, file] : undefined;
}

import { jobWords } from '../data/start-jobs';
import { plainPrograms, rootPrograms, serviceCommands } from '../data/start-programs';
import type { ShellCommand } from '../syntax/shell';
import { baseName, type Command } from './commands';
import type { DockerfileModel } from './model';
import { reachesChildren } from './shell-form';
import { findRootBase, type Stage } from './stage-graph';
import { findStartScripts, type StartScript } from './start-scripts';

/** A script that ends with the program of the container and keeps a shell above it. */
export interface MissingExec {
  readonly script: StartScript;
  readonly command: Command;
}

/** The scripts of exec form and of files whose last command should be behind `exec`. */
export function findMissingExecs(model: DockerfileModel, stage: Stage): readonly MissingExec[] {
  if (reachesChildren(model.processOf(stage).entrypoint)) return [];
  return findStartScripts(model, stage).flatMap((script) => {
    const command = findLast(model, stage, script);
    return command === undefined ? [] : [{ script, command }];
  });
}

function findLast(model: DockerfileModel, stage: Stage, script: StartScript): Command | undefined {
  const { source, commands } = script;
  // CMD and ENTRYPOINT in shell form have a rule of their own.
  if (source.kind === 'shell-form' || !script.script.complete) return undefined;
  if (source.kind === 'element' && !staysAbove(model, stage, script)) return undefined;
  const { statements, allStatements } = script.script;
  const last = statements.at(-1);
  const pipeline = last?.pipelines.at(-1);
  const [shell] = pipeline?.commands ?? [];
  if (last === undefined || shell === undefined || pipeline?.negated !== false) return undefined;
  if (pipeline.commands.length !== 1 || last.operators.includes('||')) return undefined;
  if (allStatements.some(({ background }) => background)) return undefined;
  const handles = commands.some(({ name, wrappers }) =>
    ['trap', 'wait', 'coproc'].includes(wrappers[0] ?? name ?? ''),
  );
  const command = commands.find((each) => each.shell === shell);
  if (handles || command === undefined || command.wrappers.includes('exec')) return undefined;
  return isLongRunning(command) && !isFunction(script, shell) ? command : undefined;
}

/**
 * Whether the shell of `-c` keeps running above its last command: measured for dash; BusyBox ash and Bash run a
 * simple command in their own place.
 */
function staysAbove(model: DockerfileModel, stage: Stage, { shell }: StartScript): boolean {
  if (shell === 'dash') return true;
  if (shell !== 'sh') return false;
  const base = findRootBase(stage);
  if (model.shellAtEnd(stage).instruction === undefined) {
    if (model.shellAtEnd(stage).program === 'dash') return true;
  }
  return base.kind === 'image' && base.facts?.variant.shell === 'dash';
}

/** True for a program that runs until it is stopped: `"$@"`, a server, a program of the image's author. */
export function isLongRunning(command: Command): boolean {
  const [program, ...rest] = command.words;
  if (program === undefined || command.shell.program === undefined) return false;
  if (/^"?\$\{?@\}?"?$/.test(program.text)) return true;
  const name = baseName(program.value ?? '').replace(/^python[\d.]+$/, 'python');
  if (name === '' || rest.some(({ value }) => jobWords.test(value ?? ''))) return false;
  if (plainPrograms.has(name)) return runsFile(name, command);
  if (serviceCommands.has(name)) return true;
  if (rootPrograms.has(name))
    return !/^(?:apt|apk|yum|dnf|ch|user|group|add|service|system|update|ldconfig|dpkg|a2|ulimit|mount|umount|modprobe|sysctl|ip|nft|iptables|route|tc$)/.test(
      name,
    );
  const path = program.value ?? '';
  return path.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(path);
}

const starters =
  /^(?:npm|npx|yarn|pnpm|bun|bunx|uv|poetry|pipenv|pdm|bundle|dotnet|go|mix|artisan)$/;

/** An interpreter needs a file or module to run; `npm`, `bundle` and the like a word that starts something. */
function runsFile(name: string, { words }: Command): boolean {
  const texts = words.slice(1).map(({ value, text }) => value ?? text);
  if (texts.some((text) => /^(?:-c|-e|--eval|-p|--print)$/.test(text))) return false;
  if (starters.test(name)) {
    return texts.some((text) =>
      /^(?:start|serve|run|exec|server|dev|phx\.server|.*\.dll)$/.test(text),
    );
  }
  return (
    texts.length !== 0 ||
    !/^(?:node|nodejs|python|pypy|ruby|java|perl|lua|julia|R|deno)$/.test(name)
  );
}

/** True when the script, or one that it reads, may define a function of that name. */
function isFunction({ script, commands }: StartScript, shell: ShellCommand): boolean {
  const name = shell.program?.value;
  if (name === undefined || name.includes('/')) return false;
  const reads = commands.some((each) => each.name === '.' || each.name === 'source');
  const defines = script.commands.some(({ nesting }) => nesting.includes('function'));
  const known = plainPrograms.has(name) || serviceCommands.has(name) || rootPrograms.has(name);
  return (reads || defines) && !known && !name.startsWith('python');
}

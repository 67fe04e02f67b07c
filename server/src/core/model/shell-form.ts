import type { ShellCommand, ShellPipeline } from '../syntax/shell';
import type { Span } from '../text/span';
import { baseName, type Command, type Execution } from './commands';
import type { PackageOperation } from './packages';
import type { CopyFacts } from './files';
import type { StartCommand } from './process';
import { findRootBase, type Stage } from './stage-graph';

/** Whether the shell turns itself into the last command of its script. */
export type Handover = 'yes' | 'no' | 'unknown';

/** Systems by what their package manager or the tag of an image says, and how their `/bin/sh` behaves. */
const shellByManager: ReadonlyMap<string, 'dash' | 'ash' | 'bash'> = new Map([
  ['apt-get', 'dash'],
  ['apt', 'dash'],
  ['apk', 'ash'],
  ['dnf', 'bash'],
  ['microdnf', 'bash'],
  ['yum', 'bash'],
  ['tdnf', 'bash'],
  ['zypper', 'bash'],
  ['pacman', 'bash'],
]);

/**
 * Whether the shell of an instruction in shell form ends up as the program itself.
 *
 * Measured: BusyBox ash and Bash run the last simple command of `-c` in their own place, dash (0.5.12)
 * keeps running above it; Bash keeps running too when the command has a redirection.
 *
 * @param evidence package operations of the image, which tell one `/bin/sh` from another
 */
export function findHandover(
  execution: Execution,
  stage: Stage,
  evidence: readonly PackageOperation[],
): Handover {
  if (execution.commands.some((command) => replacesShell(command))) return 'yes';
  const program =
    execution.shell.program === 'sh' ? guess(stage, evidence) : execution.shell.program;
  if (program === 'dash') return 'no';
  const last = findLastCommand(execution);
  if (last === undefined) return program === undefined ? 'unknown' : 'no';
  if (program === undefined) return 'unknown';
  return program === 'bash' && last.redirects.length !== 0 ? 'no' : 'yes';
}

/** The last command of a script when it is a simple one that runs after all before it. */
export function findLastCommand(execution: Execution): ShellCommand | undefined {
  const [script] = execution.scripts;
  const statement = script?.statements.at(-1);
  if (statement === undefined || statement.background) return undefined;
  return onlyCommand(statement.pipelines.at(-1));
}

/** The commands of a script that is one `a && b` chain of simple commands. */
export function findChain(execution: Execution): readonly ShellCommand[] | undefined {
  const [script, ...others] = execution.scripts;
  const [statement, ...more] = script?.statements ?? [];
  if (statement === undefined || 0 < others.length + more.length) return undefined;
  if (script?.complete !== true || statement.background) return undefined;
  if (statement.operators.some((operator) => operator !== '&&')) return undefined;
  const commands = statement.pipelines.map((pipeline) => onlyCommand(pipeline));
  const known = commands.filter((command) => command !== undefined);
  return known.length === commands.length ? known : undefined;
}

function onlyCommand(pipeline: ShellPipeline | undefined): ShellCommand | undefined {
  if (pipeline?.negated !== false || pipeline.commands.length !== 1) return undefined;
  return pipeline.commands[0]?.program === undefined ? undefined : pipeline.commands[0];
}

/** `exec` hands over in every shell; a `trap` says that the script deals with signals itself. */
function replacesShell(command: Command): boolean {
  return command.wrappers.includes('exec') || command.name === 'trap' || command.name === 'exec';
}

function guess(
  stage: Stage,
  evidence: readonly PackageOperation[],
): 'dash' | 'ash' | 'bash' | undefined {
  const base = findRootBase(stage);
  const tag = base.kind === 'image' ? base.reference.text : '';
  if (tag.includes('alpine')) return 'ash';
  if (/debian|ubuntu|slim|bullseye|bookworm|trixie|focal|jammy|noble/.test(tag)) return 'dash';
  const found = new Set(evidence.flatMap(({ manager }) => shellByManager.get(manager.id) ?? []));
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

/** Commands that only the shell itself has: no program of that name can be started. */
const shellCommands: ReadonlySet<string> = new Set(
  '. : alias bg break cd continue declare eval exit export fc fg hash jobs let local pushd popd read readonly return set shift shopt source times trap type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

export function isShellCommand(name: string): boolean {
  return shellCommands.has(name);
}

/** The words of a command when the shell passes them on as they are written; else undefined. */
export function readLiteralWords(
  command: ShellCommand,
): readonly { readonly value: string; readonly span: Span }[] | undefined {
  if (command.program === undefined || command.redirects.length !== 0) return undefined;
  const words = [command.program, ...command.arguments];
  const literal = words.flatMap((word) => {
    const { value, text, span } = word;
    return value === undefined || isPattern(text) ? [] : [{ value, span }];
  });
  return literal.length === words.length ? literal : undefined;
}

/** True when the shell may replace the word by names of files or by a home directory. */
function isPattern(text: string): boolean {
  if (/^(?:"[^"]*"|'[^']*')$/.test(text)) return false;
  return /[*?[]/.test(text) || /(?:^|[:=])~/.test(text);
}

/** True when a script reads the arguments that Docker appends to it: `exec java -jar app.jar $@`. */
export function usesArguments(execution: Execution): boolean {
  return execution.commands.some(({ shell }) =>
    [shell.program, ...shell.arguments].some((word) =>
      word?.variables.some((name) => /^[@*#\d]$/.test(name)),
    ),
  );
}

/** Starters that run their arguments as a command, besides entrypoint scripts. */
const starters = new Set([
  ...['tini', 'dumb-init', 'catatonit', 'docker-init', 'gosu', 'su-exec', 'env', 'sudo', 'setpriv'],
  ...[
    'chpst',
    'xvfb-run',
    'doppler',
    'infisical',
    'chamber',
    'envconsul',
    'nice',
    'ionice',
    'exec',
  ],
  ...[
    'conda',
    'mamba',
    'micromamba',
    'poetry',
    'pipenv',
    'uv',
    'bundle',
    'npx',
    'nix',
    'nix-shell',
  ],
]);

/** False only when an ENTRYPOINT in exec form is known and takes its arguments for its own. */
export function runsItsArguments(entrypoint: StartCommand): boolean {
  if (entrypoint.kind === 'none' || entrypoint.kind === 'unknown') return true;
  const words = wordsOf(entrypoint);
  // `ENTRYPOINT []` takes that of the base image away.
  if (words.length === 0) return true;
  const name = baseName(words[0] ?? '');
  if (starters.has(name) || /start|run/i.test(name)) return true;
  return words.some((word) => /entry|init|\.(?:ba)?sh$/i.test(word));
}

/** True when the ENTRYPOINT sends stop signals to every process below it. */
export function reachesChildren(entrypoint: StartCommand): boolean {
  const words = wordsOf(entrypoint);
  const name = baseName(words[0] ?? '');
  return name === 'dumb-init' || (name === 'tini' && words.includes('-g'));
}

function wordsOf(start: StartCommand): readonly string[] {
  if (start.kind === 'base') return start.words;
  const json = start.kind === 'instruction' ? start.instruction.json : undefined;
  return json?.map((element) => element.value) ?? [];
}

/** True when copied files may bring a shell: something not known, or something below `/bin` or `/usr`. */
export function bringsShell(copies: readonly CopyFacts[]): boolean {
  return copies.some(
    ({ target }) =>
      target === undefined || /^\/(?:$|(?:usr|busybox|nix)(?:\/|$)|s?bin(?:\/|$))/.test(target),
  );
}

import type { ShellCommand, ShellPipeline, ShellStatement } from '../syntax/shell';
import { containsSpan } from '../text/span';
import type { Command, Execution } from './commands';

/** A script that is downloaded and run in one go. */
export interface RemoteScript {
  /** The command that downloads. */
  readonly download: Command;
  /** The command that runs what it gets. */
  readonly interpreter: Command;
  /** The pipeline with nothing else in it, when the script is piped. */
  readonly pipeline: ShellPipeline | undefined;
  readonly statement: ShellStatement | undefined;
}

const downloaders = new Set(['curl', 'wget']);
const interpreters = /^(sh|bash|dash|ash|zsh|ksh|fish|node|perl|php|ruby|python\d*(\.\d+)?)$/;
const shells = /^(sh|bash|dash|ash|zsh|ksh)$/;

/** Downloads of an execution that are run unseen: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`. */
export function collectRemoteScripts(execution: Execution): readonly RemoteScript[] {
  const byShell = new Map(execution.commands.map((command) => [command.shell, command]));
  return [...pipedScripts(execution, byShell), ...substitutedScripts(execution)];
}

function pipedScripts(
  execution: Execution,
  byShell: ReadonlyMap<ShellCommand, Command>,
): readonly RemoteScript[] {
  return execution.scripts
    .flatMap((script) => script.allStatements)
    .flatMap((statement) =>
      statement.pipelines.flatMap((pipeline) => {
        const commands = pipeline.commands.map((each) =>
          each === undefined ? undefined : byShell.get(each),
        );
        const from = commands.findIndex((each) => downloaders.has(each?.name ?? ''));
        const download = commands[from];
        const interpreter = commands
          .slice(from + 1)
          .find((each) => each !== undefined && readsScript(each));
        if (download === undefined || interpreter === undefined) return [];
        return [
          {
            download,
            interpreter,
            pipeline: commands.length === 2 ? pipeline : undefined,
            statement,
          },
        ];
      }),
    );
}

/** True when the command runs its standard input: no script file and no `-c`, `-e` or `-m`. */
function readsScript(command: Command): boolean {
  if (command.name === undefined || !interpreters.test(command.name)) return false;
  const isShell = shells.test(command.name);
  for (const word of command.words.slice(1)) {
    if (word.text === '-' || (isShell && /^-[a-z]*s$/.test(word.text))) return true;
    if (word.text === '--') continue;
    if (!word.text.startsWith('-')) return false;
    if (/^-[a-zA-Z]*[cem]$/.test(word.text) && !(isShell && /^-[a-z]*e$/.test(word.text)))
      return false;
    if (word.text.startsWith('--version') || word.text.startsWith('--eval')) return false;
  }
  return true;
}

function substitutedScripts(execution: Execution): readonly RemoteScript[] {
  const runners = execution.commands.filter(
    (command) =>
      command.name !== undefined &&
      (shells.test(command.name) || ['eval', 'source', '.'].includes(command.name)),
  );
  return execution.commands
    .filter(
      (command) =>
        downloaders.has(command.name ?? '') && command.shell.nesting.at(-1) === 'substitution',
    )
    .flatMap((download) => {
      const interpreter = runners.find(
        (runner) =>
          runner !== download &&
          runner.words
            .slice(1)
            .some(
              (word) => word.value === undefined && containsSpan(word.span, download.shell.span),
            ),
      );
      return interpreter === undefined
        ? []
        : [{ download, interpreter, pipeline: undefined, statement: undefined }];
    });
}

import { isOnlyHeredoc, type Command, type Execution } from '../model/commands';
import { readDownloadedFile } from '../model/downloads';
import type { DockerfileModel } from '../model/model';
import { shellOptionsAt } from '../model/shell-options';
import type { ShellScript, ShellStatement } from '../syntax/shell';
import type { Edit } from '../text/edit';
import { digestHole } from './digest-hole';
import { isPlainChain, joinerOf } from './run-script';

/** A command with the place of its pipeline in the script. */
interface Place {
  readonly script: ShellScript;
  readonly statement: ShellStatement;
  /** Of the pipeline in the statement. */
  readonly index: number;
}

/**
 * Puts a comparison of the digest behind a command that downloads one file, with a hole for the digest.
 *
 * @returns a sentence where the file is not known, or a failed comparison would not stop the step
 */
export function planDigestCheck(model: DockerfileModel, command: Command): Edit | string {
  const execution = model.executionOf(command.instruction);
  const place = findPlace(execution, command);
  if (place === undefined) return 'What comes is used at once: write it to a file first.';
  const file = readDownloadedFile(model, command)?.path;
  if (file === undefined || /[^\w./+@:-]/.test(file)) {
    return 'Which file the download writes is not known.';
  }
  const joiner = findJoiner(model, execution, place);
  if (joiner === undefined) return 'The step goes on after a command that failed.';
  const end = place.statement.pipelines[place.index]?.span.end ?? place.statement.span.end;
  const text = `${joiner}echo "${digestHole}  ${file}" | sha256sum -c -`;
  return { span: { start: end, end }, text };
}

function findPlace(execution: Execution, command: Command): Place | undefined {
  for (const script of execution.scripts) {
    for (const statement of script.statements) {
      const index = statement.pipelines.findIndex(
        ({ commands }) => commands.length === 1 && commands[0] === command.shell,
      );
      if (0 <= index) return { script, statement, index };
    }
  }
  return undefined;
}

/**
 * What stands in front of the comparison. Behind the last command of a statement that others follow it is a statement
 * of its own, because `set -e` does not see a failure in front of `&&`.
 */
function findJoiner(
  model: DockerfileModel,
  execution: Execution,
  { script, statement, index }: Place,
): string | undefined {
  if (!isPlainChain(statement)) return undefined;
  const isLast = index === statement.pipelines.length - 1;
  const isFollowed = script.statements.some(({ span }) => statement.span.end < span.start);
  const isHeredoc = isOnlyHeredoc(execution.instruction);
  if (!isLast || !isFollowed) {
    return isHeredoc ? ' && ' : joinerOf(model, execution, statement);
  }
  if (!shellOptionsAt(execution, script, statement.span.start).errexit) return undefined;
  const rest = model.text.slice(statement.span.end, execution.instruction.span.end);
  const [separator = '; '] = /^;[ \t]*[\\`]\r?\n[ \t]*(?=[^\s#])/.exec(rest) ?? [];
  return separator;
}

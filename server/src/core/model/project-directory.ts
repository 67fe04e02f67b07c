import type { Command, Execution } from './commands';
import type { PackageOperation } from './packages';

/** Options of package managers that name another directory or another part of the project. */
const elsewhereOptions = new Set(
  '--prefix -C --dir --cwd --directory --project --working-dir --chdir -w --workspace --workspaces -ws -F --filter --gemfile -d --modules-folder'.split(
    ' ',
  ),
);

/**
 * Where a command of a RUN works: the same text for two commands means the same directory.
 *
 * @returns undefined when that is not known
 */
export function findWorkPlace(
  execution: Execution,
  workdir: string | undefined,
  command: Command,
): string | undefined {
  if (workdir === undefined || command.shell.nesting.includes('subshell')) return undefined;
  const moves = execution.commands.filter(
    ({ name, shell }) =>
      (name === 'cd' || name === 'pushd' || name === 'popd') &&
      shell.span.start < command.shell.span.start,
  );
  return [workdir, ...moves.map(({ words }) => words.map((word) => word.text).join(' '))].join(
    '\n',
  );
}

/** True when an operation names a directory or a workspace of its own. */
export function worksElsewhere(operation: PackageOperation): boolean {
  return operation.options.some((option) => elsewhereOptions.has(option.name));
}

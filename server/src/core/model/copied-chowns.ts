import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import type { CopyFacts } from './files';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A `chown -R` over files that a COPY of the same stage brings. */
export interface CopiedChown {
  readonly command: Command;
  /** The word of `-R`. */
  readonly recursive: ShellWord;
  /** `app:app`, variables replaced. */
  readonly owner: string;
  readonly ownerWord: ShellWord;
  readonly pathWord: ShellWord;
  readonly path: string;
  /** The copies whose files it changes, each without an owner of its own. */
  readonly copies: readonly CopyFacts[];
}

/** The commands of a stage that give away what a COPY above brought, so that the layer holds it once more. */
export function findCopiedChowns(model: DockerfileModel, stage: Stage): readonly CopiedChown[] {
  return model.commandsOf(stage).flatMap((command) => {
    const found = readChown(model, stage, command);
    return found === undefined ? [] : [found];
  });
}

function readChown(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): CopiedChown | undefined {
  if (command.name !== 'chown' || command.shell.nesting.length !== 0) return undefined;
  const { instruction } = command;
  const recursive = command.words.find(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
  const [ownerWord, ...paths] = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  if (recursive === undefined || ownerWord === undefined) return undefined;
  const owner = model.valueOf(ownerWord, instruction);
  const isMoved = model
    .executionOf(instruction)
    .commands.some(({ name }) => name === 'cd' || name === 'pushd');
  if (owner === undefined || !/^[\w.-]+(?::[\w.-]*)?$/.test(owner) || isMoved) return undefined;
  if (command.words.some(({ text }) => /^--(?:from|reference)/.test(text))) return undefined;
  for (const pathWord of paths) {
    const value = model.valueOf(pathWord, instruction);
    const path = value === undefined ? undefined : joinPath(model.workdirAt(instruction), value);
    if (path === undefined || path === '/' || path.includes('*')) continue;
    const copies = model
      .copiesOf(stage)
      .filter(
        (copy) =>
          copy.instruction.span.end <= instruction.span.start &&
          copy.chown === undefined &&
          mayBeLarge(copy) &&
          (copy.target === path || copy.target?.startsWith(`${path}/`) === true),
      );
    if (copies.length !== 0) {
      return { command, recursive, owner, ownerWord, pathWord, path, copies };
    }
  }
  return undefined;
}

/** One file with an extension mostly is a setting or a script. */
function mayBeLarge({ origin, sources }: CopyFacts): boolean {
  return (
    origin.kind !== 'context' ||
    sources.some(
      ({ kind, path }) =>
        kind !== 'heredoc' && (path === undefined || !/[^/.][^/*]*\.\w{1,8}$/.test(path)),
    )
  );
}

import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { empties } from './removals';
import type { Stage } from './stage-graph';

/** Folders that hold what is installed. Source: dpkg(1), rpm(8), apk(8) and pacman(8) as of 2026-11-22. */
const databases: readonly { readonly manager: string; readonly folder: string }[] = [
  { manager: 'dpkg', folder: '/var/lib/dpkg' },
  { manager: 'rpm', folder: '/var/lib/rpm' },
  { manager: 'rpm', folder: '/usr/lib/sysimage/rpm' },
  { manager: 'apk', folder: '/lib/apk/db' },
  { manager: 'pacman', folder: '/var/lib/pacman/local' },
];

/** Files of them that say it all. */
const files =
  /^(?:\/var\/lib\/(dpkg)\/status|\/(?:var\/lib|usr\/lib\/sysimage)\/(rpm)\/(?:rpmdb\.sqlite|Packages(?:\.db)?)|\/lib\/(apk)\/db\/installed)\*?$/;

/** A word that deletes the list of what is installed. */
export interface RemovedDatabase {
  readonly command: Command;
  readonly word: ShellWord;
  readonly manager: string;
  /** Paths that the command deletes besides. */
  readonly others: number;
}

/** Words of `rm` in the RUN instructions of a stage that delete the database of a package manager. */
export function findRemovedDatabases(
  model: DockerfileModel,
  stage: Stage,
): readonly RemovedDatabase[] {
  return model
    .runsOf(stage)
    .flatMap(({ commands, shell }) =>
      commands.flatMap((command) => findInCommand(command, shell.program === 'bash')),
    );
}

/** Only Bash reads `/var/lib/{apt,dpkg}` as two paths. */
function findInCommand(command: Command, hasBraces: boolean): readonly RemovedDatabase[] {
  const [program, ...rest] = command.words;
  if (command.name !== 'rm' || program === undefined) return [];
  const paths = rest.filter(({ text }) => !text.startsWith('-'));
  return paths
    .filter(({ text }) => hasBraces || !/\{[^}]*,/.test(text))
    .flatMap((word): readonly RemovedDatabase[] => {
      const manager = managerOf({ ...command, words: [program, word] }, word);
      return manager === undefined ? [] : [{ command, word, manager, others: paths.length - 1 }];
    });
}

function managerOf(command: Command, word: ShellWord): string | undefined {
  const [, ...names] = files.exec(word.value ?? '') ?? [];
  const named = names.join('');
  if (named !== '') return named;
  if (/[^/*]\*[^/]*$|\*[^/*][^/]*$/.test(word.text)) return undefined;
  return databases.find(({ folder }) => empties(command, folder))?.manager;
}

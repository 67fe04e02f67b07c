import { loginCommands, type LoginCommand } from '../data/login-commands';
import type { Command } from './commands';
import { isCoveredBy } from './covered-path';
import type { DockerfileModel } from './model';
import { empties } from './removals';
import { resolvePath } from './secret-files';
import { isSecretName } from './secret-values';
import type { Stage } from './stage-graph';
import { findUserHome } from './user-home';
import { escapePattern } from '../text/escape-pattern';

/** A command of a RUN whose credential stays in the layer. */
export interface KeptLogin {
  readonly command: Command;
  /** Program and verb: `docker login`. */
  readonly title: string;
  /** Where it writes to, as its user knows it: `~/.docker/config.json`. */
  readonly file: string;
  /** Absolute paths that may be deleted to take the credential away; undefined where that is not known. */
  readonly deletable: readonly string[] | undefined;
  /** True when the value of a secret variable stands among its words. */
  readonly fromVariable: boolean;
}

/** The logins of a stage that write a credential which the same RUN does not take away again. */
export function findKeptLogins(model: DockerfileModel, stage: Stage): readonly KeptLogin[] {
  return model.commandsOf(stage).flatMap((command): readonly KeptLogin[] => {
    const login = findLogin(command);
    const [file] = login?.files ?? [];
    if (login === undefined || file === undefined) return [];
    if (isElsewhere(model, stage, command, login) || isGone(model, command, login)) return [];
    const title = `${command.name ?? ''} ${login.title}`;
    const deletable = placesOf(model, command, login);
    return [{ command, title, file, deletable, fromVariable: holdsSecret(command) }];
  });
}

/** Where the home folder is known, and one of several files by the words that choose it. */
function placesOf(
  model: DockerfileModel,
  command: Command,
  { deletable = [] }: LoginCommand,
): readonly string[] | undefined {
  const home = findUserHome(model, command.instruction)?.path;
  const isOfSystem = command.words.some(({ text }) => text === '--system');
  const own = deletable.filter((file) => file.startsWith('~') !== isOfSystem);
  if (home === undefined || own.length === 0) return undefined;
  return own.map((file) => file.replace(/^~/, home));
}

function findLogin(command: Command): LoginCommand | undefined {
  const { name } = command;
  const line = wordsOf(command);
  if (name === undefined || /(?:^| )(?:-h|--help)(?: |$)/.test(line)) return undefined;
  return loginCommands.find(
    ({ program, words, except, needsVariable }) =>
      program.test(name) &&
      words.test(line) &&
      except?.test(line) !== true &&
      (!needsVariable || holdsSecret(command)),
  );
}

/** The words behind the program, without the quotes around one. */
function wordsOf({ words }: Command): string {
  return words
    .slice(1)
    .map(({ text }) => text.replace(/^(["'])(.*)\1$/s, '$2'))
    .join(' ');
}

function holdsSecret({ words }: Command): boolean {
  return words.some(
    ({ text, variables }) =>
      variables.some(isSecretName) || /\$\(\s*cat\s+["']?\/run\/secrets\//.test(text),
  );
}

function isElsewhere(
  model: DockerfileModel,
  stage: Stage,
  { instruction }: Command,
  { variables }: LoginCommand,
): boolean {
  const scope = model.variables.before(stage, instruction);
  return variables.some(
    (name) =>
      scope.get(name) !== undefined ||
      new RegExp(`\\b${escapePattern(name)}=`).test(instruction.argumentText),
  );
}

/** True when a mount takes what is written, or a later command of the RUN deletes it. */
function isGone(model: DockerfileModel, command: Command, login: LoginCommand): boolean {
  const { instruction, shell } = command;
  const { commands, complete } = model.executionOf(instruction);
  const home = findUserHome(model, instruction)?.path ?? '/root';
  const paths = login.files.map((file) => file.replace(/^~/, home));
  const isTaken = model.mountsOf(instruction).some(({ target }) => {
    const place = target?.replace(/\/+$/, '');
    return place !== undefined && paths.some((path) => isCoveredBy(path, place));
  });
  if (isTaken || !complete) return true;
  return commands
    .filter((each) => shell.span.start < each.shell.span.start || each.name === 'trap')
    .some((each) => takesAway(model, each, command, login, paths));
}

function takesAway(
  model: DockerfileModel,
  later: Command,
  command: Command,
  { logout }: LoginCommand,
  paths: readonly string[],
): boolean {
  const line = wordsOf(later);
  if (later.name === command.name && logout?.test(line) === true) return true;
  if (later.name === 'trap') return /\brm\b|logout/.test(line);
  if (later.name !== 'rm' && later.name !== 'shred') return false;
  return later.words.slice(1).some((word) => {
    const path = resolvePath(model, later, word);
    return paths.some(
      (each) =>
        empties(later, each) ||
        (path !== undefined && (isCoveredBy(each, path) || isCoveredBy(path, each))),
    );
  });
}

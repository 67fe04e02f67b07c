import {
  developmentScripts,
  developmentServers,
  homeInstallers,
  plainPrograms,
  rootPackages,
  rootPrograms,
  startNeutralCommands,
  writingArguments,
} from '../data/start-programs';
import type { ShellWord } from '../syntax/shell';
import { baseName, type Command } from './commands';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { ownProgram } from './own-program';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import {
  isScript,
  scriptCommandsOf,
  startedProgramsOf,
  type StartedProgram,
} from './started-programs';

/** Why a container of the stage may fail without root rights, as a sentence; undefined when nothing says so. */
export function findRootNeed(model: DockerfileModel, stage: Stage): string | undefined {
  const programs = startedProgramsOf(model, stage);
  return (
    serverNeed(stage) ??
    firstOf(programs, (program) => programNeed(model, stage, program)) ??
    homeNeed(model, stage, programs) ??
    modeNeed(model, stage) ??
    socketNeed(stage) ??
    databaseNeed(model, stage) ??
    contentNeed(model, stage)
  );
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function serverNeed(stage: Stage): string | undefined {
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  if (facts?.variant.defaultUser !== 'root') return undefined;
  const { family } = facts;
  if (family.id === 'nginx') {
    return 'The folders of this nginx image belong to root: start from nginxinc/nginx-unprivileged, which listens on port 8080.';
  }
  if (family.kind !== 'server') return undefined;
  return `The folders that the server of the image "${family.id}" writes to belong to root.`;
}

function programNeed(
  model: DockerfileModel,
  stage: Stage,
  program: StartedProgram,
): string | undefined {
  if (isScript(program)) return scriptNeed(model, stage, program);
  const need = commandNeed(program);
  const isOfBase = program.command === undefined;
  if (need !== undefined || isOfBase || isPlainProgram(program)) return need;
  switch (ownProgram(model, stage, program)) {
    case 'script':
      return unknownScript(program.name);
    case 'program':
      return undefined;
    case 'foreign':
      return `Whether "${program.name}" works without root rights is not known.`;
  }
}

function isPlainProgram(program: StartedProgram): boolean {
  const name = program.name.replace(/(?<=^(?:python|pypy|ruby|node))[\d.]+$/, '');
  if (name === 'php') return ['artisan', '-S'].includes(program.arguments[0] ?? '');
  return plainPrograms.has(name) || startNeutralCommands.has(name);
}

function unknownScript(name: string): string {
  return `What "${name}" does is not in this file: it may need root.`;
}

function scriptNeed(
  model: DockerfileModel,
  stage: Stage,
  program: StartedProgram,
): string | undefined {
  const commands = scriptCommandsOf(model, stage, program);
  if (commands === undefined) {
    return unknownScript(baseName(scriptName(program)));
  }
  return firstOf(commands, (command) =>
    command.name === undefined
      ? undefined
      : commandNeed({
          name: command.name,
          path: command.name,
          arguments: command.words.slice(1).map((word) => word.text),
          command,
        }),
  );
}

function scriptName(program: StartedProgram): string {
  return isShellName(program.name)
    ? (program.arguments.find((each) => !each.startsWith('-')) ?? program.path)
    : program.path;
}

function isShellName(name: string): boolean {
  return ['sh', 'bash', 'ash', 'dash', 'zsh'].includes(name);
}

function commandNeed(program: StartedProgram): string | undefined {
  const reason = rootPrograms.get(program.name);
  if (reason !== undefined) return `"${program.name}" needs root rights: ${reason}.`;
  if (isDevelopmentServer(program)) {
    return `"${[program.name, ...program.arguments.slice(0, 2)].join(' ')}" is made for development and writes beside the code.`;
  }
  const writing = program.arguments.find((argument) => writingArguments.has(argument));
  if (writing !== undefined && !isNeutral(program)) {
    return `"${program.name} … ${writing}" writes beside the code when the container starts.`;
  }
  const file = program.arguments.find((argument) => /^\/var\/(?:log|run)\/|\.log$/.test(argument));
  if (file !== undefined) return `"${program.name}" writes to "${file}", which belongs to root.`;
  const log = program.command?.shell.redirects.find(
    (redirect) =>
      redirect.operator.startsWith('>') &&
      redirect.target?.value !== undefined &&
      !/^(?:&?\d|-|\/dev\/|\/proc\/|\/tmp\/)/.test(redirect.target.value),
  );
  if (log?.target === undefined) return undefined;
  return `The start command writes to "${log.target.text}", which belongs to root.`;
}

function isNeutral(program: StartedProgram): boolean {
  return startNeutralCommands.has(program.name);
}

const scriptStarters = new Set(['npm', 'yarn', 'pnpm', 'bun']);
const programStarters = new Set(['npx', 'bunx', 'yarn', 'pnpm', 'bun', 'exec', 'dlx', 'run']);

function isDevelopmentServer(program: StartedProgram): boolean {
  const words = [program.name, ...program.arguments.filter((each) => !each.startsWith('-'))];
  const [name = '', ...rest] = words;
  if (scriptStarters.has(name) && rest.slice(0, 2).some((each) => developmentScripts.has(each))) {
    return true;
  }
  const start = words.findIndex((each) => !programStarters.has(each));
  const [server = '', ...given] = words.slice(Math.max(0, start));
  if (!developmentServers.has(server)) return false;
  const needed = developmentServers.get(server);
  return needed === undefined || needed.some((each) => given.includes(each));
}

/** Only root may enter `/root`. */
function homeNeed(
  model: DockerfileModel,
  stage: Stage,
  programs: readonly StartedProgram[],
): string | undefined {
  const chain = collectInheritance(stage);
  const workdir = model.workdirAtEnd(stage);
  if (isInRootHome(workdir)) {
    return `The working directory ${workdir ?? ''} is closed to everybody but root: use another one, such as /app.`;
  }
  const copy = chain
    .flatMap((part) => model.copiesOf(part))
    .find((each) => isInRootHome(each.target));
  if (copy?.target !== undefined) return closed(copy.target);
  const variable = model.variables
    .atEnd(stage)
    .all()
    .find((each) => each.kind === 'env' && /(?:^|[\s:=])\/root(?:[/:]|$)/.test(each.value ?? ''));
  if (variable !== undefined) {
    return `The variable ${variable.name} points to /root, which only root may enter.`;
  }
  const commands = chain.flatMap((part) => model.commandsOf(part));
  return (
    firstOf(programs, (program) => startInHome(program)) ??
    firstOf(commands, (command) => commandInHome(command)) ??
    pythonOfUvNeed(model, stage, commands) ??
    firstOf(
      chain.flatMap((part) => model.packageOperationsOf(part)),
      (operation) => installInHome(model, stage, operation),
    ) ??
    corepackNeed(model, stage, commands, programs)
  );
}

function isInRootHome(path: string | undefined): boolean {
  return path !== undefined && (path === '/root' || path.startsWith('/root/'));
}

function closed(path: string): string {
  return `Files in ${path} are closed to everybody but root: put them elsewhere first.`;
}

function startInHome(program: StartedProgram): string | undefined {
  const path = [program.path, ...program.arguments].find((each) => isHomePath(each));
  return path === undefined ? undefined : closed(path);
}

function commandInHome(command: Command): string | undefined {
  if (command.name === 'rm') return undefined;
  if (command.name === 'pipx' && command.words[1]?.value === 'install') {
    return 'The programs of pipx are put into /root, which only root may enter.';
  }
  const installer = homeInstallers.find((part) =>
    command.words.some((word) => word.text.includes(part)),
  );
  if (installer !== undefined) {
    return `The installer of ${installer} puts its files into /root, which only root may enter.`;
  }
  const targets = command.shell.redirects.flatMap((redirect) => redirect.target ?? []);
  const word = [...command.words, ...targets].find((each) => isHomeWord(each));
  return word === undefined ? undefined : closed(word.text);
}

function isHomeWord(word: ShellWord): boolean {
  return isHomePath(word.text.replace(/^["']/, '')) || word.text.includes('=/root/');
}

function isHomePath(text: string): boolean {
  return /^(?:\/root(?:\/|$)|~(?:\/|$)|\$HOME\b|\$\{HOME\})/.test(text);
}

/** Installations that go to the home directory of the user who runs them. */
function installInHome(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): string | undefined {
  if (operation.action !== 'install') return undefined;
  const { id } = operation.manager;
  const isSet = (name: string): boolean => model.variables.atEnd(stage).get(name)?.kind === 'env';
  const place = '/root, which only root may enter';
  if (id === 'pip' && hasOption(operation, ['--user'])) {
    return `"pip install --user" puts the packages into ${place}.`;
  }
  if (id === 'pipenv' && !hasOption(operation, ['--system']) && !isSet('PIPENV_VENV_IN_PROJECT')) {
    return `The environment of pipenv is put into ${place}: install with --system.`;
  }
  if (id !== 'poetry') return undefined;
  const names = ['POETRY_VIRTUALENVS_CREATE', 'POETRY_VIRTUALENVS_IN_PROJECT', 'VIRTUAL_ENV'];
  const isConfigured = collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .some((command) => command.words.some((word) => word.text.startsWith('virtualenvs.')));
  if (isConfigured || names.some(isSet)) return undefined;
  return `The environment of poetry is put into ${place}: set POETRY_VIRTUALENVS_CREATE=false.`;
}

/** uv keeps the Pythons that it loads in the home directory of the user; environments point there. */
function pythonOfUvNeed(
  model: DockerfileModel,
  stage: Stage,
  commands: readonly Command[],
): string | undefined {
  if (model.variables.atEnd(stage).get('UV_PYTHON_INSTALL_DIR') !== undefined) return undefined;
  const loads = commands.some(
    ({ name, words }) =>
      name === 'uv' && words[1]?.value === 'python' && words[2]?.value === 'install',
  );
  return loads
    ? 'The Python of uv is kept in /root, which only root may enter: set UV_PYTHON_INSTALL_DIR.'
    : undefined;
}

/** corepack keeps the package managers that it loads in the home directory of the user. */
function corepackNeed(
  model: DockerfileModel,
  stage: Stage,
  commands: readonly Command[],
  programs: readonly StartedProgram[],
): string | undefined {
  const started = programs.find(({ name }) => name === 'pnpm' || name === 'yarn');
  if (started === undefined || !commands.some((command) => command.name === 'corepack')) {
    return undefined;
  }
  if (model.variables.atEnd(stage).get('COREPACK_HOME') !== undefined) return undefined;
  return `The ${started.name} of corepack is kept in /root, which only root may enter: start the program without ${started.name}, or set COREPACK_HOME.`;
}

/** Modes that shut out everybody but the owner. */
function modeNeed(model: DockerfileModel, stage: Stage): string | undefined {
  for (const part of collectInheritance(stage)) {
    for (const copy of model.copiesOf(part)) {
      const mode = copy.chmod?.text;
      if (mode !== undefined && isPrivateMode(mode) && !isOwn(model, stage, copy)) {
        return `Only its owner may read what is copied with the mode ${mode}.`;
      }
    }
    for (const command of model.commandsOf(part)) {
      if (command.name !== 'chmod') continue;
      if (model.userAt(command.instruction)?.privilege !== 'root') continue;
      const mode = command.words.slice(1).find((word) => !/^-[a-zA-Z]+$/.test(word.text));
      if (mode?.value !== undefined && isPrivateMode(mode.value)) {
        return `"chmod ${mode.value}" leaves files that only root may use.`;
      }
    }
  }
  return undefined;
}

/** True when the files go to the only account that the stage can run as. */
function isOwn(model: DockerfileModel, stage: Stage, copy: CopyFacts): boolean {
  const [owner] = copy.chown?.text.split(':') ?? [];
  const { accounts } = model.accountsOf(stage);
  const made = accounts.filter(({ createdBy }) => createdBy !== undefined);
  const [account, ...others] = made.length === 0 ? accounts : made;
  if (account === undefined || others.length !== 0) return false;
  return owner === account.name || owner === String(account.uid);
}

function isPrivateMode(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return Number(mode.at(-1)) < 4 && mode.at(-1) !== undefined;
  return /(?:^|,)(?:u\+[rwxX]+|u=[rwxX]+|(?:o|go|og|g?o|a)-[rwxX]+|(?:o|go|og)=)(?:,|$)/.test(mode);
}

function socketNeed(stage: Stage): string | undefined {
  const mentions = collectInheritance(stage).some((part) =>
    part.instructions.some((each) => each.argumentText.includes('docker.sock')),
  );
  return mentions ? 'The Docker socket is open to root and one group of the host only.' : undefined;
}

function databaseNeed(model: DockerfileModel, stage: Stage): string | undefined {
  const variable = model.variables
    .atEnd(stage)
    .all()
    .find((each) => each.kind === 'env' && /^(?:jdbc:)?sqlite/.test(each.value ?? ''));
  return variable === undefined
    ? undefined
    : `The database file that ${variable.name} names must be writable: give its folder to the account first.`;
}

/** Packages and archives that say what the image is for. */
function contentNeed(model: DockerfileModel, stage: Stage): string | undefined {
  const chain = collectInheritance(stage);
  const name = chain
    .flatMap((part) => model.packageOperationsOf(part))
    .filter(({ manager, action }) => manager.kind === 'system' && action === 'install')
    .flatMap((operation) => operation.packages.map((each) => each.name ?? ''))
    .find((each) => rootPackages.has(each));
  if (name !== undefined) return `The package "${name}" is for work that needs root rights.`;
  const archive = chain
    .flatMap((part) => model.copiesOf(part))
    .find((copy) => copy.sources.some((source) => source.path?.endsWith('.war') === true));
  return archive === undefined ? undefined : 'A server unpacks the .war file beside itself.';
}

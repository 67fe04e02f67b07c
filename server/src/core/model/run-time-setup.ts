import { accountNeutralPrograms } from '../data/account-neutral-programs';
import type { Instruction } from '../syntax/instruction';
import { findContextFolder } from './context-folder';
import { isCoveredBy } from './covered-path';
import type { Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import type { Stage } from './stage-graph';

/** What the RUNs of a stage that builds and runs do besides building. */
export interface RunTimeSetup {
  /** RUNs that only make folders and accounts and set owners and modes. */
  readonly steps: readonly Instruction[];
  /** Steps that make accounts. */
  readonly accountSteps: readonly Instruction[];
  /** Folders that are made and left empty: the program fills them. */
  readonly folders: readonly string[];
  /** RUNs that install packages and do nothing else of interest. */
  readonly packageSteps: readonly Instruction[];
}

export type RunTimeSetupOutcome =
  | { readonly kind: 'setup'; readonly setup: RunTimeSetup }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What belongs to the build. */
export interface BuildFacts {
  /** Programs of which every command only builds. */
  readonly programs: RegExp;
  /** Absolute paths that the runtime stage gets: a command that writes to one of them is part of the build. */
  readonly results: readonly string[];
  /** The RUN that makes the result: it may hold any command. */
  readonly lastStep: Instruction;
}

type Role = 'neutral' | 'build' | 'packages' | 'accounts' | 'folders' | 'unknown';

/** Reads what the RUNs of a stage prepare for the program, or says which command is not understood. */
export function findRunTimeSetup(
  model: DockerfileModel,
  stage: Stage,
  facts: BuildFacts,
): RunTimeSetupOutcome {
  const steps: Instruction[] = [];
  const accountSteps: Instruction[] = [];
  const packageSteps: Instruction[] = [];
  for (const run of model.runsOf(stage)) {
    const { instruction } = run;
    if (!run.complete)
      return unknown(`What the RUN on ${lineOf(model, instruction)} does is not understood.`);
    const roles = run.commands.map((command) => roleOf(model, command, facts));
    const bad = run.commands[roles.indexOf('unknown')];
    if (bad !== undefined) {
      const text = model.text.slice(bad.shell.span.start, bad.shell.span.end).replace(/\s+/g, ' ');
      return unknown(`Whether the program needs what "${shorten(text)}" does is not known.`);
    }
    const told = new Set(roles.filter((role) => role !== 'neutral'));
    if (told.size === 0 || told.has('build')) continue;
    if (told.has('packages')) {
      if (told.size !== 1) {
        return unknown(
          `The RUN on ${lineOf(model, instruction)} installs packages and does something else.`,
        );
      }
      packageSteps.push(instruction);
      continue;
    }
    steps.push(instruction);
    if (told.has('accounts')) accountSteps.push(instruction);
  }
  const folders = findFolders(model, stage, facts);
  if (folders === undefined)
    return unknown('The path of a folder that the stage makes is not known.');
  return { kind: 'setup', setup: { steps, accountSteps, folders, packageSteps } };
}

function unknown(reason: string): RunTimeSetupOutcome {
  return { kind: 'unknown', reason };
}

function lineOf(model: DockerfileModel, instruction: Instruction): string {
  return `line ${String(model.lines.placeAt(instruction.span.start).line + 1)}`;
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

const neutralPrograms = new Set(
  ': [ [[ cat cd command date echo env exit export false hash id ls printf printenv pwd read set shopt sleep test true type umask uname unset which whoami rm rmdir ldconfig find du df file strip'.split(
    ' ',
  ),
);
const accountPrograms = new Set(
  'useradd adduser groupadd addgroup usermod groupmod userdel groupdel passwd chsh'.split(' '),
);
const folderPrograms = new Set('mkdir chown chmod chgrp touch'.split(' '));
const copyingPrograms = new Set('cp mv install ln'.split(' '));

/** A stand-in for a source, by which a build finds its dependencies: no program reads it when it runs. */
const compiledSource = /\.(?:rs|go|c|cc|cpp|h|java|kt|scala|cs|fs)$/;

function roleOf(model: DockerfileModel, command: Command, facts: BuildFacts): Role {
  const { name, shell } = command;
  const isLast = command.instruction === facts.lastStep;
  const writesFile = shell.redirects.some(
    ({ operator, target: { text } = { text: '' } }) =>
      operator.startsWith('>') &&
      !/^(?:&?\d|-|\/dev\/(?:null|stdout|stderr))$/.test(text) &&
      !compiledSource.test(text),
  );
  if (writesFile) return 'unknown';
  if (name === undefined) return command.words.length === 0 ? 'neutral' : 'unknown';
  if (facts.programs.test(name)) return 'build';
  const operation = readPackageOperation(command);
  if (operation?.manager.kind === 'system') {
    return operation.action === 'install'
      ? 'packages'
      : operation.action === 'remove'
        ? 'unknown'
        : 'neutral';
  }
  if (neutralPrograms.has(name)) return isHarmless(model, command, facts) ? 'neutral' : 'unknown';
  if (accountPrograms.has(name)) return 'accounts';
  if (folderPrograms.has(name)) return 'folders';
  if (copyingPrograms.has(name)) {
    const builds = copiesResult(model, command, facts) || feedsBuild(model, command, facts);
    return builds ? 'build' : 'unknown';
  }
  return isLast && accountNeutralPrograms.has(name) && /^(?:tar|sh|bash|patch)$/.test(name)
    ? 'build'
    : 'unknown';
}

/** False for `rm` of a path that the runtime stage gets. */
function isHarmless(model: DockerfileModel, command: Command, facts: BuildFacts): boolean {
  if (command.name === 'find')
    return !command.words.some((word) => /^-(?:delete|exec)/.test(word.text));
  if (command.name !== 'rm' && command.name !== 'rmdir') return true;
  return pathsOf(model, command).every(
    (path) =>
      !facts.results.some((result) => isCoveredBy(result, path) || isCoveredBy(path, result)),
  );
}

/** True for `mv app /usr/local/bin/app` when the runtime stage gets that file. */
function copiesResult(model: DockerfileModel, command: Command, facts: BuildFacts): boolean {
  if (command.name === 'install' && command.words.some((word) => /^-\w*d/.test(word.text))) {
    return true;
  }
  const paths = pathsOf(model, command);
  const target = paths.at(-1);
  if (target === undefined) return false;
  const names = paths.slice(0, -1).map((path) => path.slice(path.lastIndexOf('/') + 1));
  return [target, ...names.map((name) => `${target === '/' ? '' : target}/${name}`)].some((path) =>
    facts.results.some((result) => isCoveredBy(path, result)),
  );
}

/** True for `cp page.html out/` when a later command that builds names the folder `out`. */
function feedsBuild(model: DockerfileModel, command: Command, facts: BuildFacts): boolean {
  const target = pathsOf(model, command).at(-1);
  const workdir = model.workdirAt(command.instruction) ?? '/';
  if (target === undefined || isCoveredBy(workdir, target)) return false;
  return model
    .executionOf(command.instruction)
    .commands.some(
      (later) =>
        command.shell.span.start < later.shell.span.start &&
        later.name !== undefined &&
        facts.programs.test(later.name) &&
        pathsOf(model, later).some(
          (path) => path !== '/' && !isCoveredBy(workdir, path) && isCoveredBy(target, path),
        ),
    );
}

/** The absolute paths among the arguments of a command; relative ones from the working directory. */
function pathsOf(model: DockerfileModel, command: Command): readonly string[] {
  return command.words.slice(1).flatMap((word) => {
    const value = model.valueOf(word, command.instruction) ?? word.text;
    if (value.startsWith('-')) return [];
    return joinPath(model.workdirAt(command.instruction), value) ?? [];
  });
}

/** Folders that are made and that no other command, copy or result uses. */
function findFolders(
  model: DockerfileModel,
  stage: Stage,
  facts: BuildFacts,
): readonly string[] | undefined {
  const commands = model.commandsOf(stage);
  const makers = commands.filter((command) => command.name === 'mkdir');
  const used = [
    ...commands
      .filter(({ name = '' }) => !['mkdir', 'chown', 'chmod', 'chgrp', 'rm'].includes(name))
      .flatMap((command) => pathsOf(model, command)),
    ...model.copiesOf(stage).flatMap((copy) => copy.target ?? []),
    ...stage.instructions.flatMap((each) => model.workdirAt(each) ?? []),
    model.workdirAtEnd(stage) ?? '/',
    ...facts.results,
  ];
  const found = new Set<string>();
  for (const maker of makers) {
    if (
      maker.words.some(
        (word) =>
          !word.text.startsWith('-') && model.valueOf(word, maker.instruction) === undefined,
      )
    ) {
      return undefined;
    }
    for (const path of pathsOf(model, maker)) {
      const isOfProject = findContextFolder(model, stage, path) !== undefined;
      if (!isOfProject && !used.some((each) => isCoveredBy(each, path))) found.add(path);
    }
  }
  const all = [...found];
  return all.filter((path) => !all.some((other) => other !== path && isCoveredBy(other, path)));
}

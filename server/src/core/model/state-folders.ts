import type { Instruction } from '../syntax/instruction';
import { findContextFile } from './context-paths';
import { isCoveredBy } from './covered-path';
import { withoutStarters } from './early-steps';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { findStartedCommands } from './start-scripts';
import type { UserState } from './users';

/** Folders that a framework writes while it runs and that only root can write. */
export interface UnwritableState {
  readonly framework: string;
  /** Relative to the working directory. */
  readonly folders: readonly string[];
  readonly workdir: string;
  readonly user: UserState;
  /** The USER that sets it. */
  readonly instruction: Instruction;
}

/** A framework, by what starts it and a file of it, and the folders it writes. */
interface Framework {
  readonly name: string;
  readonly starts: (words: readonly string[]) => boolean;
  readonly file: string;
  readonly folders: readonly string[];
}

/**
 * Source: https://guides.rubyonrails.org/command_line.html (`bin/rails server` writes `tmp/pids`) and the Dockerfile
 * that `rails new` writes; https://laravel.com/docs/12.x/deployment#directory-permissions; checked 2026-11-22.
 */
const frameworks: readonly Framework[] = [
  {
    name: 'Rails',
    starts: ([program, ...rest]) =>
      program === 'rails' &&
      /^(?:s|server)$/.test(rest[0] ?? '') &&
      !rest.some((word) => /^(?:-P|--pid)/.test(word)),
    file: 'config/application.rb',
    folders: ['log', 'tmp'],
  },
  {
    name: 'Laravel',
    starts: ([program]) =>
      /^(?:php-fpm[\d.]*|apache2-foreground|artisan|frankenphp)$/.test(program ?? ''),
    file: 'artisan',
    folders: ['bootstrap/cache', 'storage'],
  },
];

/** Finds the folders of Rails or Laravel that the user of a stage cannot write, as far as that is sure. */
export function findUnwritableState(
  model: DockerfileModel,
  stage: Stage,
): UnwritableState | undefined {
  const base = findRootBase(stage);
  const user = model.usersOf(stage).final;
  const workdir = model.workdirAtEnd(stage);
  const { context } = model;
  if (base.kind !== 'image' || base.facts === undefined || context === undefined) return undefined;
  if (user.privilege !== 'non-root' || user.instruction === undefined || workdir === undefined)
    return undefined;
  const framework = findFramework(model, stage, workdir);
  if (framework === undefined || workdir === '/') return undefined;
  const folders = framework.folders.filter((folder) => {
    const path = `${workdir}/${folder}`;
    return isBrought(model, stage, path) && isOfRoot(model, stage, path);
  });
  const { name } = framework;
  return folders.length === 0
    ? undefined
    : { framework: name, folders, workdir, user, instruction: user.instruction };
}

function findFramework(
  model: DockerfileModel,
  stage: Stage,
  workdir: string,
): Framework | undefined {
  const lines = findStartedCommands(model, stage).map(({ command }) =>
    withoutStarters(command.words.map(({ value, text }) => value ?? text)),
  );
  const { command } = model.processOf(stage);
  if (command.kind === 'base') lines.push(command.words);
  return frameworks.find(
    ({ starts, file }) =>
      lines.some((words) => starts(words)) &&
      findContextFile(model, stage, `${workdir}/${file}`) !== undefined,
  );
}

/** True when a file of the context comes to lie in the folder: the folder then is that of the copy. */
function isBrought(model: DockerfileModel, stage: Stage, path: string): boolean {
  const { context } = model;
  const found = findContextFile(model, stage, path);
  return (
    found !== undefined &&
    context?.visiblePaths.some((each) => each.startsWith(`${found}/`)) === true
  );
}

const owning = /^(?:chown|chgrp|chmod|setfacl|install|fixuid|fix-permissions|cp|mv|rsync)$/;

/** False when a step may have given the folder, or what holds it, to somebody else. */
function isOfRoot(model: DockerfileModel, stage: Stage, path: string): boolean {
  const relates = (other: string): boolean => isCoveredBy(path, other) || isCoveredBy(other, path);
  const chain = collectInheritance(stage);
  const copies = chain.flatMap((part) => model.copiesOf(part));
  const isGiven = copies.some(
    ({ target, origin, chown, chmod }) =>
      target === undefined ||
      (relates(target) &&
        (origin.kind !== 'context' || chown !== undefined || chmod !== undefined)),
  );
  if (isGiven || model.processOf(stage).volumes.some(({ text }) => relates(text))) return false;
  if (chain.some((part) => model.runsOf(part).some(({ complete }) => !complete))) return false;
  return chain
    .flatMap((part) => model.commandsOf(part))
    .every((command) => {
      const { name = '', instruction } = command;
      if (model.userAt(instruction)?.privilege !== 'root')
        return !/^(?:bundle|rails|rake|php|mkdir|cp|mv)$/.test(name);
      if (!owning.test(name)) return !/\.sh$|permission/.test(name);
      return command.words.slice(1).every((word) => {
        const value = model.valueOf(word, instruction);
        if (value === undefined) return false;
        const target = value.startsWith('-')
          ? undefined
          : joinPath(model.workdirAt(instruction) ?? '/', value);
        const isMoved = model.executionOf(instruction).commands.some((each) => each.name === 'cd');
        return target === undefined || (!relates(target) && !(isMoved && !value.startsWith('/')));
      });
    });
}

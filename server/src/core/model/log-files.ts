import {
  loggingPackages,
  logOptions,
  type LoggingPackage,
  type LogOption,
} from '../data/log-files';
import type { Instruction } from '../syntax/instruction';
import type { ShellRedirect, ShellWord } from '../syntax/shell';
import { copiedPaths } from './context-paths';
import { isCoveredBy } from './covered-path';
import type { CopyFacts } from './files';
import { isLongRunning } from './missing-exec';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { findStartedCommands, type StartedCommand } from './start-scripts';

/** A log of the main program that goes to a file of the container. */
export type LogFile = { readonly started: StartedCommand; readonly file: string } & (
  | { readonly kind: 'redirect'; readonly redirects: readonly ShellRedirect[] }
  | { readonly kind: 'option'; readonly option: LogOption; readonly word: ShellWord }
  | {
      readonly kind: 'package';
      readonly server: LoggingPackage;
      /** The RUN that installs it. */
      readonly install: Instruction;
    }
);

/** Finds the logs of what a stage starts that only a file of the container holds. */
export function findLogFiles(model: DockerfileModel, stage: Stage): readonly LogFile[] {
  const all = findStartedCommands(model, stage);
  // `tail -f` beside the program brings the file to the output.
  if (all.some(({ command }) => command.name === 'tail' || command.name === 'multitail')) return [];
  const volumes = model.processOf(stage).volumes.map(({ text }) => text);
  const found = all.flatMap((started) => [
    ...findRedirect(started),
    ...findOption(started),
    ...findPackage(model, stage, started),
  ]);
  return found
    .filter(({ file }) => !volumes.some((volume) => isCoveredBy(file, volume)))
    .filter(
      (each, index) =>
        found.findIndex(({ file, kind }) => file === each.file && kind === each.kind) === index,
    );
}

function isFile(path: string | undefined): path is string {
  return (
    path !== undefined &&
    /^[\w./-]*\w$/.test(path) &&
    !/^\/(?:dev|proc)\//.test(path) &&
    !/^\d+$/.test(path)
  );
}

/** `server >> /var/log/server.log 2>&1` */
function findRedirect(started: StartedCommand): readonly LogFile[] {
  const { command, script } = started;
  const { redirects, nesting } = command.shell;
  if (script === undefined || nesting.some((each) => each !== 'background')) return [];
  const output = redirects.find(
    ({ operator, descriptor, target }) =>
      /^(?:>>?|>\||&>>?)$/.test(operator) &&
      (descriptor === undefined || descriptor === 1) &&
      isFile(target?.value),
  );
  const file = output?.target?.value;
  if (file === undefined || !isLongRunning(command)) return [];
  return [{ kind: 'redirect', started, file, redirects }];
}

function findOption(started: StartedCommand): readonly LogFile[] {
  const { command } = started;
  const option = logOptions.find(({ program }) => program.test(command.name ?? ''));
  if (option === undefined) return [];
  return command.words.flatMap((word, index): readonly LogFile[] => {
    const [name = '', inline] = (word.value ?? '').split('=');
    if (!option.options.includes(name)) return [];
    const next = inline === undefined ? command.words[index + 1] : word;
    const file = inline ?? next?.value;
    return next === undefined || !isFile(file)
      ? []
      : [{ kind: 'option', started, option, word: next, file }];
  });
}

/** A server of a package with the settings of the package. */
function findPackage(
  model: DockerfileModel,
  stage: Stage,
  started: StartedCommand,
): readonly LogFile[] {
  const { command } = started;
  const chain = collectInheritance(stage);
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts === undefined || base.facts.family.kind === 'server') {
    return [];
  }
  const words = command.words.map(({ value, text }) => value ?? text);
  if (words.some((word) => /^-[cf]$|_log|log/i.test(word))) return [];
  return loggingPackages.flatMap((server): readonly LogFile[] => {
    if (!server.program.test(command.name ?? '')) return [];
    const install = chain
      .flatMap((part) => model.packageOperationsOf(part))
      .find(
        ({ action, manager, packages }) =>
          action === 'install' &&
          server.managers.includes(manager.id) &&
          packages.some(({ name }) => server.packages.test(name ?? '')),
      )?.command.instruction;
    const [log] = server.logs;
    if (install === undefined || log === undefined || mayLogElsewhere(model, chain, server))
      return [];
    return [{ kind: 'package', started, server, install, file: log.file }];
  });
}

/** True when a step of the file may say where the server logs, or that is not known. */
function mayLogElsewhere(
  model: DockerfileModel,
  chain: readonly Stage[],
  { settings, directive, logs }: LoggingPackage,
): boolean {
  const folder = logs[0]?.file.replace(/\/[^/]*$/, '') ?? '/';
  const speaks = (text: string): boolean =>
    directive.test(text) || text.includes(folder) || /\/dev\/std|\/proc\/(?:self|1)\/fd/.test(text);
  const isNamed = chain.some((part) =>
    part.instructions.some((each) => {
      const text = model.text.slice(each.span.start, each.span.end);
      return (
        ['RUN', 'COPY', 'ADD'].includes(each.keyword) &&
        (speaks(text) || /\bgit clone\b/.test(text))
      );
    }),
  );
  if (isNamed) return true;
  return chain.some((part) =>
    model.copiesOf(part).some((copy) => {
      if (copy.target === undefined) return true;
      const isNear = isCoveredBy(copy.target, settings) || isCoveredBy(settings, copy.target);
      return isNear && !isSilent(model, copy, speaks);
    }),
  );
}

/** True when every file that a COPY brings is known and says nothing of logs. */
function isSilent(
  { context }: DockerfileModel,
  copy: CopyFacts,
  speaks: (text: string) => boolean,
): boolean {
  const paths = context === undefined ? undefined : copiedPaths(context, copy);
  if (context === undefined || paths === undefined || paths.length === 0) {
    return copy.sources.every(({ kind }) => kind === 'heredoc');
  }
  const texts = paths.map((path) => context.text(path));
  return texts.every((text) => text !== undefined && !speaks(text));
}

import { findCycle, isSupported } from '../data/end-of-life';
import type { Span } from '../text/span';
import { findRememberedOptions, type RememberedOption } from './bundler-options';
import type { Command } from './commands';
import { downloadsOf } from './downloads';
import { findDebianRelease, findLanguageVersion } from './image-release';
import type { DockerfileModel } from './model';
import { textOf, type PackageOption } from './package-line';
import { hasOption, type PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** What is outdated: an option that has a new name, or a command. */
export type DeprecatedCommand =
  | {
      readonly kind: 'npm' | 'composer' | 'poetry';
      readonly option: PackageOption;
      readonly operation: PackageOperation;
      readonly text: string;
      readonly span: Span;
    }
  | {
      readonly kind: 'bundler';
      readonly remembered: RememberedOption;
      readonly operation: PackageOperation;
      readonly text: string;
      readonly span: Span;
    }
  | {
      readonly kind: 'aptKey' | 'aptKeyGone' | 'setupPy' | 'nodesource';
      readonly text: string;
      readonly span: Span;
    };

/** The outdated options and commands of a stage, in source order. */
export function findDeprecatedCommands(
  model: DockerfileModel,
  stage: Stage,
  today: string,
): readonly DeprecatedCommand[] {
  const found: readonly DeprecatedCommand[] = [
    ...model.packageOperationsOf(stage).flatMap((operation) => inOptions(model, stage, operation)),
    ...model.packageOperationsOf(stage).flatMap((operation) => inBundler(model, stage, operation)),
    ...model.commandsOf(stage).flatMap((command) => inCommand(stage, command)),
    ...inDownloads(model, stage, today),
  ];
  return [...found].sort((left, right) => left.span.start - right.span.start);
}

function inBundler(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly DeprecatedCommand[] {
  return findRememberedOptions(model, stage, operation).map((remembered) => {
    const { name, word } = remembered.option;
    return { kind: 'bundler', remembered, operation, text: name, span: word.span };
  });
}

function inOptions(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly DeprecatedCommand[] {
  const kind = operation.manager.id;
  if (operation.action !== 'install') return [];
  if (kind !== 'npm' && kind !== 'composer' && kind !== 'poetry') return [];
  return operation.options
    .filter((option) => isOutdated(kind, option))
    .filter(() => isNewEnough(model, stage, kind))
    .map((option) => ({ kind, option, operation, text: textOf(option), span: option.word.span }));
}

function isOutdated(kind: 'npm' | 'composer' | 'poetry', { name, value }: PackageOption): boolean {
  switch (kind) {
    case 'npm':
      if (name === '--production') return value === undefined || value === 'true';
      return name === '--only' && (value === 'production' || value === 'prod');
    case 'composer':
      return name === '--no-suggest';
    case 'poetry':
      return name === '--no-dev';
  }
}

/** True when the program surely knows the new name. */
function isNewEnough(
  model: DockerfileModel,
  stage: Stage,
  kind: 'npm' | 'composer' | 'poetry',
): boolean {
  switch (kind) {
    case 'npm': {
      // npm 7 came with Node.js 15.
      const found = findLanguageVersion(stage);
      const isNew = found?.language === 'node' && 15 <= Number(found.version);
      return isNew && !installsOther(model, stage, 'npm');
    }
    case 'composer':
      return true;
    case 'poetry':
      return knowsGroups(model, stage);
  }
}

/** An npm of its own version. */
function installsOther(model: DockerfileModel, stage: Stage, name: string): boolean {
  return collectInheritance(stage)
    .flatMap((part) => model.packageOperationsOf(part))
    .some(
      (operation) =>
        operation.action === 'install' && operation.packages.some((each) => each.name === name),
    );
}

/** Poetry has groups since 1.2: by what pip installs, or by the variable of its installer. */
function knowsGroups(model: DockerfileModel, stage: Stage): boolean {
  const versions = collectInheritance(stage).flatMap((part) =>
    model
      .packageOperationsOf(part)
      .filter(
        ({ manager, action }) =>
          (manager.id === 'pip' || manager.id === 'uv') && action === 'install',
      )
      .flatMap(({ packages, options }) =>
        packages
          .filter(({ name, kind }) => name === 'poetry' && kind === 'named')
          .map(({ version, word }) => {
            const text = version ?? '';
            const isPlain =
              text === '' &&
              !word.text.includes('$') &&
              !hasOption({ options }, ['-c', '--constraint']);
            return isPlain ? '2' : text.includes('$') ? '0' : text.replace(/^[^\d]*/, '');
          }),
      ),
  );
  const last = stage.instructions.at(-1);
  const variable =
    last === undefined ? undefined : model.variables.atEnd(stage).get('POETRY_VERSION');
  const written = [...versions, ...(variable === undefined ? [] : [variable.value ?? '0'])];
  return (
    written.length !== 0 &&
    written.every((version) => {
      const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
      return 2 <= Number(major) || (major === '1' && 2 <= Number(minor));
    })
  );
}

function inCommand(stage: Stage, command: Command): readonly DeprecatedCommand[] {
  const [program, ...words] = command.words;
  if (program === undefined) return [];
  if (
    command.name === 'apt-key' &&
    words.some(({ value }) => /^(?:add|adv|fetch-keys|update)$/.test(value ?? ''))
  ) {
    const debian = findDebianRelease(stage);
    const kind = debian !== undefined && 13 <= debian ? 'aptKeyGone' : 'aptKey';
    return [{ kind, text: 'apt-key', span: program.span }];
  }
  const script = words.find(({ value }) => value !== undefined && /(?:^|\/)setup\.py$/.test(value));
  const isPython = /^python[\d.]*$/.test(command.name ?? '');
  const verb = script === undefined ? undefined : words[words.indexOf(script) + 1]?.value;
  if (!isPython || script === undefined || !/^(?:install|develop)$/.test(verb ?? '')) return [];
  return [{ kind: 'setupPy', text: `setup.py ${verb ?? ''}`, span: script.span }];
}

/** The script of NodeSource for a release line that gets no fixes any more. */
function inDownloads(
  model: DockerfileModel,
  stage: Stage,
  today: string,
): readonly DeprecatedCommand[] {
  return downloadsOf(model, stage).flatMap(({ addresses }) =>
    addresses.flatMap(({ text, word }): readonly DeprecatedCommand[] => {
      const version = /\/\/(?:deb|rpm)\.nodesource\.com\/setup_(\d+)\.x$/.exec(text)?.[1];
      const found = version === undefined ? undefined : findCycle('nodejs', version);
      if (found === undefined || isSupported(found.cycle, today)) return [];
      return [{ kind: 'nodesource', text: `Node.js ${version ?? ''}`, span: word.span }];
    }),
  );
}

import type { PackageManagerFacts } from '../../data/package-manager-facts';
import { readDependencyInstall } from '../../model/dependency-install';
import { copiesEverything } from '../../model/files';
import { causeOf } from '../../model/production-install';
import { hasOption, type PackageOperation } from '../../model/packages';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import type { BuildContext } from '../../project/build-context';
import { findGoModules } from '../../project/go-module';
import { definePoint, half, judge, notApplicable, type Point, type Problem } from '../point';
import type { ScoreFacts } from '../score-facts';

const group = 'Dependencies and cache';

/** Points about the packages of the application. */
export const dependencyPoints: readonly Point[] = [
  definePoint({
    id: 11,
    group,
    title: 'Locked dependencies',
    asks: 'The project has a lock file, and the install fails rather than change it. Half a point for requirements that name versions and no hashes, and for NuGet, which takes the versions that the projects name.',
    check: (facts) => {
      const installs = collectInstalls(facts);
      if (installs.length === 0) return notApplicable('No packages are installed.');
      const problems = installs.flatMap((install) => judgeLock(facts, install));
      const isOnly = (id: string): boolean => installs.every(({ manager }) => manager.id === id);
      return isOnly('dotnet') || (isOnly('pip') && isPinned(facts))
        ? half(problems)
        : judge(problems);
    },
  }),
  definePoint({
    id: 12,
    group,
    title: 'Manifests before sources',
    asks: 'An install of packages sees the manifests alone, so that a change of the sources does not repeat it.',
    check: (facts) => judge(facts.findings('broad-copy-before-install')),
  }),
  definePoint({
    id: 14,
    group,
    title: 'No development dependencies shipped',
    asks: 'The packages that reach the image were installed without those that only development needs.',
    check: (facts) => {
      const problems = facts.findings('development-dependencies-shipped');
      return judge(problems.length === 0 ? judgeShippedPackages(facts) : problems);
    },
  }),
  definePoint({
    id: 15,
    group,
    title: 'Named files in the last stage',
    asks: 'The last stage copies from the build context nothing, or only what it names.',
    check: (facts) => {
      const { model, shipped } = facts;
      const problems = shipped
        .flatMap((stage) => model.copiesOf(stage))
        .filter((copy) => copy.origin.kind === 'context' && copiesEverything(copy))
        .filter(({ instruction }) => instruction.flags.every(({ name }) => name !== 'exclude'))
        .map(({ instruction }) =>
          facts.at(
            instruction,
            'The shipped stage copies the whole build context.',
            'Name the files that the program needs, or copy them from a builder',
          ),
        );
      return judge(problems);
    },
  }),
  definePoint({
    id: 16,
    group,
    title: 'No leftovers shipped',
    asks: 'Caches of package managers, tests, documents, `.git` and packages of the host stay out of the image.',
    check: (facts) =>
      judge([
        ...facts.findings(
          'leftover-package-index',
          'leftover-pip-cache',
          'host-dependencies-copied',
          'whole-app-copied-from-builder',
        ),
        ...judgeCopiedNames(facts),
      ]),
  }),
];

/** Commands that install what the manifests of the project name. */
function collectInstalls({ model }: ScoreFacts): readonly PackageOperation[] {
  return model.stages
    .flatMap((stage) => model.commandsOf(stage))
    .flatMap((command) => readDependencyInstall(command)?.operation ?? [])
    .filter(({ action }) => action === 'install' || action === 'build');
}

/** Managers that take the versions of a lock file without being asked. */
const alwaysLocked = new Set(['go', 'composer', 'poetry']);

/** Verbs that read nothing but the lock file. */
const lockReaders = new Set(['fetch', 'deploy', 'focus', 'sync', 'download']);

/** Managers without a lock file of their own, or where few projects have one. */
const withoutLock = new Set(['maven', 'gradle', 'gem', 'conda']);

function judgeLock(facts: ScoreFacts, operation: PackageOperation): readonly Problem[] {
  const { manager, verb, verbWord } = operation;
  if (withoutLock.has(manager.id)) return [];
  const missing = findMissingLock(facts, manager);
  if (missing !== undefined) {
    const says = `The project has no lock file of ${manager.id}.`;
    return [facts.at(verbWord.span, says, `Commit ${missing.join(' or ')}`)];
  }
  const [lastVerb = ''] = verb.words.slice(-1);
  const [option = 'an option that keeps it'] = manager.frozen ?? [];
  const isFrozen =
    verb.frozen === true ||
    alwaysLocked.has(manager.id) ||
    (lockReaders.has(lastVerb) && manager.id !== 'uv') ||
    hasOption(operation, [...(manager.frozen ?? []), '--offline']) ||
    isFrozenByVariable(facts, operation);
  if (isFrozen) return [];
  const mend = manager.id === 'npm' ? 'Write npm ci' : `Add ${option}`;
  const says =
    manager.id === 'pip'
      ? 'The packages are not checked against hashes.'
      : `Other versions may be installed than the lock file of ${manager.id} names.`;
  return [facts.at(verbWord.span, says, mend)];
}

/** Names of the lock file that the project should have; undefined when it has one, needs none, or is not known whole. */
function findMissingLock(
  { context }: ScoreFacts,
  { id, lockFiles }: PackageManagerFacts,
): readonly string[] | undefined {
  if (!context.project.complete || lockFiles === undefined) return undefined;
  const names = context.paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const needsNone = id === 'go' && !needsModules(context);
  return needsNone || names.some((name) => lockFiles.includes(name)) ? undefined : lockFiles;
}

/** False when the modules of the project require nothing but one another. */
function needsModules(context: BuildContext): boolean {
  const modules = findGoModules(context);
  const own = new Set(modules.map(({ path }) => path));
  return modules.some(({ requires }) => requires.some((path) => !own.has(path)));
}

const freezingVariables: Readonly<Record<string, readonly string[]>> = {
  bundler: ['BUNDLE_DEPLOYMENT', 'BUNDLE_FROZEN'],
  uv: ['UV_LOCKED', 'UV_FROZEN'],
  pip: ['PIP_REQUIRE_HASHES'],
  yarn: ['YARN_ENABLE_IMMUTABLE_INSTALLS'],
  dotnet: ['RestoreLockedMode'],
};

function isFrozenByVariable(
  { model }: ScoreFacts,
  { manager, command }: PackageOperation,
): boolean {
  const stage = model.stageOf(command.instruction);
  const scope = stage && model.variables.before(stage, command.instruction);
  return (freezingVariables[manager.id] ?? [])
    .flatMap((name) => scope?.get(name)?.value ?? [])
    .some((value) => /^(?:1|true|on|yes)$/i.test(value));
}

/** True when every line of the requirements names one version. */
function isPinned({ context }: ScoreFacts): boolean {
  const texts = [...context.project.texts].filter(([path]) =>
    /requirements[\w.-]*\.txt$/.test(path),
  );
  return (
    texts.length !== 0 &&
    texts.every(([, text]) =>
      text
        .split(/\r?\n/)
        .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
        .every((line) => line === '' || line.startsWith('-') || line.includes('==')),
    )
  );
}

/** Folders that hold installed packages. */
const packageFolders = /(?:^|\/)(?:node_modules|\.?venv|site-packages|vendor|bundle|deps)$/;

/** The installs whose packages the image gets have to leave out what only development needs. */
function judgeShippedPackages(facts: ScoreFacts): readonly Problem[] {
  const { model, shipped } = facts;
  const sources = shipped.flatMap((stage) =>
    model
      .copiesOf(stage)
      .flatMap(({ origin, sources: paths }) =>
        origin.kind === 'stage' && paths.some(({ path = '' }) => packageFolders.test(path))
          ? [origin.stage]
          : [],
      ),
  );
  return [...new Set([...shipped, ...sources.flatMap((stage) => collectInheritance(stage))])]
    .flatMap((stage) => findLastInstall(facts, stage) ?? [])
    .filter((install) => !isForProduction(facts, install))
    .map(({ operation, options }) =>
      facts.at(
        operation.verbWord.span,
        'Packages that only development needs are installed with the others, and shipped.',
        `Add ${options.slice(0, 1).join('')}`,
      ),
    );
}

interface StageInstall {
  readonly stage: Stage;
  readonly operation: PackageOperation;
  /** Options of the manager that leave out what only development needs. */
  readonly options: readonly string[];
}

/** Verbs that bring no packages of the project. */
const setupVerbs = new Set(['dump-autoload', 'dumpautoload', 'local.hex', 'local.rebar']);

/** The last install of a manager that knows development dependencies; undefined when a later command drops them. */
function findLastInstall({ model }: ScoreFacts, stage: Stage): StageInstall | undefined {
  const operations = model.packageOperationsOf(stage);
  const index = operations.findLastIndex(
    ({ manager, action, global, verb }) =>
      manager.productionOnly !== undefined &&
      action === 'install' &&
      !global &&
      !verb.words.some((word) => setupVerbs.has(word)),
  );
  const operation = operations[index];
  const options = operation?.manager.productionOnly;
  const isPruned = operations.slice(index + 1).some(({ verbWord }) => verbWord.value === 'prune');
  return operation === undefined || options === undefined || isPruned
    ? undefined
    : { stage, operation, options };
}

const productionVariables: Readonly<Record<string, readonly string[]>> = {
  bundler: ['BUNDLE_WITHOUT', 'BUNDLE_ONLY'],
  uv: ['UV_NO_DEV', 'UV_NO_DEFAULT_GROUPS'],
  composer: ['COMPOSER_NO_DEV'],
  mix: ['MIX_ENV'],
  pnpm: [],
};

function isForProduction(
  { model }: ScoreFacts,
  { stage, operation, options }: StageInstall,
): boolean {
  const { manager, command, verb } = operation;
  const scope = model.variables.before(stage, command.instruction);
  const names = productionVariables[manager.id] ?? [];
  return (
    hasOption(operation, options) ||
    causeOf(model, stage, operation) !== undefined ||
    names.some((name) => scope.get(name)?.value !== undefined) ||
    verb.words.includes('focus') ||
    hasOption(operation, ['--no-dev', '--only'])
  );
}

/** What no running program reads. */
const unwanted =
  /(?:^|\/)(?:\.git|\.npm|\.cache|\.gradle|\.m2|\.nuget|\.cargo|tests?|spec|__tests__|coverage|docs)$/;

/** A folder of documents may be the site that a web server is there for. */
const mayBeSite = /(?:^|\/)docs$/;

function judgeCopiedNames(facts: ScoreFacts): readonly Problem[] {
  const { model, shipped, runtime } = facts;
  const servesFiles = runtime === 'nginx' || runtime === 'httpd';
  return shipped
    .flatMap((stage) => model.copiesOf(stage))
    .flatMap(({ sources }) => sources)
    .filter(({ path = '' }) => unwanted.test(path) && !(servesFiles && mayBeSite.test(path)))
    .map(({ word }) =>
      facts.at(word.span, `"${word.text}" is of no use when the program runs.`, 'Leave it out'),
    );
}

import { hasTool } from '../data/base-images';
import { trackedTools } from '../data/image-facts';
import type { Command, Execution } from './commands';
import type { DockerfileModel } from './model';
import { isApt, operationsOfRun, updatesIndex } from './package-index';
import { hasOption, type PackageOperation } from './packages';
import { empties } from './removals';
import { collectInheritance, type Stage } from './stage-graph';
import { runsAlways } from './unconditional';

const lists = '/var/lib/apt/lists';

/** What is known of the package index of apt at one place. */
type IndexState = 'empty' | 'filled' | 'unknown';

/** Commands that surely do not touch the package index. */
const neutral = new Set(
  (
    'mkdir rmdir rm cp mv ln chown chgrp chmod touch cd pwd ls cat echo printf true false : set export umask test [ ' +
    'useradd groupadd adduser addgroup usermod curl wget tar gzip unzip sed grep find tee date sleep id uname ' +
    'npm npx node corepack pip pip3 python python3 gem bundle go cargo ldconfig locale-gen git'
  ).split(' '),
);

/**
 * Installs of apt that must fail because the image surely has no package index there: official images come
 * without one, and a step above deleted it. Only packages are meant that are surely not in the image yet.
 */
export function findInstallsWithoutIndex(
  model: DockerfileModel,
  stage: Stage,
): readonly PackageOperation[] {
  const found: PackageOperation[] = [];
  let state: IndexState = startOf(stage);
  const earlier: PackageOperation[] = [];
  if (!model.packageOperationsOf(stage).some(isApt)) return [];
  for (const part of collectInheritance(stage).toReversed()) {
    const filling = new Set(
      model
        .copiesOf(part)
        .filter(({ target }) => mayFill(target))
        .map(({ instruction }) => instruction),
    );
    for (const instruction of part.instructions) {
      if (filling.has(instruction)) state = 'unknown';
      if (instruction.keyword !== 'RUN') continue;
      const run = model.executionOf(instruction);
      if (!run.complete || model.mountsOf(instruction).some(({ target }) => mayFill(target))) {
        state = 'unknown';
        continue;
      }
      const operations = operationsOfRun(model, part, instruction);
      for (const command of run.commands) {
        const operation = operations.find((each) => each.command === command);
        if (operation !== undefined && isApt(operation)) {
          if (state === 'empty' && part === stage && fails(stage, run, operation, earlier)) {
            found.push(operation);
          }
          earlier.push(operation);
        }
        state = next(state, run, command, operation);
      }
    }
  }
  return found;
}

/** Official images of Debian and Ubuntu come without an index. Source: their Dockerfiles, docker-library. */
function startOf(stage: Stage): IndexState {
  const base = stage.rootBase;
  if (base.kind !== 'image' || base.facts === undefined) return 'unknown';
  const { distribution } = base.facts.variant;
  const isOfficial = base.reference.repository.startsWith('docker.io/library/');
  return isOfficial && (distribution === 'debian' || distribution === 'ubuntu')
    ? 'empty'
    : 'unknown';
}

function mayFill(target: string | undefined): boolean {
  return (
    target === undefined || /^\/(?:$|var(?:\/(?:$|lib(?:\/(?:$|apt(?:\/|$))|$))|$))/.test(target)
  );
}

function next(
  state: IndexState,
  run: Execution,
  command: Command,
  operation: PackageOperation | undefined,
): IndexState {
  if (operation !== undefined) {
    if (!isApt(operation)) return state;
    return updatesIndex(operation) ? 'filled' : state;
  }
  if (empties(command, lists)) return runsAlways(run, command) ? 'empty' : 'unknown';
  return neutral.has(command.name ?? '') || command.words.length === 0 ? state : 'unknown';
}

function fails(
  stage: Stage,
  run: Execution,
  operation: PackageOperation,
  earlier: readonly PackageOperation[],
): boolean {
  const { verbWord, packages, command, unread } = operation;
  if (verbWord.value !== 'install' || 0 < unread.length || !runsAlways(run, command)) return false;
  if (updatesIndex(operation) || isHarmless(operation)) return false;
  const installs = earlier.filter(({ action }) => action === 'install');
  return packages.some(
    ({ kind, name }) => kind === 'named' && name !== undefined && isAbsent(stage, name, installs),
  );
}

function isHarmless(operation: PackageOperation): boolean {
  return hasOption(operation, [
    '-s',
    '--simulate',
    '--dry-run',
    '--no-download',
    '--print-uris',
    '-m',
    '--ignore-missing',
    '--fix-missing',
  ]);
}

/** Programs that hardly any other package brings along. Source: general knowledge of Debian 13. */
const leaves =
  /^(?:vim|nano|htop|jq|tree|tmux|net-tools|iputils-ping|telnet|supervisor|nginx|ffmpeg|openssh-server|postgresql-client|default-mysql-client|redis-tools|tcpdump|strace|tesseract-ocr|wkhtmltopdf|nmap|traceroute|tini)$/;

/** True when a package is surely not in the image: not in its base, and no earlier install can have brought it. */
function isAbsent(stage: Stage, name: string, earlier: readonly PackageOperation[]): boolean {
  const base = stage.rootBase;
  const facts = base.kind === 'image' ? base.facts : undefined;
  if (facts === undefined) return false;
  if (
    earlier.some(({ packages }) =>
      packages.some((each) => each.name === name || each.kind !== 'named'),
    )
  ) {
    return false;
  }
  const isBare = facts.family.id === 'debian' || facts.family.id === 'ubuntu';
  if (0 < earlier.length) return isBare && leaves.test(name);
  const tool = trackedTools.find((each) => each === name);
  if (tool !== undefined) return hasTool(facts.variant, tool) === false;
  return (
    isBare &&
    (leaves.test(name) ||
      /-dev$|^python3-|^php|^build-essential$|^ca-certificates$|^gnupg$/.test(name))
  );
}

import {
  defineRule,
  type Equivalents,
  type Fix,
  type RelatedPlace,
  type Report,
} from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { findMissingShells } from '../../model/missing-shell';
import { isMounted } from '../../model/mounts';
import {
  findIndexUsers,
  findLateCleanup,
  isApt,
  isCleanedLater,
  operationsOfRun,
  readsIndex,
  updatesIndex,
  type IndexUsers,
} from '../../model/package-index';
import { hasOption, type PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { isTemplated } from '../../model/template';
import { hasLostRest } from '../../rewrite/mend-refusal';
import { removeCommand } from '../../rewrite/remove-command';
import { appendCommand } from '../../rewrite/run-script';
import { insertWordAfter } from '../../rewrite/words';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Span } from '../../text/span';

type MessageId = 'index' | 'late';

const cleaned = ['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf', 'tdnf', 'zypper'];

/** Options with which the cache lies elsewhere or nothing is downloaded. */
const elsewhere = [
  '--root',
  '-p',
  '--installroot',
  '--cache-dir',
  '--no-network',
  '--simulate',
  '-s',
];

export default defineRule({
  id: 'leftover-package-index',
  code: 'IH502',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The index or cache of a package manager stays in the image.',
  why: 'The index that `apt-get update` downloads, and the caches of apk, dnf and zypper, are of no use in a running container, and stale by then. Each RUN is a layer of its own, so deleting them in a later RUN does not make the image smaller: it must happen in the RUN that made them.',
  fixNotes:
    'For apk the fix adds `--no-cache`, which makes `apk update` unneeded. For the others the cleanup goes to the end of the RUN, or the update goes when nothing uses it. A cleanup is `unsafe` when a later RUN starts a script that may install packages from this index, and refused when a later RUN certainly does, or when the RUN does not end in a plain `&&` chain.',
  equivalents: {
    hadolint: ['DL3009', 'DL3019', 'DL3032', 'DL3036', 'DL3040'],
    trivy: ['DS-0015', 'DS-0019', 'DS-0020', 'DS-0025', 'DS-0027'],
    kics: [
      'df746b39-6564-4fed-bf85-e9c44382303c',
      'ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
      '00481784-25aa-4a55-8633-3136dfcf4f37',
      '295acb63-9246-4b21-b441-7c1f1fb62dc0',
      '38300d1a-feb2-4a48-936a-d1ef1cd24313',
    ],
    sonar: 'S6587',
    semgrep: [
      'dockerfile.best-practice.remove-package-lists.remove-package-lists',
      'dockerfile.best-practice.remove-package-cache.remove-package-cache',
      'dockerfile.best-practice.missing-apk-no-cache.missing-apk-no-cache',
      'dockerfile.best-practice.missing-dnf-clean-all.missing-dnf-clean-all',
      'dockerfile.best-practice.missing-zypper-clean.missing-zypper-clean',
      'generic.dockerfile.best-practice.missing-yum-clean-all.missing-yum-clean-all',
    ],
    dockle: ['DKL-DI-0004', 'DKL-DI-0005'],
  },
  messages: {
    index: 'This RUN leaves the package index or cache of {{manager}} in its layer.',
    late: 'The layer of this RUN keeps the package index of {{manager}}: a later RUN removes it too late.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
        #           ^^^^^^ leftover-package-index
            && apt-get install -y --no-install-recommends curl \
            && apt-get clean
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && apt-get clean \
            && rm -rf /var/lib/apt/lists/*
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add curl
        #       ^^^ leftover-package-index
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl
      `,
    },
    {
      bad: dockerfile`
        FROM fedora:44
        RUN dnf install -y git
        #       ^^^^^^^ leftover-package-index
      `,
      good: dockerfile`
        FROM fedora:44
        RUN dnf install -y git && dnf clean all
      `,
    },
  ],
  *check(model) {
    const stopped = new Set(findMissingShells(model).map(({ instruction }) => instruction));
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const instruction of stage.instructions) {
        const runs = instruction.keyword === 'RUN' && !stopped.has(instruction);
        if (runs && !hasLostRest(model, instruction)) yield* checkRun(model, stage, instruction);
      }
    }
  },
});

const apt = {
  hadolint: 'DL3009',
  kics: 'df746b39-6564-4fed-bf85-e9c44382303c',
  sonar: 'S6587',
  semgrep: 'dockerfile.best-practice.remove-package-lists.remove-package-lists',
  dockle: 'DKL-DI-0005',
};

const microdnf = { hadolint: 'DL3040', trivy: 'DS-0027', sonar: 'S6587' };

/** Other tools have a check for each package manager. */
const equivalentsOf: Readonly<Partial<Record<string, Equivalents>>> = {
  apt,
  'apt-get': apt,
  apk: {
    hadolint: 'DL3019',
    trivy: 'DS-0025',
    kics: 'ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
    sonar: 'S6587',
    semgrep: [
      'dockerfile.best-practice.remove-package-cache.remove-package-cache',
      'dockerfile.best-practice.missing-apk-no-cache.missing-apk-no-cache',
    ],
    dockle: 'DKL-DI-0004',
  },
  yum: {
    hadolint: 'DL3032',
    trivy: 'DS-0015',
    kics: '00481784-25aa-4a55-8633-3136dfcf4f37',
    sonar: 'S6587',
    semgrep: 'generic.dockerfile.best-practice.missing-yum-clean-all.missing-yum-clean-all',
  },
  dnf: {
    hadolint: 'DL3040',
    trivy: 'DS-0019',
    kics: '295acb63-9246-4b21-b441-7c1f1fb62dc0',
    sonar: 'S6587',
    semgrep: 'dockerfile.best-practice.missing-dnf-clean-all.missing-dnf-clean-all',
  },
  microdnf,
  tdnf: microdnf,
  zypper: {
    hadolint: 'DL3036',
    trivy: 'DS-0020',
    kics: '38300d1a-feb2-4a48-936a-d1ef1cd24313',
    sonar: 'S6587',
    semgrep: 'dockerfile.best-practice.missing-zypper-clean.missing-zypper-clean',
  },
};

function* checkRun(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
): Iterable<Report<MessageId>> {
  const operations = operationsOfRun(model, stage, run);
  const left = operations.filter((each) => leavesIndex(model, operations, each));
  const [first] = left;
  if (first === undefined) return;
  const users = isApt(first) ? findIndexUsers(model, first) : noUsers;
  const isForLater = (0 < users.operations.length || users.otherwise) && isApt(first);
  // An update whose index only later RUNs use is the matter of split-package-index-update.
  if (isForLater && !operations.some(readsIndex)) return;
  const [user] = users.operations;
  const late = findLateCleanup(model, stage, first);
  const report = {
    message: late === undefined ? ('index' as const) : ('late' as const),
    data: { manager: first.manager.id },
    equivalents: equivalentsOf[first.manager.id] ?? {},
    span: first.verbWord.span,
    related: [
      ...relatedPlace(late, 'Removed here, too late.'),
      ...(isForLater ? relatedPlace(user?.verbWord, 'Installs from this index.') : []),
    ],
  };
  if (isForLater) {
    const refusal =
      'A later RUN installs from this index: join the two RUNs, or update the index there too.';
    yield { ...report, refusal };
    return;
  }
  const fix = isApk(first)
    ? withoutCache(model, run, left)
    : (withoutUpdate(model, run, operations, users) ?? cleanAtEnd(model, run, first, users));
  const refusal = needsSudo(model, run, first)
    ? 'The cleanup would need sudo too: let USER say who runs this step.'
    : 'The RUN is not a plain "&&" chain, to which the cleanup could be added.';
  yield fix === undefined ? { ...report, refusal } : { ...report, fixes: [fix] };
}

/** Only apt keeps using an index that is there; the others make it anew. */
const noUsers: IndexUsers = { operations: [], otherwise: false, uncertain: false };

function relatedPlace(
  word: { readonly span: Span } | undefined,
  message: string,
): readonly RelatedPlace[] {
  return word === undefined ? [] : [{ span: word.span, message }];
}

function leavesIndex(
  model: DockerfileModel,
  operations: readonly PackageOperation[],
  operation: PackageOperation,
): boolean {
  const { manager, command, unread } = operation;
  if (!cleaned.includes(manager.id) || 0 < unread.length) return false;
  const leaves = updatesIndex(operation) || (readsIndex(operation) && !isApt(operation));
  if (!leaves || hasOption(operation, [...(manager.noCache ?? []), ...elsewhere])) return false;
  const mounts = model.mountsOf(command.instruction);
  if ((manager.leftoverPaths ?? manager.cachePaths).some((path) => isMounted(mounts, path))) {
    return false;
  }
  const execution = model.executionOf(command.instruction);
  if (isTemplated(execution)) return false;
  return !isCleanedLater(operation, execution.commands, operations);
}

function isApk({ manager }: PackageOperation): boolean {
  return manager.id === 'apk';
}

/** apk leaves nothing when each of its commands says so; then it also needs no update. */
function withoutCache(
  model: DockerfileModel,
  run: Instruction,
  left: readonly PackageOperation[],
): Fix | undefined {
  const edits = left
    .filter(isApk)
    .map((each) =>
      each.action === 'update-index'
        ? removeCommand(model, model.executionOf(run), each.command)
        : insertWordAfter(each.verbWord, '--no-cache'),
    );
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length < edits.length) return undefined;
  const isUpdate = left.every((each) => each.action === 'update-index');
  return {
    title: isUpdate ? 'Remove the unneeded "apk update"' : 'Add --no-cache',
    applicability: 'safe',
    phase: 'instruction',
    edits: known,
  };
}

/** A RUN that only updates an index which nobody uses has no purpose. */
function withoutUpdate(
  model: DockerfileModel,
  run: Instruction,
  operations: readonly PackageOperation[],
  users: IndexUsers,
): Fix | undefined {
  const execution = model.executionOf(run);
  const [update] = operations;
  const isAlone = execution.commands.length === 1 && update?.action === 'update-index';
  if (users.uncertain || !isAlone) return undefined;
  const edit = removeCommand(model, execution, update.command);
  if (edit === undefined) return undefined;
  const title = 'Remove the update, which nothing uses';
  return { title, applicability: 'safe', phase: 'instruction', edits: [edit] };
}

function cleanAtEnd(
  model: DockerfileModel,
  run: Instruction,
  operation: PackageOperation,
  users: IndexUsers,
): Fix | undefined {
  const { cleanCommand } = operation.manager;
  if (cleanCommand === undefined || needsSudo(model, run, operation)) return undefined;
  const edit = appendCommand(model, model.executionOf(run), cleanCommand);
  if (edit === undefined) return undefined;
  return {
    title: `Clean up with "${cleanCommand}" in this RUN`,
    applicability: users.uncertain && isApt(operation) ? 'unsafe' : 'safe',
    phase: 'instruction',
    edits: [edit],
  };
}

/** A step that goes through sudo because it does not run as root, as far as is known. */
function needsSudo(model: DockerfileModel, run: Instruction, operation: PackageOperation): boolean {
  const isRoot = model.userAt(run)?.privilege === 'root';
  return !isRoot && operation.command.wrappers.includes('sudo');
}

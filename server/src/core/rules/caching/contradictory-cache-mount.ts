import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { isMounted, type Mount } from '../../model/mounts';
import { fillsCache, findPackageCache } from '../../model/package-cache';
import { isApt } from '../../model/package-index';
import type { PackageOperation } from '../../model/packages';
import { findRootBase, type Stage } from '../../model/stage-graph';
import { findLostResult } from '../../model/lost-result';
import { findUserHome, writeOwner } from '../../model/user-home';
import { adaptCommand, type FilledCache } from '../../rewrite/adapt-to-cache';
import { keepDownloads, keepsDownloads } from '../../rewrite/keep-downloads';
import { deleteWordAndGap } from '../../rewrite/words';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type MessageId = 'result' | 'owner' | 'deleted' | 'emptied' | 'refused';

export default defineRule({
  id: 'contradictory-cache-mount',
  code: 'IH407',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A cache mount and what the RUN does contradict each other.',
  why: 'What is written to a cache mount is not in the image, and what is in the mount belongs to root unless it says otherwise. So a mount over `node_modules` or `target` takes the result away from the steps that need it; a user without root rights cannot write to a mount without `uid=`; and a cache that the same RUN empties, or is told not to use, helps nobody. The images of Debian and Ubuntu for Docker delete the package files behind each installation, so a mount on `/var/cache/apt` stays empty until that is turned off.',
  fixNotes:
    'A mount over a result is taken away, which makes the build slower but right. For another user `uid=` and `gid=` are added where both numbers are known. For apt the file `docker-clean` is removed from the image and downloads are kept, as the documentation of Docker shows. Options and commands against the cache are taken out.',
  equivalents: {},
  messages: {
    result: 'What the RUN writes to {{target}} is not in the image, but {{user}} needs it.',
    owner: 'The cache mount belongs to root, so "{{user}}" cannot write to it.',
    deleted:
      'The image has apt delete what it downloads, so the cache mount on {{target}} stays empty.',
    emptied: 'This empties the cache that the RUN mounts.',
    refused: 'This keeps {{manager}} from using the cache that the RUN mounts.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        COPY requirements.txt .
        RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt
        #                                                          ^^^^^^^^^^^^^^ contradictory-cache-mount
      `,
      good: dockerfile`
        FROM python:3.14-slim
        COPY requirements.txt .
        RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
      `,
    },
    {
      bad: dockerfile`
        FROM rust:1.91 AS build
        WORKDIR /src
        COPY . .
        RUN --mount=type=cache,target=/src/target cargo build --release
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ contradictory-cache-mount

        FROM gcr.io/distroless/cc-debian13:nonroot
        COPY --from=build /src/target/release/shop /shop
        ENTRYPOINT ["/shop"]
      `,
      good: dockerfile`
        FROM rust:1.91 AS build
        WORKDIR /src
        COPY . .
        RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/shop /shop

        FROM gcr.io/distroless/cc-debian13:nonroot
        COPY --from=build /shop /shop
        ENTRYPOINT ["/shop"]
      `,
      fixed: dockerfile`
        FROM rust:1.91 AS build
        WORKDIR /src
        COPY . .
        RUN cargo build --release

        FROM gcr.io/distroless/cc-debian13:nonroot
        COPY --from=build /src/target/release/shop /shop
        ENTRYPOINT ["/shop"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const run of stage.instructions) {
        if (run.keyword !== 'RUN') continue;
        const mounts = model.mountsOf(run).filter(({ type }) => type === 'cache');
        if (mounts.length === 0 || !model.executionOf(run).complete) continue;
        const operations = model
          .packageOperationsOf(stage)
          .filter((each) => each.command.instruction === run && fillsCache(each));
        for (const mount of mounts) yield* checkResult(model, stage, run, mount);
        yield* checkUse(model, stage, run, mounts, operations);
        yield* checkDeletion(model, stage, run, mounts, operations);
      }
    }
  },
});

/** A mount over what a later step needs. */
function* checkResult(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  mount: Mount,
): Iterable<Report<MessageId>> {
  const user = findLostResult(model, stage, run, mount);
  if (user === undefined) return;
  yield {
    message: 'result',
    data: { target: mount.target ?? '', user: user.name },
    span: mount.flag.span,
    related: [{ span: user.span, message: 'Needs it.' }],
    fixes: [
      {
        title: 'Take the cache mount away',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [deleteWordAndGap(model.text, mount.flag)],
      },
    ],
  };
}

/** What the commands do with caches that are mounted: who owns them, and who empties or avoids them. */
function* checkUse(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  mounts: readonly Mount[],
  operations: readonly PackageOperation[],
): Iterable<Report<MessageId>> {
  const filled: FilledCache[] = [];
  for (const operation of operations) {
    const cache = findPackageCache(model, stage, operation);
    if (typeof cache === 'string') continue;
    const folders = cache.folders.filter((folder) => isMounted(mounts, folder));
    if (folders.length !== 0)
      filled.push({ operations: [operation], cache: { ...cache, folders } });
  }
  if (filled.length === 0) return;
  yield* checkOwner(model, run, mounts, filled);
  for (const command of model.executionOf(run).commands)
    yield* checkCommand(model, command, filled);
}

function* checkCommand(
  model: DockerfileModel,
  command: Command,
  filled: readonly FilledCache[],
): Iterable<Report<MessageId>> {
  const edits = adaptCommand(model, command, filled);
  const [edit] = edits;
  if (typeof edits === 'string' || edit === undefined || typeof edit === 'string') return;
  const own = filled.find(({ operations }) => operations.some((each) => each.command === command));
  const option = own?.operations[0]?.options.find(({ word }) => word.span.end === edit.span.end);
  const program = command.words[0];
  const span = own === undefined ? program?.span : option?.word.span;
  if (span === undefined) return;
  const fix = { applicability: 'safe', phase: 'instruction', edits } as const;
  const manager = own?.operations[0]?.manager.id ?? '';
  yield own === undefined
    ? { message: 'emptied', span, fixes: [{ ...fix, title: 'Take the cleanup out' }] }
    : {
        message: 'refused',
        data: { manager },
        span,
        fixes: [{ ...fix, title: 'Take the option out' }],
      };
}

function* checkOwner(
  model: DockerfileModel,
  run: Instruction,
  mounts: readonly Mount[],
  filled: readonly FilledCache[],
): Iterable<Report<MessageId>> {
  const user = model.userAt(run);
  if (user?.privilege !== 'non-root' || user.name === undefined) return;
  for (const mount of mounts) {
    const text = mount.flag.value?.text ?? '';
    if (/(?:^|,)(?:uid|mode|from|source|src)=/.test(text) || /["'$]/.test(text)) continue;
    const isUsed = filled.some(({ cache }) =>
      cache.folders.some((each) => isMounted([mount], each)),
    );
    const owner = findUserHome(model, run)?.owner;
    if (!isUsed || owner === undefined) continue;
    const { end } = mount.flag.span;
    const options = `,${writeOwner(owner)}`;
    yield {
      message: 'owner',
      data: { user: user.name },
      span: mount.flag.span,
      fixes: [
        {
          title: `Give the cache to "${user.name}"`,
          applicability: 'safe',
          phase: 'word',
          edits: [{ span: { start: end, end }, text: options }],
        },
      ],
    };
  }
}

/** A mount for the package files of apt in an image that deletes them. */
function* checkDeletion(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  mounts: readonly Mount[],
  operations: readonly PackageOperation[],
): Iterable<Report<MessageId>> {
  const base = findRootBase(stage);
  const variant = base.kind === 'image' ? base.facts?.variant : undefined;
  const deletes = variant?.distribution === 'debian' || variant?.distribution === 'ubuntu';
  const installs = operations.some((each) => isApt(each) && each.action === 'install');
  const mount = mounts.find(({ target }) =>
    /^\/var\/cache\/apt(?:\/archives)?\/?$/.test(target ?? ''),
  );
  if (!deletes || !installs || mount === undefined || keepsDownloads(model, run)) return;
  const edit = keepDownloads(model, run);
  const report = {
    message: 'deleted',
    data: { target: mount.target ?? '' },
    span: mount.flag.span,
  } as const;
  yield edit === undefined
    ? { ...report, refusal: 'The RUN is not known to run as root.' }
    : {
        ...report,
        fixes: [
          {
            title: 'Have apt keep what it downloads',
            applicability: 'unsafe',
            phase: 'instruction',
            edits: [edit],
          },
        ],
      };
}

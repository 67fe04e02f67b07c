import { defineRule } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import type { Mount } from '../../model/mounts';
import { mayBeConfigured } from '../../model/package-settings';
import { hasOption, type PackageOperation } from '../../model/packages';
import { empties } from '../../model/removals';
import type { Stage } from '../../model/stage-graph';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

const cache = '/root/.cache/pip';

/** Options with which pip keeps no cache, keeps it elsewhere, or downloads nothing. */
const harmless = ['--no-cache-dir', '--no-cache', '--cache-dir', '--no-index', '--dry-run', '-h'];

export default defineRule({
  id: 'leftover-pip-cache',
  code: 'IH503',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'The download cache of pip stays in the image.',
  why: 'By default pip keeps every wheel it downloads or builds under `~/.cache/pip`. In a layer of the image nobody uses that cache again: it only makes the image larger, often by as much as the packages themselves. `--no-cache-dir` leaves it out; a cache mount (`RUN --mount=type=cache,target=/root/.cache/pip`) keeps it outside the image and makes the next build faster.',
  equivalents: {
    hadolint: 'DL3042',
    kics: 'f2f903fb-b977-461e-98d7-b3e2185c6118',
    sonar: 'S6587',
    semgrep: 'dockerfile.best-practice.missing-pip-no-cache-dir.missing-pip-no-cache-dir',
  },
  messages: { cache: 'This pip install leaves its download cache in a layer of the image.' },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        COPY requirements.txt .
        RUN pip install -r requirements.txt
        #       ^^^^^^^ leftover-pip-cache
      `,
      good: dockerfile`
        FROM python:3.14-slim
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN python3 -m venv /opt/venv \
            && /opt/venv/bin/pip3 --disable-pip-version-check install \
        #                                                     ^^^^^^^ leftover-pip-cache
                flask==3.1.2 \
                gunicorn==23.0.0
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN python3 -m venv /opt/venv \
            && /opt/venv/bin/pip3 --disable-pip-version-check install --no-cache-dir \
                flask==3.1.2 \
                gunicorn==23.0.0
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const operation of model.packageOperationsOf(stage)) {
        if (!leavesCache(model, stage, operation)) continue;
        yield {
          message: 'cache',
          span: operation.verbWord.span,
          fixes: [
            {
              title: 'Add --no-cache-dir',
              applicability: 'safe',
              phase: 'word',
              edits: [insertWordAfter(operation.verbWord, '--no-cache-dir')],
            },
          ],
        };
      }
    }
  },
});

function leavesCache(model: DockerfileModel, stage: Stage, operation: PackageOperation): boolean {
  const { manager, verbWord, unread, command } = operation;
  if (manager.id !== 'pip' || verbWord.value !== 'install') return false;
  if (0 < unread.length || hasOption(operation, harmless) || installsWheelsOnly(operation)) {
    return false;
  }
  if (model.mountsOf(command.instruction).some(coversCache)) return false;
  if (command.shell.assignments.some(({ name }) => name.includes('CACHE'))) return false;
  return !mayBeConfigured(model, operation, 'noCache') && !isRemoved(model, stage, operation);
}

/** Wheels that were built before, as in `pip install /wheels/*`. */
function installsWheelsOnly({ packages, options }: PackageOperation): boolean {
  if (packages.length === 0 || options.some(({ name }) => /^(?:-r|--requirement)$/.test(name))) {
    return false;
  }
  return packages.every(({ kind, word }) => kind === 'file' && /\.whl$|\*/.test(word.text));
}

/** The cache lies in the home of the user, which is not always known. */
function coversCache(mount: Mount): boolean {
  if (mount.type !== 'cache' && mount.type !== 'tmpfs') return false;
  const target = (mount.target ?? '').replace(/\/+$/, '');
  return target === '/root' || /\/\.cache$|pip/.test(target);
}

function isRemoved(model: DockerfileModel, stage: Stage, operation: PackageOperation): boolean {
  const { instruction, shell } = operation.command;
  const isLater = (start: number): boolean => shell.span.start < start;
  const commands = model.executionOf(instruction).commands;
  return (
    commands.some((each) => isLater(each.shell.span.start) && removesCache(each)) ||
    model
      .packageOperationsOf(stage)
      .some(
        (each) =>
          each.command.instruction === instruction &&
          each.manager.id === 'pip' &&
          each.action === 'clean' &&
          isLater(each.command.shell.span.start),
      )
  );
}

function removesCache(command: Parameters<typeof empties>[0]): boolean {
  const homes = command.words.map((word) => /^(\/home\/[^/]+)\/\.cache/.exec(word.text)?.[1]);
  return (
    empties(command, cache) ||
    homes.some((home) => home !== undefined && empties(command, `${home}/.cache/pip`))
  );
}

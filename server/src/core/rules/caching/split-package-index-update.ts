import { defineRule, type Fix, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import {
  findIndexUsers,
  isApt,
  operationsOfRun,
  readsIndex,
  sharesIndex,
} from '../../model/package-index';
import type { PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { joinRuns } from '../../rewrite/join-runs';
import { hasLostRest } from '../../rewrite/mend-refusal';
import { updateAtInstall } from '../../rewrite/update-at-install';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'split-package-index-update',
  code: 'IH403',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The package index is updated in another RUN than the one that installs from it.',
  why: 'Docker caches each RUN by its text. A lone `apt-get update` never changes, so its layer is taken from the cache for months, while the install below it runs again whenever its list changes: it then asks for versions that the mirror has long deleted and fails with `404 Not Found`, or installs outdated packages. Update and install belong into one RUN.',
  fixNotes:
    'The two RUNs are joined when the install stands directly below the update and both are plain `&&` chains with the same flags. Elsewhere the update goes in front of each install that lives on it, and its own RUN goes: `unsafe`, since a RUN between the two may have counted on the index. It is refused where a later RUN may use the index in another way, and where the update or an install stands in a condition, a pipeline or the exec form.',
  remedies: ['merge-run-instructions'],
  equivalents: {
    trivy: 'DS-0017',
    checkov: 'CKV_DOCKER_5',
    kics: '9bae49be-0aa3-4de5-bab2-4c3a069e40cd',
    sonar: 'S6595',
    dockle: 'CIS-DI-0007',
  },
  messages: {
    split:
      'This RUN is cached, so the {{install}} of a later RUN will use an old package index: update and install in one RUN.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update
        #           ^^^^^^ split-package-index-update
        RUN apt-get install -y --no-install-recommends curl
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update -q
        #           ^^^^^^ split-package-index-update

        # Needed by the health check.
        RUN apt-get install -y --no-install-recommends \
              ca-certificates \
              curl \
            && rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update -q \
            # Needed by the health check.
            && apt-get install -y --no-install-recommends \
              ca-certificates \
              curl \
            && rm -rf /var/lib/apt/lists/*
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const update of model.packageOperationsOf(stage)) {
        const isKnown = !hasLostRest(model, update.command.instruction);
        if (!isKnown || !isLone(model, stage, update)) continue;
        const [install] = findIndexUsers(model, update).operations;
        if (install === undefined) continue;
        const joined = join(model, stage, update, install);
        yield {
          message: 'split',
          data: { install: `${install.manager.id} ${install.verb.words.join(' ')}` },
          span: update.verbWord.span,
          related: [{ span: install.verbWord.span, message: 'It uses the index of that RUN.' }],
          ...(joined === undefined ? moveUpdate(model, update) : { fixes: [toFix(joined)] }),
        };
      }
    }
  },
});

/**
 * True for an update without an install in the same RUN. Only apt never looks whether its index is
 * still fresh; apk, dnf and zypper load a new one after some hours.
 */
function isLone(model: DockerfileModel, stage: Stage, update: PackageOperation): boolean {
  if (update.action !== 'update-index' || !isApt(update)) return false;
  return operationsOfRun(model, stage, update.command.instruction)
    .filter((each) => sharesIndex(each, update))
    .every((each) => each === update || !(readsIndex(each) || isLaterUpdate(each, update)));
}

/** The last of several updates of a RUN speaks for all. */
function isLaterUpdate(each: PackageOperation, update: PackageOperation): boolean {
  return each.action === 'update-index' && update.verbWord.span.start < each.verbWord.span.start;
}

/** The edits that join the update with the install where that stands in the RUN below. */
function join(
  model: DockerfileModel,
  { instructions }: Stage,
  update: PackageOperation,
  install: PackageOperation,
): readonly Edit[] | undefined {
  const first = update.command.instruction;
  const second = instructions[instructions.indexOf(first) + 1];
  if (second !== install.command.instruction) return undefined;
  const joined = joinRuns(model, [first, second]);
  return joined.kind === 'edits' ? joined.edits : undefined;
}

function toFix(edits: readonly Edit[]): Fix {
  return {
    title: 'Join with the RUN that installs',
    applicability: 'safe',
    phase: 'structure',
    edits,
  };
}

function moveUpdate(
  model: DockerfileModel,
  update: PackageOperation,
): Pick<Report, 'fixes' | 'refusal'> {
  const moved = updateAtInstall(model, update);
  if (moved.kind === 'refused') return { refusal: moved.reason };
  return {
    fixes: [
      {
        title: 'Update in each RUN that installs',
        applicability: 'unsafe',
        phase: 'structure',
        edits: moved.edits,
      },
    ],
  };
}

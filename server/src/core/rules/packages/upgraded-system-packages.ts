import { defineRule, type Fix } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { operationsOfRun, readsIndex } from '../../model/package-index';
import { hasOption, type PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { removeCommand } from '../../rewrite/remove-command';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'upgraded-system-packages',
  code: 'IH522',
  category: 'packages',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build step upgrades every package of the base image.',
  why: 'What the image holds then depends on the day of the build, and every upgraded file is there twice: in the base and in a layer above it. A newer base image gives the same packages without that. The rule is there for who comes from another tool, and off otherwise: between two releases of the base an upgrade is the way to get fixes of security holes, and scanners ask for it. An upgrade of named packages is an install and is not reported.',
  fixNotes:
    'The fix takes the command away, so the packages are those of the base image. It is refused in a RUN that installs nothing, because later steps may live on its package index.',
  equivalents: {
    hadolint: ['DL3005', 'DL3017', 'DL3031', 'DL3035', 'DL3039'],
    trivy: 'DS-0024',
    dockle: 'DKL-DI-0003',
    kics: [
      '682fe378-c180-4bd5-8a14-95fc285fb269',
      '989ab888-7d1e-410f-9dde-c64a1d367bf2',
      '8f6456be-0018-46db-9ce6-b3b6dc8d34d2',
      '09fda05e-da85-4ee7-ab8d-2800a5e6e756',
      'd4895357-dd49-4ba5-b726-1bb81cb50989',
    ],
    semgrep: [
      'dockerfile.best-practice.avoid-apt-get-upgrade.avoid-apt-get-upgrade',
      'dockerfile.best-practice.avoid-apk-upgrade.avoid-apk-upgrade',
      'dockerfile.best-practice.avoid-yum-update.avoid-yum-update',
      'dockerfile.best-practice.avoid-dnf-update.avoid-dnf-update',
      'dockerfile.best-practice.avoid-zypper-update.avoid-zypper-update',
    ],
  },
  messageEquivalents: {
    apt: {
      hadolint: 'DL3005',
      kics: '682fe378-c180-4bd5-8a14-95fc285fb269',
      semgrep: 'dockerfile.best-practice.avoid-apt-get-upgrade.avoid-apt-get-upgrade',
    },
    release: {
      hadolint: 'DL3005',
      trivy: 'DS-0024',
      dockle: 'DKL-DI-0003',
      kics: '682fe378-c180-4bd5-8a14-95fc285fb269',
    },
    apk: {
      hadolint: 'DL3017',
      kics: '989ab888-7d1e-410f-9dde-c64a1d367bf2',
      semgrep: 'dockerfile.best-practice.avoid-apk-upgrade.avoid-apk-upgrade',
    },
    yum: {
      hadolint: 'DL3031',
      kics: '8f6456be-0018-46db-9ce6-b3b6dc8d34d2',
      semgrep: 'dockerfile.best-practice.avoid-yum-update.avoid-yum-update',
    },
    dnf: {
      hadolint: 'DL3039',
      kics: '09fda05e-da85-4ee7-ab8d-2800a5e6e756',
      semgrep: 'dockerfile.best-practice.avoid-dnf-update.avoid-dnf-update',
    },
    zypper: {
      hadolint: 'DL3035',
      kics: 'd4895357-dd49-4ba5-b726-1bb81cb50989',
      semgrep: 'dockerfile.best-practice.avoid-zypper-update.avoid-zypper-update',
    },
  },
  messages: {
    apt: 'This upgrades every package of the base image: a newer base image has them.',
    release:
      'This may replace and remove packages of the base image: choose the release by its tag.',
    apk: 'This upgrades every package of the base image: a newer base image has them.',
    yum: 'This upgrades every package of the base image: a newer base image has them.',
    dnf: 'This upgrades every package of the base image: a newer base image has them.',
    zypper: 'This upgrades every package of the base image: a newer base image has them.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends curl
        #                             ^^^^^^^ upgraded-system-packages
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk upgrade --no-cache && apk add --no-cache curl
        #       ^^^^^^^ upgraded-system-packages
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of model.packageOperationsOf(stage)) {
        const message = messageOf(operation);
        if (message === undefined) continue;
        yield { message, span: operation.verbWord.span, ...mend(model, stage, operation) };
      }
    }
  },
});

const dry = ['-s', '--simulate', '--dry-run', '-D', '--just-print', '--print-uris', '--assumeno'];

/** Undefined where packages are named, or a word may name some. */
function messageOf(
  operation: PackageOperation,
): 'apt' | 'release' | 'apk' | 'yum' | 'dnf' | 'zypper' | undefined {
  const { manager, action, packages, unread, verbWord } = operation;
  if (action !== 'upgrade' || manager.kind !== 'system') return undefined;
  if (0 < packages.length || 0 < unread.length || hasOption(operation, dry)) return undefined;
  switch (manager.id) {
    case 'apt':
    case 'apt-get':
      return /^(?:dist|full)-upgrade$/.test(verbWord.value ?? '') ? 'release' : 'apt';
    case 'dnf':
    case 'microdnf':
    case 'tdnf':
      return 'dnf';
    case 'apk':
    case 'yum':
    case 'zypper':
      return manager.id;
    default:
      return undefined;
  }
}

function mend(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const { instruction } = operation.command;
  const installs = operationsOfRun(model, stage, instruction).some(
    (each) => each.action === 'install' && readsIndex(each),
  );
  if (!installs) return { refusal: 'The RUN installs nothing: look whether it is needed at all.' };
  const edit = removeCommand(model, model.executionOf(instruction), operation.command);
  if (edit === undefined)
    return { refusal: 'It is a part of something larger: take it out there.' };
  return {
    fixes: [
      {
        title: 'Take the packages of the base image',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}

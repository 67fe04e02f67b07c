import { defineRule, type Equivalents, type Fix, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { isApt } from '../../model/package-index';
import { hasKnownBase, mayBeConfigured } from '../../model/package-settings';
import { hasOption, type PackageOperation } from '../../model/packages';
import { hasInput } from '../../model/standard-input';
import { insertWordAfter, insertWordBefore } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

const asking = ['apt-get', 'apt', 'yum', 'dnf', 'tdnf', 'zypper'];

/** Options with which nothing is changed, or every question is answered with no. */
const silent = [
  ...['-s', '--simulate', '--just-print', '--dry-run', '--recon', '--no-act', '--print-uris'],
  ...['--assume-no', '--assumeno', '-D', '--help', '-h', '--version'],
];

export default defineRule({
  id: 'missing-assume-yes',
  code: 'IH504',
  category: 'packages',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'A package manager asks for confirmation, and a build has nobody to answer.',
  why: 'During `docker build` nothing is connected to the standard input. A package manager that asks whether it may go on reads an end of file and gives up, so the build stops as soon as there is something to confirm: for `apt-get install` that is every dependency that is not named itself. `DEBIAN_FRONTEND=noninteractive` silences the questions of packages, not this one.',
  equivalents: {
    hadolint: ['DL3014', 'DL3030', 'DL3034', 'DL3038'],
    trivy: 'DS-0021',
    kics: [
      '77783205-c4ca-4f80-bb80-c777f267c547',
      '6e19193a-8753-436d-8a09-76dcff91bb03',
      '7ebd323c-31b7-4e5b-b26f-de5e9e477af8',
      '45e1fca5-f90e-465d-825f-c2cb63fa3944',
    ],
    sonar: 'S6584',
    semgrep: [
      'dockerfile.correctness.missing-assume-yes-switch.missing-assume-yes-switch',
      'dockerfile.best-practice.missing-yum-assume-yes-switch.missing-yum-assume-yes-switch',
      'dockerfile.best-practice.missing-dnf-assume-yes-switch.missing-dnf-assume-yes-switch',
      'generic.dockerfile.best-practice.missing-zypper-no-confirm-switch.missing-zypper-no-confirm-switch',
    ],
  },
  messages: {
    asks: '"{{command}}" asks before it goes on, and a build has nobody to say yes: add {{option}}.',
    mayAsk:
      '"{{command}}" asks as soon as a package needs another one, and a build has nobody to say yes: add {{option}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install --no-install-recommends curl
        #                             ^^^^^^^ missing-assume-yes
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      bad: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper refresh \
            && zypper install curl \
        #             ^^^^^^^ missing-assume-yes
            && zypper clean --all
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper refresh \
            && zypper --non-interactive install curl \
            && zypper clean --all
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!hasKnownBase(stage)) continue;
      for (const operation of model.packageOperationsOf(stage)) {
        if (!asks(model, operation)) continue;
        const { manager, verbWord } = operation;
        const option = manager.id === 'zypper' ? '--non-interactive' : '-y';
        const command = `${manager.id} ${operation.verb.words.join(' ')}`;
        yield {
          message: isApt(operation) && operation.action === 'install' ? 'mayAsk' : 'asks',
          data: { command, option },
          ...toEquivalents(manager.id),
          span: verbWord.span,
          fixes: [toFix(operation, option)],
        };
      }
    }
  },
});

function asks(model: DockerfileModel, operation: PackageOperation): boolean {
  const { manager, action, command, unread } = operation;
  if (!asking.includes(manager.id) || manager.assumeYes === undefined) return false;
  if (!['install', 'upgrade', 'remove'].includes(action) || 0 < unread.length) return false;
  if (hasOption(operation, [...manager.assumeYes, ...silent])) return false;
  if (hasInput(model.executionOf(command.instruction), command)) return false;
  return !mayBeConfigured(model, operation, 'assumeYes');
}

const apt = {
  hadolint: 'DL3014',
  trivy: 'DS-0021',
  kics: '77783205-c4ca-4f80-bb80-c777f267c547',
  sonar: 'S6584',
  semgrep: 'dockerfile.correctness.missing-assume-yes-switch.missing-assume-yes-switch',
};

const dnf = {
  hadolint: 'DL3038',
  kics: '7ebd323c-31b7-4e5b-b26f-de5e9e477af8',
  sonar: 'S6584',
  semgrep: 'dockerfile.best-practice.missing-dnf-assume-yes-switch.missing-dnf-assume-yes-switch',
};

/** Other tools have a check for each package manager. */
const equivalentsOf: Readonly<Partial<Record<string, Equivalents>>> = {
  apt,
  'apt-get': apt,
  dnf,
  microdnf: dnf,
  yum: {
    hadolint: 'DL3030',
    kics: '6e19193a-8753-436d-8a09-76dcff91bb03',
    sonar: 'S6584',
    semgrep: 'dockerfile.best-practice.missing-yum-assume-yes-switch.missing-yum-assume-yes-switch',
  },
  zypper: {
    hadolint: 'DL3034',
    kics: '45e1fca5-f90e-465d-825f-c2cb63fa3944',
    sonar: 'S6584',
    semgrep:
      'generic.dockerfile.best-practice.missing-zypper-no-confirm-switch.missing-zypper-no-confirm-switch',
  },
};

function toEquivalents(manager: string): Pick<Report, 'equivalents'> {
  return { equivalents: equivalentsOf[manager] ?? {} };
}

/** zypper takes the option in front of its verb, the others behind it. */
function toFix(operation: PackageOperation, option: string): Fix {
  const { manager, verbWord } = operation;
  const insert = manager.id === 'zypper' ? insertWordBefore : insertWordAfter;
  return {
    title: `Add ${option}`,
    applicability: 'safe',
    phase: 'word',
    edits: [insert(verbWord, option)],
  };
}

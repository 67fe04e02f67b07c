import { defineRule } from '../define-rule';
import { listNames } from '../../model/package-names';
import { findUnpinnedSystemPackages } from '../../model/unpinned-packages';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unpinned-system-package',
  code: 'IH520',
  category: 'packages',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'never',
  summary: 'Nothing says which version of a system package is installed.',
  why: 'Two builds of the same file can get different packages. The rule is there for who comes from another tool, and off otherwise: a distribution deletes a version from its mirrors when the next one mends a hole, so a build with `curl=8.14.1-2` breaks within weeks, just when the fix is needed, and the packages below it are not pinned anyway. What gives builds that repeat: a base image with a digest (`pin-base-digest`), and packages from a dated archive such as snapshot.debian.org; an install from there is not reported. On Alpine `curl~=8.14` takes the fixes of one release.',
  equivalents: {
    hadolint: ['DL3008', 'DL3018', 'DL3033', 'DL3037', 'DL3041'],
    kics: [
      '965a08d7-ef86-4f14-8792-4a3b2098937e',
      'd3499f6d-1651-41bb-a9a7-de925fea487b',
      '6452c424-1d92-4deb-bb18-a03e95d579c4',
      '93d88cf7-f078-46a8-8ddc-178e03aeacf1',
      '562952e4-0348-4dea-9826-44f3a2c6117b',
    ],
  },
  messageEquivalents: {
    apt: { hadolint: 'DL3008', kics: '965a08d7-ef86-4f14-8792-4a3b2098937e' },
    apk: { hadolint: 'DL3018', kics: 'd3499f6d-1651-41bb-a9a7-de925fea487b' },
    yum: { hadolint: 'DL3033', kics: '6452c424-1d92-4deb-bb18-a03e95d579c4' },
    dnf: { hadolint: 'DL3041', kics: '93d88cf7-f078-46a8-8ddc-178e03aeacf1' },
    zypper: { hadolint: 'DL3037', kics: '562952e4-0348-4dea-9826-44f3a2c6117b' },
  },
  messages: {
    apt: 'No version of {{packages}} is given, so apt takes the newest.',
    apk: 'No version of {{packages}} is given, so apk takes the newest.',
    yum: 'No version of {{packages}} is given, so yum takes the newest.',
    dnf: 'No version of {{packages}} is given, so {{manager}} takes the newest.',
    zypper: 'No version of {{packages}} is given, so zypper takes the newest.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl git~=2.52
        #                      ^^^^ unpinned-system-package
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl~=8.17 git~=2.52
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends -t trixie-backports git
        #                                                                                    ^^^ unpinned-system-package
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends -t trixie-backports git=1:2.51.0-1~bpo13+1
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of model.packageOperationsOf(stage)) {
        const message = messageOf(operation.manager.id);
        const packages = findUnpinnedSystemPackages(model, stage, operation);
        const [first] = packages;
        if (message === undefined || first === undefined) continue;
        const data = { packages: listNames(packages), manager: operation.manager.id };
        yield { message, data, span: first.word.span };
      }
    }
  },
});

function messageOf(manager: string): 'apt' | 'apk' | 'yum' | 'dnf' | 'zypper' | undefined {
  switch (manager) {
    case 'apt':
    case 'apt-get':
      return 'apt';
    case 'dnf':
    case 'microdnf':
    case 'tdnf':
      return 'dnf';
    case 'apk':
    case 'yum':
    case 'zypper':
      return manager;
    default:
      return undefined;
  }
}

import { defineRule } from '../define-rule';
import { findForeignManagers } from '../../model/foreign-managers';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'foreign-package-manager',
  code: 'IH527',
  category: 'packages',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A build step calls the package manager of another distribution.',
  why: 'Debian and Ubuntu have `apt-get`, Alpine and Wolfi `apk`, the family of Red Hat `dnf`, its minimal images only `microdnf`, openSUSE `zypper`. After a change of the base image the old calls are easily left behind, and the build ends with `not found`. Packages often have other names there too: `build-essential` is `build-base` on Alpine, `libpq-dev` is `postgresql-dev`. Reported only for base images that are known, and where no step above can have brought the program.',
  equivalents: {},
  messages: {
    other: 'The base image has no {{manager}}: it installs packages with {{own}}.',
    none: 'The base image has no {{manager}}, and no package manager at all.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-alpine
        RUN apt-get update && apt-get install -y --no-install-recommends git
        #   ^^^^^^^ foreign-package-manager
        #                     ^^^^^^^ foreign-package-manager
      `,
      good: dockerfile`
        FROM node:24-alpine
        RUN apk add --no-cache git
      `,
    },
    {
      bad: dockerfile`
        FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6
        RUN dnf install -y git
        #   ^^^ foreign-package-manager
      `,
      good: dockerfile`
        FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6
        RUN microdnf install -y git
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { operation, own } of findForeignManagers(model, stage)) {
        const { manager, command } = operation;
        const [program] = command.words;
        yield {
          message: own === undefined ? 'none' : 'other',
          data: { manager: manager.id, own: own ?? '' },
          span: (program ?? operation.verbWord).span,
        };
      }
    }
  },
});

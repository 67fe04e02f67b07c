import { defineRule } from '../define-rule';
import { findClosedMirrorUse } from '../../model/closed-mirrors';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'closed-package-mirror',
  code: 'IH129',
  category: 'base-image',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'The servers that a package manager asks no longer have this release.',
  why: 'Some time after its end of life the packages of a release leave the usual servers: `apt-get update` and `yum install` then end with `404 Not Found` or `Could not resolve host`, and the image cannot be built any more unless a cache still has the layer. Move to a supported release; `archive.debian.org`, `old-releases.ubuntu.com` and `vault.centos.org` keep the old packages, without fixes. Only in the strict rules, because the end of life itself is reported for everybody.',
  equivalents: {},
  messages: {
    closed: 'The usual servers of {{product}} {{cycle}} no longer have its packages.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:stretch-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
        #           ^^^^^^ closed-package-mirror
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      bad: dockerfile`
        FROM centos:7
        RUN yum install -y git && yum clean all
        #       ^^^^^^^ closed-package-mirror
      `,
      good: dockerfile`
        FROM rockylinux:9
        RUN dnf install -y git && dnf clean all
      `,
    },
  ],
  *check(model, { today }) {
    for (const stage of model.stages) {
      const use = findClosedMirrorUse(model, stage, today);
      if (use === undefined) continue;
      yield {
        message: 'closed',
        data: { product: use.found.product.title, cycle: use.found.cycle.cycle },
        span: use.operation.verbWord.span,
      };
    }
  },
});

import { defineRule, type Fix } from '../define-rule';
import { findInstallsWithoutIndex } from '../../model/missing-update';
import type { PackageOperation } from '../../model/packages';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'missing-index-update',
  code: 'IH523',
  category: 'packages',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'An apt install has no package index to look into, so the build stops.',
  why: 'The official images of Debian and Ubuntu, and those built on them, come without a package index, and a step that deletes `/var/lib/apt/lists` takes it away again. `apt-get install` then ends with `Unable to locate package`. Each RUN that installs needs `apt-get update` in front, in the same RUN. Reported only where the index is surely missing and the package is surely not in the image.',
  equivalents: {},
  messages: {
    missing:
      'There is no package index here, so {{package}} is not found: run "{{manager}} update" in front.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
        #           ^^^^^^^ missing-index-update
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      `,
    },
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
        RUN apt-get install -y --no-install-recommends nginx
        #           ^^^^^^^ missing-index-update
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get install -y --no-install-recommends nginx
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of findInstallsWithoutIndex(model, stage)) {
        const { manager, packages, verbWord } = operation;
        yield {
          message: 'missing',
          data: { manager: manager.id, package: packages[0]?.name ?? 'the package' },
          span: verbWord.span,
          fixes: [toFix(operation)],
        };
      }
    }
  },
});

function toFix({ manager, command }: PackageOperation): Fix {
  const { start } = command.shell.span;
  const sudo = command.wrappers.includes('sudo') ? 'sudo ' : '';
  return {
    title: 'Update the package index first',
    applicability: 'safe',
    phase: 'instruction',
    edits: [{ span: { start, end: start }, text: `${sudo}${manager.id} update && ` }],
  };
}

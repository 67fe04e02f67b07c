import { defineRule, type Report } from '../define-rule';
import { downloadsOf } from '../../model/downloads';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { replaceDownloader } from '../../rewrite/replace-downloader';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'redundant-downloader',
  code: 'IH525',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A stage installs a second program that downloads files.',
  why: '`curl` and `wget` do the same for a build: `curl -fsSL -o FILE ADDRESS` is `wget -q -O FILE ADDRESS`. One of them saves a package with its libraries, and its holes. What is only used by a health check or in another stage is not counted, and nothing is said where both come with the base image.',
  fixNotes:
    'Where `wget` is installed, its plain calls become calls of `curl`, and the package goes; where only `curl` is installed, it is the other way round. Refused where something else in the file names the program, where the install brings nothing else, and for options that the other program writes in another way. A script of the project may still call the program, and `wget` tries again after a broken connection where `curl` does not.',
  equivalents: {
    hadolint: 'DL4001',
    trivy: 'DS-0014',
    kics: 'fc775e75-fcfb-4c98-b2f2-910c5858b359',
    semgrep: 'dockerfile.best-practice.use-either-wget-or-curl.use-either-wget-or-curl',
  },
  messages: {
    both: 'This stage downloads with {{first}} too, and installs {{installed}}: one is enough.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl \
            && curl -fsSL -o /tmp/a.json https://example.com/a.json
        RUN wget -q -O /tmp/b.json https://example.com/b.json
        #   ^^^^ redundant-downloader
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN wget -q -O /tmp/a.json https://example.com/a.json
        RUN wget -q -O /tmp/b.json https://example.com/b.json
      `,
      fixed: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl \
            && curl -fsSL -o /tmp/a.json https://example.com/a.json
        RUN wget -q -O /tmp/b.json https://example.com/b.json
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl wget && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSL -o /tmp/a.json https://example.com/a.json
        RUN wget -q -O /tmp/b.json https://example.com/b.json
        #   ^^^^ redundant-downloader
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSL -o /tmp/a.json https://example.com/a.json
        RUN curl -fsSL -o /tmp/b.json https://example.com/b.json
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const downloads = downloadsOf(model, stage);
      const [first] = downloads;
      const other = downloads.find(({ program }) => program !== first?.program);
      const [word] = other?.command.words ?? [];
      const installed = model
        .packageOperationsOf(stage)
        .filter(({ manager, action }) => manager.kind === 'system' && action === 'install')
        .flatMap(({ packages }) => packages)
        .find(({ name }) => name === 'curl' || name === 'wget')?.name;
      if (first === undefined || word === undefined || installed === undefined) continue;
      yield {
        message: 'both',
        data: { first: first.program.name, installed },
        span: word.span,
        ...mend(model, stage),
      };
    }
  },
});

function mend(model: DockerfileModel, stage: Stage): Pick<Report, 'fixes' | 'refusal'> {
  const replaced = replaceDownloader(model, stage);
  if (replaced.kind === 'refused') return { refusal: replaced.reason };
  return {
    fixes: [
      {
        title: `Download with ${replaced.kept} only`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: replaced.edits,
      },
    ],
  };
}

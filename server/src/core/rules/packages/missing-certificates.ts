import { findUncheckedClient, type UncheckedClient } from '../../model/https-client';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { findUncertifiedDownload } from '../../model/uncertified-downloads';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { insertWordBefore } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-certificates',
  code: 'IH550',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'The program talks HTTPS, but the image has no certificates to check the other side with.',
  why: 'A program in Go reads the certificates of authorities from the system. `scratch`, `busybox`, Debian and Ubuntu have none until they are installed, so each request ends with "x509: certificate signed by unknown authority". Reported where the sources of the only program of the project ask an address that begins with `https://`, and nothing in the image looks like certificates. On Debian and Ubuntu curl, wget and git only recommend the package `ca-certificates`: installed with `--no-install-recommends` they have nothing to check a server with, and the step ends with an error.',
  fixNotes:
    'The fix copies the file of certificates from the stage that builds the program, where that starts from an official image of Go; the image gets larger by about 200 KB. On Debian and Ubuntu it adds `ca-certificates` to the install that brings curl, wget or git.',
  equivalents: {},
  messages: {
    missing: '{{source}} asks a server by HTTPS, but this image has no certificates.',
    download: 'The image has no certificates here, so {{program}} cannot check {{host}} and fails.',
  },
  examples: [
    {
      files: {
        'go.mod': 'module acme.io/shop\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "net/http"\n\nfunc main() { http.Get("https://api.acme.io/") }\n',
      },
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /shop .

        FROM scratch
        COPY --from=build /shop /shop
        #                 ^^^^^ missing-certificates
        USER 10001
        ENTRYPOINT ["/shop"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /shop .

        FROM scratch
        COPY --from=build /shop /shop
        COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
        USER 10001
        ENTRYPOINT ["/shop"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSLo /srv/words.txt https://example.com/words.txt
        #   ^^^^ missing-certificates
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends ca-certificates curl \
            && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSLo /srv/words.txt https://example.com/words.txt
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) yield* readDownloads(model, stage);
    const client = findUncheckedClient(model);
    const word = client?.copy.sources[0]?.word;
    if (client === undefined || word === undefined) return;
    const fix = copyCertificates(model, client);
    yield {
      message: 'missing',
      data: { source: `"${client.source}"` },
      span: word.span,
      ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
    };
  },
});

function* readDownloads(model: DockerfileModel, stage: Stage): Iterable<Report<'download'>> {
  const download = findUncertifiedDownload(model, stage);
  const program = download?.command.words[0];
  if (download === undefined || program === undefined) return;
  const { host, install, command } = download;
  const report: Report<'download'> = {
    message: 'download',
    data: { program: command.name ?? '', host },
    span: program.span,
  };
  const [first] = install?.packages ?? [];
  if (first === undefined) {
    yield { ...report, refusal: 'Install ca-certificates above.' };
    return;
  }
  const fix: Fix = {
    title: 'Install ca-certificates as well',
    applicability: 'unsafe',
    phase: 'word',
    edits: [insertWordBefore(first.word, 'ca-certificates')],
  };
  yield { ...report, fixes: [fix] };
}

function copyCertificates(model: DockerfileModel, { copy, from }: UncheckedClient): Fix | string {
  const to = model.stageOf(copy.instruction);
  if (to?.rootBase.kind !== 'scratch') return 'Install ca-certificates in this stage.';
  const { rootBase } = from;
  const family = rootBase.kind === 'image' ? rootBase.facts?.family.id : undefined;
  const flag = copy.instruction.flags.find(({ name }) => name.toLowerCase() === 'from');
  if (family !== 'golang' || flag?.value === undefined) {
    return 'Whether the stage that builds the program has certificates is not known.';
  }
  const line = `${keyword(model, 'COPY')} --from=${flag.value.text} /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/`;
  return {
    title: 'Copy the certificates from the stage that builds',
    applicability: 'unsafe',
    phase: 'structure',
    edits: [insertAfter(model, copy.instruction, [line])],
  };
}

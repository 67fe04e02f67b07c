import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { exampleDay } from '../harness/invariants';
import { readSnippets, type SnippetEntry } from '../harness/snippet-files';

/** Images that have the program of a fragment. */
const images: readonly (readonly [program: RegExp, image: string])[] = [
  [/CMD \["\/nodejs\/bin\/node"/, 'gcr.io/distroless/nodejs24-debian13:nonroot'],
  [/CMD \["(?:node|\/usr\/bin\/tini)"|entrypoint|\bnpm ci\b/, 'node:24-trixie-slim'],
  [/CMD \["python"|python3 <<|\bpip install\b|\buv sync\b/, 'python:3.14-slim-trixie'],
  [/CMD \["wget"|\bapk add\b|adduser -u/, 'alpine:3.24'],
  [/CMD \["bun"/, 'oven/bun:1.4-slim'],
  [/CMD \["ruby"|\bbundle install\b/, 'ruby:4.0-slim-trixie'],
  [/CMD \["php"|\bcomposer install\b/, 'php:8.5-cli-trixie'],
  [/\bgit clone\b|\bmake install\b/, 'buildpack-deps:trixie'],
  // What the suppression is about.
  [/ignore=latest-tag/, 'debian:latest'],
  [/\bmicrodnf\b|\/sbin\/nologin/, 'registry.access.redhat.com/ubi9-minimal:9.6'],
];

/** A fragment at its place in the smallest file that has one: only what it lacks is put around it. */
function toDocument({ text, isFileTemplate }: SnippetEntry): string {
  if (isFileTemplate) return text;
  const image = images.find(([program]) => program.test(text))?.[1] ?? 'debian:trixie-slim';
  const base = [...text.matchAll(/^FROM (build|runtime) /gm)].map(([, stage = '']) => stage);
  const before = /^FROM /m.test(text)
    ? base.map((stage) => `FROM ${image} AS ${stage}\nUSER 65532:65532`)
    : [`FROM ${image}`, 'WORKDIR /app'];
  const after = [
    ...(/^USER /m.test(text) ? [] : ['USER 65532:65532']),
    ...(/^HEALTHCHECK /m.test(text) ? [] : ['HEALTHCHECK NONE']),
    ...(/^(?:CMD|ENTRYPOINT) /m.test(text) ? [] : ['CMD ["app"]']),
  ];
  return [...(/^[^#]/m.test(text) ? [...before, text] : [text, ...before]), ...after].join('\n');
}

describe('our own snippets', () => {
  for (const snippet of readSnippets('dockerfile')) {
    test(`${snippet.name} has no finding at the strictest profile`, () => {
      const document = toDocument(snippet);
      const { findings } = lint(
        new DockerfileModel(document),
        resolveRules({ profile: 'strict' }),
        exampleDay,
      );
      assert.deepEqual(
        findings.map((finding) => `${finding.rule}: ${finding.message}`),
        [],
        document,
      );
    });
  }
});

import pinBaseDigest from '../../server/src/core/assists/pin-base-digest';
import { testAssistCases } from '../harness/assist-cases';

const node = `sha256:${'a1'.repeat(32)}`;
const other = `sha256:${'b2'.repeat(32)}`;

const request = {
  digests: new Map([
    ['node:24-slim', node],
    ['registry.example.com:5000/team/Base:1', other],
    ['registry.example.com:5000/team/base:1', other],
    ['busybox:1.37', other],
    ['broken:1', 'sha256:short'],
  ]),
};

testAssistCases(pinBaseDigest, [
  {
    title: 'flags, letter case and the name of the stage stay',
    before: 'from --platform=$BUILDPLATFORM node:24-<CURSOR>slim as Build # comment\n',
    after: `from --platform=$BUILDPLATFORM node:24-slim@${node} as Build # comment\n`,
    request,
    outcome: { evidence: [`registry: node:24-slim is ${node} on 2026-11-21.`] },
  },
  {
    title: 'quotes stay',
    before: `FROM <CURSOR>"node:24-slim"\n`,
    after: `FROM "node:24-slim@${node}"\n`,
    request,
  },
  {
    title: 'a registry with a port',
    before: `FROM <CURSOR>registry.example.com:5000/team/base:1\n`,
    after: `FROM registry.example.com:5000/team/base:1@${other}\n`,
    request,
  },
  {
    title: 'a copy from an image, in quotes',
    before: `FROM node:24-slim\nCOPY --from='<CURSOR>busybox:1.37' /bin/sh /bin/sh\n`,
    after: `FROM node:24-slim\nCOPY --from='busybox:1.37@${other}' /bin/sh /bin/sh\n`,
    request,
  },
  {
    title: 'mounts of two images, one of which is known',
    before:
      'FROM node:24-slim\nRUN --mount=type=bind,from=busybox:1.37,target=/b \\\n --mount=type=bind,from=alpine:3.22,target=/a <CURSOR>ls\n',
    after: `FROM node:24-slim\nRUN --mount=type=bind,from=busybox:1.37@${other},target=/b \\\n --mount=type=bind,from=alpine:3.22,target=/a ls\n`,
    request,
  },
  {
    title: 'nobody asked the registry',
    before: 'FROM node:24-<CURSOR>slim\n',
    reason: /^The registry was not asked: .*"ironhull\.registry".*"--online"/,
  },
  {
    title: 'the registry does not know the image',
    before: 'FROM node:23-<CURSOR>slim\n',
    reason: /gave no digest for node:23-slim/,
    request,
  },
  {
    title: 'what the registry gave is no digest',
    before: 'FROM <CURSOR>broken:1\n',
    reason: /gave no digest for broken:1/,
    request,
  },
  {
    title: 'a variable with a default',
    before: 'ARG V=24\nFROM node:<CURSOR>${V}-slim\n',
    reason: /comes from a variable/,
    request,
  },
  {
    title: 'a variable without a default',
    before: 'ARG BASE\nFROM <CURSOR>$BASE\n',
    reason: /comes from a variable/,
    request,
  },
  {
    title: 'a name over two lines',
    before: 'FROM <CURSOR>node:\\\n24-slim\n',
    reason: /not written in one piece/,
    request,
  },
  {
    title: 'no tag',
    before: 'FROM <CURSOR>node\n',
    reason: /has no tag/,
    request,
  },
  {
    title: 'no valid name',
    before: 'FROM <CURSOR>registry.example.com:5000/team/Base:1\n',
    reason: /no valid name/,
    request,
  },
  {
    title: 'a tag that is no tag',
    before: 'FROM <CURSOR>node:24+1\n',
    reason: /no valid name/,
    request,
  },
  {
    title: 'a digest that is there',
    before: `FROM node:24-<CURSOR>slim@${node}\n`,
    reason: /has a digest already/,
  },
  {
    title: 'a digest that is there, when all is pinned',
    before: `FROM node:24-<CURSOR>slim@${node}\n`,
    request,
  },
  {
    title: 'the empty image',
    before: 'FROM <CURSOR>scratch\n',
    reason: /"scratch" has no digest/,
  },
  {
    title: 'another stage',
    before: 'FROM node:24-slim AS build\nFROM <CURSOR>build\n',
    reason: /another stage/,
  },
  {
    title: 'another stage, when all is pinned',
    before: 'FROM node:24-slim AS build\nFROM <CURSOR>build\n',
    request,
  },
  {
    title: 'a copy from a stage in quotes',
    before: 'FROM node:24-slim AS build\nFROM scratch\nCOPY --from="<CURSOR>build" /a /a\n',
    request,
  },
  {
    title: 'another instruction',
    before: 'FROM node:24-slim\nRUN <CURSOR>ls\n',
    request,
  },
]);

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  findDefaultTag,
  toSupportedRepository,
  toSupportedTag,
} from '../../server/src/core/model/supported-tag';

const today = '2026-08-21';
const library = (name: string): string => `docker.io/library/${name}`;

describe('supported tag', () => {
  for (const [image, tag, expected] of [
    ['node', '18-alpine3.18', '24-alpine'],
    ['node', '18.20.4-bullseye-slim', '24-bullseye-slim'],
    ['node', '24-slim', undefined],
    ['node', '24-alpine3.18', '24-alpine'],
    ['node', '24-alpine3.23', undefined],
    ['node', '24-stretch', '24-bookworm'],
    ['node', '18alpine', undefined],
    ['node', 'alpine', undefined],
    ['node', 'carbon-slim', undefined],
    ['node', '16-windowsservercore-1809', undefined],
    ['debian', 'buster-slim', 'bookworm-slim'],
    ['debian', '10', '12'],
    ['debian', 'jessie-backports', undefined],
    ['ubuntu', '18.04', '24.04'],
    ['ubuntu', 'lunar', 'noble'],
    ['alpine', '3.12.1', '3.23'],
    ['python', '3.7-slim', '3.11-slim'],
    ['postgres', '9.6-alpine', '15-alpine'],
    ['buildpack-deps', 'buster', undefined],
    ['unknown-image', '1', undefined],
  ] as const) {
    test(`${image}:${tag}`, () => {
      assert.equal(toSupportedTag(library(image), tag, today), expected);
    });
  }

  for (const [image, expected] of [
    ['debian', '13'],
    ['nginx', '1.30'],
    ['eclipse-temurin', '25'],
    ['hello-world', undefined],
    ['busybox', undefined],
    ['unknown-image', undefined],
  ] as const) {
    test(`${image} without tag`, () => {
      assert.equal(findDefaultTag(library(image), today), expected);
    });
  }

  test('no tag of a day before the first release', () => {
    assert.equal(findDefaultTag(library('node'), '1999-01-01'), undefined);
  });

  for (const [repository, expected] of [
    ['gcr.io/distroless/nodejs18-debian11', 'gcr.io/distroless/nodejs24-debian13'],
    ['gcr.io/distroless/nodejs24-debian13', undefined],
    ['gcr.io/distroless/static-debian10', 'gcr.io/distroless/static-debian13'],
    ['gcr.io/distroless/python2.7-debian10', undefined],
    ['gcr.io/distroless/static', undefined],
    ['gcr.io/distroless/haskell-debian10', undefined],
    ['gcr.io/other/nodejs18', undefined],
  ] as const) {
    test(repository, () => {
      assert.equal(toSupportedRepository(repository, today), expected);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { collectPinnableImages } from '../../server/src/core/model/pinnable-images';
import { pinImages } from '../../server/src/core/rewrite/pin-image';
import { applyEdits } from '../../server/src/core/text/edit';

const digest = `sha256:${'0c'.repeat(32)}`;

describe('what a registry is asked for', () => {
  for (const [written, host, repository, tag] of [
    ['node:24-slim', 'registry-1.docker.io', 'library/node', '24-slim'],
    ['bitnami/redis:8', 'registry-1.docker.io', 'bitnami/redis', '8'],
    ['docker.io/node:24', 'registry-1.docker.io', 'library/node', '24'],
    ['docker.io/library/node:24', 'registry-1.docker.io', 'library/node', '24'],
    ['index.docker.io/library/node:24', 'registry-1.docker.io', 'library/node', '24'],
    ['registry-1.docker.io/a/b:24', 'registry-1.docker.io', 'a/b', '24'],
    ['ghcr.io/astral-sh/uv:0.9', 'ghcr.io', 'astral-sh/uv', '0.9'],
    [
      'gcr.io/distroless/static-debian13:nonroot',
      'gcr.io',
      'distroless/static-debian13',
      'nonroot',
    ],
    ['localhost/a:1', 'localhost', 'a', '1'],
    ['localhost:5000/a:1', 'localhost:5000', 'a', '1'],
    ['[::1]:5000/a__b/c--d:V_1.0', '[::1]:5000', 'a__b/c--d', 'V_1.0'],
  ] as const) {
    test(written, () => {
      const [image] = collectPinnableImages(new DockerfileModel(`FROM ${written}\n`));
      assert.ok(image !== undefined);
      assert.deepEqual(
        [image.image, image.host, image.repository, image.tag],
        [written, host, repository, tag],
      );
    });
  }

  for (const written of [
    'node',
    'scratch',
    '$BASE',
    `node:24@${digest}`,
    'Node:24',
    'user@example.com/a:1',
    'example.com:port/a:1',
    'example.com/../a:1',
    'example.com/a?b=c:1',
    'example.com/a#b:1',
    'example.com/a//b:1',
    'node:.24',
    `node:${'2'.repeat(129)}`,
  ]) {
    test(`nothing for ${written.slice(0, 40)}`, () => {
      assert.deepEqual(collectPinnableImages(new DockerfileModel(`FROM ${written}\n`)), []);
    });
  }

  test('a file without an image, and one that ends in FROM', () => {
    assert.deepEqual(collectPinnableImages(new DockerfileModel('')), []);
    assert.deepEqual(collectPinnableImages(new DockerfileModel('FROM\n')), []);
  });
});

test('every image of a file is pinned at once, one that is unknown stays', () => {
  const text = `FROM node:24 AS build\nCOPY --from=node:24 /a /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n`;
  const edits = pinImages(new DockerfileModel(text), new Map([['node:24', digest]]));
  assert.equal(applyEdits(text, edits), text.replaceAll('node:24', `node:24@${digest}`));
});

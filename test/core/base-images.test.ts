import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  baseImages,
  findImageFamily,
  findImageVariant,
  hasTool,
  slimTagOf,
} from '../../server/src/core/data/base-images';
import { products } from '../../server/src/core/data/end-of-life';
import { trackedTools } from '../../server/src/core/data/image-facts';

const writtenOn = '2026-11-21';

/** `node:24` is `docker.io/library/node`; other names stand in full. */
function variantOf(image: string) {
  const colon = image.lastIndexOf(':');
  const name = image.slice(0, colon);
  const repository = name.includes('/') ? name : `docker.io/library/${name}`;
  return findImageVariant(repository, image.slice(colon + 1))?.variant;
}

const rows = baseImages.flatMap((family) =>
  family.variants.map((variant, index) => ({
    name: `${family.id} ${String(index)} ${variant.tag.source}`,
    family,
    variant,
  })),
);

describe('every base image row', () => {
  it('names its source and a day that has been', () => {
    for (const { name, variant } of rows) {
      assert.notEqual(variant.source, '', name);
      assert.match(variant.checked, /^\d{4}-\d{2}-\d{2}$/, name);
      assert.ok(variant.checked <= writtenOn, name);
    }
  });

  it('has a tag pattern without state that matches whole tags', () => {
    for (const { name, variant } of rows) {
      assert.equal(variant.tag.flags, '', name);
      assert.ok(variant.tag.source.startsWith('^'), name);
      assert.ok(!variant.tag.test(''), name);
    }
  });

  it('gives each uid, gid and account name once', () => {
    for (const { name, variant } of rows) {
      const ids = variant.accounts.map(({ uid }) => uid);
      const names = variant.accounts.map((account) => account.name);
      assert.equal(new Set(ids).size, ids.length, name);
      assert.equal(new Set(names).size, names.length, name);
      assert.ok(!ids.includes(0), name);
    }
  });

  it('has an account for its default user', () => {
    for (const { name, variant } of rows) {
      const user = variant.defaultUser.split(':')[0] ?? '';
      if (user === 'root' || variant.distribution === 'windows') continue;
      assert.ok(
        variant.accounts.some((account) => account.name === user || String(account.uid) === user),
        name,
      );
    }
  });

  it('lists tracked tools in order, none of them both present and uncertain', () => {
    for (const { name, variant } of rows) {
      const known = new Set<string>(variant.tools);
      assert.equal(known.size, variant.tools.length, name);
      for (const tool of variant.uncertainTools ?? []) assert.ok(!known.has(tool), name);
      for (const tool of known)
        assert.ok(
          trackedTools.some((tracked) => tracked === tool),
          name,
        );
    }
  });

  it('agrees with itself about shell, package manager and C library', () => {
    for (const { name, variant } of rows) {
      const { distribution, shell, packageManager, libc } = variant;
      if (shell === 'none') {
        assert.equal(packageManager, 'none', name);
        assert.ok(!variant.tools.includes('bash'), name);
      }
      if (distribution === 'alpine') assert.equal(libc, 'musl', name);
      if (packageManager === 'apt-get')
        assert.ok(['debian', 'ubuntu'].includes(distribution), name);
      if (shell === 'bash') assert.ok(variant.tools.includes('bash'), name);
      if (variant.dropsPrivileges) assert.equal(variant.defaultUser, 'root', name);
    }
  });
});

describe('image families', () => {
  it('have unique ids and repositories', () => {
    const ids = baseImages.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const repositories = baseImages.flatMap((family) => family.repositories);
    assert.equal(new Set(repositories).size, repositories.length);
  });

  it('write repositories in full', () => {
    for (const repository of baseImages.flatMap((family) => family.repositories)) {
      assert.match(repository, /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9._/-]+$/);
    }
  });

  it('belong to known products', () => {
    const known = new Set(products.map(({ id }) => id));
    for (const { id, product } of baseImages) {
      if (product !== undefined) assert.ok(known.has(product), `${id}: ${product}`);
    }
  });
});

describe('findImageVariant', () => {
  const cases: readonly (readonly [string, Record<string, unknown>])[] = [
    ['node:24', { distribution: 'debian', shell: 'dash', defaultUser: 'root' }],
    ['node:latest', { distribution: 'debian' }],
    ['node:lts-alpine3.23', { distribution: 'alpine', shell: 'ash', libc: 'musl' }],
    ['node:20.11-alpine3.19', { distribution: 'alpine', packageManager: 'apk' }],
    ['node:22-bookworm-slim', { distribution: 'debian' }],
    ['node:hydrogen-slim', { distribution: 'debian' }],
    ['python:3.9-slim-bullseye', { distribution: 'debian' }],
    ['python:3.13-alpine', { accountTool: 'busybox' }],
    ['golang:1.21', { workdir: '/go', distribution: 'debian' }],
    ['golang:1.26-alpine3.23', { workdir: '/go', distribution: 'alpine' }],
    ['php:8.1-fpm-alpine', { command: ['php-fpm'] }],
    ['php:8.4-apache', { command: ['apache2-foreground'], workdir: '/var/www/html' }],
    ['debian:bookworm-slim', { shell: 'dash', packageManager: 'apt-get' }],
    ['debian:11.6', { distribution: 'debian' }],
    ['ubuntu:jammy-20260810', { accounts: [] }],
    ['alpine:3.18.4', { packageManager: 'apk' }],
    ['centos:7', { packageManager: 'yum', shell: 'bash' }],
    ['amazonlinux:2023', { packageManager: 'dnf', accountTool: 'none' }],
    ['registry.access.redhat.com/ubi9/ubi-minimal:9.4', { packageManager: 'microdnf' }],
    ['eclipse-temurin:21-jre-alpine', { distribution: 'alpine' }],
    ['eclipse-temurin:17-jdk-jammy', { distribution: 'ubuntu', accounts: [] }],
    ['gcr.io/distroless/static-debian12:nonroot', { shell: 'none', defaultUser: '65532' }],
    ['gcr.io/distroless/nodejs22-debian12:latest', { entrypoint: ['/nodejs/bin/node'] }],
    ['gcr.io/distroless/base-debian13:debug', { shell: 'ash', debug: true }],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', { distribution: 'debian' }],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', { distribution: 'ubuntu' }],
    [
      'mcr.microsoft.com/dotnet/runtime-deps:8.0-noble-chiseled',
      { shell: 'none', defaultUser: '1654' },
    ],
    ['docker.io/nginxinc/nginx-unprivileged:alpine', { defaultUser: '101' }],
    ['nginx:1.27-alpine', { defaultUser: 'root' }],
    ['postgres:16', { dropsPrivileges: true }],
    ['redis:7-alpine', { dropsPrivileges: true, workdir: '/data' }],
    ['docker.io/jenkins/jenkins:lts-jdk17', { defaultUser: 'jenkins' }],
    ['ghcr.io/astral-sh/uv:latest', { distribution: 'scratch', shell: 'none' }],
    ['cgr.dev/chainguard/static:latest', { defaultUser: '65532', shell: 'none' }],
    ['dhi.io/node:24-dev', { defaultUser: 'root', packageManager: 'apt-get' }],
    ['dhi.io/node:24-alpine3.23', { defaultUser: 'node', shell: 'none', libc: 'musl' }],
  ];
  for (const [image, expected] of cases) {
    it(`knows ${image}`, () => {
      const variant = variantOf(image);
      assert.ok(variant, image);
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(Object.entries(variant).find(([name]) => name === key)?.[1], value, key);
      }
    });
  }

  it('is silent about what it does not know', () => {
    for (const image of [
      'node:nightly',
      'node:24-custom',
      'python:3.13-windowsservercore-ltsc2022',
      'mcr.microsoft.com/dotnet/aspnet:8.0-preview-something',
      'example.com/node:24',
      'busybox:1.36',
      'gcr.io/distroless/static:v1',
    ]) {
      assert.equal(variantOf(image), undefined, image);
    }
  });

  it('knows the ready accounts', () => {
    const accounts: readonly (readonly [string, string, number])[] = [
      ['node:24-slim', 'node', 1000],
      ['docker.io/oven/bun:1', 'bun', 1000],
      ['docker.io/denoland/deno:2.1.4', 'deno', 1993],
      ['gradle:8-jdk21', 'gradle', 1000],
      ['ubuntu:24.04', 'ubuntu', 1000],
      ['eclipse-temurin:21-jre', 'ubuntu', 1000],
      ['mcr.microsoft.com/dotnet/aspnet:9.0-alpine', 'app', 1654],
      ['php:8.4-cli', 'www-data', 33],
      ['php:8.4-cli-alpine', 'www-data', 82],
      ['httpd:2.4', 'www-data', 33],
      ['gcr.io/distroless/cc-debian12:latest', 'nonroot', 65532],
      ['nginx:stable', 'nginx', 101],
      ['docker.io/jenkins/jenkins:lts', 'jenkins', 1000],
      ['postgres:17-alpine', 'postgres', 70],
    ];
    for (const [image, name, uid] of accounts) {
      const account = variantOf(image)?.accounts.find((candidate) => candidate.name === name);
      assert.equal(account?.uid, uid, image);
    }
  });

  it('finds the family of a tag it does not know', () => {
    assert.equal(findImageFamily('docker.io/library/node')?.product, 'nodejs');
    assert.equal(findImageFamily('docker.io/library/unheard-of'), undefined);
  });
});

describe('hasTool', () => {
  const facts: readonly (readonly [string, (typeof trackedTools)[number], boolean | undefined])[] =
    [
      ['node:24', 'curl', true],
      ['node:24-slim', 'curl', false],
      ['node:24-slim', 'wget', false],
      ['node:24-alpine', 'wget', true],
      ['node:24-alpine', 'curl', false],
      ['node:14', 'python', undefined],
      ['python:3.13-slim', 'python', true],
      ['python:3.13-slim', 'gcc', false],
      ['debian:bookworm-slim', 'perl', true],
      ['golang:1.26', 'git', true],
      ['golang:1.26-alpine', 'git', false],
      ['rust:1-slim', 'gcc', true],
      ['rust:1-slim', 'wget', false],
      ['nginx:alpine', 'curl', true],
      ['nginx:alpine-slim', 'curl', false],
      ['gcr.io/distroless/base-debian12:latest', 'bash', false],
    ];
  for (const [image, tool, expected] of facts) {
    it(`${image}: ${tool} ${expected === undefined ? 'unknown' : expected ? 'yes' : 'no'}`, () => {
      const variant = variantOf(image);
      assert.ok(variant);
      assert.equal(hasTool(variant, tool), expected);
    });
  }
});

describe('slimTagOf', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['node:24', '24-slim'],
    ['node:24-bookworm', '24-bookworm-slim'],
    ['node:bookworm', 'bookworm-slim'],
    ['node:latest', undefined],
    ['node:24-slim', undefined],
    ['node:24-alpine', undefined],
    ['python:3.13', '3.13-slim'],
    ['python:3.13-bookworm', '3.13-slim-bookworm'],
    ['python:bookworm', 'slim-bookworm'],
    ['ruby:3.4-trixie', '3.4-slim-trixie'],
    ['rust:1.80-bookworm', '1.80-slim-bookworm'],
    ['rust:1.80', '1.80-slim'],
    ['debian:bookworm', 'bookworm-slim'],
    ['debian:12.5', '12.5-slim'],
    ['debian:latest', undefined],
    ['debian:bookworm-backports', undefined],
    ['golang:1.26', undefined],
    ['perl:5.42', '5.42-slim'],
    ['perl:5.42-bookworm', undefined],
    ['erlang:27', '27-slim'],
    ['elixir:1.18-otp-27', '1.18-otp-27-slim'],
    ['haskell:9.12-bookworm', '9.12-slim-bookworm'],
    ['haskell:9.12', undefined],
    ['php:8.4-fpm', undefined],
  ];
  for (const [image, expected] of cases) {
    it(`${image} gives ${String(expected)}`, () => {
      const variant = variantOf(image);
      assert.ok(variant);
      assert.equal(slimTagOf(variant, image.slice(image.indexOf(':') + 1)), expected);
    });
  }

  const sampleTags = [
    '8',
    '14',
    '16.20',
    '20.11.1',
    '24',
    'lts',
    'current',
    '3',
    '3.9',
    '3.13.1',
    '2.7',
    '4.0',
    '1',
    '1.80',
    '1.45',
    '1.18-otp-27',
    '27',
    '27.3',
    '5.42',
    '9.12',
    '12',
    '12.5',
    'stable',
    'testing',
    'python3.13-bookworm',
    '0.9.1-debian',
  ].flatMap((tag) => [
    tag,
    ...['buster', 'bullseye', 'bookworm', 'trixie'].map((name) => `${tag}-${name}`),
  ]);

  it('keeps distribution and C library and never lands on an unknown tag', () => {
    for (const family of baseImages) {
      const repository = family.repositories[0] ?? '';
      for (const tag of [...sampleTags, 'buster', 'bullseye', 'bookworm', 'trixie', 'latest']) {
        const variant = findImageVariant(repository, tag)?.variant;
        const slim = variant && slimTagOf(variant, tag);
        if (slim === undefined) continue;
        const slimVariant = findImageVariant(repository, slim)?.variant;
        assert.ok(slimVariant, `${family.id}:${tag} to ${slim}`);
        assert.equal(slimVariant.distribution, variant?.distribution, `${family.id}:${slim}`);
        assert.equal(slimVariant.libc, variant?.libc, `${family.id}:${slim}`);
        assert.equal(slimTagOf(slimVariant, slim), undefined, `${family.id}:${slim}`);
      }
    }
  });
});

describe('copies of Docker Hub', () => {
  it('are known under the name of a mirror', () => {
    const alpine = variantOf('alpine:3.23');
    assert.notEqual(alpine, undefined);
    assert.equal(variantOf('mirror.gcr.io/library/alpine:3.23'), alpine);
    assert.equal(variantOf('public.ecr.aws/docker/library/alpine:3.23'), alpine);
  });

  it('are known in the namespace of one processor', () => {
    const alpine = variantOf('alpine:3.23');
    assert.equal(variantOf('docker.io/arm32v7/alpine:3.23'), alpine);
    assert.equal(variantOf('docker.io/arm64v8/alpine:3.23'), alpine);
    assert.equal(variantOf('docker.io/arm64v9/alpine:3.23'), undefined);
    assert.equal(variantOf('docker.io/winamd64/alpine:3.23'), undefined);
  });

  it('are not guessed from a similar name', () => {
    assert.equal(variantOf('mirror.example.com/library/alpine:3.23'), undefined);
    assert.equal(variantOf('public.ecr.aws/library/alpine:3.23'), undefined);
    assert.equal(findImageFamily('mirror.gcr.io/alpine'), undefined);
  });
});

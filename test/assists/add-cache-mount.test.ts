import addCacheMount from '../../server/src/core/assists/add-cache-mount';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

/** One RUN in an image. */
const run = (image: string, command: string): string =>
  `FROM ${image}\nWORKDIR /app\nRUN <CURSOR>${command}\n`;

const mounted = (image: string, command: string, ...mounts: readonly string[]): string =>
  `FROM ${image}\nWORKDIR /app\nRUN ${mounts.map((each) => `--mount=type=cache,target=${each}`).join(' \\\n    ')}${mounts.length === 1 ? ' ' : ' \\\n    '}${command}\n`;

const simple = (image: string, command: string, ...mounts: readonly string[]): AssistCase => ({
  title: `${image}: ${command}`,
  before: run(image, command),
  after: mounted(image, command, ...mounts),
});

const refused = (image: string, command: string, reason: RegExp): AssistCase => ({
  title: `${image}: ${command} is refused`,
  before: run(image, command),
  reason,
});

const node = 'node:24-trixie-slim';
const python = 'python:3.14-slim';

const cases: readonly AssistCase[] = [
  simple(node, 'npm ci', '/root/.npm'),
  simple(node, 'yarn install --frozen-lockfile', '/usr/local/share/.cache/yarn'),
  simple(node, 'pnpm install --frozen-lockfile', '/root/.local/share/pnpm/store'),
  simple('oven/bun:1.3', 'bun install', '/root/.bun/install/cache'),
  simple(python, 'pip install -r requirements.txt', '/root/.cache/pip'),
  simple(python, 'uv sync --locked', '/root/.cache/uv'),
  simple(
    python,
    'poetry install --no-root',
    '/root/.cache/pypoetry/cache',
    '/root/.cache/pypoetry/artifacts',
  ),
  simple('golang:1.26', 'go mod download', '/go/pkg/mod'),
  simple('golang:1.26', 'go build -o /a .', '/go/pkg/mod', '/root/.cache/go-build'),
  simple('rust:1.91', 'cargo build --release', '/usr/local/cargo/registry', '/usr/local/cargo/git'),
  simple('maven:3.9-eclipse-temurin-21', 'mvn package', '/root/.m2/repository,sharing=locked'),
  simple('gradle:9-jdk21', 'gradle build', '/root/.gradle/caches,sharing=locked'),
  simple(
    'eclipse-temurin:21',
    './gradlew build',
    '/root/.gradle/caches,sharing=locked',
    '/root/.gradle/wrapper,sharing=locked',
  ),
  simple('mcr.microsoft.com/dotnet/sdk:10.0', 'dotnet restore', '/root/.nuget/packages'),
  simple(
    'php:8.4-cli',
    'composer install --no-dev',
    '/root/.composer/cache',
    '/root/.cache/composer',
  ),
  simple('ruby:3.4', 'bundle install', '/usr/local/bundle/cache'),
  {
    title: 'options and commands against the cache go',
    before: run(python, 'pip install --no-cache-dir flask && rm -rf /root/.cache/pip'),
    after: mounted(python, 'pip install flask', '/root/.cache/pip'),
    outcome: {
      level: 'safe',
      evidence: ['/root/.cache/pip is no longer in the image.'],
      title: 'Keep the cache of pip between builds',
    },
  },
  {
    title: 'two managers in one RUN',
    before: run(python, 'pip install uv && uv sync'),
    after: mounted(python, 'pip install uv && uv sync', '/root/.cache/pip', '/root/.cache/uv'),
  },
  {
    title: 'a user without root rights gets the mount',
    before: dockerfile`
      FROM node:24-trixie-slim
      USER node
      RUN --mount=type=secret,id=npmrc <CURSOR>npm ci
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      USER node
      RUN --mount=type=secret,id=npmrc \
          --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 \
          npm ci
    `,
  },
  {
    title: 'an account of the file',
    before: dockerfile`
      FROM python:3.14-slim
      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
      USER app
      RUN <CURSOR>pip install flask
    `,
    after: dockerfile`
      FROM python:3.14-slim
      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
      USER app
      RUN --mount=type=cache,target=/home/app/.cache/pip,uid=10001,gid=10001 pip install flask
    `,
  },
  {
    title: 'a home that is set',
    before: dockerfile`
      FROM node:24-trixie-slim
      ENV HOME=/srv
      RUN <CURSOR>npm ci
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      ENV HOME=/srv
      RUN --mount=type=cache,target=/srv/.npm npm ci
    `,
  },
  {
    title: 'apt in a heredoc',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR><<EOF
      apt-get update
      apt-get install -y --no-install-recommends curl
      EOF
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked <<EOF
      rm -f /etc/apt/apt.conf.d/docker-clean
      echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache
      apt-get update
      apt-get install -y --no-install-recommends curl
      EOF
    `,
    outcome: { level: 'unsafe' },
  },
  {
    title: 'a Yarn of known release',
    files: { 'package.json': '{}', 'yarn.lock': '' },
    before: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package.json yarn.lock ./
      RUN <CURSOR>corepack enable && yarn install
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package.json yarn.lock ./
      RUN --mount=type=cache,target=/usr/local/share/.cache/yarn corepack enable && yarn install
    `,
  },
  {
    title: 'a mount that is there',
    before: run(node, '--mount=type=cache,target=/root/.npm npm ci'),
  },
  { title: 'a RUN without a manager', before: run(node, 'node build.js') },
  { title: 'another instruction', before: `FROM ${node}\n<CURSOR>COPY . .\nRUN npm ci\n` },
  { title: 'a script of the project', before: run(node, 'npm run build') },
  refused(node, 'npm ci --cache /cache', /An option puts the cache elsewhere/),
  refused(node, 'npm ci $NPM_FLAGS', /held in a variable/),
  refused(node, 'sudo npm ci', /another user than the RUN/),
  refused(node, 'NPM_CONFIG_CACHE=/c npm ci', /NPM_CONFIG_CACHE may put/),
  refused(node, 'corepack enable && yarn install', /Which release of Yarn/),
  refused(node, 'npm ci && npm ci --offline', /works without the network/),
  refused(node, 'npm ci && ls /root/.npm', /works on the folder of the cache/),
  refused(node, 'npm ci && rm -rf /root/.npm /tmp/a', /works on the folder of the cache/),
  refused(node, 'npm ci; npm cache clean --force || true', /cannot be taken out/),
  refused('maven:3.9-eclipse-temurin-21', 'mvn install', /installs the project itself/),
  refused('alpine:3.23', 'cargo build', /in this image is not known/),
  refused('example.org/own:1', 'npm ci', /home folder or the number/),
  refused('debian:13-slim', 'apt-get install -y curl', /index that another one made/),
  {
    title: 'a user of unknown number',
    before: 'FROM debian:13-slim\nRUN useradd app\nUSER app\nRUN <CURSOR>pip install flask\n',
    reason: /home folder or the number/,
  },
  {
    title: 'a setting for the image',
    before: 'FROM python:3.14-slim\nENV PIP_NO_CACHE_DIR=1\nRUN <CURSOR>pip install flask\n',
    reason: /PIP_NO_CACHE_DIR may put/,
  },
  {
    title: 'an old frontend',
    before: '# syntax=docker/dockerfile:1.1\nFROM node:24-trixie-slim\nRUN <CURSOR>npm ci\n',
    reason: /does not know cache mounts/,
  },
  {
    title: 'a stage takes the cache',
    before: dockerfile`
      FROM maven:3.9-eclipse-temurin-21 AS deps
      RUN <CURSOR>mvn dependency:go-offline
      FROM eclipse-temurin:21
      COPY --from=deps /root/.m2 /root/.m2
    `,
    reason: /brings the cache/,
  },
  {
    title: 'a step without the network',
    before: 'FROM golang:1.26\nRUN <CURSOR>go mod download\nRUN --network=none go build .\n',
    reason: /works without the network/,
  },
  {
    title: 'the container builds',
    before: 'FROM golang:1.26\nRUN <CURSOR>go mod download\nCMD ["go", "run", "."]\n',
    reason: /The container starts the manager/,
  },
  {
    title: 'an index for later',
    before: 'FROM debian:13-slim\nRUN <CURSOR>apt-get update\nRUN apt-get install -y curl\n',
    reason: /A later RUN may use the package index/,
  },
  {
    title: 'another RUN with the cache elsewhere',
    before: dockerfile`
      FROM golang:1.26
      RUN <CURSOR>go mod download
      ENV GOPATH=/other
      RUN go build .
    `,
    reason: /GOPATH may put/,
  },
];

testAssistCases(addCacheMount, cases);

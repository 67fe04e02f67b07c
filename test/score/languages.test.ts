import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoredPoint } from '../../server/src/core/service';
import { scoreTexts } from '../harness/score';
import { goodProject } from './good-project';

type Files = Readonly<Record<string, string>>;

function judge(id: number, dockerfile: string, files: Files = {}): ScoredPoint['result'] {
  const texts = new Map([['Dockerfile', `${dockerfile}\n`], ...Object.entries(files)]);
  const found = scoreTexts(texts).points.find(({ point }) => point.id === id);
  assert.ok(found !== undefined);
  return found.result;
}

/** `[what, result, Dockerfile, files]` */
type Row = readonly [string, ScoredPoint['result'], string, Files?];

const compose = { 'compose.yaml': 'services:\n  app:\n    build: .\n' };
const manifests = {
  'k8s/app.yaml': goodProject.get('k8s/app.yaml') ?? '',
};

const rows: Readonly<Record<number, readonly Row[]>> = {
  2: [
    [
      'a repository with the release',
      'pass',
      'FROM gcr.io/distroless/static-debian13:nonroot AS run',
    ],
    ['main version and release', 'pass', 'FROM node:26-alpine3.24 AS run'],
    ['a release of the system', 'pass', 'FROM debian:trixie-slim AS run'],
    ['minor version', 'pass', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.24 AS run'],
    ['no releases to name', 'pass', 'FROM denoland/deno:debian-2.9.6 AS run'],
    ['Debian left open', 'fail', 'FROM python:3.14-slim AS run'],
    ['a main version', 'fail', 'FROM alpine:3 AS run'],
    ['no tag', 'fail', 'FROM alpine AS run'],
    [
      'a main version in COPY',
      'fail',
      'FROM alpine:3.24 AS run\nCOPY --from=composer:2 /usr/bin/composer /bin/',
    ],
  ],
  5: [
    [
      'files alone',
      'not applicable',
      'FROM nginxinc/nginx-unprivileged:1.31-alpine3.24-slim\nCOPY site /usr/share/nginx/html',
    ],
    [
      'libraries in the last stage',
      'pass',
      'FROM rust:1.98-slim-trixie AS build\nRUN cargo build --locked\nFROM debian:trixie-slim\nRUN apt-get install -y libpq5\nCOPY --from=build /a /a',
    ],
    [
      'headers in the last stage',
      'fail',
      'FROM rust:1.98-slim-trixie AS build\nRUN cargo build --locked\nFROM debian:trixie-slim\nRUN apt-get install -y libpq-dev\nCOPY --from=build /a /a',
    ],
    ['one stage', 'fail', 'FROM debian:trixie-slim\nRUN ./configure'],
  ],
  6: [
    ['scratch', 'pass', 'FROM scratch'],
    ['distroless', 'pass', 'FROM gcr.io/distroless/java25-debian13:nonroot'],
    ['hardened', 'pass', 'FROM dhi.io/node:26'],
    ['hardened, for building', 'fail', 'FROM dhi.io/node:26-dev'],
    ['Chainguard', 'pass', 'FROM cgr.dev/chainguard/jre:latest'],
    ['Chainguard, for building', 'fail', 'FROM cgr.dev/chainguard/node:latest-dev'],
    ['chiseled', 'pass', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled'],
    ['slim', 'pass', 'FROM python:3.14-slim-trixie'],
    ['a runtime on a full system', 'half', 'FROM eclipse-temurin:25-jre-noble'],
    ['a toolchain on a full system', 'fail', 'FROM eclipse-temurin:25-jdk-noble'],
    ['.NET on a full system', 'half', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble'],
    ['full', 'fail', 'FROM python:3.14-trixie'],
    ['debug', 'fail', 'FROM gcr.io/distroless/static-debian13:debug'],
  ],
  8: [
    [
      'Go without C',
      'fail',
      'FROM golang:1.27-trixie AS build\nENV CGO_ENABLED=0\nRUN go build .\nFROM scratch\nCOPY --from=build /a /a',
    ],
    [
      'Go without C in the command',
      'fail',
      'FROM golang:1.27-trixie AS build\nRUN CGO_ENABLED=0 go build .\nFROM scratch\nCOPY --from=build /a /a',
    ],
    [
      'Go with C',
      'pass',
      'FROM golang:1.27-trixie AS build\nRUN go build .\nFROM scratch\nCOPY --from=build /a /a',
    ],
    [
      'on the platform of the machine',
      'pass',
      'FROM --platform=$BUILDPLATFORM golang:1.27-trixie AS build\nENV CGO_ENABLED=0\nRUN go build .\nFROM scratch\nCOPY --from=build /a /a',
    ],
  ],
  9: [
    [
      'a stage that a mount needs',
      'pass',
      'FROM alpine:3.24 AS tools\nFROM alpine:3.24 AS run\nRUN --mount=type=bind,from=tools,target=/t /t/x',
    ],
    ['a stage for tests', 'pass', 'FROM alpine:3.24 AS test\nFROM alpine:3.24 AS run'],
    [
      'a stage that Compose builds',
      'pass',
      'FROM alpine:3.24 AS web\nFROM alpine:3.24 AS run',
      { 'compose.yaml': 'services:\n  web:\n    build:\n      target: web\n' },
    ],
    [
      'a stage that its comment declares',
      'pass',
      'FROM alpine:3.24 AS base\n# The web server: docker build --target web\nFROM base AS web\nFROM base AS run',
    ],
    [
      'a stage without use',
      'fail',
      'FROM alpine:3.24 AS base\n# The web server.\nFROM base AS web\nFROM base AS run',
    ],
    ['two of one name', 'fail', 'FROM alpine:3.24 AS run\nFROM alpine:3.24 AS run'],
  ],
  11: [
    [
      'pip with hashes',
      'pass',
      'FROM python:3.14-slim-trixie\nRUN pip install --require-hashes -r requirements.txt',
      { 'requirements.txt': 'flask==3.1.0 --hash=sha256:0\n' },
    ],
    [
      'pip with versions',
      'half',
      'FROM python:3.14-slim-trixie\nRUN pip install -r requirements.txt',
      { 'requirements.txt': '# web\nflask==3.1.0\n-r more.txt\n' },
    ],
    [
      'pip without',
      'fail',
      'FROM python:3.14-slim-trixie\nRUN pip install -r requirements.txt',
      { 'requirements.txt': 'flask\n' },
    ],
    ['uv', 'pass', 'FROM python:3.14-slim-trixie\nRUN uv sync --locked', { 'uv.lock': '' }],
    ['uv, loose', 'fail', 'FROM python:3.14-slim-trixie\nRUN uv sync', { 'uv.lock': '' }],
    ['uv without a lock', 'fail', 'FROM python:3.14-slim-trixie\nRUN uv sync --locked'],
    [
      'Poetry',
      'pass',
      'FROM python:3.14-slim-trixie\nRUN poetry install --only main',
      { 'poetry.lock': '' },
    ],
    [
      'Cargo, loose',
      'fail',
      'FROM rust:1.98-slim-trixie\nRUN cargo build --release',
      { 'Cargo.lock': '' },
    ],
    [
      'Cargo',
      'pass',
      'FROM rust:1.98-slim-trixie\nRUN cargo build --release --locked',
      { 'Cargo.lock': '' },
    ],
    [
      'Bundler by variable',
      'pass',
      'FROM ruby:3.4-slim-trixie\nENV BUNDLE_DEPLOYMENT=1\nRUN bundle install',
      { 'Gemfile.lock': '' },
    ],
    [
      'Bundler, loose',
      'fail',
      'FROM ruby:3.4-slim-trixie\nRUN bundle install',
      { 'Gemfile.lock': '' },
    ],
    [
      'Go with modules of others',
      'fail',
      'FROM golang:1.27-trixie\nRUN go mod download',
      { 'go.mod': 'module a.org/a\nrequire b.org/b v1.0.0\n' },
    ],
    [
      'Go with its own modules',
      'pass',
      'FROM golang:1.27-trixie\nRUN go mod download',
      { 'go.mod': 'module a.org/a\nrequire a.org/b v1.0.0\n', 'b/go.mod': 'module a.org/b\n' },
    ],
    [
      'NuGet without a lock',
      'half',
      'FROM mcr.microsoft.com/dotnet/sdk:10.0-noble\nRUN dotnet restore',
      { 'a.csproj': '<Project/>' },
    ],
    [
      'NuGet',
      'pass',
      'FROM mcr.microsoft.com/dotnet/sdk:10.0-noble\nRUN dotnet restore --locked-mode',
      { 'a.csproj': '<Project/>', 'packages.lock.json': '{}' },
    ],
    [
      'Maven',
      'pass',
      'FROM maven:3.9-eclipse-temurin-25\nRUN mvn package',
      { 'pom.xml': '<project/>' },
    ],
    ['nothing to install', 'not applicable', 'FROM scratch\nCOPY a /a'],
  ],
  13: [
    ['packages of Alpine', 'not applicable', 'FROM alpine:3.24\nRUN apk add --no-cache tini'],
    [
      'mounted and off',
      'fail',
      'FROM python:3.14-slim-trixie\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt',
    ],
    [
      'Gradle in its own image',
      'pass',
      'FROM gradle:9.7-jdk25-noble\nRUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle --no-daemon build',
    ],
    [
      'Gradle elsewhere',
      'fail',
      'FROM eclipse-temurin:25-jdk-noble\nRUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked ./gradlew --no-daemon build',
    ],
    [
      'Composer that writes down classes',
      'not applicable',
      'FROM php:8.5-cli-alpine3.24\nRUN composer dump-autoload --no-dev',
    ],
  ],
  14: [
    [
      'packages of a builder',
      'pass',
      'FROM node:26-alpine3.24 AS deps\nRUN npm ci --omit=dev\nFROM node:26-alpine3.24\nCOPY --from=deps /app/node_modules /app/node_modules',
    ],
    [
      'pruned',
      'pass',
      'FROM node:26-alpine3.24 AS deps\nRUN npm ci && npm prune --omit=dev\nFROM node:26-alpine3.24\nCOPY --from=deps /app/node_modules /app/node_modules',
    ],
    [
      'all packages of a builder',
      'fail',
      'FROM node:26-alpine3.24 AS deps\nRUN npm ci\nFROM node:26-alpine3.24\nCOPY --from=deps /app/node_modules /app/node_modules',
    ],
    [
      'Composer',
      'fail',
      'FROM php:8.5-cli-alpine3.24 AS deps\nRUN composer install\nFROM php:8.5-cli-alpine3.24\nCOPY --from=deps /app/vendor /app/vendor',
    ],
    [
      'uv by variable',
      'pass',
      'FROM python:3.14-slim-trixie AS deps\nENV UV_NO_DEV=1\nRUN uv sync --locked\nFROM python:3.14-slim-trixie\nCOPY --from=deps /app/.venv /app/.venv',
    ],
  ],
  15: [
    ['everything but', 'pass', 'FROM alpine:3.24\nCOPY --exclude=tests . /app'],
    ['everything', 'fail', 'FROM alpine:3.24\nCOPY . /app'],
  ],
  16: [
    [
      'a site in docs',
      'pass',
      'FROM nginxinc/nginx-unprivileged:1.31-alpine3.24-slim\nCOPY docs /usr/share/nginx/html',
    ],
    ['documents', 'fail', 'FROM node:26-alpine3.24\nCOPY docs /app/docs\nCMD ["node", "a.js"]'],
    [
      'tests',
      'fail',
      'FROM nginxinc/nginx-unprivileged:1.31-alpine3.24-slim\nCOPY test /usr/share/nginx/html',
    ],
  ],
  17: [
    [
      'a target folder that builds spoil',
      'fail',
      'FROM rust:1.98-slim-trixie\nRUN --mount=type=cache,id=a-$TARGETARCH,target=/app/target cargo build --locked',
    ],
    [
      'one for all processors',
      'fail',
      'FROM rust:1.98-slim-trixie\nRUN --mount=type=cache,target=/app/target,sharing=locked cargo build --locked',
    ],
    [
      'both right',
      'pass',
      'FROM rust:1.98-slim-trixie\nARG TARGETARCH\nRUN --mount=type=cache,id=a-$TARGETARCH,target=/app/target,sharing=locked cargo build --locked',
    ],
    [
      'packages of the system',
      'fail',
      'FROM debian:trixie-slim\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y tini',
    ],
  ],
  18: [
    ['WebAssembly', 'not applicable', 'FROM scratch\nENTRYPOINT ["/app.wasm"]'],
    ['nothing said on scratch', 'fail', 'FROM scratch\nENTRYPOINT ["/app"]'],
    ['a number of the base', 'pass', 'FROM cgr.dev/chainguard/static:latest'],
    ['an unknown base', 'fail', 'FROM example.com/base:1.2.3'],
  ],
  20: [
    [
      'a folder to write to',
      'pass',
      'FROM alpine:3.24\nVOLUME /data\nCOPY --chown=65532:65532 data /data\nUSER 65532',
    ],
    ['files of root', 'pass', 'FROM alpine:3.24\nCOPY --chown=0:0 app /app\nUSER 65532'],
    [
      'deep below a folder to write to',
      'pass',
      'FROM alpine:3.24\nVOLUME /data\nRUN chown -R 65532 /data\nUSER 65532',
    ],
  ],
  22: [
    ['nothing', 'fail', 'FROM scratch'],
    ['the command of the base', 'pass', 'FROM nginxinc/nginx-unprivileged:1.31-alpine3.24-slim'],
    ['through init', 'pass', 'FROM alpine:3.24\nENTRYPOINT ["tini", "--", "/app"]'],
    ['a shell', 'fail', 'FROM alpine:3.24\nENTRYPOINT ["/bin/sh", "start.sh"]'],
  ],
  23: [
    ['nginx of its image', 'pass', 'FROM nginxinc/nginx-unprivileged:1.31-alpine3.24-slim'],
    ['nginx elsewhere', 'fail', 'FROM alpine:3.24\nCMD ["nginx", "-g", "daemon off;"]'],
    [
      'nginx elsewhere, told how to stop',
      'pass',
      'FROM alpine:3.24\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]',
    ],
    ['PHP-FPM with a wrong signal', 'fail', 'FROM php:8.5-fpm-alpine3.24\nSTOPSIGNAL SIGTERM'],
    ['Python', 'pass', 'FROM python:3.14-slim-trixie\nCMD ["python", "-m", "app"]'],
    [
      'Node.js through init',
      'pass',
      'FROM node:26-alpine3.24\nENTRYPOINT ["tini", "--", "node"]\nCMD ["a.js"]',
    ],
    ['Node.js alone', 'fail', 'FROM node:26-alpine3.24\nCMD ["node", "a.js"]'],
  ],
  24: [
    [
      'nothing to ask with, but probes',
      'not applicable',
      'FROM scratch\nEXPOSE 3000\nENTRYPOINT ["/app"]',
      manifests,
    ],
    [
      'nothing to ask with, and no probes',
      'fail',
      'FROM scratch\nEXPOSE 3000\nENTRYPOINT ["/app"]',
    ],
    [
      'switched off, with probes',
      'not applicable',
      'FROM alpine:3.24\nEXPOSE 3000\nHEALTHCHECK NONE\nENTRYPOINT ["/app"]',
      manifests,
    ],
    [
      'forgotten, with probes',
      'fail',
      'FROM node:26-alpine3.24\nEXPOSE 3000\nCMD ["node", "a.js"]',
      manifests,
    ],
    ['a worker', 'not applicable', 'FROM node:26-alpine3.24\nCMD ["node", "a.js"]', compose],
  ],
  25: [
    ['a worker', 'not applicable', 'FROM node:26-alpine3.24\nCMD ["node", "a.js"]', compose],
    [
      'a port that Compose opens',
      'fail',
      'FROM node:26-alpine3.24\nCMD ["node", "a.js"]',
      { 'compose.yaml': 'services:\n  app:\n    build: .\n    ports: ["127.0.0.1:80:3000"]\n' },
    ],
    [
      'another in the long form',
      'fail',
      'FROM node:26-alpine3.24\nEXPOSE 3000',
      { 'compose.yaml': 'services:\n  app:\n    build: .\n    ports: [{ target: 3001 }]\n' },
    ],
    ['PORT says something else', 'fail', 'FROM node:26-alpine3.24\nENV PORT=3001\nEXPOSE 3000'],
  ],
  26: [
    [
      'Python',
      'pass',
      'FROM python:3.14-slim-trixie\nENV PYTHONUNBUFFERED=1\nCMD ["python", "a.py"]',
    ],
    ['Python by option', 'pass', 'FROM python:3.14-slim-trixie\nCMD ["python", "-u", "a.py"]'],
    ['Python, buffered', 'fail', 'FROM python:3.14-slim-trixie\nCMD ["python", "a.py"]'],
    [
      'Java',
      'pass',
      'FROM eclipse-temurin:25-jre-alpine\nENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "a.jar"]',
    ],
    [
      'Java without a limit',
      'fail',
      'FROM eclipse-temurin:25-jre-alpine\nENTRYPOINT ["java", "-jar", "a.jar"]',
    ],
    ['Ruby', 'fail', 'FROM ruby:3.4-slim-trixie\nCMD ["puma"]'],
    [
      'Ruby for production',
      'pass',
      'FROM ruby:3.4-slim-trixie\nENV RACK_ENV=production\nCMD ["puma"]',
    ],
    ['machine code', 'pass', 'FROM scratch\nENTRYPOINT ["/app"]'],
    ['debugging', 'fail', 'FROM scratch\nENV DEBUG=1\nENTRYPOINT ["/app"]'],
  ],
  29: [
    ['all but what is named', 'pass', 'FROM scratch\nCOPY src /', { '.dockerignore': '*\n!src\n' }],
    [
      'results of Cargo',
      'fail',
      'FROM scratch\nCOPY src /',
      { '.dockerignore': goodProject.get('.dockerignore') ?? '', 'Cargo.toml': '' },
    ],
    [
      'the defaults of Symfony',
      'pass',
      'FROM scratch\nCOPY src /',
      {
        '.dockerignore': '*\n!src\n!.env\n!composer.json\n',
        'composer.json': '{"require":{"symfony/dotenv":"8.0"}}',
      },
    ],
  ],
  31: [
    ['WebAssembly', 'not applicable', 'FROM scratch\nENTRYPOINT ["/app.wasm"]'],
    ['machine code', 'fail', 'FROM scratch\nENTRYPOINT ["/app"]'],
  ],
  34: [
    [
      'a migration at every start',
      'fail',
      'FROM alpine:3.24\nCMD ["alembic", "upgrade", "head"]',
      compose,
    ],
    ['nothing else', 'pass', 'FROM alpine:3.24\nCMD ["/app"]', compose],
  ],
};

for (const [id, cases] of Object.entries(rows)) {
  for (const [name, result, dockerfile, files] of cases) {
    test(`point ${id}: ${name}`, () => {
      assert.equal(judge(Number(id), dockerfile, files), result);
    });
  }
}

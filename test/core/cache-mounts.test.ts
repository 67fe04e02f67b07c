import addCacheMount from '../../server/src/core/assists/add-cache-mount';
import { testAssistCases } from '../harness/assist-cases';

const apt = (...lines: readonly string[]): string =>
  ['FROM debian:13-slim', ...lines, ''].join('\n');

const maven = 'FROM maven:3.9-eclipse-temurin-21';
const repository = '--mount=type=cache,target=/root/.m2/repository,sharing=locked';

testAssistCases(addCacheMount, [
  {
    title: 'every RUN of the stages that hang together, but not the one that has the mount',
    before: [
      `${maven} AS deps`,
      'WORKDIR /src',
      `RUN ${repository} mvn dependency:go-offline`,
      'FROM deps',
      'RUN <CURSOR>mvn package',
      'RUN mvn verify',
      '',
    ].join('\n'),
    after: [
      `${maven} AS deps`,
      'WORKDIR /src',
      `RUN ${repository} mvn dependency:go-offline`,
      'FROM deps',
      `RUN ${repository} mvn package`,
      `RUN ${repository} mvn verify`,
      '',
    ].join('\n'),
  },
  {
    title: 'refused: another home',
    before: [maven, 'RUN <CURSOR>mvn package', 'ENV HOME=/srv', 'RUN mvn verify', ''].join('\n'),
    reason: /Another RUN has the cache elsewhere/,
  },
  {
    title: 'refused: another user in another RUN',
    before: [maven, 'RUN <CURSOR>mvn package', 'RUN sudo mvn verify', ''].join('\n'),
    reason: /another user than the RUN/,
  },
  {
    title: 'refused: a copy of everything',
    before: [
      `${maven} AS b`,
      'RUN <CURSOR>mvn package',
      'FROM scratch',
      'COPY --from=b . /',
      '',
    ].join('\n'),
    reason: /A COPY brings the cache/,
  },
  {
    title: 'refused: a copy of what a variable names',
    before: [
      `${maven} AS b`,
      'RUN <CURSOR>mvn package',
      'FROM scratch',
      'ARG X',
      'COPY --from=b $X /',
      '',
    ].join('\n'),
    reason: /A COPY brings the cache/,
  },
  {
    title: 'a copy of something else',
    before: [
      'FROM golang:1.26 AS b',
      'WORKDIR /src',
      'RUN <CURSOR>go mod download',
      'FROM scratch',
      'COPY --from=b /src/shop /',
      '',
    ].join('\n'),
    after: [
      'FROM golang:1.26 AS b',
      'WORKDIR /src',
      'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
      'FROM scratch',
      'COPY --from=b /src/shop /',
      '',
    ].join('\n'),
  },
  {
    title: 'apt that keeps what it downloads already',
    before: apt(
      'RUN <CURSOR>rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends curl',
    ),
    after: apt(
      'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\',
      '    --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \\',
      '    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends curl',
    ),
  },
  {
    title: 'refused: a RUN that is not understood',
    before: apt('RUN <CURSOR>apt-get update && apt-get install -y curl; if true; then'),
    reason: /The RUN is not understood/,
  },
  {
    title: 'refused: Maven without the network',
    before: [maven, 'RUN <CURSOR>mvn package', 'RUN mvn -o verify', ''].join('\n'),
    reason: /works without the network/,
  },
]);

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import toolchain from '../../server/src/core/rules/packages/toolchain-in-shipped-stage';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

/** What the rule says of a file: nothing, why there is no fix, or the last stage as it is fixed. */
function judge(text: string, files?: Files): string {
  const model = new DockerfileModel(text, files === undefined ? undefined : toProject(files));
  const { findings } = lint(model, onlyRules([toolchain]), exampleDay);
  const [finding] = findings;
  if (finding === undefined) return 'nothing';
  const [fix] = finding.fixes;
  if (fix === undefined) return `refused: ${finding.refusal ?? ''}`;
  const fixed = applyEdits(text, fix.edits);
  return fixed.slice(fixed.lastIndexOf('FROM ')).trimEnd().replaceAll('\n', ' / ');
}

const build = 'FROM gcc:14 AS build\nCOPY . /src\nRUN make -C /src\n';
const take = 'COPY --from=build /src/server /usr/local/bin/server';
const debian = (...lines: readonly string[]): string =>
  [`${build}FROM debian:13-slim`, ...lines, take, 'CMD ["server"]', ''].join('\n');

/** A last stage of an image that runs what it took. */
const ship = (image: string, ...lines: readonly string[]): string =>
  [`${build}FROM ${image}`, 'COPY --from=build /src/app.jar /app.jar', ...lines, ''].join('\n');

const java = 'CMD ["java", "-jar", "/app.jar"]';
const dotnet = 'ENTRYPOINT ["dotnet", "/app/Shop.dll"]';
const sdk = 'mcr.microsoft.com/dotnet/sdk';

describe('packages for building in the shipped stage', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      debian('RUN apt-get install -y --no-install-recommends make ca-certificates'),
      'FROM debian:13-slim / RUN apt-get install -y --no-install-recommends ca-certificates',
    ],
    [
      debian('RUN apt-get install -y make && mkdir /data'),
      'refused: The RUN does more than to install them.',
    ],
    [
      debian('RUN apt-get install -y libpq-dev libpq5'),
      'FROM debian:13-slim / RUN apt-get install -y libpq5 /',
    ],
    [debian('RUN apt-get install -y libpq-dev && /opt/prepare'), 'refused: Whether "prepare"'],
    [debian('RUN apt-get install -y libpq-dev && prepare'), 'refused: Whether "prepare"'],
    [debian('RUN apt-get install -y libpq-dev && $PREPARE'), 'refused: Whether "$PREPARE"'],
    [debian('RUN apt-get install -y gcc'), 'refused: Which libraries of "gcc"'],
    [
      debian('RUN apt-get install -y libunheard-dev'),
      'refused: Which libraries of "libunheard-dev"',
    ],
    [debian('RUN apt-get install -y make $MORE'), 'FROM debian:13-slim'],
    [debian('RUN apt-get install -y make', 'RUN apt-get remove -y make'), 'nothing'],
    [
      debian('RUN apt-get install -y make', 'RUN pip install flask'),
      'refused: What pip does in this stage',
    ],
    [debian('RUN apt-get install -y make', 'RUN if true; then'), 'nothing'],
    [debian('RUN apt-get install -y make').replace('["server"]', '["make"]'), 'nothing'],
    [
      debian('RUN apt-get install -y make').replace('["server"]', 'server $X'),
      'FROM debian:13-slim',
    ],
    [debian('RUN apt-get install -y make').replace('CMD ["server"]\n', ''), 'nothing'],
    [debian('RUN apt-get install -y make').replace('--from=build ', ''), 'nothing'],
    [
      debian('RUN apt-get install -y libpq-dev').replace('debian:13-slim', 'debian:11-slim'),
      'refused: Which libraries of "libpq-dev"',
    ],
    [
      debian('RUN apt-get install -y libpq-dev').replace('debian:13-slim', 'debian:12-slim'),
      'FROM debian:12-slim / RUN apt-get install -y libpq5',
    ],
    [
      debian('RUN apk add gcc').replace('debian:13-slim', 'alpine:3.23'),
      'refused: Which libraries of "gcc"',
    ],
    [
      `${build}FROM debian:13-slim AS base\nRUN apt-get install -y make\nFROM base\n${take}\nCMD ["server"]\n`,
      'FROM base',
    ],
  ];
  for (const [text, expected] of cases) {
    test(text.split('\n').slice(3, -1).join(' / '), () => {
      const actual = judge(text);
      assert.ok(actual.startsWith(expected), actual);
    });
  }
});

describe('images for building in the shipped stage', () => {
  const files = { 'Main.java': '' };
  const cases: readonly (readonly [string, string, Files?])[] = [
    [ship('maven:3.9-eclipse-temurin-21', java), 'FROM eclipse-temurin:21-jre', files],
    [ship('gradle:9-jdk21', java), 'FROM eclipse-temurin:21-jre', files],
    [ship('eclipse-temurin:21', java), 'FROM eclipse-temurin:21-jre /', files],
    [ship('eclipse-temurin:21-jre', java), 'nothing', files],
    [
      ship('eclipse-temurin:21-jdk', 'CMD java $OPTIONS -jar /app.jar'),
      'FROM eclipse-temurin:21-jre /',
      files,
    ],
    [ship('eclipse-temurin:21-jdk', java), 'nothing', { 'Main.java': 'import javax.tools.*;' }],
    [
      ship(`eclipse-temurin:21-jdk@sha256:${'0'.repeat(64)}`, java),
      'refused: The image is named by',
      files,
    ],
    [ship('eclipse-temurin:21-jdk', 'CMD ["/app.jar"]'), 'nothing', files],
    [ship('eclipse-temurin:21-jdk', 'RUN jlink --output /jre', java), 'nothing', files],
    [ship('eclipse-temurin:21-jdk', java), 'FROM eclipse-temurin:21-jre /'],
    [ship('maven:3.8-openjdk-17', java), 'refused:', files],
    [ship('golang:1.26', 'CMD ["/app.jar"]'), 'refused: Which libraries the program'],
    [ship('golang:1.26', 'CMD ["go", "run", "."]'), 'nothing'],
    [ship('rust:1.90', 'CMD ["/srv/shop"]'), 'refused: Which libraries the program'],
    [ship('rust:1.90', 'CMD ["cargo", "run"]'), 'nothing'],
    [ship('rust:1.90', 'CMD ["/srv/start.sh"]'), 'nothing'],
    [
      ship(`${sdk}:10.0`, 'ENV ASPNETCORE_URLS=http://+:80', dotnet),
      'FROM mcr.microsoft.com/dotnet/aspnet:10.0 /',
    ],
    [ship(`${sdk}:10.0`, dotnet), 'refused: A web application listens on port 5000'],
    [ship(`${sdk}:10.0`, 'ENTRYPOINT ["dotnet", "watch"]'), 'nothing'],
    [ship(`${sdk}:10.0`, 'RUN dotnet --info', dotnet), 'nothing'],
    [ship(`${sdk}:10.0-alpine`, dotnet), 'refused: A runtime image of the same version'],
    [
      ship(`${sdk}:10.0.100`, 'ENV DOTNET_URLS=http://+:80', dotnet),
      'refused: A runtime image of the same version',
    ],
    [ship(`${sdk}:1.0`, 'ENV DOTNET_URLS=http://+:80', dotnet), 'nothing'],
    [ship(sdk, dotnet), 'refused: A runtime image of the same'],
    [`ARG V=10.0\n${ship(`${sdk}:$V`, dotnet)}`, 'refused: A runtime image of the same version'],
    [
      `ARG V=21\n${ship('eclipse-temurin:$V', java)}`,
      'refused: The image is named by an ARG',
      files,
    ],
    [ship('example.org/go:1', 'CMD ["/app.jar"]'), 'nothing'],
    [`${build}FROM scratch\nCOPY --from=build /x /x\nCMD ["/x"]\n`, 'nothing'],
  ];
  for (const [text, expected, own] of cases) {
    test(`${text.split('\n').slice(3, -1).join(' / ')} ${JSON.stringify(own ?? '')}`, () => {
      const actual = judge(text, own);
      assert.ok(actual.startsWith(expected), actual);
    });
  }
});

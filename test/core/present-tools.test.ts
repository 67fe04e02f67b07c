import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Tool } from '../../server/src/core/data/image-facts';
import { DockerfileModel } from '../../server/src/core/model/model';
import { isToolPresent } from '../../server/src/core/model/present-tools';

function isPresent(tool: Tool, ...lines: readonly string[]): boolean | undefined {
  const model = new DockerfileModel(`${lines.join('\n')}\n`);
  return model.target === undefined ? undefined : isToolPresent(model, model.target, tool);
}

describe('programs in the image of a stage', () => {
  const cases: readonly (readonly [Tool, boolean | undefined, ...string[]])[] = [
    ['curl', false, 'FROM scratch', 'COPY app /app'],
    ['curl', undefined, 'FROM scratch', 'COPY curl /bin/'],
    ['curl', undefined, 'FROM example.org/x:1'],
    ['curl', undefined, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022'],
    ['curl', false, 'FROM debian:13-slim'],
    ['curl', true, 'FROM debian:13-slim', 'RUN apt-get install -y curl'],
    ['curl', true, 'FROM debian:13-slim AS a', 'RUN apt-get install -y curl', 'FROM a'],
    [
      'curl',
      undefined,
      'FROM debian:13-slim',
      'RUN apt-get install -y curl && apt-get purge -y curl',
    ],
    ['nc', true, 'FROM debian:13-slim', 'RUN apt-get install -y netcat-openbsd'],
    ['perl', true, 'FROM debian:13'],
    ['bash', undefined, 'FROM debian:13-slim', 'RUN apt-get remove -y perl'],
    ['bash', true, 'FROM debian:13-slim'],
    ['curl', false, 'FROM debian:13-slim', 'RUN apt-get remove -y perl'],
    ['curl', false, 'FROM debian:13-slim', 'RUN apt-get update && rm -rf /var/lib/apt/lists/*'],
    ['curl', false, 'FROM debian:13-slim', 'RUN apt-get install -y ca-certificates'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN apt-get install -y some-thing'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN apt-get install -y $PACKAGES'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN apt-get install -y ./tools.deb'],
    ['curl', false, 'FROM python:3.14-slim', 'RUN pip install flask'],
    ['curl', undefined, 'FROM python:3.14-slim', 'RUN pip install pycurl'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN make install'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN $SETUP'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN if true; then'],
    ['curl', false, 'FROM debian:13-slim', 'RUN mkdir /srv'],
    ['curl', undefined, 'FROM debian:13-slim', 'RUN install -m 755 /tmp/x /usr/bin/curl'],
    ['curl', false, 'FROM debian:13-slim', 'ENV PATH=/opt/venv/bin:$PATH'],
    ['curl', false, 'FROM debian:13-slim', 'ENV PATH="/root/.local/bin:${PATH}" A=b'],
    ['curl', undefined, 'FROM debian:13-slim', 'ENV PATH=/opt/tools:$PATH'],
    ['curl', false, 'FROM debian:13-slim', 'ENV TOOLS=/opt/tools'],
    ['python3', undefined, 'FROM debian:13-slim', 'ENV PATH=/opt/venv/bin:$PATH'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY curl /opt/'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY x /usr/bin/curl'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY x $WHERE'],
    ['curl', false, 'FROM debian:13-slim', 'COPY x /srv/'],
    ['curl', false, 'FROM debian:13-slim', 'COPY src /usr/src/app/'],
    ['curl', false, 'FROM debian:13-slim', 'COPY app.json /etc/../opt/'],
    ['curl', undefined, 'FROM debian:13-slim', 'ADD tools.tar.gz /opt/'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY . /'],
    ['curl', false, 'FROM debian:13-slim', 'COPY a.json /'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY tools /usr/bin/'],
    ['curl', false, 'FROM debian:13-slim', 'COPY server /usr/local/bin/server'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY --from=busybox:1.37 /bin /bin'],
    ['curl', false, 'FROM debian:13-slim', 'COPY --from=busybox:1.37 /bin/sh /bin/sh'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY --from=busybox:1.37 / /usr/'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY --from=busybox:1.37 /bin /usr/local/bin'],
    ['curl', undefined, 'FROM debian:13-slim', 'COPY --from=busybox:1.37 $X /opt/'],
  ];
  for (const [tool, expected, ...lines] of cases) {
    test(`${tool}: ${lines.join(' / ')}`, () => {
      assert.equal(isPresent(tool, ...lines), expected);
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findContainerPaths } from '../../server/src/core/model/container-paths';
import { DockerfileModel } from '../../server/src/core/model/model';
import { toProject } from '../harness/project';

const files = { 'go.mod': '', 'web/page.html': '', 'web/icons/a.svg': '', 'conf/app.yml': '' };

test('where copies put files and folders of the project', () => {
  const answers: readonly (readonly [string, string, readonly string[] | undefined])[] = [
    ['COPY . .', 'web', ['/app/web']],
    ['COPY . .', '.', ['/app']],
    ['COPY . /', 'web/page.html', ['/web/page.html']],
    ['COPY go.mod ./', 'go.mod', ['/app/go.mod']],
    ['COPY go.mod /', 'go.mod', ['/go.mod']],
    ['COPY go.mod /etc/module', 'go.mod', ['/etc/module']],
    ['COPY web /srv', 'web/icons/a.svg', ['/srv/icons/a.svg']],
    ['COPY web /srv', 'conf', []],
    ['COPY web/page.html /srv/', 'web', []],
    ['COPY web/*.html /srv/', 'web/page.html', ['/srv/page.html']],
    ['COPY . .\nCOPY go.mod /', 'go.mod', ['/app/go.mod', '/go.mod']],
    ['COPY . .\nCOPY go.mod ./', 'go.mod', ['/app/go.mod']],
    ['COPY missing.txt ./', 'missing.txt', []],
    ['COPY <<EOF /srv/x\nx\nEOF\nCOPY go.mod ./', 'go.mod', ['/app/go.mod']],
    ['ARG F\nCOPY $F ./', 'go.mod', undefined],
    ['ARG T\nCOPY go.mod $T', 'go.mod', undefined],
    ['ARG T\nCOPY web $T', 'go.mod', []],
    ['COPY --from=alpine:3.23 /go.mod ./', 'go.mod', []],
  ];
  for (const [copies, path, expected] of answers) {
    const model = new DockerfileModel(
      `FROM golang:1.26\nWORKDIR /app\n${copies}\n`,
      toProject(files),
    );
    assert.ok(model.target !== undefined);
    assert.deepEqual(findContainerPaths(model, model.target, path), expected, `${copies}: ${path}`);
  }
});

test('without a project no place is known, and copies below an offset do not count', () => {
  const text = 'FROM golang:1.26\nCOPY go.mod /a/\nCOPY go.mod /b/\n';
  const [alone, model] = [
    new DockerfileModel(text),
    new DockerfileModel(text, toProject(files)),
  ] as const;
  assert.ok(alone.target !== undefined && model.target !== undefined);
  assert.equal(findContainerPaths(alone, alone.target, 'go.mod'), undefined);
  const offset = text.indexOf('COPY go.mod /b/');
  assert.deepEqual(findContainerPaths(model, model.target, 'go.mod', offset), ['/a/go.mod']);
});

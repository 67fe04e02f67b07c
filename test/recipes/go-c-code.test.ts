import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const server = `package main

import "net/http"

func main() { _ = http.ListenAndServe(":8080", nil) }
`;

function outcomeOf(
  files: Files,
  choices: Partial<Choices> = {},
  folder?: string,
): ReturnType<typeof generate> {
  return generate({
    project: toProject(files),
    recipe: 'go-server',
    ...(folder === undefined ? {} : { folder }),
    choices: { today: '2026-11-22', ...choices },
  });
}

function generated(files: Files, choices: Partial<Choices> = {}, folder?: string): Generation {
  const outcome = outcomeOf(files, choices, folder);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function assertRefused(files: Files, reason: RegExp, choices: Partial<Choices> = {}): void {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

const goMod = 'module example.org/shop\n\ngo 1.26\n';

describe('C code', () => {
  const own = (flags: string): Files => ({
    'go.mod': goMod,
    'main.go': server,
    'c.go': `package main\n\n// ${flags}\nimport "C"\n`,
  });

  test('of the project is linked on Debian', () => {
    const { bases, plan } = generated(own('#cgo LDFLAGS: -lm'));
    assert.deepEqual(bases, ['distroless', 'slim']);
    assert.equal(plan.stages[0]?.onBuildPlatform, undefined);
  });

  test('that needs packages of the system is refused', () => {
    assertRefused(own('#cgo LDFLAGS: -lm -lpcap'), /C library "pcap"/);
    assertRefused(own('#cgo pkg-config: vips'), /C library "vips"/);
    const files = {
      'go.mod': `${goMod}\nrequire github.com/google/gopacket v1.1.19\n`,
      'go.sum': '',
      'main.go': server,
    };
    assertRefused(files, /gopacket, which is linked against C/);
  });

  test('does not go with every base', () => {
    const outcome = outcomeOf(own(''), { base: 'alpine' });
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, /Possible: distroless, slim/);
  });
});

describe('C code of others', () => {
  const sqlite = 'require github.com/mattn/go-sqlite3 v1.14.22\n';
  const member = (name: string, requires: string): Files => ({
    [`${name}/go.mod`]: `module example.org/${name}\n\ngo 1.26\n${requires}`,
    [`${name}/go.sum`]: '',
    [`${name}/main.go`]: server,
  });
  const basesOf = (files: Files, folder?: string): readonly string[] =>
    generated(files, {}, folder).bases;

  test('counts in a member of the workspace, and not in a module beside it', () => {
    const files = { ...member('api', ''), ...member('lib', sqlite) };
    const both = { ...files, 'go.work': 'go 1.26\n\nuse (\n\t./api\n\t./lib\n)\n' };
    assert.deepEqual(basesOf(both, 'api'), ['distroless', 'slim']);
    const alone = { ...files, 'go.work': 'go 1.26\n\nuse ./api\n' };
    assert.ok(basesOf(alone, 'api').includes('alpine'));
    const inner = {
      'go.mod': goMod,
      'main.go': server,
      'desktop/go.mod': 'module example.org/desktop\n',
      'desktop/window.go': '// #cgo pkg-config: gtk+-3.0\nimport "C"\n',
    };
    assert.ok(basesOf(inner).includes('alpine'));
  });

  test('in the folder vendor is known by the name of its module', () => {
    const vendored = 'vendor/github.com/mattn/go-sqlite3/libsqlite3.go';
    const files = {
      'go.mod': `${goMod}\n${sqlite}`,
      'main.go': server,
      'vendor/modules.txt': '# v\n',
      [vendored]:
        '//go:build libsqlite3\n\npackage sqlite3\n\n// #cgo LDFLAGS: -lsqlite3\nimport "C"\n',
    };
    const { bases, plan } = generated(files);
    assert.deepEqual(bases, ['distroless', 'slim']);
    assert.ok(plan.evidence.some(({ file }) => file === 'go.mod'));
    const pure = { ...files, 'go.mod': goMod };
    assert.ok(generated(pure).bases.includes('alpine'));
  });
});

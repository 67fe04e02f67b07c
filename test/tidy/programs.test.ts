import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly default?: string; readonly scope?: string }>
      >;
    };
  };
}

/** The core is left out: it compiles without the types of any host, and its texts are full of scripts. */
function filesThat(pattern: RegExp): readonly string[] {
  return ['server/src', 'client/src']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name.toString())),
    )
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !file.startsWith('server/src/core/'))
    .filter((file) => file.endsWith('.ts') && pattern.test(readFileSync(file, 'utf8')))
    .sort();
}

test('one file starts programs', () => {
  assert.deepEqual(filesThat(/child_process|worker_threads|node:cluster/), [
    'server/src/shellcheck/run-program.ts',
  ]);
});

test('only hosts that a person can allow to do so start them', () => {
  assert.deepEqual(filesThat(/run-program'/), [
    'server/src/cli/shellcheck.ts',
    'server/src/node/main.ts',
  ]);
});

test('ShellCheck is off by default, and a workspace can neither switch it on nor name it', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const { properties } = manifest.contributes.configuration;
  assert.deepEqual(
    ['ironhull.shellcheck', 'ironhull.shellcheckPath'].map((key) => [
      properties[key]?.default,
      properties[key]?.scope,
    ]),
    [
      ['off', 'machine'],
      ['', 'machine'],
    ],
  );
});

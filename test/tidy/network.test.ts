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

const ways =
  /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|['"](?:node:)?(?:https?|http2|net|tls|dns|dgram)['"]/;

/** The core is left out: it compiles without the types of any host, and its texts are full of scripts. */
function filesThat(pattern: RegExp): readonly string[] {
  return ['server/src', 'client/src']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name.toString())),
    )
    .filter((file) => !file.startsWith(path.normalize('server/src/core/')))
    .filter((file) => file.endsWith('.ts') && pattern.test(readFileSync(file, 'utf8')));
}

test('one file opens connections', () => {
  assert.deepEqual(filesThat(ways), [path.normalize('server/src/registry/exchange.ts')]);
});

test('only hosts that a person can allow to do so make a client of registries', () => {
  assert.deepEqual(
    filesThat(/registry\/client'/)
      .map((file) => file.split(path.sep).join('/'))
      .sort(),
    ['server/src/cli/digests.ts', 'server/src/node/main.ts'],
  );
});

test('registries are closed by default, and a workspace cannot open them', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const setting = manifest.contributes.configuration.properties['ironhull.registry'];
  assert.deepEqual([setting?.default, setting?.scope], ['off', 'machine']);
});

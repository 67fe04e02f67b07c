import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settingDescriptions } from '../../server/src/core/config/schema';
import { rules } from '../../server/src/core/rules/index';

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
    };
    readonly languages: readonly { readonly id: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

test('the settings of the manifest are those of the schema', () => {
  const { properties } = manifest.contributes.configuration;
  for (const setting of settingDescriptions) {
    assert.deepEqual(properties[`ironhull.${setting.key}`]?.enum, setting.values, setting.key);
  }
  const ruleKeys = Object.keys(properties).filter((key) => key.startsWith('ironhull.rules.'));
  assert.deepEqual(ruleKeys.sort(), rules.map((rule) => `ironhull.rules.${rule.id}`).sort());
});

test('what the manifest contributes exists', () => {
  for (const { path } of [...manifest.contributes.snippets, ...manifest.contributes.grammars]) {
    assert.ok(existsSync(path), path);
  }
  assert.ok(manifest.contributes.languages.some((language) => language.id === 'dockerfile'));
  for (const { command, title } of manifest.contributes.commands) {
    assert.match(command, /^ironhull\./);
    assert.match(title, /^[A-Z]/);
  }
});

test('the types of VS Code are those of the oldest version that is supported', () => {
  assert.equal(manifest.engines['vscode'], `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
});

test('every runtime dependency has a decision record', () => {
  const record = readFileSync('docs/decisions/001-dependencies.md', 'utf8');
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.ok(
      record.includes(`\`${name}\``),
      `${name} is not explained in docs/decisions/001-dependencies.md`,
    );
  }
});

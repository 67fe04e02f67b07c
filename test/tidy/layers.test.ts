import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const core = 'server/src/core';

/** What each folder of the core may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  text: [],
  syntax: ['text'],
  data: [],
  project: ['text', 'data'],
  model: ['project', 'syntax', 'text', 'data'],
  rewrite: ['model', 'project', 'syntax', 'text', 'data'],
  builders: ['rewrite', 'model', 'project', 'syntax', 'text', 'data'],
  rules: ['builders', 'rewrite', 'model', 'project', 'syntax', 'text', 'data'],
  assists: ['builders', 'rewrite', 'model', 'project', 'syntax', 'text', 'data'],
  plan: ['project', 'data'],
  recipes: ['plan', 'project', 'data'],
  emit: ['plan', 'data'],
  generate: ['emit', 'recipes', 'plan', 'project', 'data'],
  config: ['rules', 'model', 'syntax', 'data', 'text'],
  engine: ['rules', 'assists', 'config', 'rewrite', 'model', 'project', 'syntax', 'text'],
  shellcheck: ['engine', 'rules', 'config', 'model', 'syntax', 'text'],
  score: ['engine', 'config', 'model', 'project', 'data', 'syntax', 'text'],
};

/** Folders whose modules must not import one another. */
const definitionFolders = new Set(['rules', 'assists', 'builders', 'recipes', 'emit']);

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gm)].flatMap(
    (match) => match[1] ?? [],
  );
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name.toString()))
    .filter((name) => name.endsWith('.ts'));
}

for (const [folder, others] of Object.entries(allowed)) {
  test(`${folder}/ imports only ${others.join(', ') || 'itself'}`, () => {
    const wrong = sourceFiles(path.join(core, folder)).flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        if (!specifier.startsWith('.')) return [];
        const target =
          path.relative(core, path.join(path.dirname(file), specifier)).split(path.sep)[0] ?? '';
        return target === folder || others.includes(target) ? [] : [`${file} imports ${specifier}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });
}

/** True for a module with a definition; others of its folder are shared by several. */
function definesOne(module: string): boolean {
  return /^export default define\w+[(<]/m.test(readFileSync(`${module}.ts`, 'utf8'));
}

for (const folder of definitionFolders) {
  test(`${folder}/ modules do not know each other`, () => {
    const wrong = sourceFiles(path.join(core, folder))
      .filter((file) => !/(index|define-\w+)\.ts$/.test(file))
      .flatMap((file) =>
        importsOf(file).flatMap((specifier) => {
          if (!specifier.startsWith('.')) return [];
          const target = path.relative(core, path.join(path.dirname(file), specifier));
          const isDefinition = target.startsWith(folder) && definesOne(path.join(core, target));
          return isDefinition ? [`${file} imports ${specifier}`] : [];
        }),
      );
    assert.deepEqual(wrong, []);
  });
}

test('only syntax/ knows the parsers', () => {
  const parsers = ['dockerfile-ast', 'dockerfile-utils', 'unbash'];
  const wrong = sourceFiles('server/src')
    .filter((file) => !file.startsWith(path.join(core, 'syntax')))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => parsers.includes(name))
        .map((name) => `${file} imports ${name}`),
    );
  assert.deepEqual(wrong, []);
});

test('no rule, assist or engine module names the id of a rule it does not define', async () => {
  const { rules } = await import('../../server/src/core/rules/index');
  const ids = rules.map((rule) => rule.id);
  const wrong = [
    ...sourceFiles(path.join(core, 'rules')),
    ...sourceFiles(path.join(core, 'engine')),
  ]
    .filter((file) => !file.endsWith('index.ts'))
    .flatMap((file) => {
      const own = path.basename(file, '.ts');
      const code = readFileSync(file, 'utf8').replace(/dockerfile`[^`]*`/g, '');
      return ids
        .filter((id) => id !== own && code.includes(`'${id}'`))
        .map((id) => `${file} names ${id}`);
    });
  assert.deepEqual(wrong, []);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readTypeScriptConfig } from '../../server/src/core/project/typescript-config';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

/** The output folder, the source folder and the references of `app/tsconfig.json`. */
function read(files: Files): string {
  const context = new BuildContext(toProject(files));
  const config = readTypeScriptConfig(context, 'app/tsconfig.json');
  if (config === undefined) return 'unknown';
  const { outDir = 'beside', rootDir = 'any', noEmit, references } = config;
  return [noEmit ? 'nothing' : outDir, rootDir, ...references].join(', ');
}

const cases: readonly (readonly [string, Files, string])[] = [
  [
    'folders',
    { 'app/tsconfig.json': '{ "compilerOptions": { "outDir": "./out", "rootDir": "src" } }' },
    'app/out, app/src',
  ],
  [
    'comments, a mark of the encoding and commas',
    { 'app/tsconfig.json': '\uFEFF{ // x\n "compilerOptions": { "outDir": "../out", }, }' },
    'out, any',
  ],
  ['no settings', { 'app/tsconfig.json': '{}' }, 'beside, any'],
  ['settings of another kind', { 'app/tsconfig.json': '{ "compilerOptions": [] }' }, 'beside, any'],
  [
    'a folder that is no text',
    { 'app/tsconfig.json': '{ "compilerOptions": { "outDir": 1 } }' },
    'beside, any',
  ],
  [
    'a folder outside of the project',
    { 'app/tsconfig.json': '{ "compilerOptions": { "outDir": "../../out" } }' },
    'beside, any',
  ],
  [
    'an absolute folder',
    { 'app/tsconfig.json': '{ "compilerOptions": { "outDir": "/out" } }' },
    'beside, any',
  ],
  [
    'nothing is written',
    { 'app/tsconfig.json': '{ "compilerOptions": { "noEmit": true } }' },
    'nothing, any',
  ],
  [
    'only types are written',
    { 'app/tsconfig.json': '{ "compilerOptions": { "emitDeclarationOnly": true } }' },
    'nothing, any',
  ],
  ['no file', {}, 'unknown'],
  ['a broken file', { 'app/tsconfig.json': '{' }, 'unknown'],
  ['a list', { 'app/tsconfig.json': '[]' }, 'unknown'],
  [
    'a base beside it',
    {
      'app/tsconfig.json': '{ "extends": "./base", "compilerOptions": { "rootDir": "src" } }',
      'app/base.json': '{ "compilerOptions": { "outDir": "out", "rootDir": "lib" } }',
    },
    'app/out, app/src',
  ],
  [
    'a base above it',
    {
      'app/tsconfig.json': '{ "extends": "../base.json" }',
      'base.json': '{ "compilerOptions": { "outDir": "out", "rootDir": "${configDir}/src" } }',
    },
    'out, app/src',
  ],
  [
    'the folder of the file itself',
    { 'app/tsconfig.json': '{ "compilerOptions": { "outDir": "${configDir}" } }' },
    'app, any',
  ],
  [
    'several bases',
    {
      'app/tsconfig.json': '{ "extends": ["./a.json", "./b.json"] }',
      'app/a.json': '{ "compilerOptions": { "outDir": "a", "rootDir": "src" } }',
      'app/b.json': '{ "compilerOptions": { "outDir": "b" } }',
    },
    'app/b, app/src',
  ],
  [
    'a base of a package',
    {
      'app/tsconfig.json':
        '{ "extends": "@tsconfig/node24", "compilerOptions": { "outDir": "out" } }',
    },
    'app/out, any',
  ],
  ['a base that is not there', { 'app/tsconfig.json': '{ "extends": "./base" }' }, 'unknown'],
  [
    'a base outside of the project',
    { 'app/tsconfig.json': '{ "extends": "../../base.json" }' },
    'unknown',
  ],
  ['a base that is no text', { 'app/tsconfig.json': '{ "extends": [1] }' }, 'unknown'],
  [
    'a base that extends itself',
    { 'app/tsconfig.json': '{ "extends": "./tsconfig.json" }' },
    'unknown',
  ],
  [
    'references',
    {
      'app/tsconfig.json':
        '{ "references": [{ "path": "../lib" }, { "path": "./tsconfig.node.json" }] }',
    },
    'beside, any, lib/tsconfig.json, app/tsconfig.node.json',
  ],
  [
    'references that are none',
    { 'app/tsconfig.json': '{ "references": [1, {}, { "path": 2 }, { "path": "../../x" }] }' },
    'beside, any',
  ],
];
describe('settings of TypeScript', () => {
  for (const [title, files, expected] of cases) {
    test(title, () => {
      assert.equal(read(files), expected);
    });
  }
});

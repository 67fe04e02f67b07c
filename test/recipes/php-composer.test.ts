import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findComposerInputs } from '../../server/src/core/project/composer-install';
import { readComposerJson } from '../../server/src/core/project/composer-json';
import { readComposerLock } from '../../server/src/core/project/composer-lock';
import { toProject } from '../harness/project';
import { RecipeOutcome } from '../harness/recipe-outcome';

type Files = Readonly<Record<string, string>>;

const contextOf = (files: Files): BuildContext => new BuildContext(toProject(files));
const lock: Files = { 'composer.lock': '{ "packages": [] }' };

describe('what an install of packages reads', () => {
  const answerOf = (
    manifest: object,
    files: Files = lock,
    trusted: readonly string[] = [],
  ): readonly string[] | string => {
    const context = contextOf({ 'composer.json': JSON.stringify(manifest), ...files });
    const answer = findComposerInputs(context, '', trusted);
    return typeof answer === 'string' ? answer : answer.files;
  };

  test('is the manifest and what lies beside it', () => {
    assert.deepEqual(answerOf({}, { ...lock, 'symfony.lock': '{}', 'src/a.php': '' }), [
      'composer.json',
      'composer.lock',
      'symfony.lock',
    ]);
  });

  const plugins = (...names: readonly string[]): object => ({
    config: { 'allow-plugins': Object.fromEntries(names.map((name) => [name, true])) },
  });

  test('has nothing of plugins that are known, trusted or forbidden', () => {
    const known = ['composer.json', 'composer.lock'];
    assert.deepEqual(answerOf(plugins('php-http/discovery')), known);
    assert.deepEqual(answerOf(plugins('symfony/flex'), lock, ['symfony/flex']), known);
    assert.deepEqual(answerOf({ config: { 'allow-plugins': { 'a/b': false } } }), known);
    assert.deepEqual(answerOf({ config: { 'allow-plugins': false } }), known);
  });

  const unknown: readonly (readonly [manifest: object, why: string, files?: Files])[] = [
    [plugins('a/b'), 'composer.json: the plugin a/b may read the sources.'],
    [plugins('symfony/flex'), 'composer.json: the plugin symfony/flex may read the sources.'],
    [
      { config: { 'allow-plugins': true } },
      'composer.json: the plugin of every package may read the sources.',
    ],
    [
      { scripts: { 'post-package-install': 'a' } },
      'composer.json: the script "post-package-install" runs once, while packages are installed.',
    ],
    [
      { repositories: [{ type: 'path', url: 'libs/*' }] },
      'composer.json names a repository inside of the project.',
    ],
    [
      { scripts: { 'post-update-cmd': 'a' } },
      'Without composer.lock the first install is an update, for which other scripts run.',
      {},
    ],
    [{}, 'vendor is a part of the build context.', { ...lock, 'vendor/a/b.php': '' }],
    [
      { config: { 'vendor-dir': 'libs' } },
      'libs is a part of the build context.',
      { ...lock, 'libs/a.php': '' },
    ],
    [{}, 'composer.json cannot be read.', { ...lock, '.dockerignore': 'composer.json\n' }],
  ];
  for (const [manifest, why, files] of unknown) {
    test(`is not known: ${why}`, () => {
      assert.equal(answerOf(manifest, files), why);
    });
  }

  test('is not known without a manifest that can be read', () => {
    assert.equal(
      findComposerInputs(contextOf({ 'a/composer.json': '{' }), 'a'),
      'a/composer.json cannot be read.',
    );
    assert.equal(findComposerInputs(contextOf({}), ''), 'composer.json cannot be read.');
  });

  test('is told in the plan where it is not known', () => {
    const files = {
      ...lock,
      'composer.json': JSON.stringify(plugins('a/b')),
      'public/index.php': '<?php\n',
    };
    const { plan } = new RecipeOutcome('php-frankenphp', files).generation;
    assert.ok(
      plan.notes.includes(
        'All sources are copied before the install: composer.json: the plugin a/b may read the sources.',
      ),
    );
  });
});

describe('a manifest', () => {
  test('may require nothing', () => {
    const composer = readComposerJson(contextOf({ 'composer.json': '{ "name": "a/b" }' }));
    assert.equal(composer?.name, 'a/b');
    assert.equal(composer.php, undefined);
    assert.deepEqual(composer.packages, []);
    assert.equal(composer.programFolder, 'vendor/bin');
  });
});

describe('a lock file', () => {
  const read = (text: string): ReturnType<typeof readComposerLock> =>
    readComposerLock(contextOf({ 'composer.lock': text }));

  test('names packages and the extensions that they need', () => {
    const packages = [
      { name: 'a/b', version: '1.0.0', require: { 'ext-intl': '*', 'ext-gd': '*', php: '^8' } },
      { name: 'c/d', version: '2.0.0' },
    ];
    assert.deepEqual(read(JSON.stringify({ packages })), {
      path: 'composer.lock',
      packages: new Map([
        ['a/b', '1.0.0'],
        ['c/d', '2.0.0'],
      ]),
      extensions: ['gd', 'intl'],
    });
  });

  test('may name none, and leaves out what is broken', () => {
    assert.equal(read('{}')?.packages.size, 0);
    const broken = [{ name: 'a/b' }, { version: '1' }, 1, { name: 1, version: '1' }];
    assert.equal(read(JSON.stringify({ packages: broken }))?.packages.size, 0);
    assert.equal(read('{'), undefined);
  });
});

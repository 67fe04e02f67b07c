import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSelfContained } from '../../server/src/core/data/python-wheels';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readPythonLock } from '../../server/src/core/project/python-lock';
import { readPipfile, readPyproject } from '../../server/src/core/project/python-project';
import { readRequirement, readRequirements } from '../../server/src/core/project/requirements';
import { toProject } from '../harness/project';
import type { Files } from '../harness/python-recipes';

function contextOf(files: Files): BuildContext {
  return new BuildContext(toProject(files));
}

describe('lock files', () => {
  const namesOf = (
    files: Files,
    manager: 'uv' | 'poetry' | 'pipenv',
  ): readonly string[] | undefined =>
    readPythonLock(contextOf(files), '', manager)?.packages.map(({ name }) => name);

  test('those that are cut off, or of another format', () => {
    assert.equal(namesOf({}, 'uv'), undefined);
    assert.equal(namesOf({ 'uv.lock': '[[package' }, 'uv'), undefined);
    assert.equal(namesOf({ 'Pipfile.lock': '{' }, 'pipenv'), undefined);
    assert.deepEqual(namesOf({ 'Pipfile.lock': '[]' }, 'pipenv'), []);
    assert.deepEqual(namesOf({ 'uv.lock': 'package = "none"\n' }, 'uv'), []);
  });

  test('packages of Poetry that the program needs, by groups and by categories', () => {
    const lock = [
      ['both', 'groups = ["main", "dev"]'],
      ['dev', 'groups = ["dev"]'],
      ['old', 'category = "main"'],
      ['old-dev', 'category = "dev"'],
      ['extra', 'optional = true'],
      ['Plain_Name', ''],
    ]
      .map(([name = '', more = '']) => `[[package]]\nname = "${name}"\nversion = "1"\n${more}\n`)
      .join('');
    assert.deepEqual(namesOf({ 'poetry.lock': lock }, 'poetry'), ['both', 'old', 'plain-name']);
  });

  test('packages of uv that another package asks for with more extras', () => {
    const lock = `[[package]]
name = "shop"
source = { editable = "." }
dependencies = [{ name = "web", extra = ["fast"] }, { name = "web", extra = ["fast", "safe"] }, { name = "web" }]
[[package]]
name = "web"
version = "1"
[package.optional-dependencies]
fast = [{ name = "loop" }]
safe = [{ name = "keys" }]
rare = [{ name = "gems" }]
[[package]]
name = "loop"
version = "1"
[[package]]
name = "keys"
version = "1"
wheels = [{ url = "https://example.org/a/keys-1-py3-none-any.whl#sha256=x" }, { url = "https://example.org/keys-1.tar.gz" }]
[[package]]
name = "gems"
version = "1"
`;
    assert.deepEqual(namesOf({ 'uv.lock': lock }, 'uv'), ['web', 'loop', 'keys']);
    const read = readPythonLock(contextOf({ 'uv.lock': lock }), '', 'uv');
    assert.deepEqual(read?.packages.at(-1)?.wheels, ['keys-1-py3-none-any.whl']);
  });
});

describe('manifests', () => {
  test('what is of another type than it should be is left out', () => {
    const text =
      '[project]\nname = 1\ndependencies = ["httpx", 2, "--odd"]\n[project.scripts]\nshop = "shop:main"\nodd = 3\n[build-system]\nrequires = ["hatchling", 4]\n';
    const read = readPyproject(contextOf({ 'pyproject.toml': text }));
    assert.ok(read !== undefined);
    assert.equal(read.name, undefined);
    assert.deepEqual(
      read.dependencies.map(({ name }) => name),
      ['httpx'],
    );
    assert.deepEqual([...read.scripts], [['shop', 'shop:main']]);
    assert.equal(read.versionedByGit, false);
  });

  test('dependencies of Poetry and Pipenv in each form', () => {
    const text =
      '[packages]\npython = "3"\n"-odd" = "*"\nflask = { version = ">=3", extras = ["Async", 1] }\nlocal = { file = "x.whl" }\nfar = { url = "https://example.org/x.whl" }\nbare = {}\n';
    assert.deepEqual(
      readPipfile(contextOf({ Pipfile: text }))?.dependencies.map(
        ({ name, specifier, kind, extras = [] }) => [name, specifier, kind, ...extras],
      ),
      [
        ['flask', '>=3', 'named', 'async'],
        ['local', '', 'path'],
        ['far', '', 'url'],
        ['bare', '', 'named'],
      ],
    );
  });

  test('package indexes besides PyPI', () => {
    const text =
      '[[source]]\nurl = "https://pypi.org/simple"\n[[source]]\nurl = "https://pypi.example.org/simple"\n[[source]]\nname = "odd"\n';
    assert.deepEqual(readPipfile(contextOf({ Pipfile: text }))?.indexes, [
      'https://pypi.example.org/simple',
    ]);
  });
});

describe('requirements', () => {
  const cases: readonly (readonly [line: string, name: string | undefined, kind: string])[] = [
    ['Flask_Login[extra] >= 0.6', 'flask-login', 'named'],
    ['git+https://example.org/x.git', undefined, 'url'],
    ['https://example.org/x.whl#egg=X.Lib', 'x-lib', 'url'],
    ['lib[a] @ https://example.org/x.whl', 'lib', 'url'],
    ['./local', undefined, 'path'],
    ['.', undefined, 'path'],
    ['dist/x-1-py3-none-any.whl', undefined, 'path'],
    ['-e git+https://example.org/x.git#egg=x', 'x', 'url'],
    ['{odd}', undefined, 'path'],
  ];
  for (const [line, name, kind] of cases) {
    test(line, () => {
      const read = readRequirement(line);
      assert.deepEqual([read?.name, read?.kind], [name, kind]);
    });
  }

  test('options are none', () => {
    assert.equal(readRequirement('--pre'), undefined);
  });

  test('files that are named and not there, addresses left out', () => {
    const context = contextOf({
      'api/requirements.txt':
        '-r ../base.txt\n-r requirements.txt\n-r ../../far.txt\n-r gone.txt\n--requirement=https://example.org/r.txt\n-r /etc/r.txt\n-cconstraints.txt\n',
      'base.txt': 'flask\n',
      'api/constraints.txt': 'flask<4\n',
    });
    const read = readRequirements(context, 'api/requirements.txt');
    assert.ok(read !== undefined);
    assert.deepEqual(read.files, ['api/requirements.txt', 'base.txt', 'api/constraints.txt']);
    assert.deepEqual(read.missing, ['../../far.txt', 'api/gone.txt', '/etc/r.txt']);
    assert.equal(read.requirements.length, 1);
    assert.equal(readRequirements(context, 'gone.txt'), undefined);
  });

  test('files that one does not see all of', () => {
    const context = new BuildContext({
      paths: ['requirements.txt'],
      complete: false,
      texts: new Map([['requirements.txt', '-r base.txt\n']]),
      dockerfile: 'Dockerfile',
    });
    const read = readRequirements(context, 'requirements.txt');
    assert.deepEqual([read?.complete, read?.missing], [false, []]);
  });
});

describe('wheels that bring their libraries', () => {
  const cases: readonly (readonly [
    wanted: boolean,
    name: string,
    specifier: string,
    minor: number,
  ])[] = [
    [true, 'flask', '==3', 13],
    [false, 'some-package', '', 13],
    [true, 'lxml', '', 13],
    [true, 'lxml', '==5.3', 13],
    [true, 'lxml', '>=6', 13],
    [false, 'lxml', '==5.2.9', 13],
    [false, 'lxml', '==5.3', 14],
    [false, 'lxml', '<6', 13],
    [false, 'lxml', '==6', 15],
  ];
  for (const [wanted, name, specifier, minor] of cases) {
    test(`${name}${specifier} for 3.${String(minor)}`, () => {
      assert.equal(isSelfContained(name, specifier, minor), wanted);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { copiedPaths, findContextFile } from '../../server/src/core/model/context-paths';
import { DockerfileModel } from '../../server/src/core/model/model';
import { BuildContext } from '../../server/src/core/project/build-context';
import { parseIgnoreFile } from '../../server/src/core/project/ignore-rules';
import { readPackageJson, type PackageJson } from '../../server/src/core/project/package-json';
import { compilePattern } from '../../server/src/core/project/path-pattern';
import {
  compareByWorth,
  isSourceFile,
  wantsText,
} from '../../server/src/core/project/project-files';
import { toProject } from '../harness/project';

describe('patterns of paths', () => {
  const cases: readonly (readonly [pattern: string, path: string, matches: boolean])[] = [
    ['package*.json', 'package-lock.json', true],
    ['package*.json', 'app/package.json', false],
    ['*/temp*', 'somedir/temporary.txt', true],
    ['*/temp*', 'a/b/temp', false],
    ['**/*.go', 'main.go', true],
    ['**/*.go', 'cmd/app/main.go', true],
    ['docs/**', 'docs/a/b', true],
    ['temp?', 'tempa', true],
    ['temp?', 'temp/', false],
    ['file[0-9].txt', 'file7.txt', true],
    ['file[!0-9].txt', 'file7.txt', false],
    ['file[^0-9].txt', 'filex.txt', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a.b', 'axb', false],
    ['(x)|y', '(x)|y', true],
  ];
  for (const [pattern, path, matches] of cases) {
    test(`${pattern} and ${path}`, () => {
      assert.equal(compilePattern(pattern)?.test(path), matches);
    });
  }
  test('a malformed pattern is none', () => {
    assert.equal(compilePattern('a[b'), undefined);
    assert.equal(compilePattern('[z-a]'), undefined);
  });
});

describe('.dockerignore', () => {
  const ignores = (text: string, path: string): boolean => parseIgnoreFile(text).ignores(path);
  const cases: readonly (readonly [title: string, text: string, path: string, out: boolean])[] = [
    ['a folder takes along what is below it', 'node_modules\n', 'node_modules/a/b.js', true],
    ['patterns are rooted at the context', 'node_modules\n', 'app/node_modules/a.js', false],
    ['two stars reach every folder', '**/node_modules\n', 'app/node_modules/a.js', true],
    ['the last match decides', '*.md\n!README.md\n', 'README.md', false],
    ['and an exclusion behind takes it back', '!README.md\n*.md\n', 'README.md', true],
    ['a comment is none', '#*.md\n', 'a.md', false],
    ['slashes around a path do not matter', '/dist/\n', 'dist/a.js', true],
    ['nor do dots', './a/../dist\n', 'dist', true],
    ['a lone slash names nothing', '/\n', 'a', false],
    ['everything but one folder', '*\n!src\n', 'src/a.js', false],
    ['everything but one folder, another', '*\n!src\n', 'test/a.js', true],
    ['blank lines and CRLF', '\r\n \r\nsecret.txt\r\n', 'secret.txt', true],
    ['a malformed pattern ignores nothing', '[a\n', '[a', false],
    ['a mark of the byte order', '\uFEFFa\n', 'a', true],
    ['a negation with a blank', '*\n! a\n', 'a', false],
  ];
  for (const [title, text, path, out] of cases) {
    test(title, () => {
      assert.equal(ignores(text, path), out);
    });
  }
});

describe('the build context', () => {
  const files = {
    'package.json': '{}',
    'src/index.js': '',
    'src/lib/a.js': '',
    'node_modules/': '',
    '.dockerignore': 'src/lib\n',
  };
  const context = new BuildContext(toProject(files));

  test('files and folders are there or not', () => {
    assert.equal(context.has('package.json'), 'yes');
    assert.equal(context.has('src'), 'yes');
    assert.equal(context.has('.'), 'yes');
    assert.equal(context.has('src/missing.js'), 'no');
    assert.equal(context.isFolder('src/lib'), true);
    assert.equal(context.isFolder('package.json'), false);
  });

  test('what lies in a folder nobody looked into is not known', () => {
    assert.equal(context.has('node_modules/express/index.js'), 'unknown');
    const cut = new BuildContext({ ...toProject(files), complete: false });
    assert.equal(cut.has('src/missing.js'), 'unknown');
  });

  test('patterns', () => {
    assert.deepEqual(context.matches('src/*.js'), ['src/index.js']);
    assert.deepEqual(context.matches('package.json'), ['package.json']);
    assert.deepEqual(context.matches('[a'), []);
  });

  test('the ignore file beside the Dockerfile goes first', () => {
    const own = new BuildContext(
      toProject({ ...files, 'Dockerfile.dockerignore': 'package.json' }),
    );
    assert.equal(own.ignores('package.json'), true);
    assert.equal(own.ignores('src/lib/a.js'), false);
    assert.equal(context.ignores('src/lib/a.js'), true);
    assert.deepEqual(new BuildContext(toProject({})).ignoreFile, undefined);
  });

  test('a fact is computed once', () => {
    let times = 0;
    const compute = (): number => ++times;
    assert.equal(context.fact('a', compute), 1);
    assert.equal(context.fact('a', compute), 1);
  });
});

describe('files behind paths of a stage', () => {
  const files = {
    'package.json': '{}',
    'package-lock.json': '{}',
    'src/index.js': '',
    'secret.txt': '',
    '.dockerignore': 'secret.txt\n',
  };
  const modelOf = (...lines: readonly string[]): DockerfileModel =>
    new DockerfileModel(
      ['FROM node:24', 'WORKDIR /app', ...lines, ''].join('\n'),
      toProject(files),
    );
  const find = (path: string, ...lines: readonly string[]): string | undefined => {
    const model = modelOf(...lines);
    const [stage] = model.stages;
    return stage === undefined ? undefined : findContextFile(model, stage, path);
  };

  test('a copy of everything', () => {
    assert.equal(find('/app/src/index.js', 'COPY . .'), 'src/index.js');
    assert.equal(find('/srv/package.json', 'COPY . .'), undefined);
    assert.equal(find('/app/secret.txt', 'COPY . .'), undefined);
  });

  test('a pattern, a file with a new name, a folder', () => {
    assert.equal(find('/app/package.json', 'COPY package*.json ./'), 'package.json');
    assert.equal(find('/app/p.json', 'COPY package.json p.json'), 'package.json');
    assert.equal(find('/srv/index.js', 'COPY src /srv'), 'src/index.js');
    assert.equal(find('/srv', 'COPY src /srv'), 'src');
  });

  test('nothing is known without a project', () => {
    const model = new DockerfileModel('FROM node:24\nCOPY . /app\n');
    const [stage] = model.stages;
    assert.ok(stage);
    assert.equal(findContextFile(model, stage, '/app/package.json'), undefined);
  });

  test('the paths a copy brings', () => {
    const model = modelOf('ARG V', 'COPY package*.json src ./', 'COPY $V /x');
    const { context } = model;
    const [stage] = model.stages;
    assert.ok(stage && context);
    const [known, unknown] = model.copiesOf(stage);
    assert.ok(known && unknown);
    const expected = ['package-lock.json', 'package.json', 'src/index.js'];
    assert.deepEqual(copiedPaths(context, known), expected);
    assert.equal(copiedPaths(context, unknown), undefined);
  });
});

describe('package.json', () => {
  const read = (text: string): PackageJson | undefined =>
    readPackageJson(new BuildContext(toProject({ 'package.json': text })));

  test('what is there', () => {
    const found = read(
      '\uFEFF{"name":"a","main":"i.js","scripts":{"start":"node i.js","odd":1},"workspaces":{"packages":["apps/*",2]},"dependencies":{"b":"^1"}}',
    );
    assert.ok(found);
    assert.equal(found.name, 'a');
    assert.deepEqual([...found.scripts], [['start', 'node i.js']]);
    assert.deepEqual(found.workspaces, ['apps/*']);
    assert.equal(found.dependencies.get('b'), '^1');
    assert.equal(found.devDependencies.size, 0);
  });

  test('broken, of another shape, or absent', () => {
    assert.equal(read('{"name":'), undefined);
    assert.equal(read('[]'), undefined);
    assert.equal(readPackageJson(new BuildContext(toProject({})), 'app'), undefined);
    assert.deepEqual(read('{"workspaces":["a"]}')?.workspaces, ['a']);
  });
});

test('texts that are wanted', () => {
  for (const path of [
    'package.json',
    'a/go.mod',
    'Api/Api.csproj',
    'requirements-dev.txt',
    'x.ts',
  ]) {
    assert.equal(wantsText(path), true, path);
  }
  for (const path of ['package-lock.json', 'logo.png', 'data.json', 'app.min.js']) {
    assert.equal(wantsText(path), false, path);
  }
  assert.equal(isSourceFile('a/b.go'), true);
  assert.deepEqual(['src/a.ts', 'x/y/go.mod', 'package.json'].sort(compareByWorth), [
    'package.json',
    'x/y/go.mod',
    'src/a.ts',
  ]);
});

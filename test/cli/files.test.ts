import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { isDockerfileName } from '../../server/src/cli/dockerfile-names';
import { globToRegExp, splitGlob } from '../../server/src/core/text/glob';
import { createFolder, run, type CliResult } from '../harness/cli';

const text = 'FROM scratch\n';

function folderOf(...names: readonly string[]): string {
  return createFolder(Object.fromEntries(names.map((name) => [name, text])));
}

function runCheck(cwd: string, operands: readonly string[]): CliResult {
  return run(['check', '--only', 'relative-workdir', '--format', 'json', ...operands], { cwd });
}

function checked(cwd: string, ...operands: readonly string[]): readonly string[] {
  return pathsIn(runCheck(cwd, operands).stdout);
}

function pathsIn(stdout: string): readonly string[] {
  // The shape is what `docs/cli.md` promises.
  const { files } = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] };
  return files.map((file) => file.path);
}

const dockerfiles = [
  'Containerfile',
  'Containerfile.web',
  'Dockerfile',
  'Dockerfile.alpine-3.21',
  'Dockerfile.dev',
  'Dockerfile.php',
  'app.Dockerfile',
  'b.dockerfile',
  'c.containerfile',
  'dockerfile.test',
];

const others = [
  '.dockerignore',
  'Containerfile.containerignore',
  'Dockerfile.TXT',
  'Dockerfile.bak',
  'Dockerfile.dev.j2',
  'Dockerfile.dockerignore',
  'Dockerfile.ejs',
  'Dockerfile.ejs.t',
  'Dockerfile.js',
  'Dockerfile.md',
  'Dockerfile.py',
  'Dockerfile.tmpl',
  'Dockerfile.ts',
  'Dockerfile.txt',
  'Dockerfiles',
  'Dockerfile~',
  'MyDockerfile',
  'app.Dockerfile.dockerignore',
  'docker-compose.yml',
  'dockerfile.go',
];

describe('in a folder', () => {
  const folder = folderOf(...dockerfiles, ...others);

  test('the names of Dockerfiles are found, others are not', () => {
    assert.deepEqual(checked(folder), dockerfiles);
    assert.ok(isDockerfileName('dockerfile') && isDockerfileName('DOCKERFILE'));
  });

  test('others are checked when named', () => {
    assert.deepEqual(checked(folder, ...others), others);
  });

  test('files come before folders, each by name; folders with a dot are visited', () => {
    const cwd = folderOf(
      'b/Dockerfile',
      'a/x/Dockerfile',
      'a/Dockerfile',
      'z.dockerfile',
      '.devcontainer/Dockerfile',
    );
    assert.deepEqual(checked(cwd), [
      'z.dockerfile',
      '.devcontainer/Dockerfile',
      'a/Dockerfile',
      'a/x/Dockerfile',
      'b/Dockerfile',
    ]);
  });

  test('paths start with the operand', () => {
    const cwd = folderOf('a/Dockerfile');
    assert.deepEqual(checked(cwd, './a/'), ['./a/Dockerfile']);
    assert.deepEqual(checked(path.join(cwd, 'a'), '..'), ['../a/Dockerfile']);
    assert.deepEqual(checked(cwd, cwd), [`${cwd}/a/Dockerfile`]);
  });

  test('.git and node_modules are left out unless they are named', () => {
    const cwd = folderOf(
      '.git/Dockerfile',
      'node_modules/x/Dockerfile',
      'a/node_modules/Dockerfile',
    );
    assert.deepEqual(checked(cwd), []);
    assert.deepEqual(checked(cwd, 'node_modules/x'), ['node_modules/x/Dockerfile']);
  });

  test('links to files count, links to folders are not followed', () => {
    const cwd = folderOf('real/Dockerfile');
    symlinkSync('real/Dockerfile', path.join(cwd, 'app.dockerfile'));
    symlinkSync('.', path.join(cwd, 'loop'));
    symlinkSync('real', path.join(cwd, 'Dockerfile'));
    assert.deepEqual(checked(cwd), ['app.dockerfile', 'real/Dockerfile']);
  });
});

describe('.gitignore', () => {
  test('excludes files and folders, at every level', () => {
    const cwd = createFolder({
      '.gitignore': '\ufeffbuild/\r\n*.dockerfile\r\n!kept.dockerfile\r\n/Dockerfile\r\n',
      Dockerfile: text,
      'a.dockerfile': text,
      'kept.dockerfile': text,
      'build/Dockerfile': text,
      'sub/.gitignore': '/old\n',
      'sub/Dockerfile': text,
      'sub/old/Dockerfile': text,
      'sub/new/old/Dockerfile': text,
    });
    assert.deepEqual(checked(cwd), ['kept.dockerfile', 'sub/Dockerfile', 'sub/new/old/Dockerfile']);
  });

  test('of the folders above counts up to the repository', () => {
    const cwd = createFolder({
      '.gitignore': 'sub\n',
      'repository/.gitignore': '*.dockerfile\n',
      'repository/sub/Dockerfile': text,
      'repository/sub/a.dockerfile': text,
    });
    mkdirSync(path.join(cwd, 'repository/.git'));
    assert.deepEqual(checked(path.join(cwd, 'repository/sub')), ['Dockerfile']);
  });

  test('does not exclude what is named', () => {
    const cwd = createFolder({
      '.gitignore': 'build\n*.dockerfile\n',
      'a.dockerfile': text,
      'build/Dockerfile': text,
    });
    mkdirSync(path.join(cwd, '.git'));
    assert.deepEqual(checked(cwd, 'a.dockerfile', 'build'), ['a.dockerfile', 'build/Dockerfile']);
  });

  test('an inner file includes again what an outer one excludes', () => {
    const cwd = createFolder({
      '.gitignore': 'dist\n',
      'sub/.gitignore': '!dist\n',
      'sub/dist/Dockerfile': text,
      'dist/Dockerfile': text,
    });
    assert.deepEqual(checked(cwd), ['sub/dist/Dockerfile']);
  });
});

describe('a pattern', () => {
  const names = ['Dockerfile', 'a/Dockerfile', 'a/b/Dockerfile', 'a/b/notes.md', 'c/x.yaml'];
  const cwd = createFolder({
    ...Object.fromEntries(names.map((name) => [name, text])),
    'ignored/Dockerfile': text,
    '.gitignore': 'ignored\n',
    'node_modules/Dockerfile': text,
    '[a].dockerfile': text,
  });

  for (const [pattern, expected] of [
    ['**/Dockerfile', ['Dockerfile', 'a/Dockerfile', 'a/b/Dockerfile']],
    ['*/Dockerfile', ['a/Dockerfile']],
    ['./a/**', ['a/Dockerfile', 'a/b/Dockerfile', 'a/b/notes.md']],
    ['a/?/*.md', ['a/b/notes.md']],
    ['{a,c}/*', ['a/Dockerfile', 'a/b/Dockerfile', 'c/x.yaml']],
    ['[!a]/x.yaml', ['c/x.yaml']],
    ['*/', ['a/Dockerfile', 'a/b/Dockerfile']],
    ["'*/Dockerfile'", ['a/Dockerfile']],
    ['[a].dockerfile', ['[a].dockerfile']],
    ['ignored/*', ['ignored/Dockerfile']],
  ] as const) {
    test(`${pattern} matches ${expected.join(', ')}`, () => {
      assert.deepEqual(checked(cwd, pattern), expected);
    });
  }

  test('that matches nothing is a failure; the other operands are checked', () => {
    const { code, stdout, stderr } = runCheck(cwd, ['a/*.none', 'none/*', 'Dockerfile']);
    assert.equal(code, 2);
    assert.deepEqual(pathsIn(stdout), ['a/*.none', 'none/*', 'Dockerfile']);
    assert.equal(
      stderr,
      'error: a/*.none: no file matches this pattern\nerror: none/*: no file matches this pattern\n',
    );
  });

  for (const [pattern, file, expected] of [
    ['a**b', 'axxb', true],
    ['a**/b', 'ax/b', true],
    ['a**/b', 'ax/y/b', false],
    ['{x,**/y}', 'a/b/y', true],
    ['a.b', 'axb', false],
    ['a+(b)|c$', 'a+(b)|c$', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[]a]', ']', true],
    ['[a^]', '^', true],
    ['[z-a]', '[z-a]', true],
    ['[a', '[a', true],
    ['[]', '[]', true],
    ['a}', 'a}', true],
    ['{a,{b,c}}d', 'cd', true],
    ['?', '\u{1f433}', true],
    ['?', '/', false],
    ['[!a]', '/', false],
  ] as const) {
    test(`${pattern} ${expected ? 'matches' : 'does not match'} ${file}`, () => {
      assert.equal(globToRegExp(pattern).test(file), expected);
    });
  }

  test('starts from its leading folders', () => {
    assert.deepEqual(splitGlob('a/b/*/c'), { folder: 'a/b', pattern: '*/c' });
    assert.deepEqual(splitGlob('/*'), { folder: '/', pattern: '*' });
    assert.deepEqual(splitGlob('../*'), { folder: '..', pattern: '*' });
    assert.deepEqual(splitGlob('*'), { folder: '.', pattern: '*' });
  });
});

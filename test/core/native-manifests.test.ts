import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findCargoRoot, readCargoDetails } from '../../server/src/core/project/cargo-manifest';
import {
  findGoModule,
  findGoModules,
  programName,
  readGoVersions,
} from '../../server/src/core/project/go-module';
import { toProject } from '../harness/project';

function contextOf(files: Readonly<Record<string, string>>): BuildContext {
  return new BuildContext(toProject(files));
}

describe('go.mod', () => {
  test('module and requirements, in blocks and alone', () => {
    const text =
      '// the shop\nmodule "example.org/shop" // ours\n\ngo 1.26\n\nrequire github.com/a/b v1.0.0\n\nrequire (\n\tgithub.com/c/d v1.2.3 // indirect\n)\n\nexclude (\n\tgithub.com/x/y v1.0.0\n)\n';
    const context = contextOf({ 'go.mod': text, 'cmd/api/main.go': '' });
    assert.deepEqual(findGoModule(context, 'cmd/api'), {
      folder: '',
      path: 'example.org/shop',
      requires: ['github.com/a/b', 'github.com/c/d'],
    });
  });

  test('the nearest one counts; broken and ignored ones do not', () => {
    const context = contextOf({
      'go.mod': 'go 1.26\n',
      'shop/go.mod': 'module example.org/shop\n',
      'old/go.mod': 'module example.org/old\n',
      '.dockerignore': 'old\n',
    });
    assert.equal(findGoModule(context, 'shop/cmd')?.path, 'example.org/shop');
    assert.equal(findGoModule(context, 'other'), undefined);
    assert.equal(findGoModule(context, 'old'), undefined);
    assert.deepEqual(
      findGoModules(context).map(({ folder }) => folder),
      ['shop'],
    );
  });

  test('versions, of a file that was read', () => {
    const context = contextOf({ 'go.mod': 'module a.b/c\n\ngo 1.25.0\n\ntoolchain go1.26.3\n' });
    assert.deepEqual(readGoVersions(context, 'go.mod'), { go: '1.25.0', toolchain: '1.26.3' });
    assert.deepEqual(readGoVersions(context, 'go.work'), { go: undefined, toolchain: undefined });
  });

  test('names of programs', () => {
    assert.equal(programName('example.org/shop'), 'shop');
    assert.equal(programName('example.org/shop/v2'), 'shop');
    assert.equal(programName('example.org/shop/v1'), 'v1');
    assert.equal(programName('shop'), 'shop');
  });
});

describe('Cargo.toml', () => {
  test('programs by name, by main.rs and by src/bin', () => {
    const context = contextOf({
      'Cargo.toml':
        '[package]\nname = "shop"\ndefault-run = "shop"\n\n[[bin]]\nname = "admin"\npath = "src/bin/a.rs"\n',
      'src/main.rs': '',
      'src/bin/a.rs': '',
      'src/bin/report.rs': '',
      'src/bin/import/main.rs': '',
    });
    const root = findCargoRoot(context, '');
    assert.equal(root?.isWorkspace, false);
    assert.equal(root.crates, undefined);
    assert.deepEqual(root.packages, [
      {
        folder: '',
        name: 'shop',
        programs: ['admin', 'shop', 'import', 'report'],
        defaultRun: 'shop',
      },
    ]);
  });

  test('members of a workspace, and the crates of the lock file', () => {
    const context = contextOf({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*", "tool"]\nexclude = ["crates/old"]\n',
      'Cargo.lock': '[[package]]\nname = "web"\n\n[[package]]\nname = "serde"\n',
      'crates/web/Cargo.toml': '[package]\nname = "web"\nautobins = false\n',
      'crates/web/src/main.rs': '',
      'crates/old/Cargo.toml': '[package]\nname = "old"\n',
      'tool/Cargo.toml': '[package]\nname = "tool"\n',
      'tool/src/main.rs': '',
    });
    const root = findCargoRoot(context, 'crates/web');
    assert.equal(root?.isWorkspace, true);
    assert.deepEqual(root.crates, ['web', 'serde']);
    assert.deepEqual(
      root.packages.map(({ name, programs }) => [name, programs]),
      [
        ['web', []],
        ['tool', ['tool']],
      ],
    );
  });

  test('entries of another form than Cargo writes are left out', () => {
    const context = contextOf({
      'Cargo.toml':
        'bin = ["a", { path = "x.rs" }, { name = "b" }]\n\n[package]\nname = "shop"\n\n[workspace]\nmembers = ["[", "tool"]\n',
      'Cargo.lock': 'package = ["a", { version = "1" }, { name = "web" }]\n',
      'tool/Cargo.toml': '[package]\nname = "tool"\n',
    });
    const root = findCargoRoot(context, '');
    assert.deepEqual(root?.crates, ['web']);
    assert.deepEqual(
      root.packages.map(({ name, programs }) => [name, programs]),
      [
        ['shop', ['b']],
        ['tool', []],
      ],
    );
  });

  test('details, some of them of the workspace', () => {
    const context = contextOf({
      'Cargo.toml':
        '[workspace]\nmembers = ["web"]\n\n[workspace.package]\nlicense = "MIT"\n\n[workspace.dependencies]\ndb = { package = "sqlx", features = ["postgres"] }\n',
      'web/Cargo.toml':
        '[package]\nname = "web"\nlicense = { workspace = true }\n\n[dependencies]\ndb = { workspace = true, features = ["tls"] }\ncore = { path = "../core" }\nserde = "1"\n',
    });
    const details = readCargoDetails(context, 'web');
    assert.equal(details?.licence, 'MIT');
    assert.deepEqual(details.dependencies, ['sqlx', 'core', 'serde']);
    assert.deepEqual(details.features, ['sqlx/postgres', 'sqlx/tls']);
    assert.deepEqual(details.paths, ['../core']);
    assert.equal(readCargoDetails(context, ''), undefined);
  });

  test('what is no TOML is not known', () => {
    assert.equal(findCargoRoot(contextOf({ 'Cargo.toml': '[package' }), ''), undefined);
  });
});

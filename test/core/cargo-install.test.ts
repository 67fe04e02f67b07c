import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findCargoInputs } from '../../server/src/core/project/cargo-install';
import type { Files } from '../harness/split';
import { toProject } from '../harness/project';

const plain: Files = {
  'Cargo.toml': '[package]\nname = "shop"\n',
  'Cargo.lock': '',
  'src/main.rs': '',
};

describe('what cargo reads before it compiles', () => {
  test('manifests, the lock file, and sources to stand in for', () => {
    const inputs = findCargoInputs(
      new BuildContext(
        toProject({
          'Cargo.toml': '[workspace]\nmembers = ["web", "core"]\n',
          'Cargo.lock': '',
          'rust-toolchain.toml': '',
          'web/Cargo.toml':
            '[package]\nname = "web"\n\n[[bin]]\nname = "w"\npath = "app/start.rs"\n\n[dependencies]\ncore = { path = "../core" }\n',
          'web/app/start.rs': '',
          'web/src/bin/tool/main.rs': '',
          'core/Cargo.toml':
            '[package]\nname = "core"\n\n[[bin]]\nname = "x"\n\n[lib]\npath = "src/lib.rs"\n',
          'core/src/lib.rs': '',
        }),
      ),
      '',
    );
    assert.ok(typeof inputs !== 'string');
    assert.deepEqual(inputs.files, [
      'Cargo.toml',
      'Cargo.lock',
      'rust-toolchain.toml',
      'core/Cargo.toml',
      'web/Cargo.toml',
    ]);
    assert.deepEqual(inputs.programs, ['web/src/bin/tool/main.rs', 'web/app/start.rs']);
    assert.deepEqual(inputs.libraries, ['core/src/lib.rs']);
    assert.deepEqual(inputs.results, ['target']);
  });

  const manifest = (more: string): Files => ({
    ...plain,
    'Cargo.toml': `${plain['Cargo.toml'] ?? ''}${more}`,
  });
  const refusals: readonly (readonly [string, Files, RegExp, string?])[] = [
    ['no package', { 'src/main.rs': '' }, /no root of a package/],
    ['a manifest that is no TOML', { ...plain, 'Cargo.toml': '[package' }, /no root of a package/],
    [
      'a member of a workspace',
      {
        'Cargo.toml': '[workspace]\nmembers = ["web"]\n',
        'web/Cargo.toml': '[package]\nname = "web"\n',
        'web/src/main.rs': '',
      },
      /no root of a package/,
      'web',
    ],
    [
      'a manifest that the build does not see',
      { ...plain, '.dockerignore': 'Cargo.toml\n' },
      /cannot be read|no root of a package/,
    ],
    ['settings of cargo', { ...plain, '.cargo/config.toml': '' }, /^\.cargo may name folders/],
    ['a build script', { ...plain, 'build.rs': '' }, /build script/],
    ['a build script of another name', manifest('build = "make.rs"\n'), /build script/],
    [
      'a source that is missing',
      manifest('[[bin]]\nname = "a"\npath = "a.rs"\n'),
      /not in the build context/,
    ],
    [
      'a source out of the context',
      manifest('[lib]\npath = "../lib.rs"\n'),
      /not in the build context/,
    ],
    ['tests by name', manifest('[[test]]\nname = "all"\n'), /\[\[test\]\]/],
    ['lints', manifest('[lints.rust]\nmissing_docs = "deny"\n'), /lints/],
    ['a folder of no member', manifest('[dependencies]\nx = { path = "x" }\n'), /the folder "x"/],
    [
      'a folder out of the context',
      manifest('[patch.crates-io]\nx = { path = "../x" }\n'),
      /the folder "\.\.\/x"/,
    ],
    [
      'no source',
      { 'Cargo.toml': plain['Cargo.toml'] ?? '', 'src/other.rs': '' },
      /no source at its place/,
    ],
  ];
  for (const [title, files, reason, folder] of refusals) {
    test(`it refuses ${title}`, () => {
      const inputs = findCargoInputs(new BuildContext(toProject(files)), folder ?? '');
      assert.match(typeof inputs === 'string' ? inputs : inputs.files.join(' '), reason);
    });
  }
  test('it refuses files that are not all known', () => {
    const context = new BuildContext({ ...toProject(plain), complete: false });
    assert.equal(findCargoInputs(context, ''), 'The files of the workspace are not all known.');
  });
});

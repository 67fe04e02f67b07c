import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { roleOfPackage } from '../../server/src/core/data/build-packages';
import { isBuildVariable } from '../../server/src/core/data/build-variables';
import { isCgoModule } from '../../server/src/core/data/cgo-modules';
import { findLibraryPackages } from '../../server/src/core/data/library-packages';
import { findCrateLibrary } from '../../server/src/core/data/rust-libraries';
import {
  findInstalledPackages,
  findRuntimePackages,
} from '../../server/src/core/model/installed-packages';
import { DockerfileModel } from '../../server/src/core/model/model';

function packagesOf(run: string): ReturnType<typeof findInstalledPackages> {
  const model = new DockerfileModel(`FROM debian:13\nRUN ${run}\n`);
  const [stage] = model.stages;
  return stage === undefined ? [] : findInstalledPackages(model, stage);
}

describe('installed packages', () => {
  test('roles', () => {
    const roles = {
      build: ['gcc', 'gcc-14', 'build-essential', 'libstdc++-14-dev', 'pkg-config', 'git'],
      headers: ['libssl-dev', 'openssl-dev', 'openssl-devel', 'linux-libc-headers'],
      program: ['curl', 'ffmpeg'],
      runtime: ['ca-certificates', 'tzdata', 'libssl3', 'fonts-roboto', 'icu-libs'],
      unknown: ['frobnicate'],
    };
    for (const [role, names] of Object.entries(roles)) {
      for (const name of names) assert.equal(roleOfPackage(name), role, name);
    }
  });

  test('they are read from each install, files and variables as unknown', () => {
    const found = packagesOf('apt-get install -y gcc=4:14 ./local.deb $MORE && apk add curl');
    assert.deepEqual(
      found.map(({ name, text, role }) => [name, text, role]),
      [
        ['gcc', 'gcc=4:14', 'build'],
        [undefined, './local.deb', 'unknown'],
        [undefined, '$MORE', 'unknown'],
        ['curl', 'curl', 'program'],
      ],
    );
  });

  test('the runtime stage needs libraries, data, and programs where something starts them', () => {
    const found = packagesOf('apt-get install -y make libssl-dev libjansson-dev tzdata curl');
    assert.deepEqual(findRuntimePackages(found, '13'), {
      kind: 'known',
      names: ['curl', 'libjansson4', 'libssl3t64', 'tzdata'],
    });
    assert.deepEqual(findRuntimePackages(found, '12', false), {
      kind: 'known',
      names: ['libjansson4', 'libssl3', 'tzdata'],
    });
  });

  test('it says what is not known', () => {
    const unknown = findRuntimePackages(packagesOf('apt-get install -y frobnicate'), '13');
    assert.match(unknown.kind === 'unknown' ? unknown.reason : '', /"frobnicate"/);
    const headers = findRuntimePackages(packagesOf('apt-get install -y libfrob-dev'), '13');
    assert.match(headers.kind === 'unknown' ? headers.reason : '', /goes with .*"libfrob-dev"/);
  });

  test('tables', () => {
    assert.deepEqual(findLibraryPackages('nlohmann-json3-dev', '13'), []);
    assert.equal(findLibraryPackages('libfrob-dev', '13'), undefined);
    assert.equal(findCrateLibrary('openssl-sys', 13), 'libssl3t64');
    assert.equal(findCrateLibrary('pq-sys', 12), 'libpq5');
    assert.equal(findCrateLibrary('serde', 13), 'none');
    assert.equal(findCrateLibrary('frob-sys', 13), undefined);
    assert.equal(isCgoModule('github.com/mattn/go-sqlite3'), true);
    assert.equal(isCgoModule('github.com/go-chi/chi/v5'), false);
    assert.equal(isBuildVariable('CARGO_TARGET_DIR'), true);
    assert.equal(isBuildVariable('RUST_LOG'), false);
  });
});

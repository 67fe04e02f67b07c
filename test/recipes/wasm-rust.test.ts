import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { detectRecipes, generate, type Generation } from '../../server/src/core/service';
import { wantsText } from '../../server/src/core/project/project-files';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const lock = 'version = 4\n\n[[package]]\nname = "shop"\nversion = "1.0.0"\n';
const program: Files = {
  'Cargo.toml': '[package]\nname = "shop"\n',
  'Cargo.lock': lock,
  'src/main.rs': 'fn main() {}\n',
};
const spin: Files = {
  'Cargo.toml':
    '[package]\nname = "my-shop"\n\n[lib]\ncrate-type = ["cdylib"]\n\n[dependencies]\nspin-sdk = "5"\n',
  'Cargo.lock': lock,
  'src/lib.rs': '',
  'spin.toml':
    'spin_manifest_version = 2\n\n[component.shop]\nsource = "target/wasm32-wasip2/release/my_shop.wasm"\n',
};
const settings = (target: string): Files => ({
  '.cargo/config.toml': `[build]\ntarget = "${target}"\n`,
});

function outcomeOf(files: Files): ReturnType<typeof generate> {
  return generate({
    project: toProject(files),
    recipe: 'wasm-rust',
    choices: { today: '2026-11-22' },
  });
}

function generated(files: Files): Generation {
  const outcome = outcomeOf(files);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(generation: Generation): string {
  return generation.files.find(({ path }) => path === 'Dockerfile')?.text ?? '';
}

function idsOf(files: Files): readonly string[] {
  return detectRecipes(toProject(files)).map(({ recipe }) => recipe.id);
}

describe('what is a module', () => {
  test('the settings of Cargo, the toolchain or Spin say so', () => {
    assert.deepEqual(idsOf({ ...program, ...settings('wasm32-wasip2') }), ['wasm-rust']);
    const toolchain = '[toolchain]\ntargets = ["wasm32-wasip1"]\n';
    assert.deepEqual(idsOf({ ...program, 'rust-toolchain.toml': toolchain }), ['wasm-rust']);
    assert.deepEqual(idsOf(spin), ['wasm-rust']);
  });

  test('a server is none, and a module for browsers neither', () => {
    assert.deepEqual(idsOf(program), ['rust-server']);
    assert.deepEqual(idsOf({ ...program, ...settings('wasm32-unknown-unknown') }), ['rust-server']);
  });
});

test('a program is shipped alone, for the platform of modules', () => {
  const generation = generated({ ...program, ...settings('wasm32-wasip2') });
  const text = dockerfileOf(generation);
  assert.match(text, /docker build --platform wasi\/wasm --provenance=false --tag shop \./);
  assert.match(text, /^RUN rustup target add wasm32-wasip2$/m);
  assert.match(text, /--target wasm32-wasip2 --package shop --bin shop /);
  assert.match(
    text,
    /^FROM scratch AS runtime\nCOPY --link --from=build \/out\/shop\.wasm \/shop\.wasm$/m,
  );
  assert.match(text, /^ENTRYPOINT \["\/shop\.wasm"\]$/m);
  assert.doesNotMatch(text, /HEALTHCHECK|EXPOSE/);
  assert.ok(
    generation.plan.notes.some((note) =>
      note.includes('WasmEdge runs modules for wasm32-wasip1 only'),
    ),
  );
});

describe('a Spin application', () => {
  test('has its manifest, and the module where that looks for it', () => {
    const generation = generated(spin);
    const text = dockerfileOf(generation);
    assert.match(text, /--target wasm32-wasip2 --package my-shop --lib /);
    assert.match(text, /^COPY --link spin\.toml \/spin\.toml$/m);
    assert.match(text, /\/out\/my_shop\.wasm \/target\/wasm32-wasip2\/release\/my_shop\.wasm$/m);
    assert.match(text, /^ENTRYPOINT \["\/"\]$/m);
    assert.ok(generation.plan.notes.some((note) => note.includes('spin registry push')));
  });

  test('with more than one module is refused', () => {
    const outcome = outcomeOf({
      ...spin,
      'spin.toml': `${spin['spin.toml'] ?? ''}\n[component.b]\nsource = "b.wasm"\n`,
    });
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, /one module/);
  });
});

test('a lock file has to be there', () => {
  const { 'Cargo.lock': _lock, ...files } = program;
  const outcome = outcomeOf({ ...files, ...settings('wasm32-wasip1') });
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, /no Cargo\.lock/);
});

describe('the target', () => {
  const targetOf = (files: Files): string | undefined =>
    /^RUN rustup target add (\S+)$/m.exec(dockerfileOf(generated(files)))?.[1];

  test('of a toolchain with others is the one of modules; of two nobody knows', () => {
    const toolchain = (targets: string): Files => ({
      ...program,
      'rust-toolchain.toml': `[toolchain]\ntargets = [${targets}]\n`,
    });
    assert.equal(
      targetOf(toolchain('"x86_64-unknown-linux-gnu", "wasm32-wasip2"')),
      'wasm32-wasip2',
    );
    assert.deepEqual(idsOf(toolchain('"wasm32-wasip1", "wasm32-wasip2"')), ['rust-server']);
  });

  test('of a Spin application is named by its source or by the command that builds it', () => {
    const manifest = (lines: string): Files => ({
      ...spin,
      'spin.toml': `spin_manifest_version = 2\n\n[component.shop]\n${lines}\n`,
    });
    const build =
      '[component.shop.build]\ncommand = "cargo build --target wasm32-wasip2 --release"';
    assert.equal(targetOf(manifest(`source = "shop.wasm"\n\n${build}`)), 'wasm32-wasip2');
    assert.equal(targetOf(manifest('source = "shop.wasm"')), 'wasm32-wasip1');
    assert.equal(
      targetOf(manifest('source = "target/wasm32-wasi/release/shop.wasm"')),
      'wasm32-wasip1',
    );
  });

  test('that an ignore file beside the package hides is not known', () => {
    const inner = Object.fromEntries(
      Object.entries({ ...program, ...settings('wasm32-wasip2') }).map(([path, text]) => [
        `shop/${path}`,
        text,
      ]),
    );
    const reasonOf = (ignored: string): string => {
      const outcome = outcomeOf({ ...inner, 'shop/.dockerignore': ignored });
      return outcome.kind === 'refused' ? outcome.reason : 'generated';
    };
    assert.equal(reasonOf('.cargo\n'), 'No file names a target of WebAssembly.');
    assert.equal(reasonOf('Cargo.toml\n'), 'Cargo.toml cannot be read.');
    assert.equal(reasonOf('src\n'), 'Cargo.toml has no program and no library of the type cdylib.');
    assert.equal(reasonOf('bin\n'), 'generated');
  });
});

test('a package with several programs is no module', () => {
  const files = { ...program, ...settings('wasm32-wasip2'), 'src/bin/b.rs': 'fn main() {}\n' };
  assert.deepEqual(idsOf(files), ['rust-server']);
});

test('a version of Rust that is not known yet is refused', () => {
  const manifest = '[package]\nname = "shop"\nrust-version = "1.200"\n';
  const outcome = outcomeOf({
    ...program,
    ...settings('wasm32-wasip2'),
    'Cargo.toml': manifest,
  });
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, /"rust-version" is "1\.200"/);
});

test('a toolchain that is older than the image is mentioned', () => {
  const toolchain = '[toolchain]\nchannel = "1.92.0"\ntargets = ["wasm32-wasip2"]\n';
  const { plan } = generated({ ...program, 'rust-toolchain.toml': toolchain });
  assert.ok(plan.notes.some((note) => note.includes('asks for Rust 1.92.0')));
});

test('a manifest of Spin that was not read is refused', () => {
  const project = toProject(spin);
  const texts = new Map([...project.texts].filter(([path]) => path !== 'spin.toml'));
  const outcome = generate({
    project: { ...project, texts },
    recipe: 'wasm-rust',
    choices: { today: '2026-11-22' },
  });
  assert.equal(outcome.kind, 'refused');
  assert.equal(outcome.reason, 'spin.toml could not be read.');
});

test('hosts read the files that name targets', () => {
  for (const path of ['spin.toml', 'a/spin.toml', '.cargo/config.toml', 'a/.cargo/config']) {
    assert.ok(wantsText(path), path);
  }
  assert.ok(!wantsText('config.toml'));
});

test('a package beside one that it needs is built from the folder above', () => {
  const files = {
    'shop/Cargo.toml': '[package]\nname = "shop"\n\n[dependencies]\nlib = { path = "../lib" }\n',
    'shop/Cargo.lock': lock,
    'shop/src/main.rs': 'fn main() {}\n',
    'shop/.cargo/config.toml': '[build]\ntarget = "wasm32-wasip2"\n',
    'lib/Cargo.toml': '[package]\nname = "lib"\n',
  };
  const text = generated(files).files.find(({ path }) => path === 'shop/Dockerfile')?.text ?? '';
  assert.match(text, /^WORKDIR \/src\/shop$/m);
});

test('a member of a workspace is built from the root of it', () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["shop"]\n',
    'Cargo.lock': lock,
    'shop/Cargo.toml': '[package]\nname = "shop"\n',
    'shop/src/main.rs': 'fn main() {}\n',
    ...settings('wasm32-wasip2'),
  };
  const text = generated(files).files.find(({ path }) => path === 'shop/Dockerfile')?.text ?? '';
  assert.match(text, /docker build .* --file shop\/Dockerfile \.$/m);
  assert.match(text, /^WORKDIR \/src$/m);
});

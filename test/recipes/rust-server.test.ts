import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { findCrateSystem } from '../../server/src/core/plan/rust-program';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const main = 'use std::net::TcpListener;\n\nfn main() { TcpListener::bind("0.0.0.0:3000"); }\n';
const manifest = '[package]\nname = "shop"\nedition = "2024"\n';

function lockOf(...crates: readonly string[]): string {
  return [
    'version = 4',
    ...['shop', ...crates].map((each) => `[[package]]\nname = "${each}"\nversion = "1.0.0"`),
  ].join('\n\n');
}

function crate(files: Files = {}): Files {
  return { 'Cargo.toml': manifest, 'Cargo.lock': lockOf(), 'src/main.rs': main, ...files };
}

function outcomeOf(
  files: Files,
  choices: Partial<Choices> = {},
  folder?: string,
): ReturnType<typeof generate> {
  return generate({
    project: toProject(files),
    recipe: 'rust-server',
    ...(folder === undefined ? {} : { folder }),
    choices: { today: '2026-11-22', ...choices },
  });
}

function generated(files: Files, choices: Partial<Choices> = {}, folder?: string): Generation {
  const outcome = outcomeOf(files, choices, folder);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(generation: Generation): string {
  return generation.files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

function assertRefused(files: Files, reason: RegExp, choices: Partial<Choices> = {}): void {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

describe('the version of Rust', () => {
  const imageFor = (channel: string): string => {
    const text = dockerfileOf(
      generated(crate({ 'rust-toolchain.toml': `[toolchain]\nchannel = "${channel}"\n` })),
    );
    return /^FROM (\S+)/m.exec(text)?.[1] ?? '';
  };

  test('is what the toolchain file pins where there is an image', () => {
    assert.equal(imageFor('1.92.0'), 'rust:1.92.0-slim-trixie');
    assert.equal(imageFor('1.98'), 'rust:1.98-slim-trixie');
    assert.equal(imageFor('stable'), 'rust:1.98-slim-trixie');
    assert.equal(imageFor('1.70'), 'rust:1.98-slim-trixie');
  });

  test('of the image stays in force: the toolchain file is left out of the build', () => {
    const { plan } = generated(crate({ 'rust-toolchain': '1.92.0\n' }));
    assert.ok(plan.ignored.includes('rust-toolchain'));
    assert.ok(plan.notes.some((note) => note.includes('asks for Rust 1.92.0')));
  });

  test('that no image has is fetched', () => {
    const { plan } = generated(crate({ 'rust-toolchain': 'nightly-2026-10-01\n' }));
    assert.ok(!plan.ignored.includes('rust-toolchain'));
    assert.ok(plan.notes.some((note) => note.includes('rustup fetches it')));
  });

  test('that is not known yet is refused', () => {
    assertRefused(
      crate({ 'Cargo.toml': `${manifest}rust-version = "1.200"\n` }),
      /"rust-version" is "1\.200"/,
    );
  });
});

describe('the program', () => {
  test('is the default one, or the one that is named like the package', () => {
    const bins = { 'src/bin/a.rs': main, 'src/bin/b.rs': main };
    const text = `${manifest}default-run = "b"\n`;
    assert.match(dockerfileOf(generated(crate({ ...bins, 'Cargo.toml': text }))), /--bin b &&/);
    assert.match(dockerfileOf(generated(crate(bins))), /--bin shop &&/);
  });

  test('has to be named among several', () => {
    const files = {
      'Cargo.toml': manifest,
      'Cargo.lock': lockOf(),
      'src/bin/a.rs': main,
      'src/bin/b.rs': main,
    };
    assertRefused(files, /several programs \(a, b\): name one with "default-run"/);
  });

  test('without a port is not asked for its health', () => {
    const { plan, files } = generated(crate({ 'src/main.rs': 'fn main() {}\n' }));
    assert.equal(plan.runtime.health.test, undefined);
    assert.ok(!files.some(({ path }) => path === 'healthcheck.rs'));
  });
});

describe('crates', () => {
  test('that load a library bring its packages', () => {
    const files = crate({ 'Cargo.lock': lockOf('openssl-sys') });
    const { bases } = generated(files);
    assert.deepEqual(bases, ['distroless', 'slim']);
    assert.match(dockerfileOf(generated(files)), /apt-get install .* libssl-dev pkg-config$/m);
    const slim = dockerfileOf(generated(files, { base: 'slim' }));
    assert.match(slim, /install .* ca-certificates libssl3t64 tzdata$/m);
  });

  test('with a library that distroless lacks run on slim only', () => {
    const generation = generated(crate({ 'Cargo.lock': lockOf('pq-sys') }));
    assert.equal(generation.base, 'slim');
    assert.deepEqual(generation.bases, ['slim']);
  });

  test('that bring their library need what compiles it', () => {
    const system = findCrateSystem(['openssl-sys', 'openssl-src', 'pq-sys', 'pq-src'], []);
    assert.deepEqual(system, { build: ['make', 'perl'], run: [], runsOnDistroless: true });
    const plain = { build: [], run: [], runsOnDistroless: true };
    assert.deepEqual(findCrateSystem(['libz-sys', 'ring', 'aws-lc-sys'], []), plain);
    assert.deepEqual(
      findCrateSystem(['libsqlite3-sys'], ['rusqlite = { features = ["bundled"] }']),
      plain,
    );
    assert.deepEqual(findCrateSystem(['libsqlite3-sys', 'sqlx-sqlite'], []), plain);
    assert.deepEqual(findCrateSystem(['libsqlite3-sys'], []), {
      build: ['libsqlite3-dev', 'pkg-config'],
      run: ['libsqlite3-0'],
      runsOnDistroless: false,
    });
  });

  test('whose libraries are not known are refused', () => {
    assertRefused(crate({ 'Cargo.lock': lockOf('librocksdb-sys') }), /crate librocksdb-sys/);
  });
});

describe('inputs of the build', () => {
  test('a lock file has to be there', () => {
    const files = { 'Cargo.toml': manifest, 'src/main.rs': main };
    assertRefused(files, /no Cargo\.lock: run "cargo generate-lockfile"/);
    assertRefused(crate({ 'Cargo.lock': '[[' }), /Cargo\.lock cannot be read/);
  });

  test('queries that are checked need their answers', () => {
    const source = `${main}\nconst Q: () = sqlx::query!("select 1");\n`;
    assertRefused(crate({ 'src/main.rs': source }), /Run "cargo sqlx prepare"/);
    const files = crate({ 'src/main.rs': source, '.sqlx/query-1.json': '{}' });
    assert.match(dockerfileOf(generated(files)), /SQLX_OFFLINE=true/);
  });

  test('files that are compiled in are not ignored and not shipped', () => {
    const files = crate({
      'src/main.rs': `${main}\nconst A: &str = include_str!("../README.md");\nconst B: &str = include_str!("../docs/a.txt");\nstatic M: M = sqlx::migrate!();\n`,
      'README.md': '#',
      'docs/a.txt': '',
      'migrations/1.sql': '',
    });
    const generation = generated(files);
    assert.deepEqual(generation.plan.needed, ['!README.md', '!docs/a.txt']);
    assert.doesNotMatch(dockerfileOf(generation), /migrations/);
  });

  test('settings of Cargo that were not read are mentioned', () => {
    const files = crate({
      '.cargo/config.toml': '[build]\nrustflags = ["-Clink-arg=-fuse-ld=mold"]\n',
    });
    assert.ok(
      generated(files).plan.notes.some((note) => note.startsWith('.cargo/config.toml holds')),
    );
    const harmless = crate({ '.cargo/config.toml': '[alias]\nb = "build"\n' });
    assert.ok(!generated(harmless).plan.notes.some((note) => note.includes('.cargo')));
  });

  test('packages beside the own one are built from the root of the project', () => {
    const files = {
      'app/Cargo.toml': `${manifest}[dependencies]\nlib = { path = "../lib" }\n`,
      'app/Cargo.lock': lockOf('lib'),
      'app/src/main.rs': main,
      'lib/Cargo.toml': '[package]\nname = "lib"\n',
      'lib/src/lib.rs': '',
    };
    const text = dockerfileOf(generated(files, {}, 'app'));
    assert.match(text, /^WORKDIR \/src\/app$/m);
    assert.match(text, /--mount=type=bind,source=\.,target=\/src,rw/);
    assert.match(text, /source=app\/healthcheck\.rs,/);
  });
});

describe('frameworks', () => {
  test('Rocket is told where to listen, and its routes are read', () => {
    const files = crate({
      'Cargo.lock': lockOf('rocket', 'tracing-subscriber'),
      'src/main.rs':
        '#[get("/health")]\nfn health() {}\n\n#[launch]\nfn rocket() -> _ { rocket::build() }\n\nfn main() {}\n',
    });
    const { runtime } = generated(files).plan;
    assert.equal(runtime.port, 8000);
    assert.deepEqual(runtime.environment, [
      ['RUST_LOG', 'info'],
      ['ROCKET_ADDRESS', '0.0.0.0'],
    ]);
    assert.equal(runtime.health.livePath, '/health');
    assert.equal(runtime.needsInit, false);
  });

  test('an address of the loopback interface is mentioned, and so are files', () => {
    const source = 'fn main() { TcpListener::bind("127.0.0.1:4000"); File::create("a.txt"); }\n';
    const { notes, runtime } = generated(crate({ 'src/main.rs': source })).plan;
    assert.equal(runtime.port, 4000);
    assert.ok(notes.some((note) => note.includes('loopback interface')));
    assert.ok(notes.some((note) => note.includes('writes files')));
    assert.ok(notes.some((note) => note.includes('SIGTERM')));
  });

  test('a folder of data is made for the program', () => {
    const source = `${main}\nconst DATA: &str = "/var/lib/shop/book.db";\n`;
    const { plan } = generated(crate({ 'src/main.rs': source }));
    assert.deepEqual(
      plan.runtime.writablePaths.map(({ path }) => path),
      ['/var/lib/shop'],
    );
  });
});

test('settings that ask for another target are refused', () => {
  const files = crate({ '.cargo/config.toml': '[build]\ntarget = "x86_64-unknown-linux-musl"\n' });
  assertRefused(files, /programs for x86_64-unknown-linux-musl/);
});

test('servers that object mappers speak to', () => {
  const files = {
    'Cargo.toml':
      '[workspace]\nmembers = ["api"]\n\n[workspace.dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n',
    'Cargo.lock': lockOf(),
    'api/Cargo.toml': `${manifest}[dependencies]\nsqlx = { workspace = true }\ndiesel = { version = "2", features = ["mysql"] }\nredis = "1"\n`,
    'api/src/main.rs': main,
  };
  assert.deepEqual(generated(files, {}, 'api').plan.runtime.services, [
    'mysql',
    'postgres',
    'redis',
  ]);
});

test('a pinned version without an image on the newest Alpine does not offer it', () => {
  assert.deepEqual(generated(crate()).bases, ['distroless', 'slim', 'alpine']);
  const pinned = generated(crate({ 'rust-toolchain': '1.92.0\n' }));
  assert.deepEqual(pinned.bases, ['distroless', 'slim']);
});

test('a route below a prefix is not believed', () => {
  const source = `${main}\nfn routes() { Router::new().nest("/api", Router::new().route("/health", get(ok))) }\n`;
  assert.equal(generated(crate({ 'src/main.rs': source })).plan.runtime.health.livePath, undefined);
});

test('what the ignore file beside the package hides is not read', () => {
  const { 'Cargo.toml': own = '', 'Cargo.lock': lock = '' } = crate();
  const files = { 'api/Cargo.toml': own, 'api/Cargo.lock': lock, 'api/src/main.rs': main };
  const reasonOf = (ignored: string): string => {
    const outcome = outcomeOf({ ...files, 'api/.dockerignore': ignored }, {}, 'api');
    return outcome.kind === 'refused' ? outcome.reason : 'generated';
  };
  assert.equal(reasonOf('Cargo.toml\n'), 'Cargo.toml cannot be read.');
  assert.equal(reasonOf('src\n'), 'Cargo.toml has no program.');
  assert.equal(reasonOf('bin\n'), 'generated');
});

describe('a toolchain file', () => {
  test('without a channel pins nothing and is left out of the build', () => {
    const { plan } = generated(
      crate({ 'rust-toolchain.toml': '[toolchain]\ncomponents = ["clippy"]\n' }),
    );
    assert.equal(plan.evidence[0]?.says, 'The project pins no version of Rust.');
    assert.ok(plan.ignored.includes('rust-toolchain.toml'));
  });

  test('that is ignored pins nothing', () => {
    const files = crate({ 'rust-toolchain': '1.92.0\n', '.dockerignore': 'rust-toolchain\n' });
    assert.match(dockerfileOf(generated(files)), /^FROM rust:1\.98-/m);
  });
});

describe('files beside the sources', () => {
  const reading = `${main}\nconst A: &str = "templates/a.html";\n`;

  test('templates are shipped unless a crate compiles them into the program', () => {
    const files = (...crates: readonly string[]): Files =>
      crate({
        'Cargo.lock': lockOf(...crates),
        'src/main.rs': reading,
        'templates/a.html': '',
      });
    assert.match(dockerfileOf(generated(files('tera'))), /templates \.\/templates$/m);
    assert.doesNotMatch(dockerfileOf(generated(files('askama'))), /templates/);
  });

  test('sources that were not read, and included files outside of the project, count for nothing', () => {
    const files = crate({
      'src/main.rs': `${main}\nconst A: &str = include_str!("../../README.md");\n`,
      'src/huge.rs': 'const B: &str = include_str!("../README.md");\n',
      'README.md': '#',
    });
    const project = toProject(files);
    const texts = new Map([...project.texts].filter(([path]) => path !== 'src/huge.rs'));
    const outcome = generate({
      project: { ...project, texts },
      recipe: 'rust-server',
      choices: { today: '2026-11-22' },
    });
    assert.ok(outcome.kind === 'generated');
    assert.deepEqual(outcome.plan.needed, []);
  });
});

test('a package under another name is known by its own', () => {
  const text = `${manifest}[dependencies]\ndb = { package = "sqlx", version = "0.8", features = ["postgres"] }\n`;
  assert.deepEqual(generated(crate({ 'Cargo.toml': text })).plan.runtime.services, ['postgres']);
});

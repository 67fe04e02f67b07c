import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import rust from '../../server/src/core/builders/rust';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

/** A lock file that holds the given crates. */
function lock(...crates: readonly string[]): string {
  return crates.map((name) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`).join('\n');
}

const plain: Files = {
  'Cargo.toml': '[package]\nname = "shop"\nversion = "1.0.0"\n',
  'Cargo.lock': lock('shop', 'serde', 'ring', 'zstd-sys'),
  'src/main.rs': 'fn main() {}\n',
};

interface Case {
  readonly title: string;
  readonly text: string;
  readonly files?: Files;
  readonly runtime: string;
}

const builds = dockerfile`
  FROM rust:1
  WORKDIR /src
  COPY . .
  RUN cargo build --release
  CMD ["./target/release/shop", "serve"]
`;

const cases: readonly Case[] = [
  {
    title: 'the program leaves the folder of the build',
    text: builds,
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/target/release/shop /usr/local/bin/

      CMD ["shop", "serve"]
    `,
  },
  {
    title: 'an older release of Debian, and the settings of Rocket',
    text: builds.replace('rust:1', 'rust:1.85'),
    files: { ...plain, 'Rocket.toml': '[release]\nport = 8000\n' },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian12:nonroot
      WORKDIR /src
      COPY --from=build /src/Rocket.toml /src/
      COPY --from=build /src/target/release/shop /usr/local/bin/

      CMD ["shop", "serve"]
    `,
  },
  {
    title: 'a static program for musl',
    text: builds
      .replace('rust:1', 'rust:1-alpine')
      .replace('--release', '--release --target x86_64-unknown-linux-musl')
      .replace('target/release', 'target/x86_64-unknown-linux-musl/release'),
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/target/x86_64-unknown-linux-musl/release/shop /usr/local/bin/

      CMD ["shop", "serve"]
    `,
  },
  {
    title: 'OpenSSL of the system asks for a slim image with the library',
    text: builds.replace('rust:1', 'rust:1-bookworm'),
    files: { ...plain, 'Cargo.lock': lock('shop', 'openssl', 'openssl-sys') },
    runtime: dockerfile`
      FROM debian:12-slim
      RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates libssl3 tzdata \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /src
      COPY --from=build /src/target/release/shop /usr/local/bin/

      CMD ["shop", "serve"]
    `,
  },
  {
    title: 'OpenSSL that is compiled in does not',
    text: builds,
    files: { ...plain, 'Cargo.lock': lock('shop', 'openssl-sys', 'openssl-src') },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/target/release/shop /usr/local/bin/

      CMD ["shop", "serve"]
    `,
  },
  {
    title: 'cargo install --path',
    text: dockerfile`
      FROM rust:1
      WORKDIR /src
      COPY . .
      RUN cargo install --path crates/web
      CMD ["web"]
    `,
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'Cargo.lock': lock('web'),
      'crates/web/Cargo.toml': '[package]\nname = "web"\n',
      'crates/web/src/main.rs': 'fn main() {}\n',
    },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /usr/local/cargo/bin/web /usr/local/bin/

      CMD ["web"]
    `,
  },
  {
    title: 'cargo run without a build before it',
    text: dockerfile`
      FROM rust:1
      WORKDIR /src
      COPY . .
      CMD cargo run --release --bin admin -- --port 80
    `,
    files: { ...plain, 'src/bin/admin.rs': 'fn main() {}\n' },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/target/release/admin /usr/local/bin/

      CMD ["admin", "--port", "80"]
    `,
  },
  {
    title: 'a named program, and a copy out of a cache mount',
    text: dockerfile`
      FROM rust:1
      WORKDIR /src
      COPY . .
      RUN --mount=type=cache,target=/src/target \
          cargo build --release && cp target/release/server /usr/local/bin/server
      ENTRYPOINT ["server"]
    `,
    files: {
      ...plain,
      'Cargo.toml': '[package]\nname = "shop"\n\n[[bin]]\nname = "server"\npath = "src/main.rs"\n',
    },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /usr/local/bin/server /usr/local/bin/

      ENTRYPOINT ["server"]
    `,
  },
];

const refusals: readonly (readonly [string, string, RegExp, Files?])[] = [
  [
    'a library that is not known',
    builds,
    /curious-sys/,
    { ...plain, 'Cargo.lock': lock('shop', 'curious-sys') },
  ],
  [
    'no lock file',
    builds,
    /Without Cargo\.lock/,
    { 'Cargo.toml': plain['Cargo.toml'] ?? '', 'src/main.rs': '' },
  ],
  [
    'a lock file that is not copied',
    builds.replace('COPY . .', 'COPY Cargo.toml ./\nCOPY src ./src'),
    /not copied/,
  ],
  ['settings of cargo', builds, /\.cargo\/config\.toml/, { ...plain, '.cargo/config.toml': '' }],
  [
    'a program in a cache mount',
    builds.replace('RUN', 'RUN --mount=type=cache,target=/src/target'),
    /not one that cargo/,
  ],
  ['another program', builds.replace('release/shop', 'release/store'), /not one that cargo/],
  ['an unknown Debian', builds.replace('rust:1\n', 'rust:1.60\n'), /Debian release/],
  [
    'another target',
    builds
      .replace('--release', '--release --target wasm32-wasip1')
      .replace('target/release', 'target/wasm32-wasip1/release'),
    /wasm32/,
  ],
  [
    'variables of cargo',
    builds,
    /only cargo sets/,
    { ...plain, 'src/main.rs': 'fn main() { std::env::var("CARGO_MANIFEST_DIR"); }\n' },
  ],
  [
    'two programs of cargo run',
    'FROM rust:1\nWORKDIR /src\nCOPY . .\nCMD cargo run\n',
    /Which program/,
    { ...plain, 'src/bin/admin.rs': '' },
  ],
  [
    'programs that it starts',
    builds,
    /starts other programs/,
    { ...plain, 'src/main.rs': 'use std::process::Command;\n' },
  ],
  ['a clone', builds.replace('COPY', 'RUN git clone https://example.org/x\nCOPY'), /git brings/],
  ['no start', builds.replace(/CMD.*\n/, ''), /CMD nor ENTRYPOINT/],
  [
    'a shell and a program in a folder of the build',
    builds.replace(/CMD.*/, 'CMD ./target/release/shop $ARGS'),
    /folder of the build/,
  ],
  ['no manifest', builds, /Where cargo puts/, { 'src/main.rs': '' }],
  [
    'cargo run without a manifest',
    'FROM rust:1\nWORKDIR /src\nCOPY . .\nCMD cargo run\n',
    /No Cargo\.toml/,
    { 'src/main.rs': '' },
  ],
  [
    'another command of cargo',
    'FROM rust:1\nWORKDIR /src\nCOPY . .\nCMD cargo test\n',
    /plain "cargo run"/,
  ],
  [
    'options of cargo run that need quotes',
    'FROM rust:1\nWORKDIR /src\nCOPY . .\nCMD ["cargo", "run", "--features", "a b"]\n',
    /need quotes/,
  ],
  [
    'libraries of its own',
    builds,
    /name libraries to link/,
    { ...plain, 'build.rs': 'println!("cargo:rustc-link-lib=ssl");' },
  ],
  [
    'the library of Rust',
    builds.replace('RUN', 'RUN RUSTFLAGS="-C prefer-dynamic"'),
    /library of Rust/,
  ],
  [
    'the library of Alpine',
    builds
      .replace('rust:1', 'rust:1-alpine')
      .replace('RUN', 'ENV RUSTFLAGS="-C target-feature=-crt-static"\nRUN'),
    /Alpine is linked/,
  ],
];

describe('the Rust builder', () => {
  for (const { title, text, files, runtime } of cases) {
    test(title, () => {
      assert.equal(runtimeStage(splitWith(rust, text, files ?? plain)), runtime);
    });
  }
  for (const [title, text, reason, files] of refusals) {
    test(`it refuses ${title}`, () => {
      const outcome = splitWith(rust, text, files ?? plain) ?? '';
      assert.match(outcome, /^refused/);
      assert.match(outcome, reason);
    });
  }
  test('it knows only images of Rust, and stages that build', () => {
    assert.equal(splitWith(rust, builds.replace('rust:1', 'debian:13'), plain), undefined);
    assert.equal(splitWith(rust, 'FROM rust:1\nCMD ["sleep", "1"]\n', plain), undefined);
  });
  test('places of the program', () => {
    const workspace = {
      'app/Cargo.toml': '[workspace]\nmembers = ["web", "cli"]\n',
      'app/Cargo.lock': lock('web'),
      'app/web/Cargo.toml': '[package]\nname = "web"\n',
      'app/web/src/main.rs': '',
      'app/cli/Cargo.toml': '[package]\nname = "cli"\n',
      'app/cli/src/main.rs': '',
    };
    const steps: readonly (readonly [string, string])[] = [
      ['cargo build -p web', '/src/app/target/debug/web'],
      ['cargo b --profile=fast --workspace', '/src/app/target/fast/web'],
      ['cargo +stable build --release --target-dir /out', '/out/release/web'],
      ['CARGO_TARGET_DIR=/out cargo build -r', '/out/release/web'],
      ['cargo build --profile bench --manifest-path web/Cargo.toml', '/src/app/target/release/web'],
      ['cd web && cargo build', '/src/app/target/debug/web'],
      ['cargo install --path web --root /opt', '/opt/bin/web'],
    ];
    for (const [step, path] of steps) {
      const text = `FROM rust:1\nCOPY . /src\nWORKDIR /src/app\nRUN ${step}\nCMD ["${path}"]\n`;
      assert.match(
        splitWith(rust, text, workspace) ?? '',
        new RegExp(`--from=build ${path} `),
        step,
      );
    }
  });
  test('stand-ins for sources belong to the build', () => {
    const text = builds.replace(
      'COPY . .',
      "COPY Cargo.toml Cargo.lock ./\nRUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --release\nCOPY . .",
    );
    const runtime = runtimeStage(splitWith(rust, text, plain));
    assert.doesNotMatch(runtime, /refused|chown/);
  });
  test('tools that cargo installs are no program of the project', () => {
    const text = builds.replace('RUN', 'RUN cargo install cargo-audit\nRUN');
    assert.match(splitWith(rust, text, plain) ?? '', /target\/release\/shop/);
  });
  test('default-run names the program of cargo run', () => {
    const files = {
      ...plain,
      'Cargo.toml': '[package]\nname = "shop"\ndefault-run = "shop"\n',
      'src/bin/admin.rs': '',
    };
    const text =
      'FROM rust:1\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nCMD cargo run -r\n';
    assert.match(
      splitWith(rust, text, files) ?? '',
      /release\/shop \/usr\/local\/bin\/\n\nCMD \["shop"\]/,
    );
  });
  test('cargo run adds the build that it would do', () => {
    const text = 'FROM rust:1\nWORKDIR /src\nCOPY . .\nCMD cargo run --features fast\n';
    assert.match(
      splitWith(rust, text, plain) ?? '',
      /\nRUN cargo build --features fast\n\nFROM [^]*\/src\/target\/debug\/shop/,
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findLinkingCompiler } from '../../server/src/core/model/linked-programs';
import { DockerfileModel } from '../../server/src/core/model/model';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** The compiler of a file of the last stage. */
function compiler(text: string, path: string, files: Files = {}): string | undefined {
  const model = new DockerfileModel(text, toProject(files));
  assert.ok(model.target);
  return findLinkingCompiler(model, model.target, path);
}

describe('programs in C that are linked with the C library', () => {
  const cases: readonly (readonly [run: string, expected: boolean])[] = [
    ['RUN gcc -O2 -o server main.c', true],
    ['RUN clang++ main.cpp -o /src/server', true],
    ['RUN make && gcc -o server main.c && strip server', true],
    ['RUN gcc -o other main.c', false],
    ['RUN gcc main.c', false],
    ['RUN gcc main.c -o', false],
    ['RUN gcc -o $NAME main.c', false],
    ['RUN gcc -static -o server main.c', false],
    ['RUN gcc -shared -o server main.c', false],
    ['RUN gcc -m32 -o server main.c', false],
    ['RUN gcc $FLAGS -o server main.c', false],
    ['RUN cd lib && gcc -o /src/server main.c', false],
    ['RUN if true; then gcc -o server main.c', false],
    ['RUN cp a server', false],
  ];
  for (const [run, expected] of cases) {
    test(`${run}: ${String(expected)}`, () => {
      const text = `FROM gcc:15\nWORKDIR /src\nCOPY . .\n${run}\n`;
      assert.equal(compiler(text, '/src/server'), expected ? 'C compiler' : undefined);
    });
  }

  test('in the stage below', () => {
    const text =
      'FROM gcc:15 AS a\nWORKDIR /src\nRUN gcc -o server a.c\nFROM a\nRUN strip server\n';
    assert.equal(compiler(text, '/src/server'), 'C compiler');
  });
});

describe('programs in Rust that are linked with the C library', () => {
  const release = 'RUN cargo build --release';
  const cases: readonly (readonly [
    image: string,
    lines: string,
    expected: boolean,
    path?: string,
  ])[] = [
    ['rust:1.90', release, true],
    ['rust:1.90', 'RUN cargo build -r --locked', true],
    ['rust:1.90', 'RUN A=1 cargo build -r', true],
    ['rust:1.90', 'RUN env A=1 cargo build -r', true],
    ['rust:1.90', 'RUN cargo build', false],
    ['rust:1.90', 'RUN cargo test --release', false],
    ['rust:1.90-alpine', release, false],
    ['example.org/rust', release, false],
    ['scratch', release, false],
    ['rust:1.90', 'RUN cargo build --release --target x86_64-unknown-linux-musl', false],
    ['rust:1.90', 'RUN cargo build --release $FLAGS', false],
    ['rust:1.90', `ENV RUSTFLAGS="-C target-feature=+crt-static"\n${release}`, false],
    ['rust:1.90', `ARG CARGO_BUILD_TARGET\n${release}`, false],
    ['rust:1.90', 'RUN RUSTFLAGS=-Cx cargo build --release', false],
    ['rust:1.90', 'RUN RUSTFLAGS= cargo build --release', false],
    ['rust:1.90', 'RUN RUSTFLAGS=$X cargo build --release', false],
    ['rust:1.90', 'RUN env RUSTFLAGS=-Cx cargo build --release', false],
    ['rust:1.90', 'RUN export RUSTFLAGS=-Cx && cargo build --release', false],
    ['rust:1.90', release, false, '/src/target/release/libshop.so'],
    ['rust:1.90', release, false, '/src/target/debug/shop'],
    ['rust:1.90', `ARG DIR\nWORKDIR $DIR\n${release}`, false],
  ];
  for (const [image, lines, expected, path = '/src/target/release/shop'] of cases) {
    test(`${image} | ${lines.replace('\n', ' | ')} | ${path}: ${String(expected)}`, () => {
      const text = `FROM ${image}\nWORKDIR /src\nCOPY . .\n${lines}\n`;
      assert.equal(compiler(text, path), expected ? 'Cargo' : undefined);
    });
  }

  test('settings of Cargo may ask for another library', () => {
    const text = `FROM rust:1.90\nWORKDIR /src\nCOPY . .\n${release}\n`;
    const path = '/src/target/release/shop';
    assert.equal(compiler(text, path, { '.cargo/config.toml': '' }), undefined);
    assert.equal(compiler(text, path, { 'api/.cargo/config': '' }), undefined);
    const model = new DockerfileModel(text);
    assert.ok(model.target);
    assert.equal(findLinkingCompiler(model, model.target, path), undefined);
  });
});

describe('programs in Go that are linked with the C library', () => {
  const server: Files = {
    'go.mod': 'module example.org/shop\n',
    'main.go': 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n',
    'cmd/tool/main.go': 'package main\n\nimport "fmt"\n',
    'cmd/web/main.go': 'package main\n\nimport "os/user"\n',
    'cmd/web/main_linux.go': 'package main\n\nimport "net"\n',
  };
  const cases: readonly (readonly [lines: string, expected: boolean, image?: string])[] = [
    ['RUN go build -o /shop', true],
    ['RUN go build -o /shop .', true],
    ['RUN go build -trimpath -ldflags "-s -w" -o /shop ./cmd/web', true],
    ['RUN CGO_ENABLED=1 go build -o /shop .', true],
    ['ENV CGO_ENABLED=1\nRUN go build -o /shop .', true],
    ['RUN CGO_ENABLED=1 go build -o /shop .', true, 'golang:1.25-alpine'],
    ['RUN go build -o /shop .', false, 'golang:1.25-alpine'],
    ['RUN go build -o /shop .', false, 'debian:13'],
    ['RUN go build -o /shop .', false, 'scratch'],
    ['RUN go build -o /shop ./cmd/tool', false],
    ['RUN go build -o /shop . ./cmd/web', false],
    ['RUN go build -o /shop main.go', false],
    ['RUN go build -o /shop /srv/other', false],
    ['RUN go build -o /shop $TARGET', true],
    ['RUN go build -o /other .', false],
    ['RUN go build .', false],
    ['RUN go test -o /shop .', false],
    ['RUN CGO_ENABLED=0 go build -o /shop .', false],
    ['RUN export CGO_ENABLED=0 && go build -o /shop .', false],
    ['RUN export GOFLAGS=-tags=netgo && go build -o /shop .', false],
    ['RUN export GOOS=darwin && go build -o /shop .', false],
    ['ENV CGO_ENABLED=0\nRUN go build -o /shop .', false],
    ['ARG CGO_ENABLED\nRUN go build -o /shop .', false],
    ['RUN GOOS=linux go build -o /shop .', false],
    ['RUN go build -tags netgo -o /shop .', false],
    ['RUN go build -ldflags "-linkmode external -extldflags -static" -o /shop .', false],
  ];
  for (const [lines, expected, image = 'golang:1.25'] of cases) {
    test(`${image} | ${lines.replace('\n', ' | ')}: ${String(expected)}`, () => {
      const text = `FROM ${image}\nWORKDIR /src\nCOPY . .\n${lines}\n`;
      assert.equal(compiler(text, '/shop', server), expected ? 'Go' : undefined);
    });
  }

  const build = 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /shop\n';
  const others: readonly (readonly [title: string, text: string, files: Files])[] = [
    ['a library', build, { ...server, 'main.go': 'package shop\n\nimport "net"\n' }],
    [
      'a file for some builds',
      build,
      { ...server, 'main.go': '//go:build linux\n\npackage main\n\nimport "net"\n' },
    ],
    ['no module', build, { 'main.go': server['main.go'] ?? '' }],
    ['a folder that is not known', build.replace('WORKDIR /src', 'ARG DIR\nWORKDIR $DIR'), server],
  ];
  for (const [title, text, files] of others) {
    test(`not known: ${title}`, () => {
      assert.equal(compiler(text, '/shop', files), undefined);
    });
  }

  test('a module in a folder of the context', () => {
    const text = build.replace('COPY . .', 'COPY api .');
    const files = { 'api/go.mod': '', 'api/main.go': server['main.go'] ?? '', 'apis.go': '' };
    assert.equal(compiler(text, '/shop', files), 'Go');
  });

  test('without the files of the project, or their texts', () => {
    const project = toProject(server);
    const texts = new Map([...project.texts].filter(([path]) => path === 'go.mod'));
    for (const files of [undefined, { ...project, texts }]) {
      const model = new DockerfileModel(build, files);
      assert.ok(model.target);
      assert.equal(findLinkingCompiler(model, model.target, '/shop'), undefined);
    }
  });
});

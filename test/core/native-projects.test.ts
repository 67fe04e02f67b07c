import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import c from '../../server/src/core/builders/c';
import type { Builder } from '../../server/src/core/builders/define-builder';
import go from '../../server/src/core/builders/go';
import rust from '../../server/src/core/builders/rust';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const goFiles: Files = {
  'go.mod': 'module example.org/shop\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const goHead = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\n';
const goTail = 'RUN go build -o shop\nCMD ["./shop"]\n';
const rustFiles: Files = {
  'Cargo.toml': '[package]\nname = "shop"\n',
  'Cargo.lock': '[[package]]\nname = "shop"\n',
  'src/main.rs': 'fn main() {}\n',
};
const rustHead = 'FROM rust:1\nWORKDIR /src\nCOPY . .\n';
const rustTail = 'RUN cargo build --release\nCMD ["./target/release/shop"]\n';
const cFiles: Files = { 'main.c': 'int main(void) { return 0; }\n' };
const cHead =
  'FROM debian:13\nRUN apt-get update && apt-get install -y gcc make\nWORKDIR /src\nCOPY . .\n';
const cTail = 'RUN gcc -o tides main.c\nCMD ["./tides"]\n';
const cmake: Files = { ...cFiles, 'CMakeLists.txt': 'add_executable(tides main.c)\n' };

const workspace: Files = {
  'Cargo.toml': '[workspace]\nmembers = ["web"]\n',
  'Cargo.lock': '[[package]]\nname = "web"\n',
  'web/Cargo.toml': '[package]\nname = "web"\n',
  'web/src/main.rs': 'fn main() {}\n',
};

type Case = readonly [title: string, builder: Builder, text: string, part: RegExp, files: Files];

/** What the runtime stage has. */
const cases: readonly Case[] = [
  // Go
  [
    'a program of one file',
    go,
    `${goHead}RUN go build main.go\nCMD ["./main"]\n`,
    /\/app\/main /,
    goFiles,
  ],
  [
    'a folder as the place of programs',
    go,
    `${goHead}RUN go build -o bin/ ./cmd/...\nCMD ["bin/api"]\n`,
    /\/app\/bin\/api /,
    { ...goFiles, 'cmd/api/main.go': 'package main\n', 'cmd/api/db/db.go': 'package db\n' },
  ],
  [
    'an install by import path',
    go,
    `${goHead}RUN go install example.org/shop/cmd/api\nCMD ["api"]\n`,
    /\/go\/bin\/api \/usr\/local\/bin/,
    { ...goFiles, 'cmd/api/main.go': 'package main\n' },
  ],
  [
    'an install into GOBIN',
    go,
    `${goHead}RUN GOBIN=/out go install .\nCMD ["/out/shop"]\n`,
    /\/out\/shop \/out\//,
    goFiles,
  ],
  [
    'an install into GOPATH',
    go,
    `${goHead}ENV GOPATH=/gp\nRUN go install .\nCMD ["/gp/bin/shop"]\n`,
    /\/gp\/bin\/shop /,
    goFiles,
  ],
  [
    'tools beside the program',
    go,
    `${goHead}RUN go install github.com/x/tool@v1 && go install ./...\n${goTail}`,
    /\/app\/shop /,
    goFiles,
  ],
  [
    'a module of a folder',
    go,
    `${goHead}RUN go build -C api -o /bin/api .\nCMD ["/bin/api"]\n`,
    /\/bin\/api /,
    { 'api/go.mod': 'module example.org/api\n', 'api/main.go': 'package main\n' },
  ],
  [
    'cgo turned off before the command',
    go,
    `${goHead}RUN export CGO_ENABLED=0 && go build -o shop\nCMD ["./shop"]\n`,
    /static-debian13/,
    goFiles,
  ],
  [
    'cgo turned off by env',
    go,
    `${goHead}RUN env CGO_ENABLED=0 go build -o shop\nCMD ["./shop"]\n`,
    /static-debian13/,
    goFiles,
  ],
  ['cgo turned on by ENV', go, `${goHead}ENV CGO_ENABLED=1\n${goTail}`, /cc-debian13/, goFiles],
  ['go run of the folder', go, `${goHead}CMD ["go", "run", "."]\n`, /CMD \["shop"\]/, goFiles],
  [
    'go run of files',
    go,
    `${goHead}CMD ["go", "run", "main.go", "serve"]\n`,
    /CMD \["shop", "serve"\]/,
    goFiles,
  ],
  [
    'sources that stand in for others',
    go,
    `${goHead}RUN echo "package main" > stub.go\n${goTail}`,
    /\/app\/shop /,
    goFiles,
  ],
  [
    'a search that changes nothing',
    go,
    `${goHead}RUN find . -name '*.go'\n${goTail}`,
    /\/app\/shop /,
    goFiles,
  ],
  [
    'folders made with install',
    go,
    `${goHead}RUN install -d /data\n${goTail}`,
    /\/app\/shop /,
    goFiles,
  ],
  [
    'folders within folders',
    go,
    `${goHead}RUN mkdir -p /data /data/orders\n${goTail}`,
    /\/data\/orders/,
    goFiles,
  ],
  [
    'files that the build takes up',
    go,
    `${goHead}RUN cp page.html web/ && go build -o shop ./web\nCMD ["./shop"]\n`,
    /\/app\/shop /,
    { 'go.mod': 'module example.org/shop\n', 'web/main.go': 'package main\n', 'page.html': '' },
  ],
  [
    'an unpacked archive in the step of the build',
    go,
    `${goHead}RUN tar -xf data.tar && go build -o shop\nCMD ["./shop"]\n`,
    /\/app\/shop /,
    goFiles,
  ],
  [
    'a health check by the program',
    go,
    `${goHead}RUN go build -o shop\nHEALTHCHECK CMD ["./shop", "health"]\nCMD ["./shop"]\n`,
    /HEALTHCHECK CMD/,
    goFiles,
  ],
  [
    'a health check by bash on Alpine',
    go,
    `${goHead.replace('1.26', '1.26-alpine3.23')}RUN go build -o shop\nHEALTHCHECK CMD ["bash", "-c", "true"]\nCMD ["./shop"]\n`,
    /apk add --no-cache bash/,
    goFiles,
  ],
  // Rust
  [
    'the short name of build',
    rust,
    `${rustHead}RUN cargo b -r\nCMD ["./target/release/shop"]\n`,
    /release\/shop/,
    rustFiles,
  ],
  [
    'the short name of run',
    rust,
    `${rustHead}CMD ["cargo", "r", "-r", "serve"]\n`,
    /CMD \["shop", "serve"\]/,
    rustFiles,
  ],
  [
    'a program named with its option',
    rust,
    `${rustHead}RUN cargo build --bin=shop --jobs 4\nCMD ["./target/debug/shop"]\n`,
    /debug\/shop/,
    rustFiles,
  ],
  [
    'the profile for benchmarks',
    rust,
    `${rustHead}RUN cargo build --profile bench\nCMD ["./target/release/shop"]\n`,
    /release\/shop/,
    rustFiles,
  ],
  [
    'a target in a variable',
    rust,
    `${rustHead}ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-musl\nRUN cargo build\nCMD ["./target/x86_64-unknown-linux-musl/debug/shop"]\n`,
    /static-debian13/,
    rustFiles,
  ],
  [
    'the target of a variable of the step',
    rust,
    `${rustHead}RUN CARGO_TARGET_DIR=/out cargo build\nCMD ["/out/debug/shop"]\n`,
    /\/out\/debug\/shop/,
    rustFiles,
  ],
  [
    'an install into a root',
    rust,
    `${rustHead}RUN cargo install --path . --root out\nCMD ["/src/out/bin/shop"]\n`,
    /\/src\/out\/bin\/shop/,
    rustFiles,
  ],
  [
    'cargo run after a build',
    rust,
    `${rustHead}RUN cargo build\nCMD ["cargo", "run"]\n`,
    /debug\/shop/,
    rustFiles,
  ],
  [
    'a manifest in a folder',
    rust,
    `${rustHead}RUN cargo build --manifest-path web/Cargo.toml\nCMD ["./target/debug/web"]\n`,
    /target\/debug\/web/,
    workspace,
  ],
  // C
  [
    'a compiler in a step that sets variables',
    c,
    `${cHead}RUN OPT=-O2; gcc $OPT -o tides main.c\nCMD ["./tides"]\n`,
    /\/src\/tides /,
    cFiles,
  ],
  [
    'a Makefile of the older name',
    c,
    `${cHead}RUN make\nCMD ["./tides"]\n`,
    /\/src\/tides /,
    { ...cFiles, makefile: 'tides: main.c\n' },
  ],
  [
    'a project of CMake in a folder, without a name',
    c,
    `${cHead}RUN cmake -S lib -B out && cmake --build out\nCMD ["./out/tides"]\n`,
    /\/src\/out\/tides /,
    {
      'lib/main.c': '',
      'lib/CMakeLists.txt': 'add_executable(tides main.c)\nadd_executable(${PROJECT_NAME}-x x.c)\n',
    },
  ],
  [
    'a build of CMake with options only',
    c,
    `${cHead}RUN cmake -DX=1 && make\nCMD ["./tides"]\n`,
    /\/src\/tides /,
    cmake,
  ],
  [
    'an install of Ninja',
    c,
    `${cHead}RUN cmake -G Ninja -B b . && ninja -C b install\nCMD ["tides"]\n`,
    /\/usr\/local \/usr\/local/,
    cmake,
  ],
  [
    'a shell form that is written out',
    c,
    `${cHead}RUN gcc -o tides main.c\nCMD ./tides -v\n`,
    /CMD \["\.\/tides", "-v"\]/,
    cFiles,
  ],
  [
    'words of a start that stay with the shell',
    c,
    `${cHead}RUN gcc -o tides main.c\nCMD ./tides $X\n`,
    /CMD \.\/tides \$X/,
    cFiles,
  ],
  [
    'data of the project',
    c,
    `${cHead}COPY data /srv/data\n${cTail}`,
    /\/srv\/data/,
    { ...cFiles, 'main.c': 'char *p = "/srv/data/tides.csv";\n', 'data/tides.csv': '' },
  ],
];

const refusals: readonly Case[] = [
  // Go
  [
    'a place that is not known',
    go,
    `${goHead}RUN cd $X && go build -o shop\nCMD ["./shop"]\n`,
    /puts the program is not known/,
    goFiles,
  ],
  [
    'files of tests only',
    go,
    `${goHead}RUN cd $X && go build\nCMD ["./shop"]\n`,
    /not one that "go build"/,
    goFiles,
  ],
  [
    'an unknown setting of cgo',
    go,
    `${goHead}RUN CGO_ENABLED=$C go build -o shop\nCMD ["./shop"]\n`,
    /CGO_ENABLED is not known/,
    goFiles,
  ],
  [
    'an unknown export',
    go,
    `${goHead}RUN export CGO_ENABLED=$C && go build -o shop\nCMD ["./shop"]\n`,
    /CGO_ENABLED is not known/,
    goFiles,
  ],
  [
    'an unknown setting of env',
    go,
    `${goHead}RUN env CGO_ENABLED=$C go build -o shop\nCMD ["./shop"]\n`,
    /CGO_ENABLED is not known/,
    goFiles,
  ],
  [
    'an unknown variable of the stage',
    go,
    `${goHead}ARG C\nENV CGO_ENABLED=$C\n${goTail}`,
    /./,
    goFiles,
  ],
  [
    'a module of another project',
    go,
    `${goHead}RUN go install example.com/other/cmd\nCMD ["cmd"]\n`,
    /not one that "go build"/,
    goFiles,
  ],
  [
    'go run where no module is',
    go,
    `FROM golang:1.26\nWORKDIR /x\nCOPY . /app\nCMD ["go", "run", "."]\n`,
    /No go\.mod is known where "go run"/,
    goFiles,
  ],
  [
    'go run of a remote package',
    go,
    `${goHead}CMD ["go", "run", "example.org/x@v1"]\n`,
    /./,
    goFiles,
  ],
  [
    'go run of odd words',
    go,
    `${goHead}CMD ["go", "run", "-ldflags", "-X a=b", "."]\n`,
    /need quotes/,
    goFiles,
  ],
  ['go vet at the start', go, `${goHead}CMD ["go"]\n`, /plain "go run"/, goFiles],
  [
    'a build without go.mod',
    go,
    `${goHead}RUN go build -o shop main.go\nCMD ["./shop"]\n`,
    /No go\.mod is known where the program is built/,
    { 'main.go': 'package main\n' },
  ],
  [
    'plugins',
    go,
    `${goHead}${goTail}`,
    /loads plugins/,
    { ...goFiles, 'p.go': 'package main\nimport "plugin"\n' },
  ],
  [
    'a removal with find',
    go,
    `${goHead}RUN find . -name x -delete\n${goTail}`,
    /"find \. -name x -delete"/,
    goFiles,
  ],
  [
    'a long step',
    go,
    `${goHead}RUN ./prepare --with-everything --that-is-needed=yes\n${goTail}`,
    /"\.\/prepare --with-everything --that\S*…"/,
    goFiles,
  ],
  ['a program in a variable', go, `${goHead}RUN $TOOL x\n${goTail}`, /^refused/, goFiles],
  [
    'a package that is removed',
    go,
    `${goHead}RUN apt-get purge -y git\n${goTail}`,
    /"apt-get purge -y git"/,
    goFiles,
  ],
  [
    'packages and more',
    go,
    `${goHead}RUN apt-get update && apt-get install -y tzdata && mkdir /x\n${goTail}`,
    /installs packages and does something else/,
    goFiles,
  ],
  ['a copy without a target', go, `${goHead}RUN cp\n${goTail}`, /"cp"/, goFiles],
  [
    'a copy to the root',
    go,
    `${goHead}RUN cp /etc/hostname /\n${goTail}`,
    /"cp \/etc\/hostname \/"/,
    goFiles,
  ],
  [
    'a copy into the folder of the build',
    go,
    `${goHead}RUN cp /etc/hostname .\n${goTail}`,
    /"cp \/etc\/hostname \."/,
    goFiles,
  ],
  [
    'a copy that no build takes up',
    go,
    `${goHead}RUN cp /etc/hostname web/ && X=1; ls\n${goTail}`,
    /"cp \/etc\/hostname web/,
    goFiles,
  ],
  [
    'a folder in a variable',
    go,
    `${goHead}RUN mkdir $DATA\n${goTail}`,
    /path of a folder/,
    goFiles,
  ],
  [
    'a patch before the build',
    go,
    `${goHead}RUN tar -xf data.tar\n${goTail}`,
    /"tar -xf data\.tar"/,
    goFiles,
  ],
  [
    'a text for another program',
    go,
    `${goHead}RUN sed -i s/a/b/ main.go && go build -o shop\nCMD ["./shop"]\n`,
    /"sed -i/,
    goFiles,
  ],
  [
    'a tool of the health check',
    go,
    `${goHead}RUN go build -o shop\nHEALTHCHECK CMD ["/probe"]\nCMD ["./shop"]\n`,
    /"probe" for the health check/,
    goFiles,
  ],
  [
    'a health check of a variable',
    go,
    `${goHead}RUN go build -o shop\nHEALTHCHECK CMD $PROBE\nCMD ["./shop"]\n`,
    /^refused.*health check/,
    goFiles,
  ],
  [
    'a package of Alpine',
    go,
    `${goHead.replace('1.26', '1.26-alpine')}RUN apk add --no-cache frobnicate\n${goTail}`,
    /package "frobnicate"/,
    goFiles,
  ],
  [
    'headers of Alpine',
    go,
    `${goHead.replace('1.26', '1.26-alpine')}RUN apk add --no-cache vips-dev\nENV CGO_ENABLED=1\n${goTail}`,
    /package "vips-dev"/,
    goFiles,
  ],
  [
    'owners that are not known',
    go,
    `${goHead}RUN chown -R 1000 /app\nRUN go build -o shop\nUSER 1000\nCMD ["./shop"]\n`,
    /belong to the account/,
    { ...goFiles, 'main.go': 'package main\n\nfunc main() { os.Create("x") }\n' },
  ],
  [
    'a source in an archive',
    go,
    `${goHead}ADD data.tar.gz /srv/\n${goTail}`,
    /files of ADD/,
    { ...goFiles, 'data.tar.gz': '' },
  ],
  [
    'copies with parents',
    go,
    `${goHead}COPY --parents web/a.txt /srv/\n${goTail}`,
    /files of COPY/,
    { ...goFiles, 'web/a.txt': '' },
  ],
  [
    'a download',
    go,
    `${goHead}ADD https://example.org/a.txt /srv/\n${goTail}`,
    /"ADD https:\/\/example\.org\/a\.txt \/srv\/" brings/,
    goFiles,
  ],
  [
    'a copy of a variable',
    go,
    `${goHead}ARG F\nCOPY $F /srv/\n${goTail}`,
    /COPY brings|brings/,
    goFiles,
  ],
  [
    'a copy to a variable',
    go,
    `${goHead}ARG T\nCOPY data $T\n${goTail}`,
    /Where data\S* lies/,
    { ...goFiles, 'data/a.txt': '' },
  ],
  // Rust
  [
    'a build in an unknown folder',
    rust,
    `${rustHead}RUN cd $X && cargo build\nCMD ["./shop"]\n`,
    /Where cargo puts/,
    rustFiles,
  ],
  [
    'a target folder that is not known',
    rust,
    `FROM rust:1\nARG W\nCOPY . /src\nRUN cargo build --manifest-path /src/Cargo.toml --target-dir 'C:\\x'\nCMD ["/shop"]\n`,
    /Where cargo puts/,
    rustFiles,
  ],
  [
    'an option at the end',
    rust,
    `${rustHead}RUN cargo build --bin\nCMD ["/x"]\n`,
    /not one that cargo/,
    rustFiles,
  ],
  [
    'cargo run with another command before',
    rust,
    `${rustHead}RUN cd $X && cargo build\nCMD ["cargo", "run"]\n`,
    /Where cargo puts/,
    rustFiles,
  ],
  ['nothing but cargo', rust, `${rustHead}CMD ["cargo"]\n`, /plain "cargo run"/, rustFiles],
  // C
  [
    'a compiler in an unknown folder',
    c,
    `${cHead}RUN cd $X && gcc -o tides main.c\nCMD ["./tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'make in an unknown folder',
    c,
    `${cHead}RUN cd $X && make\nCMD ["./tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'make without a Makefile',
    c,
    `${cHead}RUN make\nCMD ["./tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'ninja in an unknown folder',
    c,
    `${cHead}RUN cd $X && ninja\nCMD ["./tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'meson outside of the project',
    c,
    `${cHead}RUN cd /opt && meson compile\nCMD ["./tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'targets with unknown variables',
    c,
    `${cHead}RUN make\nCMD ["./tides"]\n`,
    /not one that the build/,
    { ...cFiles, GNUmakefile: '$(BIN): main.c\n%.o: %.c\n' },
  ],
  [
    'cmake in an unknown folder',
    c,
    `${cHead}RUN cd $X && cmake . && cmake --build .\nCMD ["./tides"]\n`,
    /not one that the build/,
    cmake,
  ],
  [
    'cmake of another folder',
    c,
    `${cHead}RUN cmake -S /opt -B b && cmake --build b\nCMD ["./b/tides"]\n`,
    /not one that the build/,
    cmake,
  ],
  [
    'cmake without CMakeLists.txt',
    c,
    `${cHead}RUN cmake -B b && cmake --build b\nCMD ["./b/tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'programs with unknown names',
    c,
    `${cHead}RUN cmake -B b && cmake --build b\nCMD ["./b/tides"]\n`,
    /not one that the build/,
    { ...cFiles, 'CMakeLists.txt': 'add_executable(${NAME} main.c)\n' },
  ],
  ['cmake alone', c, `${cHead}RUN cmake\nCMD ["./x"]\n`, /not one that the build/, cmake],
  [
    'an install into a variable',
    c,
    `${cHead}RUN make && make PREFIX=$P install\nCMD ["/opt/x/bin/tides"]\n`,
    /not one that the build/,
    cFiles,
  ],
  [
    'an install into the root',
    c,
    `${cHead}RUN ./configure --prefix=/ && make install\nCMD ["tides"]\n`,
    /adds to \/ is not known/,
    cFiles,
  ],
  [
    'an install with a prefix of Windows',
    c,
    `${cHead}RUN ./configure && make install --prefix 'C:\\x'\nCMD ["tides"]\n`,
    /./,
    cFiles,
  ],
];

const more: readonly Case[] = [
  ['go by itself', go, `${goHead}RUN go\n${goTail}`, /\/app\/shop /, goFiles],
  [
    'an import path in a folder that is not known',
    go,
    `${goHead}RUN cd $X && go build -o /bin/shop example.org/shop\nCMD ["/bin/shop"]\n`,
    /\/bin\/shop /,
    goFiles,
  ],
  [
    'words of cargo that are not known',
    rust,
    `${rustHead}RUN cargo build --features "$(cat f)"\nCMD ["./target/debug/shop"]\n`,
    /debug\/shop/,
    rustFiles,
  ],
  [
    'an account that fills files',
    go,
    `${goHead}RUN useradd app\nRUN go build -o shop\nUSER app\nCMD ["./shop"]\n`,
    /USER app/,
    { ...goFiles, 'main.go': 'package main\n\nfunc main() { os.Create("x") }\n' },
  ],
];

const moreRefusals: readonly Case[] = [
  [
    'go run in a folder that is not known',
    go,
    'FROM golang:1.26\nARG W\nWORKDIR $W\nCOPY . .\nCMD ["go", "run", "."]\n',
    /No go\.mod/,
    goFiles,
  ],
  [
    'an output without its path',
    go,
    `${goHead}RUN go build -o\n${goTail.replace('go build -o shop', 'true').replace('./shop', './x')}`,
    /./,
    goFiles,
  ],
  [
    'a copy in a folder that is not known',
    go,
    `FROM golang:1.26\nARG W\nWORKDIR $W\nCOPY . .\nRUN cp /etc/hostname /x\n${goTail}`,
    /./,
    goFiles,
  ],
  [
    'an install by cargo from a folder that is not known',
    rust,
    `${rustHead}RUN cd $X && cargo install --path /src --root out\nCMD ["out/bin/shop"]\n`,
    /not one that cargo/,
    rustFiles,
  ],
  [
    'a copy of cargo that is not known',
    rust,
    'FROM rust:1\nWORKDIR /src\nARG F\nCOPY . .\nCOPY $F /x/\nRUN cd app && cargo build\nCMD ["/src/app/target/debug/shop"]\n',
    /./,
    Object.fromEntries(Object.entries(rustFiles).map(([path, text]) => [`app/${path}`, text])),
  ],
];

describe('native projects', () => {
  for (const [title, builder, text, part, files] of [...cases, ...more]) {
    test(title, () => {
      assert.match(runtimeStage(splitWith(builder, text, files)), part);
    });
  }
  for (const [title, builder, text, reason, files] of [...refusals, ...moreRefusals]) {
    test(`they refuse ${title}`, () => {
      const outcome = splitWith(builder, text, files) ?? 'not offered';
      assert.match(outcome, /^refused/);
      assert.match(outcome, reason);
    });
  }
  test('sources that were not read', () => {
    const answers: readonly (readonly [Builder, string, Files, string, RegExp])[] = [
      [go, goHead + goTail, goFiles, 'main.go', /main\.go could not be read/],
      [rust, rustHead + rustTail, rustFiles, 'src/main.rs', /could not be read as a whole/],
      [c, cHead + cTail, cFiles, 'main.c', /could not be read as a whole/],
      [c, cHead + cTail, { ...cFiles, Makefile: '' }, 'Makefile', /^split/],
      [
        go,
        goHead + goTail.replace('RUN', 'RUN go generate ./... &&'),
        goFiles,
        'main.go',
        /could not be read/,
      ],
    ];
    for (const [builder, text, files, unread, expected] of answers) {
      const project = toProject(files);
      const texts = new Map([...project.texts].filter(([path]) => path !== unread));
      const model = new DockerfileModel(text, { ...project, texts });
      assert.ok(model.target !== undefined);
      const split = planSplit([builder], model, model.target, exampleDay);
      assert.match(split?.kind === 'refused' ? split.reason : String(split?.kind), expected, text);
    }
  });
  test('a project that is not known as a whole', () => {
    const model = new DockerfileModel(goHead + goTail, { ...toProject(goFiles), complete: false });
    assert.ok(model.target !== undefined);
    const split = planSplit([go], model, model.target, exampleDay);
    assert.match(
      split?.kind === 'refused' ? split.reason : 'split',
      /could not be read as a whole/,
    );
  });
  test('stages without a base image', () => {
    for (const [builder, text, files] of [
      [go, goTail, goFiles],
      [rust, rustTail, rustFiles],
      [c, cTail, cFiles],
    ] as const) {
      const model = new DockerfileModel(`FROM scratch\n${text}`, toProject(files));
      const { context, target: stage } = model;
      assert.ok(context !== undefined && stage !== undefined);
      assert.equal(builder.plan({ model, stage, context, today: exampleDay }), undefined);
    }
  });
});

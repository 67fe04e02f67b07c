import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import c from '../../server/src/core/builders/c';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const plain: Files = { 'main.c': 'int main(void) { return 0; }\n' };
const cmake: Files = {
  ...plain,
  'CMakeLists.txt':
    'project(tides C)\nadd_executable(${PROJECT_NAME} main.c)\ninstall(TARGETS tides)\n',
};

const builds = dockerfile`
  FROM debian:13
  RUN apt-get update && apt-get install -y gcc libc6-dev
  WORKDIR /src
  COPY . .
  RUN gcc -O2 -o tides main.c
  CMD ["./tides"]
`;

const installs = dockerfile`
  FROM debian:12
  RUN apt-get update && apt-get install -y build-essential cmake libpq-dev
  WORKDIR /src
  COPY . .
  RUN mkdir build && cd build && cmake .. && make && make install
  CMD ["tides"]
`;

interface Case {
  readonly title: string;
  readonly text: string;
  readonly files?: Files;
  readonly runtime: string;
}

const cases: readonly Case[] = [
  {
    title: 'one program of the compiler',
    text: builds,
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/tides /src/

      CMD ["./tides"]
    `,
  },
  {
    title: 'an install below /usr/local, with the library of its headers',
    text: installs,
    files: cmake,
    runtime: dockerfile`
      FROM debian:12-slim
      RUN apt-get update \
          && apt-get install -y --no-install-recommends libpq5 \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /src
      COPY --from=build /usr/local /usr/local

      CMD ["tides"]
    `,
  },
  {
    title: 'a program that CMake leaves in the folder of the build',
    text: dockerfile`
      FROM debian:13
      RUN apt-get update && apt-get install -y build-essential cmake
      COPY . /src
      WORKDIR /src
      RUN cmake -B build && cmake --build build
      CMD ["/src/build/tides"]
    `,
    files: cmake,
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/build/tides /src/build/

      CMD ["/src/build/tides"]
    `,
  },
  {
    title: 'a target of a Makefile in an image of GCC',
    text: dockerfile`
      FROM gcc:14-trixie
      WORKDIR /src
      COPY . .
      RUN make
      CMD ["./tides"]
    `,
    files: {
      ...plain,
      Makefile: 'BIN = tides\n\n$(BIN): main.c\n\t$(CC) -o $@ $^ -lm -lpthread\n',
    },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/tides /src/

      CMD ["./tides"]
    `,
  },
];

const gcc = builds.replace('debian:13', 'gcc:14-trixie').replace(/RUN apt.*\n/, '');
const refusals: readonly (readonly [string, string, RegExp, Files?])[] = [
  ['headers of an unknown library', builds.replace('libc6-dev', 'libfrob-dev'), /libfrob-dev/],
  ['a library in an image of GCC', gcc.replace('-O2', '-O2 -lssl'), /library ssl/],
  ['C++ in an image of GCC', gcc.replace('gcc -O2', 'g++ -O2'), /C\+\+ library/],
  [
    'libraries that the build looks for',
    gcc.replace('gcc -O2 -o tides main.c', 'gcc -o tides main.c $(pkg-config --libs x)'),
    /looks for libraries/,
  ],
  [
    'an install into /usr',
    installs.replace('cmake ..', 'cmake -DCMAKE_INSTALL_PREFIX=/usr ..'),
    /file by file/,
    cmake,
  ],
  [
    'shared libraries of its own',
    builds.replace('gcc -O2', 'gcc -shared -o libx.so x.c && gcc -O2'),
    /shared libraries/,
  ],
  [
    'libraries for the cache of the loader',
    installs.replace('make install', 'make install && ldconfig'),
    /shared libraries/,
    cmake,
  ],
  ['another program', builds.replace('"./tides"', '"./waves"'), /"\.\/waves"/],
  [
    'programs that it starts',
    builds,
    /starts other programs/,
    { 'main.c': 'int main(void) { return system("ls"); }\n' },
  ],
  ['no start', builds.replace(/CMD.*\n/, ''), /CMD nor ENTRYPOINT/],
  ['locales', builds, /locales/, { 'main.c': 'int main(void) { setlocale(0, ""); }\n' }],
  [
    'an install of a package into a folder of its own',
    installs.replace('make install', 'make install DESTDIR=/out'),
    /not one that the build/,
    cmake,
  ],
  [
    'a program of CMake in another folder',
    installs.replace(' && make install', '').replace('"tides"', '"/src/build/tides"'),
    /not one that the build/,
    {
      ...cmake,
      'CMakeLists.txt': 'add_executable(tides main.c)\nset(RUNTIME_OUTPUT_DIRECTORY bin)\n',
    },
  ],
];

describe('the C builder', () => {
  for (const { title, text, files, runtime } of cases) {
    test(title, () => {
      assert.equal(runtimeStage(splitWith(c, text, files ?? plain)), runtime);
    });
  }
  for (const [title, text, reason, files] of refusals) {
    test(`it refuses ${title}`, () => {
      const outcome = splitWith(c, text, files ?? plain) ?? '';
      assert.match(outcome, /^refused/);
      assert.match(outcome, reason);
    });
  }
  test('places of the program', () => {
    const make = {
      ...plain,
      'src/Makefile':
        'OUT ?= bin/tides\n.PHONY: all\nall: $(OUT)\n$(OUT): main.c\n\t$(CC) main.c\n',
      'src/main.c': '',
    };
    const steps: readonly (readonly [string, string, Files])[] = [
      ['gcc main.c', '/src/a.out', plain],
      ['gcc -otides main.c', '/src/tides', plain],
      ['gcc -c main.c && gcc main.o -o tides && cp tides /usr/bin/tides', '/usr/bin/tides', plain],
      ['make -C src', '/src/src/bin/tides', make],
      ['cd src && make', '/src/src/bin/tides', make],
      ['mkdir out && cd out && cmake .. && make', '/src/out/tides', cmake],
      ['cmake -S . -Bout && cmake --build out', '/src/out/tides', cmake],
      ['cmake . && make install', '/usr/local', cmake],
      ['./configure --prefix=/opt/x && make install', '/opt/x', plain],
      ['cmake -B b && cmake --build b && cmake --install b --prefix /opt/x', '/opt/x', cmake],
      [
        'cmake -B b -DCMAKE_INSTALL_PREFIX:PATH=/opt/x && cmake --build b --target install',
        '/opt/x',
        cmake,
      ],
    ];
    for (const [step, path, files] of steps) {
      const start = path.startsWith('/opt') || path === '/usr/local' ? `${path}/bin/tides` : path;
      const text = builds.replace('gcc -O2 -o tides main.c', step).replace('./tides', start);
      assert.match(splitWith(c, text, files) ?? '', new RegExp(`--from=build ${path} `), step);
    }
  });
  test('it knows only Debian and GCC, C sources, and stages that compile', () => {
    assert.equal(splitWith(c, builds.replace('debian:13', 'rust:1'), plain), undefined);
    assert.equal(splitWith(c, builds, { 'main.py': '' }), undefined);
    assert.equal(splitWith(c, 'FROM debian:13\nCMD ["sleep", "1"]\n', plain), undefined);
  });
});

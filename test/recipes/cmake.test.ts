import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const source = '#include <sys/socket.h>\n\nint main(void) { return listen(3, 8); }\n';

function project(lines: string, files: Files = {}): Files {
  const head = 'cmake_minimum_required(VERSION 3.20)\nproject(shop LANGUAGES C)\n';
  return { 'CMakeLists.txt': `${head}${lines}\n`, 'main.c': source, ...files };
}

const program = 'add_executable(shop main.c)';

function outcomeOf(files: Files): ReturnType<typeof generate> {
  return generate({ project: toProject(files), recipe: 'cmake', choices: { today: '2026-11-22' } });
}

function generated(files: Files): Generation {
  const outcome = outcomeOf(files);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(generation: Generation): string {
  return generation.files.find(({ path }) => path === 'Dockerfile')?.text ?? '';
}

function assertRefused(files: Files, reason: RegExp): void {
  const outcome = outcomeOf(files);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

describe('the program', () => {
  test('is the only one, tests left out, also in a folder that is added', () => {
    const files = project('add_subdirectory(src) # the program\nadd_subdirectory(tests)', {
      'src/CMakeLists.txt': 'add_executable(shop-daemon main.c)\n',
      'tests/CMakeLists.txt': 'add_executable(checks checks.c)\n',
    });
    assert.match(dockerfileOf(generated(files)), /--target shop-daemon$/m);
  });

  test('is the one that is named like the project', () => {
    const files = project('add_executable(${PROJECT_NAME} main.c)\nadd_executable(tool main.c)');
    assert.deepEqual(generated(files).plan.runtime.entrypoint, ['/usr/local/bin/shop']);
  });

  test('is not guessed among several', () => {
    assertRefused(
      project('add_executable(a a.c)\nadd_executable(b b.c)'),
      /several programs \(a, b\)/,
    );
    assertRefused(project('add_executable(${NAME} a.c)'), /name "\$\{NAME\}"/);
    assert.equal(outcomeOf(project('add_library(shop STATIC main.c)')).kind, 'refused');
  });
});

describe('libraries', () => {
  test('have their packages in both stages', () => {
    const files = project(
      `find_package(Threads REQUIRED)\npkg_check_modules(JSON REQUIRED IMPORTED_TARGET jansson>=2.14)\n${program}`,
    );
    const generation = generated(files);
    assert.equal(generation.base, 'slim');
    const text = dockerfileOf(generation);
    assert.match(
      text,
      /install .* ccache cmake gcc libc6-dev libjansson-dev ninja-build pkg-config$/m,
    );
    assert.match(text, /install .* ca-certificates libjansson4 tzdata$/m);
  });

  test('that need not be there are not looked for', () => {
    assert.equal(generated(project(`find_package(Doxygen)\n${program}`)).base, 'distroless');
  });

  test('that are not known are refused', () => {
    assertRefused(
      project(`find_package(Qt6 REQUIRED COMPONENTS Core)\n${program}`),
      /looks for "Qt6"/,
    );
    assertRefused(project(program, { 'vcpkg.json': '{}' }), /vcpkg\.json names packages/);
    assertRefused(
      project(`add_library(core SHARED core.c)\n${program}`),
      /builds a shared library/,
    );
  });

  test('that are fetched need git', () => {
    const text = dockerfileOf(generated(project(`FetchContent_Declare(x GIT_TAG v1)\n${program}`)));
    assert.match(text, /install .* ca-certificates ccache cmake gcc git /);
  });
});

test('places and versions that are not known are refused', () => {
  assertRefused(
    project(`set(CMAKE_RUNTIME_OUTPUT_DIRECTORY bin)\n${program}`),
    /where programs are put/,
  );
  const files = {
    ...project(program),
    'CMakeLists.txt': `cmake_minimum_required(VERSION 4.1)\nproject(shop C)\n${program}\n`,
  };
  assertRefused(files, /asks for CMake 4\.1/);
});

test('what CMake 4 no longer reads is not built on Alpine', () => {
  const old = `cmake_minimum_required(VERSION 3.1...3.20)\nproject(shop C)\n${program}\n`;
  assert.deepEqual(generated(project('', { 'CMakeLists.txt': old })).bases, ['distroless', 'slim']);
  assert.deepEqual(generated(project(program)).bases, ['distroless', 'slim', 'alpine']);
});

test('no C file is added where all of them are compiled', () => {
  const lines = `file(GLOB_RECURSE SOURCES \${CMAKE_SOURCE_DIR}/*.c)\nadd_executable(shop \${SOURCES})`;
  const { plan, files } = generated(project(lines));
  assert.equal(plan.runtime.health.test, undefined);
  assert.ok(!files.some(({ path }) => path.startsWith('healthcheck')));
  assert.ok(plan.notes.some((note) => note.includes('no program for a health check')));
});

test('ports, signals and what else the sources say', () => {
  const text =
    '#include <signal.h>\n#define PORT 7001\n\nint main(void) { signal(SIGTERM, 0); getenv("DB_PASSWORD"); puts("/healthz"); }\n';
  const { runtime } = generated(project(program, { 'main.c': text })).plan;
  assert.equal(runtime.port, 7001);
  assert.equal(runtime.needsInit, false);
  assert.deepEqual(runtime.secretVariables, ['DB_PASSWORD']);
  assert.equal(runtime.health.livePath, '/healthz');
  const silent = generated(project(program, { 'main.c': 'int main(void) { return 0; }\n' })).plan;
  assert.equal(silent.runtime.port, undefined);
});

test('C code of a package of another language is not a program of its own', () => {
  const outcome = outcomeOf({ ...project(program), 'package.json': '{}' });
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, /No project|Nothing fits/);
});

test('libraries that distroless has do not keep a program from it', () => {
  const lines = `find_package(ZLIB REQUIRED)\nfind_package(OpenSSL REQUIRED)\n${program}`;
  assert.deepEqual(generated(project(lines)).bases, ['distroless', 'slim']);
});

describe('what CMakeLists.txt says', () => {
  const lists = (text: string, files: Files = {}): Files => ({
    'CMakeLists.txt': text,
    'main.c': source,
    ...files,
  });

  test('no version and no language: C and C++, and not on Alpine', () => {
    const generation = generated(lists(`project(shop)\n${program}\n`));
    assert.deepEqual(generation.bases, ['distroless', 'slim']);
    assert.match(dockerfileOf(generation), /install .* cmake g\+\+ ninja-build$/m);
  });

  test('a version before CMake 3 is not built on Alpine', () => {
    const old = `cmake_minimum_required(VERSION 2.8)\nproject(shop C)\n${program}\n`;
    assert.deepEqual(generated(lists(old)).bases, ['distroless', 'slim']);
  });

  test('the description and an address that everybody can open become labels', () => {
    const labelled = (address: string): Generation =>
      generated(
        lists(`project(shop DESCRIPTION "Sells things" HOMEPAGE_URL "${address}")\n${program}\n`),
      );
    const { description, source: address } = labelled('https://example.org/shop').plan;
    assert.deepEqual([description, address], ['Sells things', 'https://example.org/shop']);
    assert.equal(labelled('http://intern/shop').plan.source, undefined);
  });

  test('a version that is a variable is not known', () => {
    const unknown = 'cmake_minimum_required(VERSION ${OLDEST})\nproject(shop C)\n';
    assert.deepEqual(generated(lists(`${unknown}${program}\n`)).bases, ['distroless', 'slim']);
  });

  test('C++ programs load libraries of the compiler on Alpine, C programs none', () => {
    const libraries = (language: string): string | undefined => {
      const head = `cmake_minimum_required(VERSION 3.20)\nproject(shop ${language})\n`;
      const outcome = generate({
        project: toProject(lists(`${head}${program}\n`)),
        recipe: 'cmake',
        choices: { today: '2026-11-22', base: 'alpine' },
      });
      assert.ok(outcome.kind === 'generated');
      return /apk add --no-cache (.*tzdata)$/m.exec(dockerfileOf(outcome))?.[1];
    };
    assert.equal(libraries('CXX'), 'libgcc libstdc++ tzdata');
    assert.equal(libraries('C'), 'tzdata');
  });

  test('what is looked for by the name of a file has to be known as well', () => {
    const lines = `find_library(M NAMES m REQUIRED)\nfind_library(EVENT event REQUIRED)\nmessage(REQUIRED)\n`;
    assert.match(dockerfileOf(generated(project(`${lines}${program}`))), / libevent-dev /);
    const tool = `find_program(PROTOC NAMES protoc REQUIRED)\n${program}`;
    assertRefused(project(tool), /looks for "protoc", and which packages/);
  });

  test('folders that are ignored or outside of the project add nothing', () => {
    const files = project(`add_subdirectory(own)\nadd_subdirectory(../shared)\n${program}`, {
      'own/CMakeLists.txt': 'add_executable(own own.c)\n',
      '.dockerignore': 'own\n',
    });
    assert.match(dockerfileOf(generated(files)), /--target shop$/m);
  });

  test('programs for tests only are none', () => {
    assertRefused(project('add_executable(shop_tests main.c)'), /adds no program\./);
    assertRefused(project('add_executable()'), /name "" of the program is not known/);
  });

  test('a file that the ignore file beside it hides is not read', () => {
    const inner = Object.fromEntries(
      Object.entries(project(program)).map(([path, text]) => [`shop/${path}`, text]),
    );
    assertRefused({ ...inner, 'shop/.dockerignore': 'CMakeLists.txt\n' }, /cannot be read/);
  });

  test('properties that move or rename a program are refused', () => {
    for (const property of ['RUNTIME_OUTPUT_DIRECTORY bin', 'OUTPUT_NAME store']) {
      const lines = `${program}\nset_target_properties(shop PROPERTIES ${property})`;
      assertRefused(project(lines), /says itself where programs are put/);
    }
    const other = `${program}\nset_target_properties(shop PROPERTIES C_STANDARD 17)`;
    assert.equal(outcomeOf(project(other)).kind, 'generated');
  });

  test('libraries by pkg-config, and those of headers alone', () => {
    const lines = `find_package(PkgConfig REQUIRED)\nfind_package(nlohmann_json REQUIRED)\npkg_search_module(UV REQUIRED libuv)\n${program}`;
    const text = dockerfileOf(generated(project(lines)));
    assert.match(text, /install .* libuv1-dev ninja-build nlohmann-json3-dev pkg-config$/m);
    assert.match(text, /install .* ca-certificates libuv1t64 tzdata$/m);
  });

  test('every C file of a folder is compiled, so that none is added', () => {
    const lines = 'aux_source_directory(. SOURCES)\nadd_executable(shop ${SOURCES})';
    assert.equal(generated(project(lines)).plan.runtime.health.test, undefined);
    const other = 'aux_source_directory(src SOURCES)\nadd_executable(shop ${SOURCES})';
    assert.notEqual(generated(project(other)).plan.runtime.health.test, undefined);
  });
});

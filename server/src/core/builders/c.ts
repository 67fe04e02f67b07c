import { followBuiltFiles, findStartedFile, searchPathOf } from '../model/built-files';
import { readCBuild, type CBuild } from '../model/c-build';
import { isCoveredBy } from '../model/covered-path';
import { joinPath } from '../model/files';
import { readStartWords } from '../model/start-words';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import { planNative } from '../rewrite/native-plan';
import type { Instruction } from '../syntax/instruction';
import {
  defineBuilder,
  refuse,
  type Artifact,
  type BuilderOutcome,
  type BuilderRequest,
} from './define-builder';

const signPatterns: SignPatterns = {
  files: /\.(?:c|cc|cpp|cxx|h|hpp|hh)$/,
  writes:
    /\bfopen\s*\([^)]*"[wa]|\bstd::(?:ofstream|fstream)\b|\bofstream\b|\bO_CREAT\b|\b(?:creat|mkdir|rename|unlink)\s*\(|\bcreate_director|\bsqlite3_open/,
  temporary: /\b(?:tmpfile|mkstemp|mkdtemp|temp_directory_path)\s*\(|"\/tmp/,
  starts: /\b(?:system|popen|execl|execlp|execle|execv|execvp|execve|posix_spawnp?)\s*\(/,
};

const sources = /\.(?:c|cc|cpp|cxx|h|hpp|hh|hxx|s|S)$/;
const buildPrograms =
  /^(?:(?:x86_64-linux-gnu-)?(?:gcc|g\+\+|c\+\+|cc|clang|clang\+\+)(?:-\d+)?|c?make|gmake|ninja|meson|configure|autogen\.sh|bootstrap(?:\.sh)?|autoreconf|autoconf|automake|aclocal|libtoolize|ctest|ar|ranlib|ld|pkg-config)$/;
const families = new Set(['debian', 'gcc']);

export default defineBuilder({
  id: 'c',
  title: 'C and C++',
  plan(request) {
    const { model, stage, context } = request;
    const facts = stage.base.kind === 'image' ? stage.base.facts : undefined;
    if (facts === undefined || !families.has(facts.family.id)) return undefined;
    if (!context.visiblePaths.some((path) => signPatterns.files.test(path))) return undefined;
    const build = readCBuild(model, stage, context);
    return build === undefined ? undefined : planBuild(request, build);
  },
});

interface Program {
  readonly artifact: Artifact;
  readonly lastStep: Instruction;
  readonly evidence: string;
}

function planBuild(request: BuilderRequest, build: CBuild): BuilderOutcome {
  const { model, stage, context } = request;
  const found = readStartWords(model, stage);
  if (found.kind === 'unknown') return refuse(found.reason);
  const { start } = found;
  const [started = ''] = start.words;
  const program = findProgram(request, build, started);
  if (typeof program === 'string') return refuse(program);
  const signs = findProgramSigns(context, signPatterns);
  if (signs === undefined)
    return refuse('The sources of the program could not be read as a whole.');
  if (
    signs.texts.some((text) =>
      /\b(?:dlopen|iconv_open|setlocale)\s*\(|\bstd::locale\s*\(/.test(text),
    )
  ) {
    return refuse('The program loads libraries or locales when it runs, and which is not known.');
  }
  const unlinked = findUnknownLibrary(request, build);
  if (unlinked !== undefined) return refuse(unlinked);
  return planNative(model, stage, context, {
    program: {
      linkage: 'glibc',
      start,
      signs,
      libraries: [],
      usesHeaders: true,
      programs: [started, program.artifact.from],
    },
    lastStep: program.lastStep,
    artifacts: [program.artifact],
    sources,
    buildPrograms,
    builderEdits: [],
    words: start.rewrites ? start.words : undefined,
    lastLines: undefined,
    evidence: [program.evidence],
  });
}

/** The program that the image starts: installed below a prefix, or made at a place of its own. */
function findProgram(
  { model, stage }: BuilderRequest,
  build: CBuild,
  name: string,
): Program | string {
  const path = name.includes('/') ? joinPath(model.workdirAtEnd(stage), name) : undefined;
  const folders = searchPathOf(stage);
  if (makesSharedLibraries(model, stage, build)) {
    return 'The project makes shared libraries, and which the program loads is not known.';
  }
  const prefix = build.prefixes.findLast(({ path: folder }) =>
    path === undefined
      ? folders.includes(`${folder === '/' ? '' : folder}/bin`)
      : isCoveredBy(path, `${folder}/bin`),
  );
  if (prefix !== undefined) {
    if (['/', '/usr'].includes(prefix.path) || (prefix.path === '/usr/local' && isGcc(stage))) {
      return `What the install step adds to ${prefix.path} is not known file by file.`;
    }
    return {
      artifact: { from: prefix.path, to: prefix.path },
      lastStep: prefix.command.instruction,
      evidence: `The install step puts the program and its files into ${prefix.path}.`,
    };
  }
  const files = followBuiltFiles(model, stage, build.programs);
  const started = findStartedFile(model, stage, name, files, []);
  if (started === undefined) {
    return `The program "${name}" that the image starts is not one that the build is known to make.`;
  }
  const [, last = started.command.instruction] = [
    started.command.instruction,
    started.placedBy.instruction,
  ].sort((left, right) => left.span.start - right.span.start);
  return {
    artifact: { from: started.path, to: started.path.slice(0, started.path.lastIndexOf('/') + 1) },
    lastStep: last,
    evidence: `The build makes the program ${started.path}.`,
  };
}

/** Libraries that the loader finds only where its cache or a path says so. */
function makesSharedLibraries(
  model: BuilderRequest['model'],
  stage: BuilderRequest['stage'],
  { texts }: CBuild,
): boolean {
  const signs =
    /\bSHARED\b|BUILD_SHARED_LIBS|\s-shared\b|\bshared_library\s*\(|\bLT_INIT\b|_LTLIBRARIES\b/;
  return (
    texts.some((text) => signs.test(text)) ||
    model.commandsOf(stage).some(({ name }) => name === 'ldconfig')
  );
}

function isGcc(stage: BuilderRequest['stage']): boolean {
  return stage.base.kind === 'image' && stage.base.facts?.family.id === 'gcc';
}

const librariesOfC =
  /^(?:m|c|pthread|dl|rt|util|gcc|gcc_s|stdc\+\+|stdc\+\+fs|atomic|resolv|crypt)$/;

/** Images of GCC hold many headers and a C++ library of their own: only the C library is the same elsewhere. */
function findUnknownLibrary({ stage }: BuilderRequest, build: CBuild): string | undefined {
  if (!isGcc(stage)) return undefined;
  const isCpp = build.texts.some((text) =>
    /(?:^|\s)(?:g\+\+|c\+\+|clang\+\+)|\bCXX\b|\.(?:cc|cpp|cxx)\b|project\s*\([^)]*\)/i.test(text),
  );
  if (isCpp) return 'The C++ library of this GCC may be newer than that of the runtime image.';
  const flag = build.texts
    .flatMap((text) => [...text.matchAll(/(?:^|\s)-l([\w+.-]+)/g)].map(([, name = '']) => name))
    .find((name) => !librariesOfC.test(name));
  if (flag !== undefined) return `Which package has the library ${flag} is not known.`;
  const finds = build.texts.some((text) =>
    /\b(?:find_package|find_library|pkg_check_modules|dependency)\s*\(|pkg-config/i.test(text),
  );
  return finds ? 'The build looks for libraries, and which it finds is not known.' : undefined;
}

import type { BuildContext } from './build-context';

/** How the sources of one language show what a program does to the system round it. */
export interface SignPatterns {
  /** Source files of the language, those for tests left out. */
  readonly files: RegExp;
  /** A call that makes or changes files. */
  readonly writes: RegExp;
  /** A name of the folder for temporary files. */
  readonly temporary: RegExp;
  /** A call that starts another program. */
  readonly starts: RegExp;
}

/** What the sources of a program say about what it needs when it runs. */
export interface ProgramSigns {
  /** A source file that makes or changes files, other than temporary ones; undefined when none does. */
  readonly writes: string | undefined;
  /** A source file that starts other programs. */
  readonly starts: string | undefined;
  /** A path of the operating system that a source file names, and that file. */
  readonly systemPath: { readonly file: string; readonly path: string } | undefined;
  /** Every text, to look for the name of a variable. */
  readonly texts: readonly string[];
}

const systemPaths =
  /["'`](\/(?:usr\/(?:share|lib|libexec|bin|sbin|local)|bin|sbin|lib)\/[^"'`\s]*)/g;
/** Zones and certificates are in every image that is chosen for the runtime stage. */
const presentPaths =
  /^\/usr\/(?:share\/(?:zoneinfo|ca-certificates)|lib\/ssl|local\/share\/ca-cert)/;

/** Reads the sources of a language; undefined when one of them was not read. */
export function findProgramSigns(
  context: BuildContext,
  patterns: SignPatterns,
): ProgramSigns | undefined {
  return context.fact(patterns, () => readSigns(context, patterns));
}

function readSigns(context: BuildContext, patterns: SignPatterns): ProgramSigns | undefined {
  if (!context.project.complete) return undefined;
  const texts: string[] = [];
  let writes: string | undefined;
  let starts: string | undefined;
  let systemPath: ProgramSigns['systemPath'];
  for (const file of context.visiblePaths) {
    if (
      !patterns.files.test(file) ||
      /(?:^|\/)(?:vendor|testdata|tests|benches|examples)\//.test(file)
    )
      continue;
    const text = context.text(file);
    if (text === undefined) return undefined;
    texts.push(text);
    if (patterns.writes.test(text) && !patterns.temporary.test(text)) writes ??= file;
    if (patterns.starts.test(text)) starts ??= file;
    const named = [...text.matchAll(systemPaths)].flatMap((match) => match[1] ?? []);
    const path = named.find((each) => !presentPaths.test(each));
    if (path !== undefined) systemPath ??= { file, path };
  }
  return { writes, starts, systemPath, texts };
}

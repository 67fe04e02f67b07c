import { baseName, isOnlyHeredoc, type Command } from '../model/commands';
import { formOf } from '../model/shell';
import type { Heredoc, Instruction, SyntaxTree } from '../syntax/instruction';
import type { LogicalLine } from '../syntax/logical-line';
import {
  readHeredocSource,
  readShellSource,
  readSourceWithHeredocs,
} from '../syntax/script-source';

/** A script, whatever program reads it. */
export interface ScriptSource {
  /** As that program gets it, with the way back to the document. */
  readonly source: LogicalLine;
  /** The name of the program; undefined for the shell of the stage. */
  readonly interpreter: string | undefined;
  /** True for a file that is written into the image, and run who knows when. */
  readonly isFile: boolean;
}

/**
 * The scripts of an instruction: the shell form, heredocs, and files with a shebang that COPY writes.
 *
 * @param instruction the trigger, for ONBUILD
 * @param commandsOf what a RUN with heredocs executes; asked for the bodies that it hands to a shell
 */
export function collectSources(
  { text, escape }: Pick<SyntaxTree, 'text' | 'escape'>,
  instruction: Instruction,
  commandsOf: (instruction: Instruction) => readonly Command[] = () => [],
): readonly ScriptSource[] {
  const { keyword, heredocs, argumentSpan, words } = instruction;
  // Docker refuses a body without an end.
  if (heredocs.some(({ terminatorSpan }) => terminatorSpan === undefined)) return [];
  if (keyword === 'COPY') return heredocs.flatMap((heredoc) => fileOf(text, heredoc));
  if (formOf(instruction) === 'exec') return [];
  const own = { interpreter: undefined, isFile: false };
  if (keyword === 'HEALTHCHECK') {
    const command = words.find((word) => word.text.toUpperCase() === 'CMD');
    if (command === undefined) return [];
    const span = { start: command.span.end, end: argumentSpan.end };
    return [{ source: readShellSource(text, span, escape), ...own }];
  }
  if (keyword !== 'RUN' && keyword !== 'CMD' && keyword !== 'ENTRYPOINT') return [];
  const [heredoc] = heredocs;
  if (heredoc === undefined) {
    return [{ source: readShellSource(text, argumentSpan, escape), ...own }];
  }
  if (isOnlyHeredoc(instruction)) {
    const interpreter = interpreterOf(heredoc.body);
    return [{ source: readHeredocSource(text, heredoc), interpreter, isFile: false }];
  }
  return [
    { source: readSourceWithHeredocs(text, argumentSpan, heredocs, escape), ...own },
    ...commandsOf(instruction).flatMap((command) => fedTo(command, heredocs, text)),
  ];
}

/** The body that a shell gets as its standard input: `bash -e <<'EOF'`. */
function fedTo(
  { name, words, shell }: Command,
  heredocs: readonly Heredoc[],
  document: string,
): readonly ScriptSource[] {
  if (name === undefined || !/^(?:ba|da|a|k)?sh$/.test(name)) return [];
  const options = words.slice(1).map((word) => word.text);
  const isPlain = options.every((option, index) =>
    option.startsWith('-') ? !/c|^--./.test(option) : options[index - 1]?.endsWith('o') === true,
  );
  if (!isPlain) return [];
  const found = heredocs.find(({ span }) =>
    shell.redirects.some(
      (redirect) => redirect.body !== undefined && redirect.span.start === span.start,
    ),
  );
  if (found === undefined || !isVerbatim(found)) return [];
  return [{ source: readHeredocSource(document, found), interpreter: name, isFile: false }];
}

/** A script that COPY writes into the image. */
function fileOf(document: string, heredoc: Heredoc): readonly ScriptSource[] {
  const interpreter = interpreterOf(heredoc.body);
  if (interpreter === undefined || !isVerbatim(heredoc)) return [];
  return [{ source: readHeredocSource(document, heredoc), interpreter, isFile: true }];
}

/** True when nobody replaces variables or escapes in the body before it is read as a script. */
function isVerbatim({ expands, body }: Heredoc): boolean {
  return !expands || !/[$`\\]/.test(body);
}

/** The program of a shebang; undefined without one. */
function interpreterOf(body: string): string | undefined {
  const words = /^#!\s*(\S[^\n]*)/.exec(body)?.[1]?.trim().split(/\s+/);
  const program = words?.find((word) => baseName(word) !== 'env' && !word.startsWith('-'));
  return program === undefined ? undefined : baseName(program);
}

import type { Instruction, JsonElement } from '../syntax/instruction';
import { parseShell, type ShellCommand, type ShellScript, type ShellWord } from '../syntax/shell';
import { toShellText } from '../syntax/shell-text';
import type { Span } from '../text/span';
import { formOf, isPosixShell, type EffectiveShell, type Form } from './shell';

/** A command with its wrappers looked through. */
export interface Command {
  /** Base name of the program that does the work: `apt-get` for `sudo /usr/bin/apt-get`. */
  readonly name: string | undefined;
  /** The program and its arguments, wrappers left out. */
  readonly words: readonly ShellWord[];
  /** Base names of the wrappers, outermost first: `sudo`, `env`, `time`. */
  readonly wrappers: readonly string[];
  /** The command as the shell sees it. */
  readonly shell: ShellCommand;
  readonly instruction: Instruction;
}

/** What a RUN, CMD, ENTRYPOINT or HEALTHCHECK executes. */
export interface Execution {
  readonly instruction: Instruction;
  readonly form: Form;
  readonly shell: EffectiveShell;
  /** The scripts: one for the shell form, one a heredoc body; none for the exec form. */
  readonly scripts: readonly ShellScript[];
  /** Every command, nested ones included, in source order. */
  readonly commands: readonly Command[];
  /** False when something was not understood: a missing command then proves nothing. */
  readonly complete: boolean;
}

/** Wrappers and their options that take a value as the next word. */
const wrappers: ReadonlyMap<string, readonly string[]> = new Map([
  ['sudo', ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-T', '-U', '--user', '--group']],
  ['doas', ['-u', '-C']],
  ['env', ['-u', '-C', '-S', '--unset', '--chdir']],
  ['exec', ['-a']],
  ['command', []],
  ['builtin', []],
  ['time', ['-f', '-o']],
  ['nice', ['-n']],
  ['nohup', []],
  ['ionice', ['-c', '-n', '-p']],
  ['stdbuf', ['-i', '-o', '-e']],
  ['timeout', ['-s', '-k', '--signal', '--kill-after']],
  ['setarch', []],
  ['eatmydata', []],
  ['tini', ['-p', '-e']],
  ['dumb-init', ['-r', '--rewrite']],
  ['catatonit', []],
  ['gosu', []],
  ['su-exec', []],
]);

/** Wrappers whose first argument is not yet the program: a duration, an architecture, a user. */
const positionalWrappers = new Set(['timeout', 'setarch', 'gosu', 'su-exec']);

const shellPrograms = new Set(['sh', 'bash', 'dash', 'ash', 'zsh']);

/** Reads what an instruction executes; RUN, CMD, ENTRYPOINT and the command of HEALTHCHECK. */
export function readExecution(
  document: string,
  instruction: Instruction,
  shell: EffectiveShell,
  escape: '\\' | '`',
): Execution {
  const form = formOf(instruction);
  const base = { instruction, form, shell };
  if (instruction.json !== undefined) {
    const command = toExecCommand(instruction.json, instruction);
    return { ...base, scripts: [], commands: expandCommands([command], document), complete: true };
  }
  // Without a shell nothing runs, but the text is still meant for one.
  if (!isPosixShell(shell) && shell.program !== 'none') {
    return { ...base, scripts: [], commands: [], complete: false };
  }
  const scripts = scriptSpans(instruction).map((span) =>
    parseShell(toShellText(document, span, instruction, escape), span.start),
  );
  const commands = scripts.flatMap((script) =>
    script.commands.map((command) => toCommand(command, instruction)),
  );
  const understood = instruction.heredocs.every(
    (heredoc) => !isOnlyHeredoc(instruction) || !isForeignScript(heredoc.body),
  );
  return {
    ...base,
    scripts: understood ? scripts : [],
    commands: understood ? expandCommands(commands, document) : [],
    complete: understood && scripts.every((script) => script.complete),
  };
}

/** The places of the scripts of an instruction in shell or heredoc form. */
function scriptSpans(instruction: Instruction): readonly Span[] {
  if (instruction.keyword === 'HEALTHCHECK') {
    const word = instruction.words.find((candidate) => candidate.text.toUpperCase() === 'CMD');
    return word === undefined ? [] : [{ start: word.span.end, end: instruction.span.end }];
  }
  if (instruction.heredocs.length === 0) return [instruction.argumentSpan];
  if (isOnlyHeredoc(instruction)) return instruction.heredocs.map((heredoc) => heredoc.bodySpan);
  return [{ start: instruction.argumentSpan.start, end: instruction.span.end }];
}

/** True for `RUN <<EOF`: the body itself is the script. */
export function isOnlyHeredoc(instruction: Instruction): boolean {
  const [heredoc] = instruction.heredocs;
  return (
    instruction.heredocs.length === 1 &&
    heredoc?.span.start === instruction.argumentSpan.start &&
    heredoc.span.end === instruction.argumentSpan.end
  );
}

/** True when a shebang hands the body to something that is not a POSIX shell. */
function isForeignScript(body: string): boolean {
  const shebang = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(body);
  if (shebang === null) return false;
  const program = baseName(shebang[1] ?? '') === 'env' ? (shebang[2] ?? '') : (shebang[1] ?? '');
  return !shellPrograms.has(baseName(program));
}

export function toExecCommand(elements: readonly JsonElement[], instruction: Instruction): Command {
  const words = elements.map((element): ShellWord => ({
    text: element.value,
    value: element.value,
    variables: [],
    span: element.span,
  }));
  const [program, ...rest] = words;
  const shell: ShellCommand = {
    program,
    arguments: rest,
    assignments: [],
    redirects: [],
    span: instruction.argumentSpan,
    nesting: [],
  };
  return toCommand(shell, instruction);
}

export function toCommand(shell: ShellCommand, instruction: Instruction): Command {
  let words = shell.program === undefined ? [] : [shell.program, ...shell.arguments];
  const skipped: string[] = [];
  for (;;) {
    const name = baseName(words[0]?.value ?? '');
    const valueOptions = wrappers.get(name);
    if (valueOptions === undefined || words.length < 2 || isQuestion(words)) break;
    const next = skipWrapper(words, name, valueOptions);
    if (next.length === 0) break;
    skipped.push(name);
    words = next;
  }
  const value = words[0]?.value;
  return {
    name: value === undefined ? undefined : baseName(value),
    words,
    wrappers: skipped,
    shell,
    instruction,
  };
}

/** `command -v git` runs nothing: it asks whether the program is there. */
function isQuestion([program, option]: readonly ShellWord[]): boolean {
  return program?.value === 'command' && /^-[pvV]*[vV]/.test(option?.text ?? '');
}

function skipWrapper(
  words: readonly ShellWord[],
  name: string,
  valueOptions: readonly string[],
): ShellWord[] {
  let index = 1;
  while (index < words.length) {
    const text = words[index]?.text ?? '';
    if (valueOptions.includes(text)) index += 2;
    else if (text === '--') return words.slice(index + 1);
    else if (text.startsWith('-')) index++;
    else if (['env', 'sudo', 'doas'].includes(name) && /^[A-Za-z_]\w*=/.test(text)) index++;
    else break;
  }
  return words.slice(positionalWrappers.has(name) ? index + 1 : index);
}

/** Adds the commands inside `sh -c '…'` and of here-documents fed to a shell. */
function expandCommands(commands: readonly Command[], document: string): readonly Command[] {
  return commands.flatMap((command) => [command, ...innerCommands(command, document)]);
}

function innerCommands(command: Command, document: string): readonly Command[] {
  if (command.name === undefined || !shellPrograms.has(command.name)) return [];
  const nesting = [...command.shell.nesting, 'shell-argument' as const];
  const option = command.words.findIndex((word) => /^-[a-z]*c$/.test(word.text));
  const script = option < 0 ? undefined : command.words[option + 1];
  const bodies = command.shell.redirects.flatMap((redirect) => redirect.body ?? []);
  const inner: ShellScript[] = bodies.map((body) =>
    parseShell(body.text, body.span.start, nesting),
  );
  const quoted = script === undefined ? undefined : findVerbatim(script, document);
  if (quoted !== undefined) inner.push(parseShell(quoted.text, quoted.start, nesting));
  return inner.flatMap((parsed) =>
    expandCommands(
      parsed.commands.map((nested) => toCommand(nested, command.instruction)),
      document,
    ),
  );
}

/** The text inside a quoted word when the shell passes it on unchanged, so that offsets are known. */
function findVerbatim(
  word: ShellWord,
  document: string,
): { readonly text: string; readonly start: number } | undefined {
  const raw = document.slice(word.span.start, word.span.end);
  if (raw.length < 2 || !/^(['"]).*\1$/s.test(raw)) return undefined;
  const text = raw.slice(1, -1);
  const isChanged = raw.startsWith('"') ? /[\\"$`]/.test(text) : text.includes("'");
  return isChanged ? undefined : { text, start: word.span.start + 1 };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

import type { Instruction, JsonElement } from '../syntax/instruction';
import { parseShell, type ShellScript } from '../syntax/shell';
import type { Span } from '../text/span';
import { baseName, toCommand, toExecCommand, type Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { runsItsArguments } from './shell-form';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** Where the text of a script stands, and with it what the places of its commands mean. */
export type ScriptSource =
  /** CMD or ENTRYPOINT in shell form: places of the Dockerfile. */
  | { readonly kind: 'shell-form' }
  /** A COPY heredoc: places of the Dockerfile. */
  | { readonly kind: 'heredoc' }
  /** What follows `sh -c` in exec form: places in the value of the element. */
  | { readonly kind: 'element'; readonly element: JsonElement }
  /** A file of the build context: places in that file. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** A shell script that a container runs when it starts. */
export interface StartScript {
  /** The CMD or ENTRYPOINT that starts it. */
  readonly instruction: Instruction;
  readonly source: ScriptSource;
  readonly script: ShellScript;
  readonly commands: readonly Command[];
  /** Base name of the shell where one is named: `sh`, `bash`. */
  readonly shell: string | undefined;
  /** The word of CMD or ENTRYPOINT that names the script, or holds it. */
  readonly word: Span;
}

/** A command that a container runs when it starts, and the script that holds it; undefined for an exec form. */
export interface StartedCommand {
  readonly command: Command;
  readonly script: StartScript | undefined;
}

/** The commands of the start of a stage: ENTRYPOINT and CMD in exec form as one line, and those of the scripts. */
export function findStartedCommands(
  model: DockerfileModel,
  stage: Stage,
): readonly StartedCommand[] {
  const { entrypoint, command } = model.processOf(stage);
  const elements = [entrypoint, command].map((start) =>
    start.kind === 'instruction' ? start.instruction.json : undefined,
  );
  const [first, second] = elements;
  const instruction =
    command.kind === 'instruction' && second !== undefined
      ? command.instruction
      : entrypoint.kind === 'instruction'
        ? entrypoint.instruction
        : undefined;
  const isIgnored = entrypoint.kind === 'instruction' && first === undefined;
  const lines = isIgnored
    ? []
    : first === undefined || second === undefined
      ? [first ?? second ?? []]
      : [[...first, ...second], second];
  return [
    ...lines.flatMap((line) =>
      line.length === 0 || instruction === undefined
        ? []
        : [{ command: toExecCommand(line, instruction), script: undefined }],
    ),
    ...findStartScripts(model, stage).flatMap((script) =>
      script.commands.map((each) => ({ command: each, script })),
    ),
  ];
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh']);

/** The scripts that ENTRYPOINT and CMD of a stage start, as far as their texts are known. */
export function findStartScripts(model: DockerfileModel, stage: Stage): readonly StartScript[] {
  const { entrypoint, command } = model.processOf(stage);
  const found: StartScript[] = [];
  const isIgnored = entrypoint.kind === 'instruction' && entrypoint.execution.form !== 'exec';
  for (const start of isIgnored ? [entrypoint] : [entrypoint, command]) {
    if (start.kind !== 'instruction') continue;
    const { instruction, execution } = start;
    if (instruction.json === undefined) {
      const [script] = execution.scripts;
      if (script !== undefined) {
        const shell = baseName(execution.shell.words[0] ?? '');
        const source = { kind: 'shell-form' } as const;
        const { commands } = execution;
        const word = instruction.argumentSpan;
        found.push({ instruction, source, script, commands, shell, word });
        for (const each of commands) {
          if (each.shell.nesting.length === 0) found.push(...readCalled(model, stage, each));
        }
      }
      continue;
    }
    const before =
      start === command && entrypoint.kind === 'instruction'
        ? (entrypoint.instruction.json ?? [])
        : [];
    if (start === command && before.length === 0 && !runsItsArguments(entrypoint)) continue;
    found.push(...readElements(model, stage, instruction, [...before, ...instruction.json]));
    if (before.length !== 0 && runsItsArguments(entrypoint)) {
      found.push(...readElements(model, stage, instruction, instruction.json));
    }
  }
  return found.filter(
    ({ word }, index) => found.findIndex((each) => each.word.start === word.start) === index,
  );
}

/** `["sh", "-c", "…"]` and `["/entrypoint.sh"]`, wrappers such as tini looked through. */
function readElements(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  elements: readonly JsonElement[],
): readonly StartScript[] {
  const command = toExecCommand(elements, instruction);
  const { name } = command;
  if (name === undefined || !shells.has(name)) return readCalled(model, stage, command);
  const option = command.words.findIndex((word) => /^-[a-z]*c$/.test(word.text));
  const word = option < 0 ? undefined : command.words[option + 1];
  const element = elements.find(({ span }) => span.start === word?.span.start);
  if (word === undefined) return readCalled(model, stage, command);
  if (element === undefined) return [];
  const script = parseShell(element.value, 0);
  const commands = script.commands.map((each) => toCommand(each, instruction));
  const source = { kind: 'element', element } as const;
  const own = { instruction, source, script, commands, shell: name, word: element.span };
  const called = commands.filter(({ shell }) => shell.nesting.length === 0);
  return [
    own,
    ...called.flatMap((each) =>
      readCalled(model, stage, each).map((inner) => ({ ...inner, word: element.span })),
    ),
  ];
}

/** The script file that a command starts: `./start.sh`, `bash /start.sh`. */
function readCalled(
  model: DockerfileModel,
  stage: Stage,
  { name, words, instruction }: Command,
): readonly StartScript[] {
  const runs = shells.has(name ?? '');
  const index = runs
    ? words.findIndex((each, position) => 0 < position && !each.text.startsWith('-'))
    : 0;
  const word = words[index];
  const value = word?.value;
  if (word === undefined || value === undefined) return [];
  if (runs && words.slice(1, index).some(({ text }) => text.includes('c'))) return [];
  const workdir = model.workdirAtEnd(stage);
  const places =
    runs || value.includes('/')
      ? [joinPath(workdir, value)]
      : ['/usr/local/bin/', '/usr/bin/', '/bin/'].map((folder) => folder + value);
  for (const place of places) {
    const found = place === undefined ? undefined : readScriptAt(model, stage, place);
    if (found === undefined) continue;
    const { source, text, offset } = found;
    const script = parseShell(text.replaceAll('\r\n', ' \n'), offset);
    const shell = /^#!\s*(?:\S*\/env\s+)?(\S+)/.exec(text)?.[1];
    const commands = script.commands.map((each) => toCommand(each, instruction));
    return [
      {
        instruction,
        source,
        script,
        commands,
        shell: runs ? name : shell && baseName(shell),
        word: word.span,
      },
    ];
  }
  return [];
}

function readScriptAt(
  model: DockerfileModel,
  stage: Stage,
  place: string,
): { readonly source: ScriptSource; readonly text: string; readonly offset: number } | undefined {
  for (const part of collectInheritance(stage)) {
    for (const copy of model.copiesOf(part)) {
      const [heredoc, ...others] = copy.instruction.heredocs;
      if (heredoc === undefined || others.length !== 0 || copy.target !== place) continue;
      if (!isShellScript(heredoc.body)) return undefined;
      const text = model.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
      return { source: { kind: 'heredoc' }, text, offset: heredoc.bodySpan.start };
    }
  }
  const path = traceContextFile(model, stage, place);
  const text = path === undefined ? undefined : model.context?.text(path);
  if (path === undefined || text === undefined || !isShellScript(text)) return undefined;
  return { source: { kind: 'file', path, text }, text, offset: 0 };
}

/** True for a script of a shell of the Bourne family, or one without `#!` line. */
function isShellScript(text: string): boolean {
  return /^(?:#!\s*\S*[/ ](?:ba|da|a)?sh\b|(?!#!))/.test(text);
}

/** The place of a command of a script where the Dockerfile shows it; undefined for a file of the project. */
export function placeInDockerfile(
  model: DockerfileModel,
  { source }: StartScript,
  span: Span,
): Span | undefined {
  switch (source.kind) {
    case 'file':
      return undefined;
    case 'element': {
      const start = source.element.span.start + 1;
      const isSame = model.text.slice(start, source.element.span.end - 1) === source.element.value;
      return isSame ? { start: start + span.start, end: start + span.end } : undefined;
    }
    default:
      return span;
  }
}

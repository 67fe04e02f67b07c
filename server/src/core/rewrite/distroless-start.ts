import type { DistrolessImage } from '../model/distroless-image';
import type { Execution } from '../model/commands';
import { findManagerStart } from '../model/manager-start';
import type { DockerfileModel } from '../model/model';
import { isWholeProbe, readProbeQuestion } from '../model/probe-question';
import { readLiteralWords } from '../model/shell-form';
import { readPlainWords } from '../model/shell-needs';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { replaceByExecForm } from './exec-form';
import { keyword, toExecForm } from './instructions';
import { nodeAsker, pythonAsker } from './swap-probe-tool';

/** The runtime of an image without shell, as far as a health check needs to know it. */
export type ProbeImage = Pick<DistrolessImage, 'language' | 'program' | 'names'>;

/** The edits of CMD and ENTRYPOINT for a distroless image; a sentence when there are none. */
export function planDistrolessStart(
  model: DockerfileModel,
  stage: Stage,
  image: DistrolessImage,
): readonly Edit[] | string {
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind === 'instruction') {
    const words = readPlainWords(entrypoint.execution);
    if (words === undefined) return 'The text of ENTRYPOINT needs a shell.';
    const isExec = command.kind !== 'instruction' || command.execution.form === 'exec';
    if (!isExec) return 'CMD in shell form hands a shell to ENTRYPOINT.';
    const [first = '', ...rest] = words;
    const program = image.names.test(first) ? (image.program ?? first) : first;
    return rewrite(model, entrypoint.instruction, [program, ...rest]);
  }
  if (command.kind !== 'instruction') return 'The file does not say what the image starts.';
  const words = wordsOfCommand(model, stage);
  if (typeof words === 'string') return words;
  return planCommand(model, command.instruction, words, image);
}

/** The words of CMD, those of the program behind a package manager where one is started. */
function wordsOfCommand(model: DockerfileModel, stage: Stage): readonly string[] | string {
  const { command } = model.processOf(stage);
  const manager = findManagerStart(model, stage);
  if (manager !== undefined) {
    const { started, prefix } = manager;
    if (started.kind === 'unknown') return started.reason;
    if (prefix.length !== 0) return `${prefix[0] ?? ''} is not in the image without shell.`;
    if (started.environment.size !== 0)
      return 'The script sets variables: write them as ENV first.';
    return started.words;
  }
  const words = command.kind === 'instruction' ? readPlainWords(command.execution) : undefined;
  return words ?? 'The text of CMD needs a shell.';
}

function planCommand(
  model: DockerfileModel,
  instruction: Instruction,
  words: readonly string[],
  { language, names }: DistrolessImage,
): readonly Edit[] | string {
  const [first = '', ...rest] = words;
  if (language === 'native') return rewrite(model, instruction, words);
  const isScript = language === 'node' && /\.[cm]?js$/.test(first);
  const name = first.replace(/^.*\//, '');
  if (!isScript && !names.test(name)) {
    return `CMD starts ${name}, which the image without shell lacks.`;
  }
  const given = isScript ? words : rest;
  if (given.length === 0) return 'CMD starts a prompt.';
  if (language !== 'java') return rewrite(model, instruction, given);
  const [option, ...behind] = given;
  if (option === '-jar' && behind.length !== 0) return rewrite(model, instruction, behind);
  // The ENTRYPOINT of the image ends with -jar: options in front of it need one of their own.
  return [
    { span: instruction.keywordSpan, text: keyword(model, 'ENTRYPOINT') },
    ...rewrite(model, instruction, ['java', ...given]),
  ];
}

/** No edit where the words stand there already. */
function rewrite(
  model: DockerfileModel,
  instruction: Instruction,
  words: readonly string[],
): readonly Edit[] {
  const written = instruction.json?.map(({ value }) => value);
  const isSame =
    written?.length === words.length && written.every((word, index) => word === words[index]);
  if (isSame) return [];
  const [first] = instruction.json ?? [];
  const dropped = (written?.length ?? 0) - words.length;
  const kept = instruction.json?.[dropped];
  if (
    first !== undefined &&
    kept !== undefined &&
    0 < dropped &&
    written?.slice(dropped).every((word, index) => word === words[index]) === true
  ) {
    return [{ span: { start: first.span.start, end: kept.span.start }, text: '' }];
  }
  return replaceByExecForm(model, instruction, words);
}

/** The edits of the health check; a sentence when the image cannot do what it does. */
export function planDistrolessProbe(
  model: DockerfileModel,
  stage: Stage,
  image: ProbeImage,
): readonly Edit[] | string {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command') return [];
  const { execution, instruction } = healthCheck;
  if (instruction.innerComments.length !== 0) return 'A comment stands inside of the health check.';
  const [command] = execution.commands;
  const words = plainWordsOf(execution);
  const [first = ''] = words ?? [];
  const own = image.names.test(first.replace(/^.*\//, '')) && image.language !== 'native';
  if (words !== undefined && (own || first.startsWith('/') || first.startsWith('./'))) {
    if (!own && !/^\.{0,2}\/(?!usr\/|bin\/)/.test(first)) return lacks(first);
    const program = own ? (image.program ?? first) : first;
    return replaceProbe(instruction, execution.scripts[0]?.span, [program, ...words.slice(1)]);
  }
  const question =
    command !== undefined && isWholeProbe(execution, command)
      ? readProbeQuestion(command)
      : undefined;
  if (question === undefined || command === undefined) {
    return 'The health check does more than another program can ask.';
  }
  if ((question.kind === 'http' ? question.url : question.port).includes('$')) {
    return 'A shell puts the port into the health check.';
  }
  const { program, language } = image;
  const asker =
    language === 'node'
      ? nodeAsker(program ?? 'node')
      : language === 'python'
        ? pythonAsker(program ?? 'python3')
        : undefined;
  const asked = asker?.write(question);
  if (asked === undefined) return lacks(command.name ?? '');
  return replaceProbe(instruction, execution.scripts[0]?.span, asked);
}

/** The words of the check; `|| exit 1` says nothing more than its own exit code. */
function plainWordsOf(execution: Execution): readonly string[] | undefined {
  const words = readPlainWords(execution);
  const [command] = execution.commands;
  if (words !== undefined || command === undefined) return words;
  if (!isWholeProbe(execution, command) || command.shell.assignments.length !== 0) return undefined;
  return readLiteralWords(command.shell)?.map(({ value }) => value);
}

function lacks(program: string): string {
  return `The health check runs ${program}, which the image without shell lacks.`;
}

function replaceProbe(
  instruction: Instruction,
  script: Edit['span'] | undefined,
  words: readonly string[],
): readonly Edit[] {
  const first = instruction.json?.at(0);
  const last = instruction.json?.at(-1);
  const text = toExecForm(words);
  if (first !== undefined && last !== undefined) {
    return [{ span: { start: first.span.start, end: last.span.end }, text: text.slice(1, -1) }];
  }
  return script === undefined ? [] : [{ span: script, text: ` ${text}` }];
}

import { literalPrograms, shellHosts } from '../data/literal-programs';
import { startWrappers, baseWrappers } from '../data/start-programs';
import type { Instruction, JsonElement } from '../syntax/instruction';
import { baseName, toExecCommand } from './commands';
import type { DockerfileModel } from './model';
import { findRootBase, type Stage } from './stage-graph';

/** An element of an exec form that means something only to a shell, and no shell reads it. */
export interface UnreadSyntax {
  readonly kind: 'operator' | 'variable' | 'pattern';
  readonly instruction: Instruction;
  readonly element: JsonElement;
  /** The element, or the part of it that is meant. */
  readonly text: string;
  /** The program that gets it. */
  readonly program: string;
  /** True for the element that names the program itself. */
  readonly isProgram: boolean;
  /** True where ENTRYPOINT names the program and CMD only its arguments. */
  readonly isShared: boolean;
}

/** The first such element of every instruction of a stage that runs something in exec form. */
export function findUnreadSyntax(model: DockerfileModel, stage: Stage): readonly UnreadSyntax[] {
  const base = findRootBase(stage);
  if (base.kind === 'image' && base.facts?.variant.distribution === 'windows') return [];
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  const lasting = [entrypoint, command].flatMap((start) =>
    start.kind === 'instruction' ? [start.instruction] : [],
  );
  if (healthCheck?.kind === 'command') lasting.push(healthCheck.instruction);
  return stage.instructions.flatMap((instruction) => {
    const isRun = instruction.keyword === 'RUN';
    if (instruction.json === undefined || !(isRun || lasting.includes(instruction))) return [];
    if (['cmd', 'powershell'].includes(model.shellAt(instruction).program)) return [];
    const line =
      instruction.keyword === 'CMD' ? lineOfCommand(model, stage, instruction) : own(instruction);
    return line === undefined ? [] : (findFirst(model, stage, instruction, line) ?? []);
  });
}

/** What an instruction starts: the words, and whether all of them are its own. */
interface Line {
  readonly elements: readonly JsonElement[];
  readonly isShared: boolean;
}

function own({ json = [] }: Instruction): Line {
  return { elements: json, isShared: false };
}

/** CMD behind its ENTRYPOINT; undefined when what the ENTRYPOINT makes of it is not known. */
function lineOfCommand(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): Line | undefined {
  const { entrypoint } = model.processOf(stage);
  if (entrypoint.kind === 'none') return own(instruction);
  if (entrypoint.kind === 'base') {
    return entrypoint.words.every((word) => isPassing(word)) ? own(instruction) : undefined;
  }
  if (entrypoint.kind === 'unknown' || entrypoint.instruction.json === undefined) return undefined;
  const first = entrypoint.instruction.json;
  const elements = [...first, ...(instruction.json ?? [])];
  return { elements, isShared: !first.every(({ value }) => isPassing(value)) };
}

function isPassing(word: string): boolean {
  const name = baseName(word);
  return word.startsWith('-') || startWrappers.has(name) || baseWrappers.has(name);
}

function findFirst(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  { elements, isShared }: Line,
): UnreadSyntax | undefined {
  const command = toExecCommand(elements, instruction);
  const [program] = command.words;
  const name = command.name ?? '';
  if (program === undefined || shellHosts.has(name) || command.wrappers.includes('env'))
    return undefined;
  if (/\.(?:ba)?sh$|\.(?:exe|cmd|bat|ps1)$|entry-?point|^(?:start|run|boot|init)/i.test(name))
    return undefined;
  const words = command.words.slice(1).map(({ text }) => text);
  const isCode =
    interpreters.test(name) &&
    words.some((word) => /^-{1,2}(?:c|e|r|p|eval|print|exec|command)$/.test(word));
  const mine = new Set(instruction.json?.map(({ span }) => span.start));
  for (const word of command.words) {
    const element = elements.find(({ span }) => span.start === word.span.start);
    if (element === undefined || !mine.has(element.span.start)) continue;
    const kind = isOperator(element.value, isCode)
      ? 'operator'
      : isVariable(model, stage, element.value, word === program ? undefined : name, isCode)
        ? 'variable'
        : globbers.test(name) && word !== program && /^[\w./-]*\*[\w./-]*$/.test(element.value)
          ? 'pattern'
          : undefined;
    if (kind === undefined) continue;
    const text = kind === 'variable' ? (variable.exec(element.value)?.[0] ?? '') : element.value;
    return {
      kind,
      instruction,
      element,
      text,
      program: baseName(program.text),
      isProgram: word === program,
      isShared,
    };
  }
  return undefined;
}

/** Programs that take code as an argument. */
const interpreters = /^(?:node(?:js)?|deno|bun|tsx|python[\d.]*|pypy[\d.]*|ruby|perl|php|rails)$/;

/** Programs that take names of files and replace no patterns. */
const globbers = /^(?:cat|tail|ls|cp|mv|rm|chmod|chown|touch)$/;

function isOperator(text: string, isCode: boolean): boolean {
  if (text === '&&' || text === '||') return true;
  return !isCode && /^(?:\||[12&]?>>?(?:&[12]|\/\S+)?)$/.test(text);
}

const variable = /\$(?:\{([A-Za-z_]\w*)(?::?[-+?=][^}]*)?\}|([A-Za-z_]\w*))/;

/** @param program undefined for the element that names the program itself */
function isVariable(
  model: DockerfileModel,
  stage: Stage,
  text: string,
  program: string | undefined,
  isCode: boolean,
): boolean {
  const match = variable.exec(text);
  const name = match?.[1] ?? match?.[2];
  if (match === null || name === undefined || text[match.index - 1] === '$') return false;
  const isKnown =
    /^[A-Z][A-Z0-9_]*$/.test(name) || model.variables.atEnd(stage).get(name) !== undefined;
  if (!isKnown) return false;
  if (program === undefined) return true;
  if (isCode) return false;
  // Java programs often replace ${…} in their arguments themselves.
  if (program === 'java')
    return text.startsWith('-X') || match[0] === text || match[0].startsWith(`$${name}`);
  return literalPrograms.has(program.replace(/^(python|pypy)[\d.]+$/, '$1'));
}

import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';
import { mayBeSetByBase } from './base-variables';
import { variableUsesOf } from './expanded-words';
import type { DockerfileModel } from './model';
import { isPosixShell } from './shell';
import { collectInheritance, type Stage } from './stage-graph';
import { escapePattern } from '../text/escape-pattern';

/** A variable that surely is empty where it stands. */
export interface UndefinedVariable {
  readonly name: string;
  /** The variable as written, `$` included. */
  readonly text: string;
  readonly span: Span;
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** `docker` replaces the words of an instruction, a `shell` those of a RUN. */
  readonly reader: 'docker' | 'shell';
}

/** Arguments that BuildKit gives to a stage that declares them. */
export const platformNames = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

/** Arguments that need no declaration for RUN. */
const proxyNames = /^(?:https?|ftp|no|all)_proxy$/i;

/** The variables of a stage that nothing sets: no ARG or ENV, and surely not the base image. */
export function findUndefinedVariables(
  model: DockerfileModel,
  stage: Stage,
): readonly UndefinedVariable[] {
  const inherited = new Set(
    collectInheritance(stage)
      .slice(1)
      .flatMap((each) => each.instructions)
      .flatMap(({ keyword, assignments }) =>
        keyword === 'ARG' ? assignments.map(({ name }) => name.text) : [],
      ),
  );
  const isUnset = (name: string, instruction: Instruction): boolean =>
    model.variables.before(stage, instruction).get(name) === undefined &&
    !inherited.has(name) &&
    !proxyNames.test(name) &&
    (platformNames.test(name) || !mayBeSetByBase(stage, name));
  return stage.instructions.flatMap((instruction) => [
    ...variableUsesOf(instruction, model.tree.escape).flatMap(
      ({ name, operator, word, inside }): readonly UndefinedVariable[] =>
        isGiven(operator) ||
        !isUnset(name, instruction) ||
        isOwnName(instruction, name, inside.span)
          ? []
          : [{ name, text: word.text, span: word.span, instruction, stage, reader: 'docker' }],
    ),
    ...shellUses(model, instruction)
      .filter(({ name }) => isUnset(name, instruction))
      .map((use): UndefinedVariable => ({ ...use, instruction, stage, reader: 'shell' })),
  ]);
}

/** `${A:-x}`, `${A:+x}` and `${A:?x}` are written for a variable that may be missing. */
function isGiven(operator: string | undefined): boolean {
  return operator !== undefined && /^:?[-+?]/.test(operator);
}

/** `ENV A=1 B=$A` and `ENV A=$A:x`: another rule has the first, the second adds to what may be there. */
function isOwnName(instruction: Instruction, name: string, word: Span): boolean {
  return instruction.assignments.some(
    (pair) =>
      pair.name.text === name && (instruction.keyword === 'ENV' || pair.value?.span === word),
  );
}

/** Commands that may set any variable: they run a text or a file, or read a value. */
const setters = new Set('. source eval read mapfile readarray getopts let nvm conda'.split(' '));

/** Variables of the shell form of a RUN that the script itself sets nowhere. */
function shellUses(
  model: DockerfileModel,
  instruction: Instruction,
): readonly Pick<UndefinedVariable, 'name' | 'text' | 'span'>[] {
  if (instruction.keyword !== 'RUN' || instruction.json !== undefined) return [];
  if (!isPosixShell(model.shellAt(instruction)) || !model.text.includes('$')) return [];
  const { scripts, commands, complete } = model.executionOf(instruction);
  if (!complete || commands.some(({ shell }) => setters.has(shell.program?.value ?? ''))) return [];
  const given = new Set(
    model
      .mountsOf(instruction)
      .flatMap(({ flag }) => /env=(\w+)/.exec(flag.value?.text ?? '')?.[1] ?? []),
  );
  return scripts
    .flatMap((script) => script.commands)
    .flatMap(({ program, arguments: rest, assignments }) => [
      ...(program === undefined ? [] : [program]),
      ...rest,
      ...assignments.flatMap(({ value }) => value ?? []),
    ])
    .flatMap((word) =>
      word.variables
        .filter((name) => /^[A-Za-z_]\w*$/.test(name) && !given.has(name))
        .filter((name) => !isSetInScript(model, instruction, name))
        .flatMap((name) => findPlainUse(model, word, name)),
    );
}

/** True when the text of the RUN gives the name a value: `A=…`, `for A in`, `${A:=…}`. */
function isSetInScript(model: DockerfileModel, instruction: Instruction, name: string): boolean {
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  return new RegExp(
    `(?:^|[^\\w$])${escapePattern(name)}\\+?=|\\b(?:for|-v)\\s+${escapePattern(name)}\\b|\\$\\{${escapePattern(name)}[^}\\w]|\\(\\(`,
  ).test(text);
}

/** `$NAME` or `${NAME}` in a word of the document. */
function findPlainUse(
  model: DockerfileModel,
  word: ShellWord,
  name: string,
): readonly Pick<UndefinedVariable, 'name' | 'text' | 'span'>[] {
  const raw = model.text.slice(word.span.start, word.span.end);
  const match = new RegExp(
    `(?<!\\\\)\\$(?:${escapePattern(name)}(?!\\w)|\\{${escapePattern(name)}\\})`,
  ).exec(raw);
  if (match === null) return [];
  const start = word.span.start + match.index;
  const [text] = match;
  return [{ name, text, span: { start, end: start + text.length } }];
}

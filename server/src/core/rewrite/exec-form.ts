import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { ShellCommand } from '../syntax/shell';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { toExecForm } from './instructions';

/** Turns shell words into the exec form where they stand: comments and line breaks stay. */
export function execFormInPlace(
  words: readonly { readonly value: string; readonly span: Span }[],
): readonly Edit[] {
  return words.map(({ value, span }, index) => {
    const start = index === 0 ? '[' : '';
    const end = index === words.length - 1 ? ']' : ',';
    return { span, text: `${start}${JSON.stringify(value)}${end}` };
  });
}

/** Replaces the arguments of an instruction by the exec form; comments between its lines go above it. */
export function replaceByExecForm(
  model: DockerfileModel,
  instruction: Instruction,
  words: readonly string[],
): readonly Edit[] {
  const { start } = instruction.lineSpan;
  const comments = instruction.innerComments.map(
    ({ span }) => `${model.text.slice(span.start, span.end)}${model.layout.lineEnding}`,
  );
  const moved: Edit = { span: { start, end: start }, text: comments.join('') };
  const replaced: Edit = { span: instruction.argumentSpan, text: toExecForm(words) };
  return comments.length === 0 ? [replaced] : [moved, replaced];
}

/**
 * The script of an `a && b` chain with `exec` in front of its last command.
 *
 * @returns undefined when that cannot be written on one line
 */
export function writeExecChain(commands: readonly ShellCommand[]): string | undefined {
  const parts = commands.map((command, index) => {
    const words = [command.program, ...command.arguments].map((word) => word?.text ?? '');
    const settings = command.assignments.map(({ name, value }) => `${name}=${value?.text ?? ''}`);
    if (index < commands.length - 1) return [...settings, ...words].join(' ');
    return ['exec', ...(settings.length === 0 ? [] : ['env', ...settings]), ...words].join(' ');
  });
  const script = parts.join(' && ');
  const isPlain = commands.every((command) => command.redirects.length === 0);
  return isPlain && !/[\r\n]/.test(script) ? script : undefined;
}

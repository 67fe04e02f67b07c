import type { DockerfileModel } from '../model/model';
import { isPosixShell } from '../model/shell';
import { isShellCommand } from '../model/shell-form';
import type { UnreadSyntax } from '../model/unread-shell-syntax';
import type { Edit } from '../text/edit';
import { replaceByExecForm } from './exec-form';

export type ShellPlan =
  | { readonly kind: 'edits'; readonly title: string; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Lets a shell read the words of an exec form: RUN and HEALTHCHECK become shell form, CMD and ENTRYPOINT a shell
 * that replaces itself by the program.
 */
export function handToShell(
  model: DockerfileModel,
  { instruction, isShared }: UnreadSyntax,
): ShellPlan {
  const { keyword, json = [], innerComments } = instruction;
  const shell = model.shellAt(instruction);
  if (!isPosixShell(shell)) return refuse('Whether the image has a shell is not known.');
  if (isShared) return refuse('ENTRYPOINT and CMD name the program together.');
  const values = json.map(({ value }) => value);
  const text = values.map((value) => toShellWord(value)).join(' ');
  if (/[\r\n]/.test(text)) return refuse('A word of it goes over lines.');
  const [first, last] = [json[0], json.at(-1)];
  if (first === undefined || last === undefined) return refuse('It is empty.');
  if (keyword === 'RUN' || keyword === 'HEALTHCHECK') {
    if (innerComments.length !== 0) return refuse('Comments stand between its lines.');
    const start = model.text.lastIndexOf('[', first.span.start);
    const end = model.text.indexOf(']', last.span.end) + 1;
    if (text.includes(model.tree.escape) || text.includes('<<'))
      return refuse('A word of it needs escapes.');
    return {
      kind: 'edits',
      title: 'Write the shell form',
      edits: [{ span: { start, end }, text }],
    };
  }
  const hasOperators = values.some((value) => isOperator(value));
  if (keyword === 'ENTRYPOINT' && hasOperators) {
    return refuse('The arguments of the container belong to one of its commands.');
  }
  const script = withExec(values);
  const words =
    keyword === 'ENTRYPOINT'
      ? ['/bin/sh', '-c', `${script} "$@"`, 'sh']
      : ['/bin/sh', '-c', script];
  return {
    kind: 'edits',
    title: 'Let a shell read it',
    edits: replaceByExecForm(model, instruction, words),
  };
}

function refuse(reason: string): ShellPlan {
  return { kind: 'refused', reason };
}

function isOperator(value: string): boolean {
  return /^(?:&&|\|\|?)$/.test(value);
}

/** `exec` in front of the last command of an `a && b` chain; the text as it is for other operators. */
function withExec(values: readonly string[]): string {
  const parts = values.map((value) => toShellWord(value));
  const from = values.lastIndexOf('&&') + 1;
  const isChain = values.every((value) => !/^\|\|?$/.test(value));
  if (!isChain || isShellCommand(values[from] ?? '')) return parts.join(' ');
  return [...parts.slice(0, from), 'exec', ...parts.slice(from)].join(' ');
}

/** A word as a shell has to see it: operators, variables and patterns as they are, what else is special in quotes. */
function toShellWord(value: string): string {
  if (isOperator(value) || /^[12&]?>>?(?:&[12]|\/[\w./-]+)?$/.test(value)) return value;
  if (/^[\w@%+=:,./*~-]+$/.test(value)) return value;
  if (/\$[{A-Za-z_]/.test(value)) {
    return /^[\w@%+=:,./${}-]+$/.test(value)
      ? value
      : `"${value.replace(/[\\"`]/g, String.raw`\$&`)}"`;
  }
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

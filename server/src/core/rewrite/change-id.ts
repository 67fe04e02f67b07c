import { findAccountOption, readAccountLine } from '../model/accounts';
import { collectAccountUses } from '../model/account-names';
import type { DockerfileModel } from '../model/model';
import { collectInheritance, type Stage } from '../model/stage-graph';
import type { UidCollision } from '../model/uid-collisions';
import type { ShellWord } from '../syntax/shell';
import type { Edit } from '../text/edit';

/**
 * Gives an account of the file another number: in the commands that make it, and wherever the stage and
 * those that start from it write the old one.
 *
 * @returns undefined when the number does not stand in the file as it is
 */
export function changeId(
  model: DockerfileModel,
  stage: Stage,
  collision: UidCollision,
  id: number,
): readonly Edit[] | undefined {
  const old = String(collision.id);
  const edits = new Map<number, Edit>();
  const add = (found: Edit | undefined): boolean => {
    if (found !== undefined) edits.set(found.span.start, found);
    return found !== undefined;
  };
  const source = editNumber(model, collision.option.valueWord, collision, old, id);
  if (!add(source)) return undefined;
  for (const part of model.stages) {
    if (!collectInheritance(part).includes(stage)) continue;
    for (const command of model.commandsOf(part)) {
      const line = readAccountLine(command, (word) => model.valueOf(word, command.instruction));
      const names = ['-u', '--uid', '-g', '--gid'];
      for (const option of line?.options ?? []) {
        if (!names.includes(option.name) || option.value !== old) continue;
        if (findAccountOption(line ?? { options: [], operands: [] }, [option.name]) !== option)
          continue;
        add(editNumber(model, option.valueWord, { command }, old, id));
      }
      if (command.name !== 'chown' && command.name !== 'chgrp') continue;
      for (const word of command.words.slice(1)) addParts(model, word, old, id, edits);
    }
    for (const { word } of collectAccountUses(model, part)) addParts(model, word, old, id, edits);
  }
  return [...edits.values()];
}

/** The number in a word, or in the default of the build argument that holds it. */
function editNumber(
  model: DockerfileModel,
  word: ShellWord | undefined,
  { command }: Pick<UidCollision, 'command'>,
  old: string,
  id: number,
): Edit | undefined {
  if (word === undefined) return undefined;
  if (word.value !== undefined) return replaceEnd(model, word.span, old, id);
  const stage = model.stageOf(command.instruction);
  const [name] = word.variables;
  if (stage === undefined || name === undefined) return undefined;
  const binding = model.variables.before(stage, command.instruction).get(name);
  const value = binding?.assignment?.value;
  return value === undefined ? undefined : replaceEnd(model, value.span, old, id);
}

/** Replaces the number that a span ends with: `1000`, `-u1000`, `--uid=1000`, `"1000"`. */
function replaceEnd(
  model: DockerfileModel,
  span: { readonly start: number; readonly end: number },
  old: string,
  id: number,
): Edit | undefined {
  const text = model.text.slice(span.start, span.end);
  const quote = /["']$/.exec(text)?.[0].length ?? 0;
  const end = span.end - quote;
  const before = model.text.slice(span.start, end - old.length);
  if (model.text.slice(end - old.length, end) !== old || /\d$/.test(before)) return undefined;
  return { span: { start: end - old.length, end }, text: String(id) };
}

/** Replaces the number in `1000`, `1000:1000`, `app:1000`. */
function addParts(
  model: DockerfileModel,
  word: { readonly span: { readonly start: number; readonly end: number } },
  old: string,
  id: number,
  edits: Map<number, Edit>,
): void {
  const text = model.text.slice(word.span.start, word.span.end);
  if (!/^["']?[\w.-]*(?::[\w.-]*)?["']?$/.test(text)) return;
  for (const match of text.matchAll(/\d+/g)) {
    const start = word.span.start + match.index;
    const isPart = /^[:"']?$/.test(text.charAt(match.index - 1)) && match[0] === old;
    const isWhole = /^[:"']?$/.test(text.charAt(match.index + old.length));
    if (isPart && isWhole) {
      edits.set(start, { span: { start, end: start + old.length }, text: String(id) });
    }
  }
}

import { collectImageUses, type ImageUse } from '../model/images';
import type { DockerfileModel } from '../model/model';
import type { Assignment, Word } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** The image that a use shall name from now on, in full; undefined to leave it. */
export type NewImage = (use: ImageUse) => string | undefined;

/**
 * Changes the default of the build argument above the first FROM that a part of an image name comes from.
 *
 * @param toNew what every image of the file shall become: those that share the argument change with it
 * @returns a sentence where the argument is not all that decides, or something else reads it
 */
export function changeDefaultImage(
  model: DockerfileModel,
  use: ImageUse,
  toNew: NewImage,
): Edit | string {
  const part = findVariable(use.word);
  if (part === undefined) return 'The image is put together from several parts.';
  const declared = model.graph.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ assignments }) => assignments)
    .filter(({ name }) => name.text === part.name);
  const [assignment] = declared;
  const value = assignment?.value;
  if (declared.length !== 1 || value === undefined || value.text.includes('$')) {
    return 'The image is not the default of one ARG.';
  }
  if (isReadInStages(model, part.name)) return 'Steps of the build read the same ARG.';
  const next = valueFor(use, toNew);
  const others = model.stages.filter(({ imageWord }) => namesVariable(imageWord, part.name));
  const uses = collectImageUses(model);
  const isShared = others.every(({ imageWord }) => {
    const other = uses.find(({ word }) => word === imageWord);
    return other !== undefined && valueFor(other, toNew) === next;
  });
  if (next === undefined || !isShared) return 'Other images come from the same ARG.';
  return replaceValue(value, next);
}

/** The only variable of a word, written without a fallback; undefined for any other word. */
function findVariable(
  word: Word,
): { readonly name: string; readonly before: string; readonly after: string } | undefined {
  const [, before, braced, bare, after] =
    /^([^$"']*)\$(?:\{(\w+)\}|(\w+))([^$"']*)$/.exec(word.text) ?? [];
  const name = braced ?? bare;
  if (name === undefined || before === undefined || after === undefined) return undefined;
  return { name, before, after };
}

function valueFor(use: ImageUse, toNew: NewImage): string | undefined {
  const part = findVariable(use.word);
  const text = toNew(use);
  if (part === undefined || text === undefined) return undefined;
  const { before, after } = part;
  const isKept = text.startsWith(before) && text.endsWith(after);
  const next = text.slice(before.length, text.length - after.length);
  return isKept && next !== '' ? next : undefined;
}

function namesVariable(word: Word | undefined, name: string): boolean {
  return new RegExp(`\\$\\{?${name}\\b`).test(word?.text ?? '');
}

/** True when a stage takes over the value of the argument, so that its steps may read it. */
function isReadInStages(model: DockerfileModel, name: string): boolean {
  return model.stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ assignments }) => assignments)
    .some((each: Assignment) => each.name.text === name && each.value === undefined);
}

/** The quotes around a value stay. */
function replaceValue({ text, span }: Word, value: string): Edit {
  const [quote = ''] = /^["']/.exec(text) ?? [];
  return { span, text: `${quote}${value}${quote}` };
}

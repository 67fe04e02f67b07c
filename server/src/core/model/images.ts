import { collectFlags, type Instruction, type Word } from '../syntax/instruction';
import { parseImageReference, type ImageReference } from '../syntax/image-reference';
import type { DockerfileModel } from './model';
import { findStage, type Stage } from './stage-graph';

/** One place where the document names an image. */
export interface ImageUse {
  readonly place: 'from' | 'copy' | 'mount';
  /** With variables replaced by their defaults. */
  readonly reference: ImageReference;
  /** The word as written; for a mount, the image name inside the flag. */
  readonly word: Word;
  /** True when the word holds no variable, so that spans of `reference` are places in the document. */
  readonly literal: boolean;
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** Tag; `latest` when neither tag nor digest is written; undefined for a digest without tag. */
  readonly tag: string | undefined;
}

/** Every image that FROM, `COPY --from` or `RUN --mount=from=` names; stages are left out. */
export function collectImageUses(model: DockerfileModel): readonly ImageUse[] {
  return model.stages.flatMap((stage) => [
    ...fromUse(stage),
    ...stage.instructions.flatMap((instruction) => [
      ...copyUse(model, stage, instruction),
      ...mountUses(model, stage, instruction),
    ]),
  ]);
}

function fromUse(stage: Stage): readonly ImageUse[] {
  if (stage.base.kind !== 'image' || stage.imageWord === undefined) return [];
  const { reference, literal, tag } = stage.base;
  return [
    {
      place: 'from',
      reference,
      word: stage.imageWord,
      literal,
      instruction: stage.from,
      stage,
      tag,
    },
  ];
}

function copyUse(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): readonly ImageUse[] {
  if (instruction.keyword !== 'COPY') return [];
  return collectFlags(instruction, 'from').flatMap((flag) =>
    flag.value === undefined ? [] : toUse('copy', model, stage, instruction, flag.value),
  );
}

function mountUses(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): readonly ImageUse[] {
  if (instruction.keyword !== 'RUN') return [];
  return model.mountsOf(instruction).flatMap((mount) => {
    const value = mount.flag.value;
    const index = mount.from === undefined ? -1 : (value?.text.indexOf(`from=${mount.from}`) ?? -1);
    if (mount.from === undefined || value === undefined || index < 0) return [];
    const start = value.span.start + index + 'from='.length;
    const word = { text: mount.from, span: { start, end: start + mount.from.length } };
    return toUse('mount', model, stage, instruction, word);
  });
}

function toUse(
  place: ImageUse['place'],
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  written: Word,
): readonly ImageUse[] {
  const word = withoutQuotes(written);
  if (findStage(model.stages, word.text, stage.index) !== undefined) return [];
  const reference = parseImageReference(word);
  if (reference === undefined || reference.name.text === 'scratch' || /^\d+$/.test(word.text)) {
    return [];
  }
  const tag = reference.tag?.text ?? (reference.digest === undefined ? 'latest' : undefined);
  return [{ place, reference, word, literal: true, instruction, stage, tag }];
}

/** BuildKit takes the quotes off the value of a flag. */
function withoutQuotes(word: Word): Word {
  const { start, end } = word.span;
  const [, , text] = /^(["'])(.+)\1$/.exec(word.text) ?? [];
  return text === undefined ? word : { text, span: { start: start + 1, end: end - 1 } };
}

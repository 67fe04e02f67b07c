import { collectFlags, type Instruction, type Word } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import { findStage, type Stage } from './stage-graph';

/** What a `COPY --from` or a `RUN --mount=from=` names. */
export interface StageReference {
  readonly place: 'copy' | 'mount';
  /** The name or number without quotes. */
  readonly word: Word;
  readonly instruction: Instruction;
  /** The stage that holds the instruction. */
  readonly stage: Stage;
}

/** Every `--from` and `from=` of the document; triggers of ONBUILD belong to another build and are left out. */
export function collectStageReferences(model: DockerfileModel): readonly StageReference[] {
  return model.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) =>
      stageWordsIn(model, instruction).map((found) => ({ ...found, instruction, stage })),
    ),
  );
}

/** The names and numbers in `COPY --from` and `RUN --mount=from=` of one instruction. */
export function stageWordsIn(
  model: DockerfileModel,
  instruction: Instruction,
): readonly Pick<StageReference, 'place' | 'word'>[] {
  switch (instruction.keyword) {
    case 'COPY':
      return collectFlags(instruction, 'from').flatMap(({ value }) =>
        value === undefined || value.text === ''
          ? []
          : [{ place: 'copy' as const, word: withoutQuotes(value) }],
      );
    case 'RUN':
      return model.mountsOf(instruction).flatMap((mount) => {
        const word = fromWord(mount.flag.value, mount.from);
        return word === undefined ? [] : [{ place: 'mount' as const, word }];
      });
    default:
      return [];
  }
}

/**
 * The stage that a reference means to BuildKit, which looks at the whole file: of several stages with the
 * name the last one, also one further down, also the stage itself. A number counts the stages from 0.
 */
export function resolveStageReference(
  model: DockerfileModel,
  reference: StageReference,
): Stage | undefined {
  const { text } = reference.word;
  if (text.includes('$')) return undefined;
  return findStage(model.stages, text, model.stages.length);
}

/** The value of `from=` inside the options of a mount. */
function fromWord(value: Word | undefined, from: string | undefined): Word | undefined {
  if (value === undefined || from === undefined || from === '') return undefined;
  const index = value.text.toLowerCase().indexOf(`from=${from.toLowerCase()}`);
  if (index < 0 || value.span.end - value.span.start !== value.text.length) return undefined;
  const start = value.span.start + index + 'from='.length;
  return { text: from, span: { start, end: start + from.length } };
}

/** BuildKit takes the quotes off the value of a flag. */
function withoutQuotes(word: Word): Word {
  const { start, end } = word.span;
  const [, , text] = /^(["'])(.+)\1$/.exec(word.text) ?? [];
  return text === undefined ? word : { text, span: { start: start + 1, end: end - 1 } };
}

import { findImageVariant } from '../../data/base-images';
import { isEmptyArgument, isValidByDefault } from '../../model/default-image';
import { variableUsesOf } from '../../model/expanded-words';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { findDefaultTag } from '../../model/supported-tag';
import { expandWord } from '../../syntax/expansion';
import { parseImageReference } from '../../syntax/image-reference';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'empty-default-image',
  code: 'IH721',
  category: 'correctness',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Without build arguments, FROM has no valid image name.',
  why: 'An ARG without a default is empty until somebody passes `--build-arg`. A plain `docker build .` then stops with "invalid reference format", and tools that read the file cannot tell which image is meant. A default that works is kinder: `ARG VERSION=13`. Where the argument is required on purpose, `${VERSION:?}` says so, and nothing is reported.',
  fixNotes:
    'Where the argument is the version in the tag of an official image, the fix gives it a release line that is supported, a long-term one where there is one. A build with `--build-arg` stays as it is. Which image is meant by `FROM $BASE` is not known, so that is left to you.',
  equivalents: { buildkit: 'InvalidDefaultArgInFrom' },
  messages: {
    empty: 'The argument "{{name}}" has no default, and without it this is not a valid image name.',
  },
  examples: [
    {
      bad: dockerfile`
        ARG VERSION
        FROM debian:\${VERSION}
        #           ^^^^^^^^^^ empty-default-image
        USER 10001
      `,
      good: dockerfile`
        ARG VERSION=13
        FROM debian:\${VERSION}
        USER 10001
      `,
    },
  ],
  *check(model, { today }) {
    for (const stage of model.stages) {
      const empty = variableUsesOf(stage.from, model.tree.escape).filter(
        ({ inside, name, operator }) =>
          inside === stage.imageWord && operator === undefined && isEmptyArgument(model, name),
      );
      const [use] = empty;
      if (use === undefined || isValidByDefault(model, stage)) continue;
      const fix = empty.length === 1 ? giveDefault(model, stage, use.name, today) : undefined;
      yield {
        message: 'empty',
        data: { name: use.name },
        span: use.word.span,
        ...(fix === undefined
          ? { refusal: 'Which image is meant is not known.' }
          : { fixes: [fix] }),
      };
    }
  },
});

/** A supported release line for an argument in the tag of an image with known facts. */
function giveDefault(
  model: DockerfileModel,
  { imageWord }: Stage,
  name: string,
  today: string,
): Fix | undefined {
  const pair = model.variables.global.get(name)?.assignment;
  if (imageWord === undefined || pair === undefined) return undefined;
  const read = (value: string) => {
    const text = expandWord(imageWord.text, model.tree.escape, (each) =>
      each === name
        ? { set: true, value }
        : { set: true, value: model.variables.global.get(each)?.value },
    );
    return text === undefined ? undefined : parseImageReference({ text, span: imageWord.span });
  };
  const mark = 'ironhull0';
  const image = read(mark);
  if (image?.tag?.text.includes(mark) !== true || image.repository.includes(mark)) return undefined;
  const value = findDefaultTag(image.repository, today);
  const tag = value === undefined ? undefined : read(value)?.tag?.text;
  if (value === undefined || tag === undefined) return undefined;
  if (findImageVariant(image.repository, tag) === undefined) return undefined;
  return {
    title: `Give "${name}" the default "${value}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [{ span: { start: pair.name.span.end, end: pair.span.end }, text: `=${value}` }],
  };
}

import { variableUsesOf } from '../../model/expanded-words';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { expandWord } from '../../syntax/expansion';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'empty-default-image',
  code: 'IH721',
  category: 'correctness',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'Without build arguments, FROM has no valid image name.',
  why: 'An ARG without a default is empty until somebody passes `--build-arg`. A plain `docker build .` then stops with "invalid reference format", and tools that read the file cannot tell which image is meant. A default that works is kinder: `ARG VERSION=13`. Where the argument is required on purpose, `${VERSION:?}` says so, and nothing is reported.',
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
        ARG VERSION=13-slim
        FROM debian:\${VERSION}
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const empty = variableUsesOf(stage.from, model.tree.escape).filter(
        ({ inside, name, operator }) =>
          inside === stage.imageWord && operator === undefined && isEmptyArgument(model, name),
      );
      const [use] = empty;
      if (use === undefined || isValidByDefault(model, stage)) continue;
      yield { message: 'empty', data: { name: use.name }, span: use.word.span };
    }
  },
});

/** True for an ARG above the first FROM that is empty without `--build-arg`. */
function isEmptyArgument(model: DockerfileModel, name: string): boolean {
  const binding = model.variables.global.get(name);
  if (binding?.kind !== 'arg') return false;
  return binding.assignment?.value === undefined || binding.value === '';
}

/** Repository, tag and digest as the reference of images has them; the registry host may have capitals. */
const validReference =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@\w+:[0-9a-fA-F]{32,})?$/;

/** True also when a part is not known: platform arguments, defaults made of others, required arguments. */
function isValidByDefault(model: DockerfileModel, stage: Stage): boolean {
  const { imageWord } = stage;
  if (imageWord === undefined || /:?\?/.test(imageWord.text)) return true;
  const text = expandWord(imageWord.text, model.tree.escape, (name) => {
    const binding = model.variables.global.get(name);
    if (binding === undefined) return { set: false, value: undefined };
    return { set: true, value: isEmptyArgument(model, name) ? '' : binding.value };
  });
  return text === undefined || (text.length < 500 && validReference.test(text));
}

import { freeStageName } from '../../model/stage-name';
import { renameStage } from '../../rewrite/rename-stage';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'reserved-stage-name',
  code: 'IH728',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A stage has a name that means something else to Docker.',
  why: '`scratch` is the empty image, and `context` the build context. A stage of that name cannot be told from them, for people as for builders. Give it another name.',
  fixNotes:
    'The fix gives the stage another name, here and where it is used. A `--target` outside of the file may have to change as well. It is refused where a FROM names `scratch`, because the empty image may be meant.',
  equivalents: { hadolint: 'DL3063', buildkit: 'ReservedStageName' },
  messages: { reserved: '"{{name}}" is reserved: it means {{meaning}}.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim AS scratch
        #                      ^^^^^^^ reserved-stage-name
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim AS scratch-stage
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const { name, nameWord } = stage;
      if (nameWord === undefined || (name !== 'scratch' && name !== 'context')) continue;
      const meaning = name === 'scratch' ? 'the empty image' : 'the build context';
      const isBase =
        name === 'scratch' && model.stages.some(({ imageWord }) => imageWord?.text === name);
      yield {
        message: 'reserved',
        data: { name: nameWord.text, meaning },
        span: nameWord.span,
        ...(isBase
          ? { refusal: 'Whether a FROM means the stage or the empty image is not known.' }
          : renameStage(model, stage, freeStageName(model, `${name}-stage`))),
      };
    }
  },
});

import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'reserved-stage-name',
  code: 'IH728',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A stage has a name that means something else to Docker.',
  why: '`scratch` is the empty image, and `context` the build context. A stage of that name cannot be told from them, for people as for builders. Give it another name.',
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
        FROM debian:13-slim AS base
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const { name, nameWord } of model.stages) {
      if (nameWord === undefined || (name !== 'scratch' && name !== 'context')) continue;
      const meaning = name === 'scratch' ? 'the empty image' : 'the build context';
      yield { message: 'reserved', data: { name: nameWord.text, meaning }, span: nameWord.span };
    }
  },
});

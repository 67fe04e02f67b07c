import { defineRule } from '../define-rule';
import { keyword, replaceInstruction } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'deprecated-maintainer',
  code: 'IH801',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  tag: 'deprecated',
  summary: 'MAINTAINER is deprecated; a label holds the same.',
  why: 'Docker deprecated MAINTAINER in 2017. The standard label `org.opencontainers.image.authors` is read by registries and tools.',
  equivalents: {
    hadolint: 'DL4000',
    buildkit: 'MaintainerDeprecated',
    trivy: 'DS-0022',
    checkov: 'CKV_DOCKER_6',
    kics: '99614418-f82b-4852-a9ae-5051402b741c',
    sonar: 'S6586',
    semgrep: 'dockerfile.best-practice.maintainer-is-deprecated.maintainer-is-deprecated',
  },
  messages: { deprecated: 'MAINTAINER is deprecated; use a label.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        MAINTAINER Ada Lovelace <ada@example.com>
        ^^^^^^^^^^ deprecated-maintainer
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.com>"
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      if (instruction.keyword !== 'MAINTAINER') continue;
      const name = instruction.argumentText.replace(/^(["'])(.*)\1$/, '$2');
      const escape = model.layout.escape;
      const quoted = name.replace(/["$`\\]/g, (character) => `${escape}${character}`);
      yield {
        message: 'deprecated',
        span: instruction.keywordSpan,
        fixes: [
          {
            title: 'Replace by a label',
            applicability: 'safe',
            phase: 'instruction',
            edits: [
              replaceInstruction(
                instruction,
                `${keyword(model, 'LABEL')} org.opencontainers.image.authors="${quoted}"`,
              ),
            ],
          },
        ],
      };
    }
  },
});

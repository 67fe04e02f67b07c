import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { deleteInstruction } from '../../rewrite/instructions';
import type { Instruction } from '../../syntax/instruction';
import { hasTemplateLines } from '../../syntax/template-lines';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

/** What other tools have one check each for. */
const equivalentsOf = {
  CMD: {
    hadolint: 'DL4003',
    buildkit: 'MultipleInstructionsDisallowed',
    trivy: 'DS-0016',
    kics: '41c195f4-fc31-4a5c-8a1b-90605538d49f',
    sonar: 'S6589',
    semgrep: 'generic.dockerfile.correctness.multiple-cmd-instructions.multiple-cmd-instructions',
  },
  ENTRYPOINT: {
    hadolint: 'DL4004',
    buildkit: 'MultipleInstructionsDisallowed',
    trivy: 'DS-0007',
    kics: '6938958b-3f1a-451c-909b-baeee14bdc97',
    sonar: 'S6589',
    semgrep:
      'dockerfile.correctness.multiple-entrypoint-instructions.multiple-entrypoint-instructions',
  },
  HEALTHCHECK: {
    hadolint: 'DL3012',
    buildkit: 'MultipleInstructionsDisallowed',
    trivy: 'DS-0023',
  },
} as const;

export default defineRule({
  id: 'duplicate-command',
  code: 'IH703',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  tag: 'unnecessary',
  summary: 'Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage counts.',
  why: 'Docker keeps one CMD, one ENTRYPOINT and one HEALTHCHECK per image: the last one wins, without a word about the others. Whoever reads the first one believes that the container starts something else than it does. To start two programs, build two images, or start both from one script.',
  equivalents: {
    hadolint: ['DL4003', 'DL4004', 'DL3012'],
    buildkit: 'MultipleInstructionsDisallowed',
    trivy: ['DS-0007', 'DS-0016', 'DS-0023'],
    kics: ['41c195f4-fc31-4a5c-8a1b-90605538d49f', '6938958b-3f1a-451c-909b-baeee14bdc97'],
    sonar: 'S6589',
    semgrep: [
      'generic.dockerfile.correctness.multiple-cmd-instructions.multiple-cmd-instructions',
      'dockerfile.correctness.multiple-entrypoint-instructions.multiple-entrypoint-instructions',
    ],
  },
  messages: {
    ignored: 'This {{keyword}} is ignored: only the last {{keyword}} of a stage counts.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        CMD ["node", "worker.js"]
        ^^^ duplicate-command
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        # Until the probe is ready.
        HEALTHCHECK NONE
        ^^^^^^^^^^^ duplicate-command
        HEALTHCHECK CMD ["python", "probe.py"]
        ENTRYPOINT ["python"]
        ^^^^^^^^^^ duplicate-command
        ENTRYPOINT ["python", "app.py"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        # Until the probe is ready.
        HEALTHCHECK CMD ["python", "probe.py"]
        ENTRYPOINT ["python", "app.py"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const) {
        yield* checkKeyword(model, stage, keyword);
      }
    }
  },
});

function* checkKeyword(
  model: DockerfileModel,
  stage: Stage,
  keyword: keyof typeof equivalentsOf,
): Iterable<Report<'ignored'>> {
  const found = stage.instructions.filter((instruction) => instruction.keyword === keyword);
  const last = found.at(-1);
  if (last === undefined) return;
  for (const instruction of found.slice(0, -1)) {
    if (mayBeAlternative(stage, instruction, last)) continue;
    yield {
      message: 'ignored',
      data: { keyword },
      equivalents: equivalentsOf[keyword],
      span: instruction.keywordSpan,
      related: [{ span: last.keywordSpan, message: `This ${keyword} counts.` }],
      fixes: [
        {
          title: `Delete the ignored ${keyword}`,
          applicability: 'safe',
          phase: 'instruction',
          edits: [deleteInstruction(model, instruction)],
        },
      ],
    };
  }
}

/** Lines of a template engine between the two may keep only one of them. */
function mayBeAlternative(stage: Stage, instruction: Instruction, last: Instruction): boolean {
  const { instructions } = stage;
  return hasTemplateLines(
    instructions.slice(instructions.indexOf(instruction), instructions.indexOf(last)),
  );
}

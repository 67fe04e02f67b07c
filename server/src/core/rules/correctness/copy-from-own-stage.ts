import type { DockerfileModel } from '../../model/model';
import {
  collectStageReferences,
  resolveStageReference,
  type StageReference,
} from '../../model/stage-references';
import type { Stage } from '../../model/stage-graph';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'copy-from-own-stage',
  code: 'IH725',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A stage copies from itself, or from one that needs it.',
  why: 'A stage can be copied from only when it is done. BuildKit stops with "circular dependency detected on stage"; older builders look for an image of that name. Mostly another stage is meant. To copy inside a stage, use `RUN cp`.',
  equivalents: {
    hadolint: 'DL3023',
    trivy: 'DS-0006',
    kics: 'cdddb86f-95f6-4fc4-b5a1-483d9afceb2b',
    semgrep: 'generic.dockerfile.correctness.copy-from-own-alias.copy-from-own-alias',
  },
  messageEquivalents: { cycle: {} },
  messages: {
    own: '"{{name}}" is this very stage, which is not done yet.',
    cycle: 'The stage "{{name}}" needs this one itself, so neither can be built first.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY --from=build /src/server /server
        #           ^^^^^ copy-from-own-stage
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        RUN cp /src/server /server
      `,
    },
  ],
  *check(model) {
    const references = collectStageReferences(model);
    const needs = directNeeds(model, references);
    for (const reference of references) {
      const { stage, word } = reference;
      const named = resolveStageReference(model, reference);
      if (named === undefined) continue;
      const data = { name: word.text };
      if (named === stage) yield { message: 'own', data, span: word.span };
      else if (stage.index < named.index && canReach(needs, named, stage)) {
        const span = named.nameWord?.span ?? named.from.keywordSpan;
        const related = [{ span, message: 'This stage needs the other one.' }];
        yield { message: 'cycle', data, span: word.span, related };
      }
    }
  },
});

type Needs = ReadonlyMap<Stage, ReadonlySet<Stage>>;

/** The stages that each stage names. */
function directNeeds(model: DockerfileModel, references: readonly StageReference[]): Needs {
  const needs = new Map(
    model.stages.map((stage) => [
      stage,
      new Set<Stage>(stage.base.kind === 'stage' ? [stage.base.stage] : []),
    ]),
  );
  for (const reference of references) {
    const named = resolveStageReference(model, reference);
    if (named !== undefined) needs.get(reference.stage)?.add(named);
  }
  return needs;
}

function canReach(needs: Needs, from: Stage, to: Stage): boolean {
  const reached = new Set<Stage>([from]);
  for (const stage of reached) {
    for (const next of needs.get(stage) ?? []) reached.add(next);
  }
  return reached.has(to);
}

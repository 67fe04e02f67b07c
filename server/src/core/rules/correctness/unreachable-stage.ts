import type { DockerfileModel } from '../../model/model';
import {
  collectStageReferences,
  resolveStageReference,
  type StageReference,
} from '../../model/stage-references';
import type { Stage } from '../../model/stage-graph';
import { hasTemplateLines } from '../../syntax/template-lines';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unreachable-stage',
  code: 'IH729',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  tag: 'unnecessary',
  summary: 'The last stage needs nothing of this stage.',
  why: 'BuildKit builds only what the last stage needs, so this stage is never built by `docker build .`, and nobody notices when it no longer works. Perhaps a `COPY --from` is missing, or the stage is a left-over. Stages whose names tell that they are built by `--target` (`test`, `dev`, `debug` …) are not reported.',
  equivalents: {},
  messages: {
    named: 'No stage that is built needs "{{name}}": only "--target {{name}}" builds it.',
    unnamed: 'No stage that is built needs this one, and it has no name to choose it by.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        #                   ^^^^^ unreachable-stage
        RUN go install example.com/tool@v1.2.3

        FROM debian:13-slim
        USER 10001
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        RUN go install example.com/tool@v1.2.3

        FROM debian:13-slim
        COPY --from=build /go/bin/tool /usr/local/bin/tool
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (model.stages.length < 2 || hasTemplateLines(model.tree.instructions)) return;
    const references = collectStageReferences(model);
    const used = new Set(model.stages.flatMap((stage) => needsOf(model, stage, references)));
    for (const stage of model.stages) {
      const { name, nameWord, from } = stage;
      if (stage === model.target || used.has(stage) || isChosen(name)) continue;
      yield nameWord === undefined
        ? { message: 'unnamed', span: from.keywordSpan }
        : { message: 'named', data: { name: nameWord.text }, span: nameWord.span };
    }
  },
});

/** Parts of the names of stages that a person or a pipeline chooses. */
const targetNames =
  /(?:^|[-_.])(?:\w*test\w*|unit|e2e|integration|lint\w*|check\w*|validate\w*|format\w*|ci|cover\w*|bench\w*|dev\w*|debug\w*|local|shell|watch|docs?|export\w*|artifacts?|binar\w+|output|dist|release\w*|package\w*|prod\w*|final|runtime|runner|server|app|image|target|slim|full|minimal|alpine|debian|ubuntu|windows|linux|\w*gpu|cuda|rocm|cpu|amd64|arm64|arm|production|staging|migrat\w+|worker|web|api|cli)(?:$|[-_.\d])/;

function isChosen(name: string | undefined): boolean {
  return name !== undefined && targetNames.test(name);
}

/** The stages that a stage names; with a variable in the name, every stage that it can mean. */
function needsOf(
  model: DockerfileModel,
  stage: Stage,
  references: readonly StageReference[],
): readonly Stage[] {
  const { base, imageWord } = stage;
  const inherited = base.kind === 'stage' ? [base.stage] : [];
  const own = references.filter((each) => each.stage === stage);
  const words = [imageWord, ...own.map(({ word }) => word)];
  return [
    ...inherited,
    ...own.flatMap((reference) => resolveStageReference(model, reference) ?? []),
    ...words.flatMap((word) =>
      word?.text.includes('$') === true ? matching(model, word.text) : [],
    ),
  ];
}

function matching(model: DockerfileModel, text: string): readonly Stage[] {
  const parts = text.toLowerCase().split(/\$(?:\{[^}]*\}|\w+)/);
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  return model.stages.filter(({ name }) => name?.startsWith(first) === true && name.endsWith(last));
}

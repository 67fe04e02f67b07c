import { isValidByDefault } from '../../model/default-image';
import { variableUsesOf, type VariableUse } from '../../model/expanded-words';
import { isFilledTemplate } from '../../model/filled-template';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest, findUnmistakable } from '../../text/nearest-word';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'undefined-from-variable',
  code: 'IH720',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'FROM uses a variable that no ARG above the first FROM declares.',
  why: 'FROM lines see only the ARGs above the first FROM. Any other variable is empty there, and `--build-arg` cannot change that: the image has no name, or another one than it seems to have. Arguments that BuildKit sets itself, such as `TARGETARCH`, need no declaration in FROM. A file that shows signs of a template is left alone.',
  fixNotes:
    'The fix corrects the name where one that is declared is nearly the same; that is `safe` where FROM has no valid image without it, so that no build works today. Else it declares the argument above the first FROM, with the default it has further down, if any; without a default the build then needs `--build-arg`.',
  equivalents: { buildkit: 'UndefinedArgInFrom', sonar: 'S6579' },
  messages: {
    undeclared: 'No ARG above the first FROM declares "{{name}}", so it is empty here.',
    misspelt: 'No ARG above the first FROM declares "{{name}}"; "{{near}}" is declared.',
    late: 'The ARG "{{name}}" stands below the first FROM, so FROM lines do not see it.',
  },
  examples: [
    {
      bad: dockerfile`
        ARG NODE_VERSION=24
        FROM node:\${NODE_VERSON}-trixie-slim
        #         ^^^^^^^^^^^^^^ undefined-from-variable
        USER node
      `,
      good: dockerfile`
        ARG NODE_VERSION=24
        FROM node:\${NODE_VERSION}-trixie-slim
        USER node
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        ARG SUITE=13
        RUN go version

        FROM debian:\${SUITE}-slim
        #           ^^^^^^^^ undefined-from-variable
        USER 10001
      `,
      good: dockerfile`
        ARG SUITE=13
        FROM golang:1.26 AS build
        ARG SUITE=13
        RUN go version

        FROM debian:\${SUITE}-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (isFilledTemplate(model)) return;
    const declared = model.variables.global.all().map(({ name }) => name);
    const written = model.variables.global
      .all()
      .flatMap(({ kind, name }) => (kind === 'arg' ? [name] : []));
    for (const stage of model.stages) {
      const { from } = stage;
      for (const use of variableUsesOf(from, model.tree.escape)) {
        if (use.operator !== undefined || declared.includes(use.name)) continue;
        yield toReport(model, stage, use, written);
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  use: VariableUse,
  written: readonly string[],
): Report<'undeclared' | 'misspelt' | 'late'> {
  const { name, word } = use;
  const late = model.tree.instructions.find(
    (each) =>
      each.keyword === 'ARG' &&
      each.span.start < stage.from.span.start &&
      each.assignments.some((pair) => pair.name.text === name),
  );
  const near = late === undefined ? findNearest(name, written) : undefined;
  const isWhole = word.text.length === word.span.end - word.span.start;
  if (near !== undefined && isWhole) {
    const text = word.text.replace(name, near);
    const isSure =
      use.inside === stage.imageWord &&
      !isValidByDefault(model, stage) &&
      findUnmistakable(name, written) !== undefined;
    const applicability = isSure ? 'safe' : 'unsafe';
    return {
      message: 'misspelt',
      data: { name, near },
      span: word.span,
      fixes: [{ ...toFix(`Write "${near}"`, 'word', [replaceWord(word, text)]), applicability }],
    };
  }
  const pair = late?.assignments.find((each) => each.name.text === name);
  const value = pair?.value?.text ?? '';
  const isOneLine = pair !== undefined && pair.span.end - pair.span.start < name.length + 200;
  const isPlain = pair?.value === undefined || (isOneLine && !/[$\\`\n]/.test(value));
  const declaration = pair?.value !== undefined && isPlain ? `${name}=${value}` : name;
  const [first] = model.stages;
  return {
    message: late === undefined ? 'undeclared' : 'late',
    data: { name },
    span: word.span,
    ...(late === undefined
      ? {}
      : { related: [{ span: late.keywordSpan, message: 'This ARG counts in its stage only.' }] }),
    ...(first === undefined || !isPlain
      ? { refusal: 'The default of the argument is made of others.' }
      : {
          fixes: [
            toFix(`Declare "${name}" above the first FROM`, 'instruction', [
              insertBefore(model, first.from, [`${keyword(model, 'ARG')} ${declaration}`]),
            ]),
          ],
        }),
  };
}

function toFix(title: string, phase: Fix['phase'], edits: Fix['edits']): Fix {
  return { title, applicability: 'unsafe', phase, edits };
}

import { isFilledTemplate } from '../../model/filled-template';
import type { DockerfileModel } from '../../model/model';
import {
  findUndefinedVariables,
  platformNames,
  type UndefinedVariable,
} from '../../model/undefined-variables';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest } from '../../text/nearest-word';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'undefined-variable',
  code: 'IH722',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A variable is empty here, because nothing in its reach sets it.',
  why: 'An ARG above the first FROM is seen by FROM lines only: a stage that needs it repeats `ARG NAME`. An ARG of one stage is not seen in another. Docker and the shell replace a variable that nothing sets by nothing, so that a version, a path or a label is silently wrong. Images may set variables themselves, so only bases with known facts are looked at; in RUN only arguments are meant that the file declares elsewhere.',
  fixNotes:
    'The fix repeats the ARG below the FROM of the stage, or corrects a name that is nearly the same as one that is set. The value is then no longer empty, so look at what becomes of it.',
  equivalents: { buildkit: 'UndefinedVar', sonar: 'S6579' },
  messages: {
    scope:
      'The ARG "{{name}}" stands above the first FROM; in this stage it is empty without "ARG {{name}}".',
    elsewhere: 'Only another stage sets "{{name}}"; in this one it is empty.',
    platform: 'BuildKit sets "{{name}}" only in a stage with "ARG {{name}}"; here it is empty.',
    late: '"{{name}}" is set further down; here it is still empty.',
    misspelt: 'Nothing sets "{{name}}", but "{{near}}" is set.',
    undeclared: 'Nothing sets "{{name}}", so it is empty here.',
  },
  examples: [
    {
      bad: dockerfile`
        ARG APP_VERSION=1.4.2
        FROM debian:13-slim
        LABEL org.opencontainers.image.version=\${APP_VERSION}
        #                                      ^^^^^^^^^^^^^^ undefined-variable
        USER 10001
      `,
      good: dockerfile`
        ARG APP_VERSION=1.4.2
        FROM debian:13-slim
        ARG APP_VERSION
        LABEL org.opencontainers.image.version=\${APP_VERSION}
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        ENV APP_DIRECTORY=/srv/app
        WORKDIR $APP_DIRECTROY
        #       ^^^^^^^^^^^^^^ undefined-variable
        USER 10001
      `,
      good: dockerfile`
        FROM alpine:3.23
        ENV APP_DIRECTORY=/srv/app
        WORKDIR $APP_DIRECTORY
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (isFilledTemplate(model)) return;
    for (const stage of model.stages) {
      for (const variable of findUndefinedVariables(model, stage)) {
        const report = toReport(model, variable);
        if (report !== undefined) yield report;
      }
    }
  },
});

type Message = 'scope' | 'elsewhere' | 'platform' | 'late' | 'misspelt' | 'undeclared';

function toReport(
  model: DockerfileModel,
  variable: UndefinedVariable,
): Report<Message> | undefined {
  const { name, span, stage, instruction, reader } = variable;
  const data = { name };
  const isPlatform = platformNames.test(name);
  if (isPlatform || model.variables.global.get(name)?.kind === 'arg') {
    const message = isPlatform ? 'platform' : 'scope';
    return { message, data, span, fixes: [declare(model, variable)] };
  }
  const setters = model.tree.instructions.filter(
    (each) =>
      (each.keyword === 'ARG' || each.keyword === 'ENV') &&
      each.assignments.some((pair) => pair.name.text === name),
  );
  if (setters.some((each) => model.stageOf(each) === stage)) {
    return {
      message: 'late',
      data,
      span,
      refusal: 'Whether the value can be set earlier is not known.',
    };
  }
  if (setters.length !== 0) {
    const isArgument = setters.every((each) => each.keyword === 'ARG');
    if (reader === 'shell' && !isArgument) return undefined;
    return {
      message: 'elsewhere',
      data,
      span,
      refusal: 'Which value this stage is to have is not known.',
    };
  }
  if (reader === 'shell') return undefined;
  const known = model.variables.before(stage, instruction).all();
  const near =
    4 <= name.length
      ? findNearest(
          name,
          known.map((binding) => binding.name),
        )
      : undefined;
  if (near === undefined)
    return { message: 'undeclared', data, span, refusal: 'Which value is meant is not known.' };
  const isWhole = variable.text.length === span.end - span.start;
  return {
    message: 'misspelt',
    data: { name, near },
    span,
    ...(isWhole
      ? {
          fixes: [
            toFix(`Write "${near}"`, 'word', [
              replaceWord(variable, variable.text.replace(name, near)),
            ]),
          ],
        }
      : { refusal: 'The word goes over several lines.' }),
  };
}

function declare(model: DockerfileModel, { name, stage }: UndefinedVariable): Fix {
  const line = `${keyword(model, 'ARG')} ${name}`;
  return toFix(`Declare "${name}" in this stage`, 'instruction', [
    insertAfter(model, stage.from, [line]),
  ]);
}

function toFix(title: string, phase: Fix['phase'], edits: Fix['edits']): Fix {
  return { title, applicability: 'unsafe', phase, edits };
}

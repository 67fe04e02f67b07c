import { defineRule, type Fix } from '../define-rule';
import { keyword } from '../../rewrite/instructions';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'inconsistent-casing',
  code: 'IH810',
  category: 'style',
  severity: 'hint',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'The file mixes upper and lower case in its keywords.',
  why: 'Docker reads keywords in any case. One case in a file lets the eye find the instructions; upper case is the custom.',
  equivalents: {
    buildkit: ['ConsistentInstructionCasing', 'FromAsCasing'],
    sonar: 'S6476',
  },
  messageEquivalents: {
    instruction: { buildkit: 'ConsistentInstructionCasing', sonar: 'S6476' },
    as: { buildkit: 'FromAsCasing' },
    directive: {},
  },
  messages: {
    directive: 'The directive "{{written}}" is not written in lower case: "{{wanted}}".',
    instruction: '"{{written}}" is not written as most keywords of this file are: "{{wanted}}".',
    as: '"{{written}}" is not in the case of its FROM: "{{wanted}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        WORKDIR /srv
        Copy index.html .
        ^^^^ inconsistent-casing
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /srv
        COPY index.html .
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.26-trixie as build
        #                       ^^ inconsistent-casing
        RUN go version
      `,
      good: dockerfile`
        FROM golang:1.26-trixie AS build
        RUN go version
      `,
    },
  ],
  *check(model) {
    for (const { name, span: whole } of model.tree.directives) {
      const start = whole.start + model.text.slice(whole.start).search(/[A-Za-z]/);
      const span = { start, end: start + name.length };
      const written = model.text.slice(span.start, span.end);
      if (written === name) continue;
      yield {
        message: 'directive',
        data: { written, wanted: name },
        span,
        fixes: [writeAs(name, span)],
      };
    }
    for (const instruction of model.tree.instructions) {
      for (const each of [instruction, instruction.trigger]) {
        // What is no word is the rest of a line that should have been continued, or of another language.
        if (each === undefined || !/^[A-Z]+$/.test(each.keyword)) continue;
        const { keywordSpan: span } = each;
        const written = model.text.slice(span.start, span.end);
        const wanted = keyword(model, each.keyword);
        if (written === wanted) continue;
        yield {
          message: 'instruction',
          data: { written, wanted },
          span,
          fixes: [writeAs(wanted, span)],
        };
      }
      const as = findAs(instruction);
      if (as === undefined) continue;
      const wanted = isLowerCase(model.text, instruction) ? 'as' : 'AS';
      if (as.text === wanted) continue;
      yield {
        message: 'as',
        data: { written: as.text, wanted },
        span: as.span,
        fixes: [writeAs(wanted, as.span)],
      };
    }
  },
});

function findAs({ keyword: name, words }: Instruction): Instruction['words'][number] | undefined {
  const [, as] = words;
  return name === 'FROM' && as?.text.toLowerCase() === 'as' ? as : undefined;
}

function isLowerCase(text: string, { keywordSpan }: Instruction): boolean {
  return /^[a-z]/.test(text.slice(keywordSpan.start, keywordSpan.end));
}

function writeAs(text: string, span: Span): Fix {
  return {
    title: `Write "${text}"`,
    applicability: 'safe',
    phase: 'word',
    edits: [{ span, text }],
  };
}

import type { DockerfileModel } from '../../model/model';
import type { Instruction } from '../../syntax/instruction';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'empty-continuation-line',
  code: 'IH736',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An empty line stands inside a continued instruction.',
  why: 'Docker skips the empty line and goes on with the instruction, though it looks as if it ended there: the instruction below may be swallowed as arguments. BuildKit warns that it will refuse such files. A line with only a comment is allowed.',
  fixNotes: 'The fix deletes the empty lines, which Docker does not see; comments stay.',
  equivalents: { buildkit: 'NoEmptyContinuation' },
  messages: {
    empty: 'The instruction goes on behind the empty line below.',
    swallowed:
      'The instruction goes on behind the empty line below: "{{keyword}}" is a part of it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && \
        #                     ^ empty-continuation-line

            apt-get install -y --no-install-recommends curl && \
            rm -rf /var/lib/apt/lists/*
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && \
            apt-get install -y --no-install-recommends curl && \
            rm -rf /var/lib/apt/lists/*
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      const [first] = instruction.emptyLines;
      if (first === undefined) continue;
      const swallowed = findSwallowed(model, instruction);
      const span = continuationAbove(model, first) ?? instruction.keywordSpan;
      yield swallowed === undefined
        ? {
            message: 'empty',
            span,
            fixes: [
              {
                title: 'Delete the empty lines',
                applicability: 'safe',
                phase: 'word',
                edits: instruction.emptyLines.map((line) => ({ span: line, text: '' })),
              },
            ],
          }
        : {
            message: 'swallowed',
            data: { keyword: swallowed },
            span,
            refusal: 'Whether the instruction was meant to end here is not known.',
          };
    }
  },
});

/** The escape character that goes over the empty line. */
function continuationAbove(model: DockerfileModel, empty: Span): Span | undefined {
  const { line } = model.lines.placeAt(empty.start);
  for (let above = line - 1; 0 <= above; above--) {
    const text = model.lines.textOfLine(above).trimEnd();
    if (text.trim() === '' || text.trim().startsWith('#')) continue;
    const end = model.lines.startOfLine(above) + text.length;
    return text.endsWith(model.tree.escape) ? { start: end - 1, end } : undefined;
  }
  return undefined;
}

const keywords =
  /^(?:FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL|MAINTAINER)\s/;

/** The keyword at the start of the line behind an empty one. */
function findSwallowed(model: DockerfileModel, instruction: Instruction): string | undefined {
  for (const { end } of instruction.emptyLines) {
    if (instruction.span.end <= end) continue;
    const match = keywords.exec(model.lines.textOfLine(model.lines.placeAt(end).line));
    if (match !== null) return match[0].trim();
  }
  return undefined;
}

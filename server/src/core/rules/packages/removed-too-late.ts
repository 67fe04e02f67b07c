import { findLateRemovals, type LateRemoval } from '../../model/late-removals';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { joinRuns } from '../../rewrite/join-runs';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'removed-too-late',
  code: 'IH544',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A later RUN deletes what an earlier layer keeps, so the image does not get smaller.',
  why: 'Each instruction makes a layer, and a layer never loses what is in it: a later `rm` or `apk del` only hides it, and adds a layer of its own. Delete in the RUN that downloads or installs, give the RUN a file with `--mount=type=bind` where it only reads it, or build in a stage of its own and copy the result. Reported are files that a COPY, an ADD, curl or wget puts at exactly that place, and packages that an earlier RUN names.',
  fixNotes:
    'Where another RUN brought it and only RUNs stand in between, up to four of them become one `&&` chain: the layer then never has it, and a change of one repeats all. Refused otherwise, since an instruction in between may need it.',
  remedies: ['merge-run-instructions'],
  equivalents: {},
  messages: {
    file: 'The layer that brought "{{name}}" keeps it: deleting it here makes the image no smaller.',
    packages:
      'The layer that installed "{{name}}" keeps it: removing it here makes the image no smaller.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache --virtual .build gcc musl-dev
        COPY server.c /src/
        RUN gcc -o /usr/local/bin/server /src/server.c
        RUN apk del .build
        #           ^^^^^^ removed-too-late
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=bind,source=server.c,target=/src/server.c \
            apk add --no-cache --virtual .build gcc musl-dev \
            && gcc -o /usr/local/bin/server /src/server.c \
            && apk del .build
      `,
      fixed: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache --virtual .build gcc musl-dev
        COPY server.c /src/
        RUN gcc -o /usr/local/bin/server /src/server.c
        RUN apk del .build
      `,
    },
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie
        RUN curl -fsSL -o /tmp/tool.tar.gz https://files.acme.io/tool-1.2.tar.gz
        RUN tar -xzf /tmp/tool.tar.gz -C /opt
        RUN rm /tmp/tool.tar.gz
        #      ^^^^^^^^^^^^^^^^ removed-too-late
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie
        RUN curl -fsSL -o /tmp/tool.tar.gz https://files.acme.io/tool-1.2.tar.gz \
            && tar -xzf /tmp/tool.tar.gz -C /opt \
            && rm /tmp/tool.tar.gz
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const removal of findLateRemovals(model, stage)) {
        const { kind, word, origin } = removal;
        yield {
          message: kind,
          data: { name: word.value ?? word.text },
          span: word.span,
          related: [{ span: origin.keywordSpan, message: 'This layer keeps it.' }],
          ...join(model, stage, removal),
        };
      }
    }
  },
});

/** More than that in one RUN repeats too much after a change. */
const mostRuns = 4;

function join(
  model: DockerfileModel,
  { instructions }: Stage,
  { origin, command }: LateRemoval,
): Pick<Report, 'fixes' | 'refusal'> {
  const runs = instructions.slice(
    instructions.indexOf(origin),
    instructions.indexOf(command.instruction) + 1,
  );
  if (runs.some(({ keyword }) => keyword !== 'RUN') || mostRuns < runs.length) {
    return { refusal: 'The instructions between the two may need it.' };
  }
  const joined = joinRuns(model, runs);
  if (joined.kind === 'refused') return { refusal: joined.reason };
  return {
    fixes: [
      {
        title: `Join the ${String(runs.length)} RUNs`,
        applicability: 'unsafe',
        phase: 'structure',
        edits: joined.edits,
      },
    ],
  };
}

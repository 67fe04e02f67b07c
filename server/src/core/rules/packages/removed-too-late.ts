import { findLateRemovals } from '../../model/late-removals';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'removed-too-late',
  code: 'IH544',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A later RUN deletes what an earlier layer keeps, so the image does not get smaller.',
  why: 'Each instruction makes a layer, and a layer never loses what is in it: a later `rm` or `apk del` only hides it, and adds a layer of its own. Delete in the RUN that downloads or installs, give the RUN a file with `--mount=type=bind` where it only reads it, or build in a stage of its own and copy the result. Reported are files that a COPY, an ADD, curl or wget puts at exactly that place, and packages that an earlier RUN names.',
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
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const { kind, word, origin } of findLateRemovals(model, stage)) {
        yield {
          message: kind,
          data: { name: word.value ?? word.text },
          span: word.span,
          related: [{ span: origin.keywordSpan, message: 'This layer keeps it.' }],
          refusal: 'The instructions between the two may need it.',
        };
      }
    }
  },
});

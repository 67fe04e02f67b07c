import extractSharedBase from '../../server/src/core/assists/extract-shared-base';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(extractSharedBase, [
  {
    title: 'comments of the first move along, those of the others stay; the name and the platform',
    before: dockerfile`
      FROM alpine:3.23 AS base
      RUN touch /a

      FROM --platform=$BUILDPLATFORM golang:1.26 AS build
      # Where it all lies.
      WORKDIR /src
      RUN go build ./a

      FROM --platform=$BUILDPLATFORM golang:1.26<CURSOR>
      # The same folder.
      WORKDIR /src
      RUN go build ./b
    `,
    after: dockerfile`
      FROM alpine:3.23 AS base
      RUN touch /a

      FROM --platform=$BUILDPLATFORM golang:1.26 AS base-2
      # Where it all lies.
      WORKDIR /src

      FROM base-2 AS build
      RUN go build ./a

      FROM base-2
      # The same folder.
      RUN go build ./b
    `,
  },
  {
    title: 'stages that begin differently',
    before: dockerfile`
      FROM golang:1.26<CURSOR>
      WORKDIR /a
      FROM golang:1.26
      WORKDIR /b
    `,
  },
  {
    title: 'another image',
    before: dockerfile`
      FROM golang:1.26<CURSOR>
      WORKDIR /a
      FROM golang:1.25
      WORKDIR /a
    `,
  },
  {
    title: 'a copy from another stage is not shared',
    before: dockerfile`
      FROM golang:1.26 AS one
      FROM alpine:3.23<CURSOR>
      COPY --from=one /a /a
      FROM alpine:3.23
      COPY --from=one /a /a
    `,
  },
  {
    title: 'stages that are counted',
    before: dockerfile`
      FROM golang:1.26<CURSOR>
      WORKDIR /a
      FROM golang:1.26
      WORKDIR /a
      COPY --from=0 /a /a
    `,
    reason: /counts stages/,
  },
]);

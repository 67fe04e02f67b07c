import addOciLabels from '../../server/src/core/assists/add-oci-labels';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(addOciLabels, [
  {
    title: 'without a project, at the end of the stage',
    before: dockerfile`
      FROM debian:13-slim<CURSOR>
      COPY . .
    `,
    after: dockerfile`
      FROM debian:13-slim
      COPY . .
      ARG VERSION REVISION SOURCE
      LABEL org.opencontainers.image.version="$VERSION" \
          org.opencontainers.image.revision="$REVISION" \
          org.opencontainers.image.source="$SOURCE"
    `,
  },
  {
    title: 'a variable of that name',
    before: dockerfile`
      FROM debian:13-slim<CURSOR>
      ENV VERSION=1
    `,
    reason: /"VERSION"/,
  },
  {
    title: 'there are labels',
    before: dockerfile`
      FROM debian:13-slim<CURSOR>
      LABEL org.opencontainers.image.title="a"
    `,
  },
  {
    title: 'a builder',
    before: dockerfile`
      FROM debian:13-slim AS build<CURSOR>
      FROM debian:13-slim
      COPY --from=build /a /a
    `,
  },
]);

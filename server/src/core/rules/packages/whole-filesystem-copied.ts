import type { CopyOrigin } from '../../model/files';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'whole-filesystem-copied',
  code: 'IH540',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'The whole file system of a stage or image is copied over that of another.',
  why: 'A second stage keeps compilers, sources and caches out of the image only when it takes what it needs. `COPY --from=build / /` takes everything, and mixes two systems: the database of packages, the accounts and the libraries of one replace those of the other. Name the folders that were built. Onto `FROM scratch` the same line is the usual way to make one layer of many, and is left alone.',
  equivalents: { hadolint: 'DL3067' },
  messages: {
    everything: 'This lays the whole file system of {{origin}} over that of this image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server .

        FROM debian:13-slim
        COPY --from=build / /
        #                 ^ whole-filesystem-copied
        ENTRYPOINT ["/out/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server .

        FROM debian:13-slim
        COPY --from=build /out/server /out/server
        ENTRYPOINT ["/out/server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.rootBase.kind === 'scratch') continue;
      for (const copy of model.copiesOf(stage)) {
        const { origin } = copy;
        if (copy.target !== '/' || (origin.kind !== 'stage' && origin.kind !== 'image')) continue;
        const source = copy.sources.find(({ kind, path }) => kind === 'path' && path === '.');
        const from = copy.instruction.flags.find(({ name }) => name.toLowerCase() === 'from');
        if (source === undefined || from?.value === undefined) continue;
        if (!holdsSystem(origin)) continue;
        yield {
          message: 'everything',
          data: { origin: `"${from.value.text}"` },
          span: source.word.span,
          refusal: 'What the image needs from there is not known.',
        };
      }
    }
  },
});

/** Images with a system of their own. Others may be made to be copied from, as `tonistiigi/xx` is. */
const systems =
  /^docker\.io\/library\/(?:alpine|debian|ubuntu|fedora|rockylinux|almalinux|amazonlinux|busybox|golang|node|python|ruby|php|rust|openjdk|eclipse-temurin|maven|gradle|nginx|httpd|postgres|redis)$/;

/** True when the origin surely holds a whole system: a stage that starts from nothing has what was put there. */
function holdsSystem(origin: CopyOrigin): boolean {
  if (origin.kind === 'image') return systems.test(origin.reference.repository);
  if (origin.kind !== 'stage') return false;
  const { rootBase } = origin.stage;
  return rootBase.kind === 'image' && systems.test(rootBase.reference.repository);
}

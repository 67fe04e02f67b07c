import {
  findConstantArchitectures,
  type ConstantArchitecture,
} from '../../model/constant-architecture';
import type { DockerfileModel } from '../../model/model';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'constant-architecture',
  code: 'IH773',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A file for several platforms downloads machine code for one.',
  why: 'The file uses the platform arguments of BuildKit, so it is built for more than one processor. A download with `amd64` in its address brings the same program into all of these images, and on ARM it ends with "exec format error", or runs in emulation. `TARGETARCH` holds the name in the way of Go and Debian: `amd64`, `arm64`. Where a project calls its files `x86_64` and `aarch64`, translate: `case "$TARGETARCH" in amd64) arch=x86_64 ;; arm64) arch=aarch64 ;; esac`. Silence the rule where the program exists for one platform only.',
  fixNotes:
    'The fix writes `${TARGETARCH}` in place of `amd64` or `arm64` and declares the argument. Whether the server has the file for every platform, and by these names, is for you to check; a digest that stands beside it is for one of them, and then the fix is refused.',
  equivalents: {},
  messages: { constant: 'This brings {{name}} into the image of every platform.' },
  examples: [
    {
      bad: dockerfile`
        FROM --platform=$BUILDPLATFORM golang:1.26 AS build
        ARG TARGETOS TARGETARCH
        COPY . .
        RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /server .

        FROM alpine:3.22
        RUN wget -O /usr/bin/dumb-init https://example.com/dumb-init_amd64
        #                                                            ^^^^^ constant-architecture
        COPY --from=build /server /
        USER 10001
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM golang:1.26 AS build
        ARG TARGETOS TARGETARCH
        COPY . .
        RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /server .

        FROM alpine:3.22
        ARG TARGETARCH
        RUN wget -O /usr/bin/dumb-init https://example.com/dumb-init_\${TARGETARCH}
        COPY --from=build /server /
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findConstantArchitectures(model, stage)) {
        const { name, span } = found;
        const fix = useArgument(model, found);
        yield {
          message: 'constant',
          data: { name },
          span,
          ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
        };
      }
    }
  },
});

function useArgument(
  model: DockerfileModel,
  { name, places, instruction, stage }: ConstantArchitecture,
): Fix | string {
  if (!['amd64', 'arm64'].includes(name)) {
    return `TARGETARCH has other names than "${name}": translate them in the step.`;
  }
  const written = model.text.slice(instruction.span.start, instruction.span.end);
  if (/\b[0-9a-f]{64}\b|sha\d+sum|--checksum/i.test(written)) {
    return 'The digest is that of one platform.';
  }
  const inQuotes = places.some(({ start }) => {
    const before = model.text.slice(instruction.span.start, start);
    return before.split("'").length % 2 === 0;
  });
  if (inQuotes || instruction.json !== undefined) return 'No shell replaces a variable here.';
  const isDeclared = stage.instructions.some(
    ({ keyword: word, assignments, span }) =>
      word === 'ARG' &&
      span.end <= instruction.span.start &&
      assignments.some((each) => each.name.text === 'TARGETARCH'),
  );
  const edits = places.map((span) => ({ span, text: '${TARGETARCH}' }));
  const line = `${keyword(model, 'ARG')} TARGETARCH`;
  return {
    title: 'Take the architecture from TARGETARCH',
    applicability: 'unsafe',
    phase: 'structure',
    edits: isDeclared ? edits : [insertBefore(model, instruction, [line]), ...edits],
  };
}

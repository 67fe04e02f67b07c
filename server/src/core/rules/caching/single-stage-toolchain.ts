import { builders } from '../../builders/index';
import { planSplit } from '../../builders/split-plan';
import { compilesInPlace } from '../../model/compiled-in-place';
import { findInstalledPackages } from '../../model/installed-packages';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

const messages = {
  left: 'The shipped image keeps what only its build needs: {{left}}.',
  tools: 'One stage builds and is shipped: the image keeps all the tools of {{image}}.',
} as const;

const goFiles = {
  'go.mod': 'module example.org/board\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

export default defineRule({
  id: 'single-stage-toolchain',
  code: 'IH404',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  remedies: ['split-builder-stage'],
  summary: 'One stage builds the application and ships the tools it was built with.',
  why: 'Compilers, package managers, headers and sources are of no use when the application runs. They make the image many times larger, bring most of the known vulnerabilities in it, and are at hand for whoever breaks in. A builder stage keeps them out: the image gets the result alone.\n\nThe rule speaks where the split can be worked out from the project, and where a compiler of the base image makes the program that is started. It is quiet about images that start a tool or a script.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26
        #    ^^^^^^^^^^^ single-stage-toolchain
        WORKDIR /app
        COPY . .
        RUN go build -o /usr/local/bin/board .
        CMD ["board"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /app
        COPY . .
        RUN CGO_ENABLED=0 go build -o /usr/local/bin/board .

        FROM gcr.io/distroless/static-debian13:nonroot
        WORKDIR /app
        COPY --from=build /usr/local/bin/board /usr/local/bin/
        CMD ["board"]
      `,
      fixed: dockerfile`
        FROM golang:1.26
        WORKDIR /app
        COPY . .
        RUN go build -o /usr/local/bin/board .
        CMD ["board"]
      `,
      files: goFiles,
    },
  ],
  *check(model, { today }) {
    const stage = model.target;
    if (stage?.imageWord === undefined || model.stages.length !== 1) return;
    const split = planSplit(builders, model, stage, today);
    const { span } = stage.imageWord;
    if (split?.kind === 'split') {
      yield { message: 'left', data: { left: leftBehind(model, stage) }, span };
      return;
    }
    if (!compilesInPlace(model, stage)) return;
    yield { message: 'tools', data: { image: imageOf(stage) }, span };
  },
});

function imageOf({ base }: Stage): string {
  return base.kind === 'image' ? base.reference.text : 'its base image';
}

/** `the tools of golang:1.26, the packages gcc, make and others, and the sources`. */
function leftBehind(model: DockerfileModel, stage: Stage): string {
  const image = imageOf(stage);
  const packages = findInstalledPackages(model, stage)
    .filter(({ role }) => role === 'build' || role === 'headers')
    .flatMap(({ name }) => name ?? []);
  const [first, second, ...others] = packages;
  if (first === undefined) return `the tools of ${image} and the sources`;
  const named =
    second === undefined
      ? `the package ${first}`
      : `the packages ${[first, second].join(', ')}${others.length === 0 ? '' : ' and others'}`;
  return `the tools of ${image}, ${named}, and the sources`;
}

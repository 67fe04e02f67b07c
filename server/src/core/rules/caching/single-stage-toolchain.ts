import { builders } from '../../builders/index';
import { planSplit } from '../../builders/split-plan';
import { findInstalledPackages } from '../../model/installed-packages';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

const messages = {
  left: 'The shipped image keeps what only its build needs: {{left}}.',
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
  why: 'Compilers, package managers, headers and sources are of no use when the application runs. They make the image many times larger, bring most of the known vulnerabilities in it, and are at hand for whoever breaks in. A builder stage keeps them out: the image gets the result alone.\n\nThe rule speaks where the split can be worked out from the project, and is quiet where it cannot.',
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
    if (split?.kind !== 'split') return;
    yield { message: 'left', data: { left: leftBehind(model, stage) }, span: stage.imageWord.span };
  },
});

/** `the tools of golang:1.26, the packages gcc, make and others, and the sources`. */
function leftBehind(model: DockerfileModel, stage: Stage): string {
  const image = stage.base.kind === 'image' ? stage.base.reference.text : 'its base image';
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

import { builders } from '../builders/index';
import { planSplit } from '../builders/split-plan';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan, type Span } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'split-builder-stage',
  title: 'Split out a builder stage',
  kind: 'refactor.extract',
  since: 'next',
  summary:
    'Splits the stage that builds and runs the application: a builder stage keeps the toolchain and the sources, and a small image gets the application alone.',
  examples: [
    {
      before: dockerfile`
        FROM<CURSOR> golang:1.26
        WORKDIR /app
        COPY . .
        RUN go mod download
        RUN go build -o server .

        # shown on top of the page
        ENV GREETING="Hello from the board"
        EXPOSE 8080
        CMD ./server
      `,
      after: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /app
        COPY . .
        RUN go mod download
        RUN CGO_ENABLED=0 go build -o server .

        FROM gcr.io/distroless/static-debian13:nonroot
        WORKDIR /app
        COPY --from=build /app/templates /app/templates
        COPY --from=build /app/server /app/

        # shown on top of the page
        ENV GREETING="Hello from the board"
        EXPOSE 8080
        CMD ["./server"]
      `,
      files: {
        'go.mod': 'module example.org/board\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "html/template"\n\nvar page = template.Must(template.ParseFiles("templates/index.html"))\n\nfunc main() {}\n',
        'templates/index.html': '<h1>{{.Title}}</h1>\n',
      },
    },
  ],
  run({ model, selection, today }) {
    const stage = model.target;
    if (stage === undefined || !isOfferedAt(model, stage, selection)) return undefined;
    const split = planSplit(builders, model, stage, today);
    if (split === undefined || split.kind === 'refused') return split;
    return {
      kind: 'edits',
      edits: split.edits,
      title: `Split out a builder stage for ${split.builder.title}`,
      level: 'unsafe',
      evidence: split.plan.evidence,
    };
  },
});

/** On FROM of the shipped stage and on its RUNs. */
function isOfferedAt(model: DockerfileModel, stage: Stage, selection: Span): boolean {
  const instruction = model.instructionAt(selection.start);
  const isHere = (each: Instruction): boolean =>
    each === instruction && touchesSpan(each.span, selection);
  return (
    isHere(stage.from) || stage.instructions.some((each) => each.keyword === 'RUN' && isHere(each))
  );
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import splitBuilderStage from '../../server/src/core/assists/split-builder-stage';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { applyAssist, atCursor, runAssist } from '../harness/assists';

const files = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() { read("orders.json") }\n',
  'orders.json': '[]\n',
};

interface Case {
  readonly title: string;
  readonly before: string;
  /** The new text, or the reason of a refusal, or undefined when it is not offered. */
  readonly after?: string;
  readonly reason?: RegExp;
  /** Files besides those of every case. */
  readonly more?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    title: 'what says how the image runs moves down with its comments',
    before: dockerfile`
      FROM <CURSOR>golang:1.26 AS app

      # who looks after it
      LABEL maintainer="shop@example.org"

      # the shop
      EXPOSE 8080
      WORKDIR /app
      COPY . .
      CMD ["/app/shop"]

      RUN go build -o shop
    `,
    after: dockerfile`
      FROM golang:1.26 AS build

      WORKDIR /app
      COPY . .

      RUN CGO_ENABLED=0 go build -o shop

      FROM gcr.io/distroless/static-debian13:nonroot AS app
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/

      # who looks after it
      LABEL maintainer="shop@example.org"
      # the shop
      EXPOSE 8080
      CMD ["/app/shop"]
    `,
  },
  {
    title: 'ENV that the program may read is written again, and what only the build reads stays',
    before: dockerfile`
      FROM golang:1.26
      ENV CGO_ENABLED=0 \
          SHOP_NAME="Corner shop" \
          GOPROXY=direct
      ENV PATH=$GOPATH/bin:$PATH
      ARG VERSION=dev
      ENV SHOP_VERSION=$VERSION
      WORKDIR /app
      COPY . .
      RUN<CURSOR> go build -o shop
      CMD ["/app/shop"]
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      ENV CGO_ENABLED=0 \
          SHOP_NAME="Corner shop" \
          GOPROXY=direct
      ENV PATH=$GOPATH/bin:$PATH
      ARG VERSION=dev
      ENV SHOP_VERSION=$VERSION
      WORKDIR /app
      COPY . .
      RUN go build -o shop

      FROM gcr.io/distroless/static-debian13:nonroot
      ARG VERSION=dev
      ENV SHOP_NAME="Corner shop"
      ENV SHOP_VERSION=$VERSION
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/

      CMD ["/app/shop"]
    `,
  },
  {
    title: 'an ARG of lines below is declared again, with the platform of FROM',
    before: dockerfile`
      FROM <CURSOR>--platform=linux/amd64 golang:1.26
      ARG REVISION
      ARG PORT=8080
      WORKDIR /app
      COPY . .
      RUN go build -ldflags "-X main.revision=$REVISION" -o shop
      LABEL org.opencontainers.image.revision=$REVISION
      EXPOSE $PORT
      CMD ["/app/shop"]
    `,
    after: dockerfile`
      FROM --platform=linux/amd64 golang:1.26 AS build
      ARG REVISION
      ARG PORT=8080
      WORKDIR /app
      COPY . .
      RUN CGO_ENABLED=0 go build -ldflags "-X main.revision=$REVISION" -o shop

      FROM --platform=linux/amd64 gcr.io/distroless/static-debian13:nonroot
      ARG REVISION
      ARG PORT=8080
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/

      LABEL org.opencontainers.image.revision=$REVISION
      EXPOSE $PORT
      CMD ["/app/shop"]
    `,
  },
  {
    title: 'a USER by number above the build counts for both stages',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      WORKDIR /app
      COPY . .
      USER 1000
      RUN go build -o /tmp/shop
      CMD ["/tmp/shop"]
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /app
      COPY . .
      USER 1000
      RUN CGO_ENABLED=0 go build -o /tmp/shop

      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/orders.json /app/
      COPY --from=build /tmp/shop /tmp/
      USER 1000

      CMD ["/tmp/shop"]
    `,
  },
  {
    title: 'a step below the build that makes a folder goes up, and what stands between goes down',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      ENV SHOP_ORDERS=/var/orders
      EXPOSE 8080
      # orders of the day
      RUN mkdir -p /var/orders
      CMD ["/app/shop"]
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /app
      COPY . .
      RUN CGO_ENABLED=0 go build -o shop
      # orders of the day
      RUN mkdir -p /var/orders

      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/
      COPY --from=build --chown=65532:65532 /var/orders /var/orders

      ENV SHOP_ORDERS=/var/orders
      EXPOSE 8080
      CMD ["/app/shop"]
    `,
  },
  {
    title: 'a file without a last line ending',
    before:
      'FROM <CURSOR>golang:1.26\nWORKDIR /app\nCOPY . .\nCMD ["/app/shop"]\nRUN go build -o shop',
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /app
      COPY . .
      RUN CGO_ENABLED=0 go build -o shop

      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/

      CMD ["/app/shop"]
    `.trimEnd(),
  },
  {
    title: 'a health check in the shell of the file, and folders of an account',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      SHELL ["/bin/bash", "-o", "pipefail", "-c"]
      RUN useradd --uid 1500 app && mkdir -p /data && chown app /data
      WORKDIR /app
      COPY --chown=app . .
      RUN go build -o shop
      USER app
      HEALTHCHECK CMD curl -f http://localhost:8080/ | grep -q ok
      CMD ["/app/shop"]
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      SHELL ["/bin/bash", "-o", "pipefail", "-c"]
      RUN useradd --uid 1500 app && mkdir -p /data && chown app /data
      WORKDIR /app
      COPY --chown=app . .
      RUN CGO_ENABLED=0 go build -o shop

      FROM debian:13-slim
      SHELL ["/bin/bash", "-o", "pipefail", "-c"]
      RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates curl tzdata \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/
      RUN useradd --uid 1500 app && mkdir -p /data && chown app /data

      USER app
      HEALTHCHECK CMD curl -f http://localhost:8080/ | grep -q ok
      CMD ["/app/shop"]
    `,
  },
  {
    title: 'exec form of the build, and ENTRYPOINT in shell form',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      WORKDIR /app
      COPY . .
      RUN ["go", "build", "-o", "shop"]
      ENTRYPOINT exec /app/shop -v
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /app
      COPY . .
      ENV CGO_ENABLED=0
      RUN ["go", "build", "-o", "shop"]

      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/orders.json /app/shop /app/

      ENTRYPOINT ["/app/shop", "-v"]
    `,
  },
  {
    title: 'another step of the stage',
    before: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      CMD <CURSOR>["/app/shop"]
    `,
  },
  {
    title: 'a stage that builds nothing',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      CMD ["sleep", "infinity"]
    `,
  },
  {
    title: 'a secret file that the program reads',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop ./cmd
      CMD ["/app/shop"]
    `,
    more: { 'cmd/main.go': 'package main\n\nfunc main() { load(".env") }\n', '.env': 'TOKEN=x\n' },
    reason: /^The program reads \/app\/\.env, and secrets should not be in the image at all\.$/,
  },
  {
    title: 'a value that rests on a variable of the base image',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      ENV SHOP_CACHE=$GOPATH/cache
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      CMD ["/app/shop"]
    `,
    reason: /^The value of SHOP_CACHE uses GOPATH, which the runtime image does not have\.$/,
  },
  {
    title: 'a working directory that is not known',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      ARG PLACE
      COPY . /app
      RUN cd /app && go build -o /usr/local/bin/shop
      WORKDIR $PLACE
      RUN true
      CMD ["shop"]
    `,
    reason: /^The working directory of the stage is not known\.$/,
  },
  {
    title: 'packages and other work in one step',
    before: dockerfile`
      FROM <CURSOR>golang:1.26
      RUN apt-get update && apt-get install -y make && mkdir /data
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      CMD ["/app/shop"]
    `,
    reason: /^The RUN on line 2 installs packages and does something else\.$/,
  },
];

describe('split-builder-stage', () => {
  for (const { title, before, after, reason, more } of cases) {
    test(title, () => {
      const { text, offset } = atCursor(before);
      const outcome = runAssist(splitBuilderStage, text, offset, { files: { ...files, ...more } });
      if (reason !== undefined) {
        assert.equal(outcome?.kind, 'refused');
        assert.match(outcome.reason, reason);
      } else if (after === undefined) {
        assert.equal(outcome, undefined);
      } else {
        assert.equal(outcome?.kind, 'edits', JSON.stringify(outcome));
        assert.equal(applyAssist(splitBuilderStage, text, offset, { files }), after);
      }
    });
  }

  test('it says what it rests on, and is not offered without the project', () => {
    const text = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\nRUN go build -o shop\nCMD ["./shop"]\n';
    const outcome = runAssist(splitBuilderStage, text, 3, { files });
    assert.equal(outcome?.kind, 'edits');
    assert.equal(outcome.title, 'Split out a builder stage for Go');
    assert.equal(outcome.level, 'unsafe');
    assert.deepEqual(outcome.evidence, [
      'go.mod: the module is example.org/shop.',
      'No source file and no known module needs C: without cgo the program is static.',
      'orders.json is named by main.go ("orders.json").',
    ]);
    assert.equal(runAssist(splitBuilderStage, text, 3), undefined);
  });
});

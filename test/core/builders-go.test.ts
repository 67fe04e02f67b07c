import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import go from '../../server/src/core/builders/go';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const module = 'module example.org/shop\n\ngo 1.26\n';
const main = 'package main\n\nfunc main() {}\n';
const plain: Files = { 'go.mod': module, 'main.go': main };

const writing: Files = {
  ...plain,
  'main.go': `${main}\nfunc save() { os.WriteFile("/data/orders/1", nil, 0o600) }\n`,
};

/** The runtime stage of a file that ends with the given lines. */
function runtimeOf(text: string, files: Files = plain): string {
  return runtimeStage(splitWith(go, text, files));
}

interface Case {
  readonly title: string;
  readonly text: string;
  readonly files?: Files;
  readonly runtime: string;
}

const cases: readonly Case[] = [
  {
    title: 'without -o the program has the name of the module, without its major version',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /src
      COPY . .
      RUN go build
      CMD ["./shop"]
    `,
    files: { ...plain, 'go.mod': 'module example.org/shop/v2\n' },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/shop /src/

      CMD ["./shop"]
    `,
  },
  {
    title: 'a package below the module has the name of its folder',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /src
      COPY . .
      RUN go build ./cmd/api
      CMD ["/src/api"]
    `,
    files: { 'go.mod': module, 'cmd/api/main.go': main },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /src
      COPY --from=build /src/api /src/

      CMD ["/src/api"]
    `,
  },
  {
    title: 'files copied one by one, and a program moved after the build',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY go.mod ./
      COPY *.go ./
      RUN go build -o shop . && mv shop /usr/local/bin/shop
      CMD shop --port 80
    `,
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /usr/local/bin/shop /usr/local/bin/

      CMD ["shop", "--port", "80"]
    `,
  },
  {
    title: 'go install puts it into GOPATH',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go install ./...
      CMD ["api"]
    `,
    files: { 'go.mod': module, 'cmd/api/main.go': main, 'internal/db/db.go': 'package db\n' },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /go/bin/api /usr/local/bin/

      CMD ["api"]
    `,
  },
  {
    title: 'go run becomes a build',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      EXPOSE 8080
      CMD ["go", "run", "./cmd/api", "-verbose"]
    `,
    files: { 'go.mod': module, 'cmd/api/main.go': main },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /usr/local/bin/api /usr/local/bin/

      EXPOSE 8080
      CMD ["api", "-verbose"]
    `,
  },
  {
    title: 'C code is linked against the Debian of the builder',
    text: dockerfile`
      FROM golang:1.26-bookworm
      WORKDIR /app
      COPY . .
      RUN go build -o /bin/shop
      CMD ["/bin/shop"]
    `,
    files: { ...plain, 'c.go': 'package main\n\n// int one();\nimport "C"\n' },
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian12:nonroot
      WORKDIR /app
      COPY --from=build /bin/shop /bin/

      CMD ["/bin/shop"]
    `,
  },
  {
    title: 'a module that needs C on Alpine gets the same Alpine',
    text: dockerfile`
      FROM golang:1.26-alpine3.23
      RUN apk add --no-cache build-base
      WORKDIR /app
      COPY . .
      RUN CGO_ENABLED=1 go build -o shop
      CMD ["./shop"]
    `,
    files: { ...plain, 'go.mod': `${module}\nrequire github.com/mattn/go-sqlite3 v1.14.22\n` },
    runtime: dockerfile`
      FROM alpine:3.23
      RUN apk add --no-cache ca-certificates libgcc libstdc++ tzdata
      WORKDIR /app
      COPY --from=build /app/shop /app/

      CMD ["./shop"]
    `,
  },
  {
    title: 'a program that writes files goes on running as root',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      CMD ["./shop"]
    `,
    files: { ...plain, 'main.go': `${main}\nfunc save() { os.WriteFile("x.log", nil, 0o600) }\n` },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:latest
      WORKDIR /app
      COPY --from=build /app/shop /app/

      CMD ["./shop"]
    `,
  },
  {
    title: 'a folder that it fills belongs to the account of the image',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      RUN mkdir -p /data/orders
      COPY . .
      RUN go build -o shop
      CMD ["./shop"]
    `,
    files: {
      ...plain,
      'main.go': `${main}\nfunc save() { os.WriteFile("/data/orders/1", nil, 0o600) }\n`,
    },
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/shop /app/
      COPY --from=build --chown=65532:65532 /data/orders /data/orders

      CMD ["./shop"]
    `,
  },
  {
    title: 'a health check with curl asks for a shell and for curl',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
      CMD ["./shop"]
    `,
    runtime: dockerfile`
      FROM debian:13-slim
      RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates curl tzdata \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /app
      COPY --from=build /app/shop /app/

      HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
      CMD ["./shop"]
    `,
  },
  {
    title: 'an account of the file is made again in a slim image, and its step moves',
    text: dockerfile`
      FROM golang:1.26
      RUN useradd --system app
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      USER app
      CMD ["./shop"]
    `,
    runtime: dockerfile`
      FROM debian:13-slim
      RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates tzdata \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /app
      COPY --from=build /app/shop /app/
      RUN useradd --system app

      USER app
      CMD ["./shop"]
    `,
  },
  {
    title: 'a folder belongs to the account of the file',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      RUN mkdir -p /data/orders && chown 1000:1000 /data/orders
      USER 1000:1000
      CMD ["./shop"]
    `,
    files: writing,
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/shop /app/
      COPY --from=build --chown=1000:1000 /data/orders /data/orders

      USER 1000:1000
      CMD ["./shop"]
    `,
  },
  {
    title: 'a volume belongs to the account of the image',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      VOLUME /data
      CMD ["./shop"]
    `,
    files: writing,
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/shop /app/
      COPY --from=build --chown=65532:65532 /data /data

      VOLUME /data
      CMD ["./shop"]
    `,
  },
  {
    title: 'a variable in the start command asks for a shell',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop
      CMD ./shop --port $PORT
    `,
    runtime: dockerfile`
      FROM debian:13-slim
      RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates tzdata \
          && rm -rf /var/lib/apt/lists/*
      WORKDIR /app
      COPY --from=build /app/shop /app/

      CMD ./shop --port $PORT
    `,
  },
  {
    title: 'of a program that is copied on, only the one that is started goes along',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -o shop . && cp shop /usr/bin/ && rm shop
      EXPOSE 80
      CMD ["shop"]
    `,
    runtime: dockerfile`
      FROM gcr.io/distroless/static-debian13:latest
      WORKDIR /app
      COPY --from=build /usr/bin/shop /usr/bin/

      EXPOSE 80
      CMD ["shop"]
    `,
  },
  {
    title: 'the linker of C keeps cgo on',
    text: dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY . .
      RUN go build -ldflags '-linkmode external -extldflags "-static"' -o shop
      CMD ["./shop"]
    `,
    runtime: dockerfile`
      FROM gcr.io/distroless/cc-debian13:nonroot
      WORKDIR /app
      COPY --from=build /app/shop /app/

      CMD ["./shop"]
    `,
  },
];

const builds = dockerfile`
  FROM golang:1.26
  WORKDIR /app
  COPY . .
  RUN go build -o shop
  CMD ["./shop"]
`;

/** What is left out, changes nothing or goes into the program itself. */
const harmless: readonly (readonly [string, string, Files])[] = [
  [
    'a program that starts itself again',
    builds,
    {
      ...plain,
      'prefork.go':
        'package main\nimport "os/exec"\nvar all []*exec.Cmd\nvar c = exec.Command(os.Args[0], "-child")\n',
    },
  ],
  [
    'generated code',
    builds.replace('RUN', 'RUN go generate ./...\nRUN'),
    {
      ...plain,
      't/page.go':
        '//go:generate go run github.com/valyala/quicktemplate/qtc\n//go:generate go tool stringer -type=X\n',
      't/page.qtpl': '{% func Page() %}',
    },
  ],
];

/** A change of the plain file, the files, and the reason of the refusal. */
const refusals: readonly (readonly [string, string, string, RegExp, Files?])[] = [
  ['a step of unknown effect', 'COPY . .', 'COPY . .\nRUN ./configure.sh', /"\.\/configure\.sh"/],
  ['a file written by a step', 'COPY . .', 'COPY . .\nRUN echo x > /etc/shop.conf', /"echo x/],
  [
    'generated files',
    'COPY . .',
    'COPY . .\nRUN go generate ./...',
    /go generate/,
    { ...plain, 'gen.go': '//go:generate stringer -type=X\n//go:generate go run ./mkdata\n' },
  ],
  ['a clone', 'COPY . .', 'COPY . .\nRUN git clone https://example.org/x', /git brings/],
  ['a program of another name', '"./shop"', '"./store"', /"\.\/store"/],
  ['no start', 'CMD ["./shop"]', 'EXPOSE 80', /CMD nor ENTRYPOINT/],
  ['several commands', 'CMD ["./shop"]', 'CMD cd /x && ./shop', /one plain command/],
  [
    'files of another image',
    'COPY . .',
    'COPY . .\nCOPY --from=alpine:3.23 /etc/motd /etc/',
    /--from=alpine/,
  ],
  [
    'a package of unknown use',
    'COPY . .',
    'RUN apt-get update && apt-get install -y frobnicate\nCOPY . .',
    /frobnicate/,
  ],
  ['triggers', 'COPY . .', 'ONBUILD RUN true\nCOPY . .', /ONBUILD/],
  ['an entrypoint script', 'CMD ["./shop"]', 'ENTRYPOINT ["/entrypoint.sh"]', /entrypoint\.sh/],
  ['the race detector', 'go build -o', 'go build -race -o', /-race/],
  [
    'programs that it starts',
    'x',
    'x',
    /starts other programs/,
    { ...plain, 'run.go': 'package main\nimport "os/exec"\nvar c = exec.Command("git")\n' },
  ],
  [
    'programs that it may start under another name',
    'x',
    'x',
    /starts other programs/,
    { ...plain, 'run.go': 'package main\nimport (\n\trun "os/exec"\n)\n' },
  ],
  [
    'files of the system',
    'x',
    'x',
    /\/usr\/share\/dict\/words/,
    { ...plain, 'w.go': 'package main\nvar w = "/usr/share/dict/words"\n' },
  ],
  [
    'its own folder',
    'x',
    'x',
    /lists the folder/,
    { ...plain, 'w.go': 'package main\nvar h = http.FileServer(http.Dir("."))\n' },
  ],
  [
    'C on an unknown Debian',
    'golang:1.26\n',
    'golang:1.20\n',
    /Debian release/,
    { ...plain, 'c.go': 'package main\nimport "C"\n' },
  ],
  [
    'files given to an account',
    'COPY . .',
    'COPY --chown=1000 . .\nUSER 1000',
    /whether they belong/,
    writing,
  ],
  [
    'archives that are unpacked',
    'COPY . .',
    'COPY . .\nADD data.tar.gz /data/',
    /Where the files of ADD/,
    { ...plain, 'data.tar.gz': '' },
  ],
  ['plugins', 'x', 'x', /plugins/, { ...plain, 'p.go': 'package main\nimport "plugin"\n' }],
  ['cgo of unknown value', 'COPY . .', 'ARG CGO_ENABLED\nCOPY . .', /CGO_ENABLED is not known/],
  [
    'a health check of another tool',
    'COPY . .',
    'COPY . .\nHEALTHCHECK CMD ["healthz"]',
    /"healthz"/,
  ],
  [
    'a shell that hands on arguments',
    'CMD ["./shop"]',
    'ENTRYPOINT ["./shop"]\nCMD -v',
    /CMD in shell form/,
  ],
  [
    'CMD below ENTRYPOINT in shell form',
    'CMD ["./shop"]',
    'ENTRYPOINT ./shop\nCMD ["-v"]',
    /leaves CMD unread/,
  ],
  [
    'options of go run that need quotes',
    'RUN go build -o shop\nCMD ["./shop"]',
    'CMD ["go", "run", "-ldflags", "-X main.a=b", "."]',
    /need quotes/,
  ],
  [
    'go run without a module',
    'RUN go build -o shop\nCMD ["./shop"]',
    'CMD ["go", "run", "."]',
    /No go\.mod/,
    { 'main.go': main },
  ],
  ['another command of the Go tool', 'CMD ["./shop"]', 'CMD ["go", "test"]', /plain "go run"/],
  ['a build without a module', 'x', 'x', /not one that "go build"/, { 'main.go': main }],
  ['an unread health check', 'COPY . .', 'COPY . .\nHEALTHCHECK CMD for x in', /not understood/],
  ['an unread step', 'COPY . .', 'COPY . .\nRUN if then', /line 4 does is not understood/],
  ['packages taken away', 'COPY . .', 'COPY . .\nRUN apt-get remove -y git', /apt-get remove/],
  ['results that are removed', 'go build -o shop', 'go build -o shop && rm -rf /app', /rm -rf/],
  [
    'folders of unknown name',
    'COPY . .',
    'COPY . .\nRUN mkdir -p "$(date +%F)"',
    /The path of a folder/,
  ],
  [
    'a Go tool in a folder that is not known',
    'go build -o shop',
    'pushd x && go build -o shop',
    /Where "go build" puts/,
  ],
  ['an account that is not known', 'COPY . .', 'ARG WHO\nUSER $WHO\nCOPY . .', /Which user/],
  [
    'data of an unknown COPY',
    'COPY . .',
    'ARG DATA\nCOPY . .\nCOPY $DATA /data/',
    /What a COPY brings/,
  ],
  [
    'Alpine of unknown version',
    'golang:1.26\n',
    'golang:1.26-alpine\n',
    /version of Alpine/,
    { ...plain, 'c.go': 'package main\nimport "C"\n' },
  ],
  [
    'headers on Alpine',
    'golang:1.26\nWORKDIR /app',
    'golang:1.26-alpine3.23\nRUN apk add --no-cache vips-dev\nWORKDIR /app',
    /"vips-dev"/,
    { ...plain, 'c.go': 'package main\nimport "C"\n' },
  ],
  [
    'fonts where the release is not known',
    'golang:1.26\nWORKDIR /app',
    'golang:1.20\nRUN apt-get update && apt-get install -y fonts-dejavu\nWORKDIR /app',
    /"fonts-dejavu"/,
  ],
  [
    'a shell where the release is not known',
    'golang:1.26\n',
    'golang:1.20\nHEALTHCHECK CMD curl -f localhost\n',
    /Debian release/,
    plain,
  ],
];

describe('the Go builder', () => {
  for (const [title, text, files] of harmless) {
    test(`${title} does not stand in the way`, () => {
      assert.match(
        runtimeOf(text, files),
        /^FROM .*static-debian13:nonroot\nWORKDIR \/app\nCOPY --from=build \/app\/shop \/app\/\n/,
      );
    });
  }
  for (const { title, text, files, runtime } of cases) {
    test(title, () => {
      assert.equal(runtimeOf(text, files), runtime);
    });
  }
  for (const [title, find, replacement, reason, files] of refusals) {
    test(`it refuses ${title}`, () => {
      assert.match(splitWith(go, builds.replace(find, replacement), files ?? plain) ?? '', reason);
      assert.match(
        splitWith(go, builds.replace(find, replacement), files ?? plain) ?? '',
        /^refused/,
      );
    });
  }
  test('it knows only images of Go, and stages that build', () => {
    assert.equal(splitWith(go, builds.replace('golang:1.26', 'debian:13'), plain), undefined);
    assert.equal(splitWith(go, 'FROM golang:1.26\nCMD ["sleep", "1"]\n', plain), undefined);
  });
  test('a volume is made where no step makes it', () => {
    const text = builds.replace('CMD', 'VOLUME ["/data"]\nCMD');
    assert.match(
      splitWith(go, text, plain) ?? '',
      /go build -o shop\nRUN mkdir -p \/data\n\nFROM /,
    );
  });
  test('a health check of Bash keeps a shell', () => {
    const check = 'HEALTHCHECK CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]\nCMD';
    assert.match(splitWith(go, builds.replace('CMD', check), plain) ?? '', /FROM debian:13-slim\n/);
    const alpine = builds.replace('golang:1.26', 'golang:1.26-alpine3.23').replace('CMD', check);
    assert.match(
      splitWith(go, alpine, plain) ?? '',
      /apk add --no-cache bash ca-certificates tzdata\n/,
    );
  });
  test('the ways to set CGO_ENABLED', () => {
    const on = [
      'RUN export CGO_ENABLED=1 && go build',
      'RUN env CGO_ENABLED=1 go build',
      'ENV CGO_ENABLED=1\nRUN go build',
    ];
    for (const step of on) {
      assert.match(
        splitWith(go, builds.replace('RUN go build', step), plain) ?? '',
        /distroless\/cc-debian13/,
        step,
      );
    }
  });
  test('where the program is made', () => {
    const steps = [
      'RUN go build -C /app -o shop .',
      'RUN cd /app && go build -o=./ .',
      'RUN go build -o . example.org/shop',
      'RUN go build -o /app/ ./...',
      'RUN GOBIN=/app go install .',
      'RUN go build -o /x/shop && install -m 755 /x/shop /app/',
    ];
    for (const step of steps) {
      assert.match(
        splitWith(go, builds.replace('RUN go build -o shop', step), plain) ?? '',
        /--from=build \/app\/shop/,
        step,
      );
    }
  });
  test('go run with C keeps cgo', () => {
    const text = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\nCMD ["go", "run", "."]\n';
    const files = { ...plain, 'c.go': 'package main\nimport "C"\n' };
    assert.match(splitWith(go, text, files) ?? '', /\nRUN go build -o [^]*cc-debian13/);
  });
  test('files of one COPY, of a folder that is copied in parts, and of an explicit COPY', () => {
    const files = {
      ...plain,
      'main.go': `${main}\nvar a = "web"\n`,
      'web/a.html': '',
      'web/b.html': '',
      'conf/app.conf': '',
      '.dockerignore': '.git\n',
    };
    const text = dockerfile`
      FROM golang:1.26
      WORKDIR /app
      COPY go.mod main.go ./
      COPY ["web/a.html", "/app/web/my a.html"]
      COPY conf/app.conf /etc/shop/
      RUN go build -o shop
      CMD ["./shop"]
    `;
    assert.match(
      splitWith(go, text, files) ?? '',
      /COPY --from=build \["\/app\/web\/my a\.html", "\/app\/web\/"\]\nCOPY --from=build \/etc\/shop\/app\.conf \/etc\/shop\/\n/,
    );
  });
  test('cgo is turned off in each command that makes a program, and only where it is not set', () => {
    const text = builds.replace(
      'RUN go build -o shop',
      'RUN GOOS=linux go build -o shop && CGO_ENABLED=0 go build -o /bin/other',
    );
    assert.match(
      splitWith(go, text, plain) ?? '',
      /RUN CGO_ENABLED=0 GOOS=linux go build -o shop && CGO_ENABLED=0 go build -o \/bin\/other\n/,
    );
  });
  test('go run is built with its options', () => {
    const text = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\nCMD go run -mod=vendor main.go\n';
    assert.match(
      splitWith(go, text, plain) ?? '',
      /\nRUN CGO_ENABLED=0 go build -mod=vendor -o \/usr\/local\/bin\/shop main\.go\n\nFROM /,
    );
  });
});

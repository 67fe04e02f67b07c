import convertToDistroless from '../../server/src/core/assists/convert-to-distroless';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

const deps = dockerfile`
  FROM node:24-slim AS deps
  WORKDIR /app
  COPY package.json ./
  RUN npm install
`;

const files = { 'package.json': '{ "dependencies": { "express": "*" } }', 'server.js': '' };

/** A file whose last stage has these lines behind FROM and WORKDIR. */
function node(...lines: readonly string[]): string {
  const copy = 'COPY --from=deps /app/node_modules ./node_modules';
  return [`${deps}FROM node:24-slim<CURSOR>`, 'WORKDIR /app', copy, ...lines, ''].join('\n');
}

const start = 'CMD ["node", "server.js"]';

const refused: readonly (readonly [string, string, RegExp, AssistCase['files']?])[] = [
  ['a RUN', node('RUN ls', start), /A RUN of the stage needs a shell/],
  ['another shell', node('SHELL ["/bin/bash", "-c"]', start), /SHELL names a shell/],
  ['ONBUILD', node('ONBUILD RUN ls', start), /ONBUILD/],
  ['a start that needs a shell', node('CMD node server.js $OPTIONS'), /CMD needs a shell/],
  ['a script', node('ENTRYPOINT ["/app/start.sh"]'), /start\.sh, a script/],
  ['another program', node('CMD ["pm2-runtime", "server.js"]'), /starts pm2-runtime/],
  ['an init', node('ENTRYPOINT ["tini", "--"]', start), /starts tini/],
  ['a prompt', node('CMD ["node"]'), /starts a prompt/],
  ['nothing is started', node(), /does not say what/],
  [
    'a probe that needs more',
    node('HEALTHCHECK CMD curl -s http://localhost/ | grep a', start),
    /health check/,
  ],
  [
    'a probe with a variable',
    node('HEALTHCHECK CMD curl -f http://localhost:$PORT/', start),
    /A shell puts the port/,
  ],
  ['a low port as root', node('EXPOSE 80', start), /Port 80/],
  ['a volume as root', node('VOLUME /app/data', start), /volume/],
  [
    'an unknown owner',
    node('COPY --chown=$OWNER server.js .', 'USER 1000', start),
    /Who "\$OWNER" is/,
  ],
  [
    'a source that starts programs',
    node(start),
    /server\.js starts other programs/,
    { ...files, 'server.js': "require('node:child_process')" },
  ],
  [
    'a source that writes, as root',
    node(start),
    /server\.js writes files/,
    { ...files, 'server.js': "fs.writeFileSync('data/x', '')" },
  ],
  [
    'a package that needs programs',
    node(start),
    /puppeteer may need/,
    { ...files, 'package.json': '{ "dependencies": { "puppeteer": "*" } }' },
  ],
  [
    'packages of the host',
    node('COPY . .', start),
    /packages of the host/,
    { ...files, 'node_modules/': '' },
  ],
  [
    'packages of Alpine',
    node(start).replace('node:24-slim AS', 'node:24-alpine AS'),
    /not installed on a known Debian/,
  ],
  [
    'a version that distroless lacks',
    node(start).replaceAll('node:24', 'node:20'),
    /has no image for this version/,
  ],
  ['a digest', node(start).replace('<CURSOR>', `@sha256:${'0'.repeat(64)}<CURSOR>`), /digest/],
  [
    'one stage that builds',
    'FROM node:24<CURSOR>\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    /split the builder stage first/,
  ],
  [
    'Python with packages',
    'FROM python:3.13 AS b\nRUN pip install flask\nFROM python:3.13-slim<CURSOR>\nCOPY --from=b /opt/venv /opt/venv\nCMD ["python", "app.py"]\n',
    /name the Python of their image/,
  ],
  ['Ruby', 'FROM ruby:3.4-slim<CURSOR>\nCMD ["ruby", "x.rb"]\n', /no image for ruby/],
  ['a server', 'FROM nginx:1.30<CURSOR>\nCOPY site /site\n', /what this base image runs/],
  ['an unknown image', 'FROM example.org/x:1<CURSOR>\nCMD ["/x"]\n', /not known/],
];

testAssistCases(convertToDistroless, [
  {
    title: 'the program behind npm start, and a probe of curl',
    files: {
      'package.json': '{ "scripts": { "start": "node server.js" }, "dependencies": { "a": "*" } }',
      'server.js': '',
    },
    before: node(
      'COPY package.json server.js ./',
      '# As it was.',
      'HEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1',
      'CMD npm start',
    ),
    after:
      deps +
      dockerfile`
      FROM gcr.io/distroless/nodejs24-debian13:nonroot
      WORKDIR /app
      COPY --from=deps /app/node_modules ./node_modules
      COPY package.json server.js ./
      # As it was.
      HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/', { redirect: 'manual' }).then((r) => process.exit(r.status < 400 ? 0 : 1), () => process.exit(1))"]
      CMD ["server.js"]
    `,
  },
  {
    title: 'ENTRYPOINT gets the full path, a numeric user stays',
    files,
    before: node('USER 1000:1000', 'ENTRYPOINT ["node", "server.js"]', 'CMD ["--port", "3000"]'),
    after:
      deps +
      dockerfile`
      FROM gcr.io/distroless/nodejs24-debian13:nonroot
      WORKDIR /app
      COPY --from=deps /app/node_modules ./node_modules
      USER 1000:1000
      ENTRYPOINT ["/nodejs/bin/node", "server.js"]
      CMD ["--port", "3000"]
    `,
  },
  {
    title: 'options in front of -jar',
    files: { 'src/Main.java': '' },
    before: dockerfile`
      FROM maven:3.9-eclipse-temurin-21 AS build
      RUN mvn package
      FROM eclipse-temurin:21-jre<CURSOR>
      WORKDIR /srv
      COPY --from=build /app.jar .
      CMD ["java", "-Xmx256m", "-jar", "app.jar"]
    `,
    after: dockerfile`
      FROM maven:3.9-eclipse-temurin-21 AS build
      RUN mvn package
      FROM gcr.io/distroless/java21-debian13:nonroot
      WORKDIR /srv
      COPY --from=build /app.jar .
      ENTRYPOINT ["java", "-Xmx256m", "-jar", "app.jar"]
    `,
  },
  {
    title: 'a program of Go without C',
    files: { 'go.mod': 'module example.org/shop\n', 'main.go': 'package main\n' },
    before: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /src
      COPY . .
      RUN CGO_ENABLED=0 go build -o /out/shop .
      FROM alpine:3.23<CURSOR>
      COPY --from=build /out/shop /usr/local/bin/shop
      ENTRYPOINT ["/usr/local/bin/shop"]
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /src
      COPY . .
      RUN CGO_ENABLED=0 go build -o /out/shop .
      FROM gcr.io/distroless/static-debian13:nonroot
      WORKDIR /
      COPY --from=build /out/shop /usr/local/bin/shop
      ENTRYPOINT ["/usr/local/bin/shop"]
    `,
  },
  {
    title: 'a program of Rust on Debian',
    files: { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/main.rs': 'fn main() {}\n' },
    before: dockerfile`
      FROM rust:1.90-bookworm AS build
      WORKDIR /src
      COPY . .
      RUN cargo build --release
      FROM debian:12-slim<CURSOR>
      WORKDIR /
      COPY --from=build /src/target/release/shop /shop
      CMD ["/shop"]
    `,
    after: dockerfile`
      FROM rust:1.90-bookworm AS build
      WORKDIR /src
      COPY . .
      RUN cargo build --release
      FROM gcr.io/distroless/cc-debian12:nonroot
      WORKDIR /
      COPY --from=build /src/target/release/shop /shop
      CMD ["/shop"]
    `,
  },
  {
    title: 'a script of Python without packages',
    files: { 'app.py': 'import http.server\n' },
    before: dockerfile`
      FROM python:3.13-slim<CURSOR>
      WORKDIR /srv
      COPY app.py .
      USER nobody
      CMD ["python", "app.py"]
    `,
    after: dockerfile`
      FROM gcr.io/distroless/python3-debian13:nonroot
      WORKDIR /srv
      COPY app.py .
      CMD ["app.py"]
    `,
  },
  { title: 'no shell already', before: 'FROM scratch<CURSOR>\nCMD ["/x"]\n' },
  {
    title: 'distroless already',
    before: 'FROM gcr.io/distroless/static-debian13<CURSOR>\nCMD ["/x"]\n',
  },
  {
    title: 'not in a builder',
    files,
    before: node(start).replace('<CURSOR>', '').replace(' AS', '<CURSOR> AS'),
  },
  {
    title: 'an unknown project',
    before: node(start),
    reason: /files of the project are not known/,
  },
  ...refused.map(([title, before, reason, own]) => ({
    title: `refused: ${title}`,
    before,
    reason,
    files: own ?? files,
  })),
]);

import useSlimBase from '../../server/src/core/assists/use-slim-base';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

const built = dockerfile`
  FROM node:24 AS build
  WORKDIR /app
  COPY . .
  RUN npm ci && npm run build
`;

testAssistCases(useSlimBase, [
  {
    title: 'the distribution stays',
    before: dockerfile`
      FROM python:3.14-trixie<CURSOR>
      COPY app.py /srv/
      CMD ["python", "/srv/app.py"]
    `,
    after: dockerfile`
      FROM python:3.14-slim-trixie
      COPY app.py /srv/
      CMD ["python", "/srv/app.py"]
    `,
    outcome: { title: 'Use python:3.14-slim-trixie' },
  },
  {
    title: 'packages that need nothing of the system come along',
    files: { 'package.json': '{ "dependencies": { "express": "^5.1.0" } }', 'server.js': '' },
    before:
      built +
      dockerfile`
      FROM node:24<CURSOR>
      COPY --from=build /app /app
      CMD ["node", "/app/server.js"]
    `,
    after:
      built +
      dockerfile`
      FROM node:24-slim
      COPY --from=build /app /app
      CMD ["node", "/app/server.js"]
    `,
  },
  {
    title: 'a health check that the runtime can do',
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY server.js /srv/
      HEALTHCHECK CMD curl -fsS http://localhost:3000/ || exit 1
      CMD ["node", "/srv/server.js"]
    `,
    after: dockerfile`
      FROM node:24-slim
      COPY server.js /srv/
      HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:3000/', { redirect: 'manual' }).then((r) => process.exit(r.status < 400 ? 0 : 1), () => process.exit(1))" || exit 1
      CMD ["node", "/srv/server.js"]
    `,
    outcome: {
      evidence: [
        'The image node:24-slim has the same version and distribution as node:24.',
        'HEALTHCHECK runs curl, which the slim variant lacks. Another program asks instead.',
      ],
    },
  },
  { title: 'not in a builder', before: `${built.replace(' AS', '<CURSOR> AS')}FROM scratch\n` },
  { title: 'no slim image', before: 'FROM golang:1.26<CURSOR>\n' },
  {
    title: 'a health check that does more',
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY server.js /srv/
      HEALTHCHECK CMD curl -s http://localhost:3000/ | grep ok
      CMD ["node", "/srv/server.js"]
    `,
    reason: /HEALTHCHECK runs curl/,
  },
  {
    title: 'a program that is started',
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY server.js /srv/
      CMD git fetch && node /srv/server.js
    `,
    reason: /CMD starts git/,
  },
  {
    title: 'a compiler may be needed',
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY package.json .
      RUN npm install
      CMD ["node", "server.js"]
    `,
    reason: /split the builder stage first/,
  },
  {
    title: 'a Python package without wheels that are known',
    files: { 'requirements.txt': 'acme-unknown==1.0\n' },
    before: dockerfile`
      FROM python:3.13<CURSOR>
      COPY requirements.txt .
      RUN pip install -r requirements.txt
      CMD ["python", "app.py"]
    `,
    reason: /split the builder stage first/,
  },
  {
    title: 'packages of another stage that nobody knows',
    before:
      built +
      dockerfile`
      FROM node:24<CURSOR>
      COPY --from=build /app/node_modules /app/node_modules
      CMD ["node", "/app/server.js"]
    `,
    reason: /needs libraries of the full image is not known/,
  },
  {
    title: 'a source that starts programs',
    files: { 'server.js': "require('child_process').exec('convert');\n" },
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY . .
      CMD ["node", "server.js"]
    `,
    reason: /server\.js starts programs/,
  },
  {
    title: 'a Python source that starts programs',
    files: { 'app.py': 'import subprocess\n' },
    before: dockerfile`
      FROM python:3.13<CURSOR>
      COPY . .
      CMD ["python", "app.py"]
    `,
    reason: /app\.py may start a program/,
  },
  {
    title: 'a script of the project',
    files: { 'app.py': '', 'start.sh': 'curl -f http://example.org\n' },
    before: dockerfile`
      FROM python:3.13<CURSOR>
      COPY . .
      CMD ["python", "app.py"]
    `,
    reason: /start\.sh may run a program/,
  },
  {
    title: 'a package that needs programs',
    files: { 'package.json': '{ "dependencies": { "puppeteer": "*" } }', 'server.js': '' },
    before: dockerfile`
      FROM node:24<CURSOR>
      COPY . .
      CMD ["node", "server.js"]
    `,
    reason: /puppeteer may need/,
  },
  {
    title: 'a digest',
    before: `FROM node:24@sha256:${'0'.repeat(64)}<CURSOR>\nCMD ["node", "server.js"]\n`,
    reason: /digest/,
  },
  {
    title: 'Alpine where nothing depends on Debian',
    files: { 'app.py': '' },
    request: { base: 'alpine' },
    before: dockerfile`
      FROM python:3.13-slim-trixie<CURSOR>
      COPY . .
      CMD ["python", "app.py"]
    `,
    after: dockerfile`
      FROM python:3.13-alpine
      COPY . .
      CMD ["python", "app.py"]
    `,
  },
  {
    title: 'slim where Alpine does not fit',
    files: { 'requirements.txt': 'flask\n', 'app.py': '' },
    request: { base: 'alpine' },
    before: dockerfile`
      FROM python:3.13<CURSOR>
      COPY . .
      RUN pip install -r requirements.txt
      CMD ["python", "app.py"]
    `,
    after: dockerfile`
      FROM python:3.13-slim
      COPY . .
      RUN pip install -r requirements.txt
      CMD ["python", "app.py"]
    `,
    outcome: {
      evidence: [
        'The image python:3.13-slim has the same version and distribution as python:3.13.',
        'Not Alpine: Whether "pip" does the same on Alpine is not known.',
      ],
    },
  },
  ...(
    [
      ['FROM alpine:3.23<CURSOR>\n', /Alpine already/],
      ['FROM ruby:3.4-slim<CURSOR>\n', /No Alpine image/],
      ['FROM python:3.13-slim<CURSOR>\nSHELL ["/bin/bash", "-c"]\n', /another shell/],
      ['FROM python:3.13-slim<CURSOR>\nRUN apt-get update\n', /"apt-get" does the same/],
      ['FROM python:3.13-slim<CURSOR>\nCMD ["bash", "x"]\n', /CMD uses bash/],
      ['FROM python:3.13-slim<CURSOR>\nCOPY . .\nCMD ["python", "x.py"]\n', /not known/],
    ] as const
  ).map(([before, reason]) => ({
    title: `not Alpine: ${reason.source}`,
    before,
    reason,
    request: { base: 'alpine' } as const,
  })),
  {
    title: 'not Alpine: machine code',
    files: { 'lib/fast.so': '' },
    request: { base: 'alpine' },
    before: 'FROM python:3.13-slim<CURSOR>\nCOPY . .\nCMD ["python", "x.py"]\n',
    reason: /fast\.so may need the C library/,
  },
]);

import moveSourcesBelowInstall from '../../server/src/core/assists/move-sources-below-install';
import type { Files } from '../harness/split';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

const npm = { 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '' };
const modules = {
  'go.mod': 'module example.org/shop\n\nrequire example.org/log v1.0.0\n',
  'go.sum': 'x\n',
  'main.go': 'package main\n',
};

const node = (...lines: readonly string[]): string =>
  ['FROM node:24-trixie-slim', 'WORKDIR /app', ...lines, ''].join('\n');

const go = (...lines: readonly string[]): string =>
  ['FROM golang:1.26', 'WORKDIR /src', ...lines, ''].join('\n');

const refused = (files: Files, reason: RegExp, before: string): AssistCase => ({
  title: `refused: ${before.split('\n').slice(3).join(' / ')}`,
  files,
  before,
  reason,
});

const manifests = 'COPY package.json package-lock.json ./';
const sums = 'COPY go.mod go.sum ./';

testAssistCases(moveSourcesBelowInstall, [
  {
    title: 'the rest of the chain goes below, flags included',
    files: npm,
    before: node('COPY <CURSOR>. .', 'RUN --network=default npm ci && npm run build'),
    after: node(
      manifests,
      'RUN --network=default npm ci',
      'COPY . .',
      'RUN --network=default npm run build',
    ),
  },
  {
    title: 'comments above the COPY go with it, and the empty line between',
    files: npm,
    before: node('# The application.', 'COPY <CURSOR>. .', '', '# Packages.', 'RUN npm ci'),
    after: node(manifests, '', '# Packages.', 'RUN npm ci', '', '# The application.', 'COPY . .'),
  },
  {
    title: 'something stands between',
    files: npm,
    before: node('', 'COPY <CURSOR>. .', '', 'ENV A=b', 'RUN npm ci'),
    after: node('', 'ENV A=b', manifests, 'RUN npm ci', 'COPY . .'),
  },
  {
    title: 'a file that does not end with a line ending',
    files: npm,
    before: node('COPY <CURSOR>. .', 'RUN npm ci').trimEnd(),
    after: node(manifests, 'RUN npm ci', 'COPY . .').trimEnd(),
  },
  {
    title: 'line endings of Windows',
    files: npm,
    before: node('COPY <CURSOR>. .', '', 'RUN npm ci').replaceAll('\n', '\r\n'),
    after:
      node(manifests, '', 'RUN npm ci', '', 'COPY . .').trimEnd().replaceAll('\n', '\r\n') + '\r\n',
  },
  {
    title: 'a chain over several lines',
    files: npm,
    before: node(
      'COPY <CURSOR>. .',
      'RUN npm ci \\',
      '    && npm run build \\',
      '    && npm prune',
    ),
    after: node(manifests, 'RUN npm ci', 'COPY . .', 'RUN npm run build \\', '    && npm prune'),
  },
  refused(npm, /uses the copied files before/, node('COPY <CURSOR>. .', 'RUN npm run x && npm ci')),
  refused(
    npm,
    /cannot be split behind the install/,
    node('COPY <CURSOR>. .', 'RUN npm ci; npm run build'),
  ),
  refused(
    npm,
    /cannot be split behind the install/,
    node('COPY <CURSOR>. .', 'RUN npm ci || npm run build'),
  ),
  refused(
    npm,
    /cannot be split behind the install/,
    node('COPY <CURSOR>. .', 'RUN npm ci & npm run build'),
  ),
  {
    title: 'a condition around the install',
    files: npm,
    before: node('COPY <CURSOR>. .', 'RUN if true; then npm ci; fi && npm run build'),
    after: node(manifests, 'RUN if true; then npm ci; fi', 'COPY . .', 'RUN npm run build'),
  },
  refused(npm, /not understood/, node('COPY <CURSOR>. .', 'RUN npm ci && if true; then')),
  refused(
    npm,
    /cannot be split behind the install/,
    node('COPY <CURSOR>. .', 'RUN <<EOF', 'npm ci', 'npm run build', 'EOF'),
  ),
  refused(npm, /more than one of "\."/, node('COPY <CURSOR>. public ./', 'RUN npm ci')),
  {
    title: 'a download above the copy',
    files: modules,
    before: go('COPY <CURSOR>. .', 'RUN go build -o /shop .'),
    after: go(sums, 'RUN go mod download', 'COPY . .', 'RUN go build -o /shop .'),
    outcome: { title: 'Download the dependencies above the COPY' },
  },
  {
    title: 'a download below what stands between',
    files: modules,
    before: go('COPY <CURSOR>. .', 'ENV CGO_ENABLED=0', 'RUN go build -o /shop .'),
    after: go(
      'ENV CGO_ENABLED=0',
      sums,
      'RUN go mod download',
      'COPY . .',
      'RUN go build -o /shop .',
    ),
  },
  {
    title: 'a label between does not matter',
    files: modules,
    before: go('COPY <CURSOR>. .', 'LABEL a=b', 'RUN go build -o /shop .'),
    after: go(sums, 'RUN go mod download', 'COPY . .', 'LABEL a=b', 'RUN go build -o /shop .'),
  },
  {
    title: 'what the build needs of the system goes above, too',
    files: modules,
    before: go('COPY <CURSOR>. .', 'RUN --network=default apt-get update && go build -o /shop .'),
    after: go(
      sums,
      'RUN --network=default apt-get update \\',
      '    && go mod download',
      'COPY . .',
      'RUN --network=default go build -o /shop .',
    ),
  },
  refused(modules, /plain chain/, go('COPY <CURSOR>. .', 'RUN <<EOF', 'go build .', 'EOF')),
  refused(modules, /plain chain/, go('COPY <CURSOR>. .', 'RUN ["go", "build", "."]')),
  refused(
    modules,
    /part of a larger command/,
    go('COPY <CURSOR>. .', 'RUN if true; then go build .; fi'),
  ),
  refused(
    modules,
    /uses the copied files before/,
    go('COPY <CURSOR>. .', 'RUN make x && go build .'),
  ),
  refused(
    modules,
    /cannot be split behind the install/,
    go('COPY <CURSOR>. .', 'RUN apt-get update; go build .'),
  ),
]);

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import missingTool from '../../server/src/core/rules/runtime/missing-healthcheck-tool';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';

/** The health check with another program, or why there is none. */
function swap(check: string, ...lines: readonly string[]): string {
  const text = [...lines, `HEALTHCHECK CMD ${check}`, ''].join('\n');
  const model = new DockerfileModel(text);
  const [finding] = lint(model, onlyRules([missingTool]), exampleDay).findings;
  if (finding === undefined) return 'nothing';
  const [fix] = finding.fixes;
  if (fix === undefined) return `refused: ${finding.refusal ?? ''}`;
  return applyEdits(text, fix.edits).split('HEALTHCHECK CMD ')[1]?.trimEnd() ?? '';
}

const node = 'FROM node:24-slim';
const oldNode = 'FROM node:16-slim';
const alpine = 'FROM alpine:3.23';
const debian = 'FROM debian:13-slim';
const python = 'FROM python:3.14-slim';
const distroless = 'FROM gcr.io/distroless/nodejs24-debian13';
const more = 'refused: What the health check asks with';
const none = 'refused: The image has no other program';

describe('another program for a health check', () => {
  const cases: readonly (readonly [string, string, ...string[]])[] = [
    [
      'curl -f http://localhost/',
      "node -e \"fetch('http://127.0.0.1/', { redirect: 'manual' })",
      node,
    ],
    [
      'curl http://localhost/',
      "node -e \"fetch('http://127.0.0.1/', { redirect: 'manual' }).then(() => process.exit(0)",
      node,
    ],
    [
      'curl -f -m 3 http://localhost/',
      "node -e \"fetch('http://127.0.0.1/', { redirect: 'manual', signal: AbortSignal.timeout(3000) })",
      node,
    ],
    ['wget -qO- http://0.0.0.0:80/', "node -e \"fetch('http://127.0.0.1:80/')", node],
    ['curl -f http://localhost/', none, oldNode],
    ['nc -z localhost 80', `node -e "require('net').connect(80`, oldNode],
    ['curl -f http://localhost/', 'wget -q -O /dev/null http://127.0.0.1/', alpine],
    ['curl -f -m 3 http://localhost/', 'wget -q -T 3 -O /dev/null http://127.0.0.1/', alpine],
    ['curl http://localhost/', none, alpine],
    ['wget -q http://localhost/', 'curl -fsSL -o /dev/null http://localhost/', 'FROM nginx:1.30'],
    [
      'wget -q -T 3 http://localhost/',
      'curl -fsSL -o /dev/null -m 3 http://localhost/',
      'FROM nginx:1.30',
    ],
    [
      '["wget", "-q", "http://localhost/"]',
      '["curl", "-fsSL", "-o", "/dev/null", "http://localhost/"]',
      'FROM nginx:1.30',
    ],
    ['nc -z localhost 80', 'bash -c "exec 3<>/dev/tcp/127.0.0.1/80"', debian],
    ['nc -z localhost $PORT', none, debian],
    [
      'nc -z localhost $PORT',
      `python -c "import socket; socket.create_connection(('127.0.0.1', $PORT), 3)"`,
      python,
    ],
    [
      'curl -f http://0.0.0.0/',
      `python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1/', timeout=5)"`,
      python,
    ],
    ['curl http://localhost/', none, python],
    [
      '["curl", "-f", "http://localhost/"]',
      '["python3", "-c", "import urllib.request',
      'FROM gcr.io/distroless/python3-debian13',
    ],
    ['["curl", "-f", "http://localhost:$PORT/"]', more, node],
    ['["nc", "-z", "localhost", "$PORT"]', more, node],
    ['curl -f http://localhost/ | grep ok', more, node],
    ['curl --data x http://localhost/', more, node],
    ['perl -e 1', 'refused:', alpine],
    ['["node", "/app/health.js"]', '["/nodejs/bin/node", "/app/health.js"]', distroless],
    [
      '["curl", "-f", "http://localhost/"]',
      `["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1/'`,
      distroless,
    ],
    ['node health.js', more, alpine],
    [
      '["node", "health.js"]',
      'refused: What the health check asks with node',
      'FROM gcr.io/distroless/static-debian13',
    ],
    ['["curl", "-f", "http://localhost/"]', none, 'FROM scratch'],
    ['curl -f http://localhost/', 'nothing', 'FROM example.org/x:1'],
    ['curl -f http://localhost/', 'nothing', debian, 'RUN apt-get install -y curl'],
    ['nc -z localhost 80', 'nothing', alpine],
    ['["curl", \\\n# Asks.\n"-f", "http://localhost/"]', none, alpine],
  ];
  for (const [check, expected, ...lines] of cases) {
    test(`${lines.join(' / ')}: ${check}`, () => {
      const actual = swap(check, ...lines);
      assert.ok(actual.startsWith(expected), actual);
    });
  }
});

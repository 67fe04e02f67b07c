import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import {
  isWholeProbe,
  readProbeQuestion,
  type ProbeQuestion,
} from '../../server/src/core/model/probe-question';

/** What a health check asks; undefined when it is not understood or not all of it. */
function ask(check: string): ProbeQuestion | undefined {
  const model = new DockerfileModel(`FROM debian:13-slim\nHEALTHCHECK CMD ${check}\n`);
  const instruction = model.tree.instructions.at(-1);
  assert.ok(instruction);
  const execution = model.executionOf(instruction);
  const [command] = execution.commands;
  return command !== undefined && isWholeProbe(execution, command)
    ? readProbeQuestion(command)
    : undefined;
}

const url = 'http://localhost:80/';
const page = { kind: 'http', url, failsOnError: true, followsRedirects: false, timeout: undefined };

describe('what a health check asks', () => {
  for (const [check, expected] of [
    ['curl -f http://localhost:80/', page],
    ['curl -fsSL http://localhost:80/ || exit 1', { ...page, followsRedirects: true }],
    ['curl --fail -o /dev/null -m 3 http://localhost:80/', { ...page, timeout: 3 }],
    ['curl -s http://localhost:80/', { ...page, failsOnError: false }],
    ['curl -f localhost:80/', page],
    ['["curl", "-f", "http://localhost:80/"]', page],
    ['wget -q --spider http://localhost:80/', { ...page, followsRedirects: true }],
    ['wget -qO- http://localhost:80/', { ...page, followsRedirects: true }],
    [
      'wget -T 2 -O /dev/null http://localhost:80/',
      { ...page, followsRedirects: true, timeout: 2 },
    ],
    ['wget --timeout=2 -nv http://localhost:80/', { ...page, followsRedirects: true, timeout: 2 }],
    ['nc -z -w 2 127.0.0.1 5432', { kind: 'connect', host: '127.0.0.1', port: '5432' }],
    ['nc -zv localhost $PORT', { kind: 'connect', host: 'localhost', port: '$PORT' }],
  ] as const) {
    test(check, () => {
      assert.deepEqual(ask(check), expected);
    });
  }

  for (const check of [
    'curl -f -H "A: b" http://localhost/',
    'curl -f https://localhost/',
    'curl -f http://example.org/',
    'curl -f http://localhost/ http://localhost/a',
    'curl -f -o page http://localhost/',
    'curl -f -m x http://localhost/',
    'curl -f http://localhost/ | grep a',
    'curl -f http://localhost/ || exit 0',
    'curl -f http://localhost/ && ls',
    '! curl -f http://localhost/',
    'curl -f http://localhost/; ls',
    "curl -f 'http://localhost/a b'",
    'wget --header=A http://localhost/',
    'wget -O page http://localhost/',
    'nc localhost 80',
    'nc -z db 5432',
    'nc -u -z localhost 53',
    'pg_isready',
  ]) {
    test(`more than that: ${check}`, () => {
      assert.equal(ask(check), undefined);
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEngineFault } from './image.mjs';

test('knows a fault of the engine from one of the Dockerfile', () => {
  const fault =
    'runc run failed: unable to start container process: waiting for init preliminary setup: read init-p: connection reset by peer';
  assert.ok(isEngineFault(`#6 0.3 ${fault}\n#6 ERROR: process "/bin/sh -c apt-get update"`));
  assert.ok(!isEngineFault('npm error network read ECONNRESET: connection reset by peer'));
  const missing =
    'runc run failed: unable to start container process: exec: "nope": executable file not found';
  assert.ok(!isEngineFault(missing));
});

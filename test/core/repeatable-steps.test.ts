import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findRepeatableSteps } from '../../server/src/core/model/repeatable-steps';

/** The RUNs that are repeated when `/app/dist` and `/opt/venv` are copied; `refused: …` for a reason. */
function repeatedOf(...runs: readonly string[]): readonly string[] | string {
  const lines = [
    'FROM debian:13',
    'WORKDIR /app',
    'COPY . .',
    ...runs.map((each) => `RUN ${each}`),
  ];
  const model = new DockerfileModel(`${lines.join('\n')}\n`);
  const [stage] = model.stages;
  assert.ok(stage !== undefined);
  const steps = stage.instructions.filter(({ keyword }) => keyword === 'RUN');
  const found = findRepeatableSteps(model, stage, steps, {
    artifacts: ['/app/dist', '/opt/venv'].map((path) => ({ from: path, to: path })),
    workdir: '/app',
  });
  return found.kind === 'unknown'
    ? `refused: ${found.reason}`
    : found.steps.map(({ argumentText }) => argumentText);
}

describe('steps that the runtime stage repeats', () => {
  test('accounts and new folders', () => {
    assert.deepEqual(repeatedOf('useradd app', 'mkdir /data'), ['useradd app', 'mkdir /data']);
  });

  test('folders that are there anyway', () => {
    assert.deepEqual(repeatedOf('mkdir /app', 'mkdir -p /app/dist', 'mkdir /opt'), []);
  });

  test('files inside what is copied', () => {
    assert.deepEqual(repeatedOf('chmod +x dist/start.sh', 'touch dist/x'), []);
  });

  test('the owner of a folder that is copied, and of the working directory', () => {
    assert.deepEqual(repeatedOf('chown -R 1000 dist', 'chown 1000 /app'), [
      'chown -R 1000 dist',
      'chown 1000 /app',
    ]);
  });

  test('files that stay in the builder stage', () => {
    assert.deepEqual(repeatedOf('chmod +x gradlew', 'chmod 600 /etc/passwd'), [
      'chmod 600 /etc/passwd',
    ]);
  });

  test('a folder below one that is made', () => {
    assert.deepEqual(repeatedOf('mkdir -p /app/data', 'chmod 777 /app/data'), [
      'mkdir -p /app/data',
      'chmod 777 /app/data',
    ]);
  });

  test('a step for both stages', () => {
    assert.equal(
      repeatedOf('useradd app && chmod +x gradlew'),
      'refused: The RUN on line 4 prepares files of the build and of the program together.',
    );
    assert.match(String(repeatedOf('mkdir /app && mkdir /data')), /^refused/);
  });
});

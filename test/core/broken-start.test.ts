import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { applyEdits } from '../../server/src/core/text/edit';
import { DockerfileModel } from '../../server/src/core/model/model';
import { toProject } from '../harness/project';

/** The finding of a start script, and what its fix makes of the script. */
function mend(script: string, dockerfile: string) {
  const model = new DockerfileModel(dockerfile, toProject({ 'start.sh': script }));
  const { findings } = lint(model, resolveRules({}), '2026-11-22');
  const [finding] = findings.filter(({ rule }) => rule === 'broken-start-script');
  return { message: finding?.message, after: finding?.fixes[0]?.files?.[0]?.after, finding };
}

const start = 'FROM alpine:3.22\nCOPY --chmod=755 start.sh /\nCMD ["/start.sh"]\n';

/** The finding where the script may not be executed, and the Dockerfile that its fix makes. */
function mendMode(dockerfile: string) {
  const project = {
    ...toProject({ 'start.sh': '#!/bin/sh\nexec a\n', 'bin/run.sh': '#!/bin/sh\n' }),
    plainScripts: new Set(['start.sh', 'bin/run.sh']),
  };
  const model = new DockerfileModel(dockerfile, project);
  const { findings } = lint(model, resolveRules({}), '2026-11-22');
  const [finding] = findings.filter(({ rule }) => rule === 'broken-start-script');
  const edits = finding?.fixes[0]?.edits ?? [];
  return {
    message: finding?.message,
    refusal: finding?.refusal,
    text: applyEdits(dockerfile, edits),
  };
}

describe('scripts that may not be executed', () => {
  test('COPY gives the mode', () => {
    const { message, text } = mendMode(start.replace(' --chmod=755', ''));
    assert.match(message ?? '', /Nothing makes "\/start\.sh" executable/);
    assert.equal(text, start);
  });

  test('a COPY of a folder cannot', () => {
    const { refusal } = mendMode('FROM alpine:3.22\nCOPY bin /bin\nCMD ["/bin/run.sh"]\n');
    assert.match(refusal ?? '', /git update-index/);
  });

  test('a mode that is given, a chmod, a shell, a copy through a stage', () => {
    assert.equal(mendMode(start).message, undefined);
    const copied = 'FROM alpine:3.22\nCOPY start.sh /\n';
    for (const text of [
      `${copied}RUN chmod +x /start.sh\nCMD ["/start.sh"]\n`,
      `${copied}RUN ./configure\nCMD ["/start.sh"]\n`,
      `${copied}CMD ["sh", "/start.sh"]\n`,
      'FROM alpine:3.22 AS a\nCOPY start.sh /\nFROM alpine:3.22\nCOPY --from=a /start.sh /\nCMD ["/start.sh"]\n',
    ]) {
      assert.equal(mendMode(text).message, undefined, text);
    }
  });
});

describe('scripts that cannot start', () => {
  test('carriage returns are taken out', () => {
    const { message, after } = mend('#!/bin/sh\r\nexec a\r\n', start);
    assert.match(message ?? '', /"start\.sh" has line endings of Windows/);
    assert.equal(after, '#!/bin/sh\nexec a\n');
  });

  test('a shell does not read carriage returns either', () => {
    const { after } = mend('exec a\r\n', start.replace('["/', '["sh", "/'));
    assert.equal(after, 'exec a\n');
  });

  test('carriage returns that a step takes out', () => {
    const stepped = start.replace('CMD', "RUN sed -i 's/\\r$//' /start.sh\nCMD");
    assert.equal(mend('#!/bin/sh\r\n', stepped).message, undefined);
  });

  test('a carriage return behind the first line only', () => {
    assert.equal(mend('#!/bin/sh\nexec a\r\n', start).message, undefined);
  });

  test('a byte order mark', () => {
    const { message, after } = mend('\uFEFF#!/bin/sh\nexec a\n', start);
    assert.match(message ?? '', /byte order mark/);
    assert.equal(after, '#!/bin/sh\nexec a\n');
  });

  test('a missing first line', () => {
    assert.equal(mend('exec a\n', start).after, '#!/bin/sh\nexec a\n');
  });

  test('Bash is exchanged where nothing needs it', () => {
    assert.equal(mend('#!/bin/bash -e\nexec a\n', start).after, '#!/bin/sh -e\nexec a\n');
    assert.equal(mend('#!/usr/bin/env bash\nexec a\n', start).after, '#!/bin/sh\nexec a\n');
    const { finding } = mend('#!/bin/bash\nlist=(a b)\nexec a\n', start);
    assert.equal(finding?.refusal, 'Install bash, or write the script for another program.');
  });

  test('a file that is empty says nothing', () => {
    assert.equal(mend('\n', start).message, undefined);
  });
});

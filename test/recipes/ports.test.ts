import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { byDefault, describeEvidence, presence, saidIn } from '../../server/src/core/plan/evidence';
import {
  collectSources,
  findMention,
  findPort,
  findSecretVariables,
} from '../../server/src/core/plan/port';
import { BuildContext } from '../../server/src/core/project/build-context';
import { toProject } from '../harness/project';

const context = new BuildContext({
  paths: ['api/main.py', 'api/tests/test_main.py', 'big.py', 'main.py'],
  complete: true,
  // Texts of files that are too large are not read.
  texts: new Map([
    ['api/main.py', 'import x\nserve(port=9000)\n'],
    ['api/tests/test_main.py', 'serve(port=1234)\n'],
    ['main.py', 'serve(port=99999)\nserve_more(port=0)\n'],
  ]),
  dockerfile: 'Dockerfile',
});

describe('what sources say', () => {
  test('sources of a folder, tests and files without a known text left out', () => {
    assert.deepEqual(
      collectSources(context, '').map(([path]) => path),
      ['api/main.py', 'main.py'],
    );
    assert.deepEqual(
      collectSources(context, 'api').map(([path]) => path),
      ['api/main.py'],
    );
  });

  test('a port, when it is one', () => {
    const pattern = /serve\(port=(\d+)/;
    assert.deepEqual(findPort(context, '', [/listen (\d+)/, pattern]), {
      value: 9000,
      evidence: { file: 'api/main.py', line: 2, says: 'The program listens on 9000.' },
    });
    const of = (text: string): number | undefined =>
      findPort(new BuildContext(toProject({ 'main.py': text })), '', [pattern])?.value;
    assert.equal(of('serve(port=65535)'), 65_535);
    assert.equal(of('serve(port=65536)'), undefined);
    assert.equal(of('serve(port=0)'), undefined);
    assert.equal(of('serve(port=PORT)'), undefined);
  });

  test('a mention', () => {
    assert.equal(findMention(context, '', /nowhere/, ''), undefined);
    assert.deepEqual(findMention(context, 'api', /serve/, 'It serves.'), {
      file: 'api/main.py',
      line: 2,
      says: 'It serves.',
    });
  });

  test('variables that hold secrets, by whichever group has the name', () => {
    const text =
      "a('DB_PASSWORD')\nb.API_TOKEN\na('PUBLIC_URL')\na('DATABASE_URL')\na('DB_PASSWORD')\na('LOG_LEVEL')\na()\n";
    const names = findSecretVariables(
      new BuildContext(toProject({ 'main.py': text })),
      '',
      /a\((?:'(\w+)')?\)|b\.(\w+)/g,
    );
    assert.deepEqual(names, ['API_TOKEN', 'DATABASE_URL', 'DB_PASSWORD']);
  });
});

describe('evidence', () => {
  test('as it is shown', () => {
    assert.equal(
      describeEvidence(saidIn(context, 'api/main.py', /serve/, 'It serves.')),
      'api/main.py:2: It serves.',
    );
    assert.equal(
      describeEvidence(saidIn(context, 'api/main.py', /nowhere/, 'It serves.')),
      'api/main.py: It serves.',
    );
    assert.equal(
      describeEvidence(saidIn(context, 'big.py', /serve/, 'It serves.')),
      'big.py: It serves.',
    );
    assert.equal(describeEvidence(presence('go.mod')), 'go.mod: The file is there.');
    assert.equal(describeEvidence(byDefault('Nothing is said.')), 'Nothing is said.');
  });
});

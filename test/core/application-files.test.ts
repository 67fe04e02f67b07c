import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findApplicationFiles } from '../../server/src/core/model/application-files';
import { DockerfileModel } from '../../server/src/core/model/model';
import { toProject } from '../harness/project';

/** What has to come along from a builder that ends with the last RUN. */
function files(lines: string, results: readonly string[] = []): string {
  const text = `FROM python:3.13 AS other\nFROM python:3.13\nWORKDIR /app\n${lines}\n`;
  const model = new DockerfileModel(
    text,
    toProject({ 'src/app.py': '', 'start.sh': '', 'requirements.txt': '', 'data.tar.gz': '' }),
  );
  const stage = model.target;
  const lastStep = stage?.instructions.findLast(({ keyword }) => keyword === 'RUN');
  assert.ok(stage && lastStep);
  const isBuildFile = (path: string): boolean => path === 'requirements.txt';
  const found = findApplicationFiles(model, stage, { lastStep, isBuildFile, results });
  if (found.kind === 'unknown') return found.reason;
  assert.ok(found.artifacts.every(({ from, to }) => from === to));
  return found.artifacts.map(({ to }) => to).join(' ');
}

const cases: readonly (readonly [lines: string, expected: string])[] = [
  ['COPY . .\nRUN make', '/app'],
  ['COPY . .\nCOPY start.sh /start.sh\nRUN make', '/app /start.sh'],
  ['COPY requirements.txt .\nRUN make\nCOPY . .', ''],
  [
    'COPY src ./src\nCOPY src/app.py .\nCOPY src/ /\nRUN make',
    'The files of the application lie in the root folder.',
  ],
  ['COPY src src\nCOPY start.sh ./\nRUN make', '/app/src /app/start.sh'],
  ['COPY start.sh /\nRUN make', '/start.sh'],
  ['COPY missing /missing/\nRUN make', '/missing'],
  ['COPY *.sh /scripts/\nRUN make', '/scripts'],
  ['COPY --from=other /opt/tool /opt/tool\nRUN make', '/opt/tool'],
  ['COPY --from=nginx:1.29 /etc/nginx /etc/\nRUN make', '/etc'],
  ['COPY <<EOF /entry.sh\necho\nEOF\nRUN make', '/entry.sh'],
  ['COPY <<entry.sh /scripts/\necho\nentry.sh\nRUN make', '/scripts'],
  ['ADD src /srv\nRUN make', '/srv'],
  ['ADD data.tar.gz /data/\nRUN make', 'What the ADD on line 4 unpacks is not known.'],
  ['ADD https://example.org/a.bin /a.bin\nRUN make', 'What the ADD on line 4 brings is not known.'],
  ['ARG FROM_HERE\nCOPY $FROM_HERE /srv\nRUN make', 'What the COPY on line 5 brings is not known.'],
  ['ARG TO\nCOPY . $TO\nRUN make', 'Where the COPY on line 5 puts its files is not known.'],
];

describe('the files of an application that is not compiled', () => {
  for (const [lines, expected] of cases) {
    test(`${lines.replaceAll('\n', ' | ')}: ${expected}`, () => {
      assert.equal(files(lines), expected);
    });
  }

  test('folders that building fills go along, unless a copied one holds them', () => {
    assert.equal(files('COPY src src\nRUN make', ['/opt/venv']), '/opt/venv /app/src');
    assert.equal(files('COPY . .\nRUN make', ['/app/.venv']), '/app');
  });

  test('without the files of the project every source may be a folder', () => {
    const model = new DockerfileModel('FROM python:3.13\nCOPY start.sh /app/\nRUN make\n');
    const stage = model.target;
    const lastStep = stage?.instructions.at(-1);
    assert.ok(stage && lastStep);
    assert.deepEqual(
      findApplicationFiles(model, stage, { lastStep, isBuildFile: () => false, results: [] }),
      { kind: 'known', artifacts: [{ from: '/app', to: '/app' }] },
    );
  });
});

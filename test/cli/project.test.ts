import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { UsageError, type Arguments } from '../../server/src/cli/args';
import { Projects } from '../../server/src/cli/project';
import { standardInputPath } from '../../server/src/cli/read-targets';
import { testPlainScripts } from '../harness/plain-scripts';

const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-cli-'));
mkdirSync(path.join(folder, '.git'));
mkdirSync(path.join(folder, 'docker'));
writeFileSync(path.join(folder, 'package.json'), '{}');
writeFileSync(path.join(folder, 'binary.js'), Buffer.from([0, 1, 2]));
const dockerfile = path.join(folder, 'docker/Dockerfile');

after(() => {
  rmSync(folder, { recursive: true });
});

function argumentsOf(options: Readonly<Record<string, string>>): Arguments {
  const entries = Object.entries(options).map(([name, value]): [string, string[]] => [
    name,
    [value],
  ]);
  return { operands: [], options: new Map(entries) };
}

const text = 'FROM node:24\nCOPY package.json .\n';

describe('the project of a Dockerfile on the command line', () => {
  testPlainScripts((file, content) => new Projects(argumentsOf({})).read(file, content));

  test('is looked for up to the repository', async () => {
    const project = await new Projects(argumentsOf({})).read(dockerfile, text);
    assert.equal(project?.dockerfile, 'docker/Dockerfile');
    assert.deepEqual(project.paths, ['.git/', 'binary.js', 'package.json']);
    assert.deepEqual([...project.texts.keys()], ['package.json']);
  });

  test('is the folder of --context', async () => {
    const projects = new Projects(argumentsOf({ context: folder }));
    const project = await projects.read(dockerfile, 'FROM a\n');
    assert.equal(project?.dockerfile, 'docker/Dockerfile');
    assert.throws(() => new Projects(argumentsOf({ context: `${folder}/none` })), UsageError);
  });

  test('is not read with --no-context, or for standard input without a name', async () => {
    assert.equal(
      await new Projects(argumentsOf({ 'no-context': '' })).read(dockerfile, text),
      undefined,
    );
    assert.equal(await new Projects(argumentsOf({})).read(standardInputPath, text), undefined);
  });
});

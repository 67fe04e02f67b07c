import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel, readingLimits } from '../../server/src/core/service';
import type { FileSource } from '../../server/src/project-reader/file-source';
import { findContext } from '../../server/src/project-reader/find-context';
import { readProject } from '../../server/src/project-reader/read-project';

/** Files in memory by absolute path; undefined: a file that cannot be read. */
function sourceOf(files: Readonly<Record<string, string | undefined>>): FileSource {
  return {
    list: (folder) => {
      const below = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      if (below.length === 0) return Promise.resolve(undefined);
      const names = below.map((path) => path.slice(folder.length + 1).split('/'));
      const entries = new Map(
        names.map(([name = '', ...rest]) => [name, { name, isFolder: rest.length !== 0 }]),
      );
      return Promise.resolve([...entries.values()]);
    },
    read: (path) => Promise.resolve(files[path]),
    join: (folder, name) => `${folder}/${name}`,
  };
}

const contextOf = (
  files: Readonly<Record<string, string>>,
  dockerfile: string,
  candidates: readonly string[],
): Promise<string | undefined> =>
  findContext(sourceOf(files), new DockerfileModel(dockerfile), candidates);

describe('which folder the build context is', () => {
  const files = { '/p/docker/Dockerfile': '', '/p/package.json': '{}', '/p/src/a.js': '' };
  const candidates = ['/p/docker', '/p', '/'];

  test('the nearest that has what is copied by name', async () => {
    const text = 'FROM a\nCOPY package*.json ./\nCOPY src/a.js .\n';
    assert.equal(await contextOf(files, text, candidates), '/p');
  });
  test('its own folder when nothing is copied by name', async () => {
    assert.equal(await contextOf(files, 'FROM a\nCOPY . .\n', candidates), '/p/docker');
  });
  test('none when nothing of it is anywhere', async () => {
    assert.equal(await contextOf(files, 'FROM a\nCOPY made.jar .\n', candidates), undefined);
  });
  test('most of it is enough', async () => {
    const text = 'FROM a\nCOPY package.json made.jar ./\n';
    assert.equal(await contextOf(files, text, candidates), '/p');
  });
});

describe('reading a build context', () => {
  test('all paths, the texts of manifests and sources, closed folders by name', async () => {
    const source = sourceOf({
      '/p/package.json': '{}',
      '/p/logo.png': 'x',
      '/p/src/a.js': 'a',
      '/p/locked.ts': undefined,
      '/p/node_modules/b/index.js': 'b',
    });
    const project = await readProject(source, '/p', 'Dockerfile');
    assert.ok(project);
    assert.deepEqual(project.paths, [
      'locked.ts',
      'logo.png',
      'node_modules/',
      'package.json',
      'src/a.js',
    ]);
    assert.deepEqual(
      [...project.texts],
      [
        ['package.json', '{}'],
        ['src/a.js', 'a'],
      ],
    );
    assert.equal(project.complete, true);
    assert.equal(project.dockerfile, 'Dockerfile');
  });

  test('a folder that is not there gives nothing', async () => {
    assert.equal(await readProject(sourceOf({}), '/p', 'Dockerfile'), undefined);
  });

  test('too many files: what is left out is told', async () => {
    const many: Record<string, string> = {};
    for (let index = 0; index <= readingLimits.paths; index++) many[`/p/${String(index)}`] = '';
    many['/p/deep/a.js'] = '';
    const project = await readProject(sourceOf(many), '/p', 'Dockerfile');
    assert.equal(project?.complete, false);
  });

  test('a text that is too long is not taken', async () => {
    const text = 'x'.repeat(readingLimits.lengthOfText + 1);
    const project = await readProject(sourceOf({ '/p/a.js': text }), '/p', 'Dockerfile');
    assert.equal(project?.texts.size, 0);
  });

  test('reading ends when all texts together are too long', async () => {
    const files: Record<string, string> = {};
    const text = 'x'.repeat(readingLimits.lengthOfText);
    const count = readingLimits.lengthOfAllTexts / readingLimits.lengthOfText + 40;
    for (let index = 0; index < count; index++) files[`/p/${String(index)}.js`] = text;
    const project = await readProject(sourceOf(files), '/p', 'Dockerfile');
    assert.ok(project !== undefined && project.texts.size < count);
  });
});

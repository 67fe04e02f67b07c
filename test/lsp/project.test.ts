import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Projects } from '../../server/src/lsp/projects';
import { readLocalFile, listLocalFolder } from '../../server/src/node/file-system';
import { testPlainScripts } from '../harness/plain-scripts';

const folder = mkdtempSync(path.join(tmpdir(), 'ironhull project '));
const top = pathToFileURL(folder).toString();
const uri = `${top}/docker/my%20file.Dockerfile`;
let now = 0;

mkdirSync(path.join(folder, 'docker'));
mkdirSync(path.join(folder, 'src'));
writeFileSync(path.join(folder, 'package.json'), '{}');
writeFileSync(path.join(folder, 'src/a b.js'), 'a');

after(() => {
  rmSync(folder, { recursive: true });
});

function createProjects(folders: readonly string[], text: string | undefined): Projects {
  const host = { listFolder: listLocalFolder, readFile: readLocalFile, now: () => now };
  return new Projects(
    host,
    () => folders,
    () => text,
  );
}

const text = 'FROM node:24\nCOPY package.json .\n';

describe('the project of an open Dockerfile', () => {
  testPlainScripts((file, content) => {
    const open = pathToFileURL(path.dirname(file)).toString();
    return createProjects([open], content).get(pathToFileURL(file).toString());
  });

  test('is the folder above that has what is copied', async () => {
    const project = await createProjects([top], text).get(uri);
    assert.equal(project?.dockerfile, 'docker/my file.Dockerfile');
    assert.deepEqual(project.paths, ['package.json', 'src/a b.js']);
    assert.equal(project.texts.get('src/a b.js'), 'a');
  });

  test('no folder is listed that is none of this machine', async () => {
    assert.equal(await listLocalFolder('file://server.example/share'), undefined);
    assert.equal(await listLocalFolder(`${top}/none`), undefined);
  });

  test('is not known outside the open folders, for a closed document, or without what is copied', async () => {
    assert.equal(await createProjects([], text).get(uri), undefined);
    assert.equal(await createProjects([`${top}/other`], text).get(uri), undefined);
    assert.equal(await createProjects([top], undefined).get(uri), undefined);
    assert.equal(await createProjects([top], 'FROM a\nCOPY made.jar .\n').get(uri), undefined);
  });

  test('is read in the background, and tells when it is known or has changed', async () => {
    const projects = createProjects([top], text);
    const told: string[] = [];
    projects.onDidChange((changed) => {
      told.push(changed);
      return Promise.resolve();
    });
    assert.equal(projects.known(uri), undefined);
    await projects.ready(uri);
    const first = projects.known(uri);
    assert.notEqual(first, undefined);
    assert.deepEqual(told, [uri]);

    assert.equal(await projects.get(uri), first);
    assert.deepEqual(told, [uri], 'the same files are no change');

    writeFileSync(path.join(folder, 'package.json'), '{"name":"a"}');
    now += 60_000;
    assert.equal(projects.known(uri), first);
    await projects.ready(uri);
    assert.equal(projects.known(uri)?.texts.get('package.json'), '{"name":"a"}');
    assert.deepEqual(told, [uri, uri]);

    projects.forget(uri);
    assert.equal(projects.known(uri), undefined);
  });

  test('a document that closes while its project is read leaves nothing behind', async () => {
    const projects = createProjects([top], text);
    const reading = projects.get(uri);
    projects.forget(uri);
    await reading;
    assert.equal(projects.known(uri), undefined);
  });
});

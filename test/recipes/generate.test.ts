import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type GenerateRequest, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';
import { fastapi, served, type Files } from '../harness/python-recipes';
import { today } from '../harness/recipe-cases';

const api: Files = { 'requirements.txt': served, 'main.py': fastapi };

function outcomeOf(
  files: Files,
  request: Partial<GenerateRequest> = {},
): ReturnType<typeof generate> {
  return generate({ project: toProject(files, 'unused'), choices: { today }, ...request });
}

function reasonOf(files: Files, request: Partial<GenerateRequest> = {}): string {
  const outcome = outcomeOf(files, request);
  return outcome.kind === 'refused' ? outcome.reason : 'not refused';
}

function generated(files: Files, request: Partial<GenerateRequest> = {}): Generation {
  const outcome = outcomeOf(files, request);
  assert.ok(outcome.kind === 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

const inFolder = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

describe('what is generated for', () => {
  test('nothing that is known', () => {
    assert.equal(
      reasonOf({ 'notes.md': '' }),
      'No project that an image could be made for was found here.',
    );
    assert.equal(
      reasonOf({ 'notes.md': '' }, { recipe: 'python-fastapi' }),
      'No project that an image could be made for was found here.',
    );
  });

  test('a recipe or a folder that does not fit', () => {
    assert.equal(
      reasonOf(api, { recipe: 'go-server' }),
      'Nothing fits the recipe "go-server". Found: python-fastapi in ..',
    );
    assert.equal(
      reasonOf(inFolder('api', api), { recipe: 'python-fastapi', folder: '' }),
      'Nothing fits the recipe "python-fastapi" and the folder .. Found: python-fastapi in api.',
    );
    assert.equal(
      reasonOf(api, { folder: 'web' }),
      'Nothing fits the folder web. Found: python-fastapi in ..',
    );
  });

  test('a base that it cannot run on', () => {
    assert.equal(
      reasonOf(api, { choices: { today, base: 'chainguard' } }),
      'FastAPI, Starlette and other ASGI applications cannot run on the base "chainguard" here. Possible: slim, distroless, dhi.',
    );
  });

  test('a day before there was any', () => {
    assert.match(
      reasonOf(api, { choices: { today: '1990-01-01' } }),
      /^There is no image of Python in the family "slim"\.$/,
    );
  });
});

describe('where files are generated', () => {
  test('in the folder of the application, which is a project of its own', () => {
    const files = { ...inFolder('services/api', api), 'README.md': '' };
    const { candidate, files: proposed } = generated(files);
    assert.equal(candidate.folder, 'services/api');
    assert.deepEqual(
      proposed.slice(0, 2).map(({ path, exists, part }) => [path, exists, part]),
      [
        ['services/api/Dockerfile', false, 'dockerfile'],
        ['services/api/compose.yaml', false, 'compose'],
      ],
    );
    assert.match(proposed[0]?.text ?? '', /^COPY --link main\.py \.\/$/m);
  });

  test('files that are there are told apart', () => {
    const files = { ...api, Dockerfile: 'FROM scratch\n' };
    assert.deepEqual(
      generated(files, { parts: ['dockerfile'] }).files.map(({ path, exists }) => [path, exists]),
      [['Dockerfile', true]],
    );
  });

  test('only the parts that are asked for', () => {
    const { files } = generated(api, { parts: ['compose', 'dockerfile'] });
    assert.deepEqual([...new Set(files.map(({ part }) => part))], ['dockerfile', 'compose']);
  });

  test('the general recipe, when it is asked for', () => {
    assert.equal(generated(api).candidate.recipe.id, 'python-fastapi');
    const { candidate, plan } = generated(api, { recipe: 'python-script' });
    assert.equal(candidate.recipe.id, 'python-script');
    assert.deepEqual(plan.runtime.command, ['python', 'main.py']);
  });
});

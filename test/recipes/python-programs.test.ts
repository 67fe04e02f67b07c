import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assertRefused,
  fastapi,
  flask,
  generated,
  served,
  type Files,
} from '../harness/python-recipes';

describe('the application that a server is given', () => {
  const commandOf = (files: Files): readonly string[] => {
    const { runtime } = generated({ 'requirements.txt': served, ...files }).plan;
    const path = runtime.environment.find(([name]) => name === 'PYTHONPATH')?.[1];
    return [runtime.command[1] ?? '', ...(path === undefined ? [] : [path])];
  };

  test('packages, and folders that are imported by their names', () => {
    assert.deepEqual(commandOf({ 'main.py': fastapi }), ['main:app']);
    assert.deepEqual(commandOf({ 'api/__init__.py': '', 'api/web.py': fastapi }), ['api.web:app']);
    const inner = { 'app/db.py': '', 'app/main.py': `from app.db import x\n${fastapi}` };
    assert.deepEqual(commandOf(inner), ['app.main:app']);
    const relative = { 'app/db.py': '', 'app/main.py': `from .db import x\n${fastapi}` };
    assert.deepEqual(commandOf(relative), ['app.main:app']);
  });

  test('folders that are put on the search path', () => {
    const siblings = { 'backend/db.py': '', 'backend/main.py': `import db\n${fastapi}` };
    assert.deepEqual(commandOf(siblings), ['main:app', '/app/backend']);
    const source = { 'src/shop/__init__.py': '', 'src/shop/main.py': fastapi };
    assert.deepEqual(commandOf(source), ['shop.main:app', '/app/src']);
    const named = { 'src/main.py': `from src.db import x\n${fastapi}`, 'src/db.py': '' };
    assert.deepEqual(commandOf(named), ['src.main:app']);
  });

  test('factories, with and without arguments', () => {
    const factory =
      'from fastapi import FastAPI\n\ndef make():\n    app = FastAPI()\n    return app\n';
    const made = generated({ 'requirements.txt': served, 'main.py': factory }).plan.runtime.command;
    assert.deepEqual(made.slice(0, 3), ['uvicorn', 'main:make', '--factory']);
    const called = `${factory.replace('make()', 'make(name)')}\nservice = make("x")\n`;
    assert.deepEqual(commandOf({ 'main.py': called }), ['main:service']);
  });

  test('what a Procfile or the settings of FastAPI name goes first', () => {
    const files = { 'main.py': fastapi, 'other.py': fastapi };
    assert.deepEqual(commandOf({ ...files, Procfile: 'web: uvicorn other:app --port $PORT\n' }), [
      'other:app',
    ]);
    const manifest = '[tool.fastapi]\nentrypoint = "other:app"\n';
    assert.deepEqual(commandOf({ ...files, 'pyproject.toml': manifest }), ['other:app']);
    assertRefused(
      { 'requirements.txt': served, 'one.py': fastapi, 'two.py': fastapi },
      /Both one\.py and two\.py make an application/,
    );
  });

  test('what a Procfile names and is not there is looked for', () => {
    const Procfile = 'web: uvicorn gone.web:app --port $PORT\n';
    assert.deepEqual(commandOf({ 'main.py': fastapi, Procfile }), ['main:app']);
    const manifest = '[tool.fastapi]\nentrypoint = "gone:app"\n';
    assert.deepEqual(commandOf({ 'main.py': fastapi, 'pyproject.toml': manifest }), ['main:app']);
    const made = { 'web/__init__.py': 'def make():\n    return 1\n', 'main.py': fastapi };
    const { command } = generated({
      ...made,
      'requirements.txt': served,
      Procfile: 'web: uvicorn --factory web:make\n',
    }).plan.runtime;
    assert.deepEqual(command.slice(0, 3), ['uvicorn', 'web:make', '--factory']);
  });

  test('of several, the one with a usual name that lies least deep', () => {
    assert.deepEqual(commandOf({ 'web.py': fastapi, 'main.py': fastapi }), ['main:app']);
    assert.deepEqual(commandOf({ 'web.py': fastapi, 'a/__init__.py': '', 'a/main.py': fastapi }), [
      'web:app',
    ]);
    // A file is no folder of sources.
    assert.deepEqual(commandOf({ 'src.py': fastapi, 'main.py': fastapi }), ['main:app']);
  });

  test('modules in folders, also below one that is not imported', () => {
    const odd = { 'my-app/db.py': '', 'my-app/main.py': `import db\n${fastapi}` };
    assert.deepEqual(commandOf(odd), ['main:app', '/app/my-app']);
    const nested = {
      'code/shop/db.py': '',
      'code/shop/main.py': `from shop.db import x\nimport tools\n${fastapi}`,
      'code/tools/__init__.py': '',
    };
    assert.deepEqual(commandOf(nested), ['shop.main:app', '/app/code']);
    const deep = {
      'lib/shop/db.py': '',
      'lib/shop/main.py': `from lib.shop.db import x\n${fastapi}`,
    };
    assert.deepEqual(commandOf(deep), ['lib.shop.main:app']);
    const whole = { 'api/__init__.py': fastapi };
    assert.deepEqual(commandOf(whole), ['api:app']);
    const src = { 'src/main.py': fastapi };
    assert.deepEqual(commandOf(src), ['main:app', '/app/src']);
  });

  test('in a folder of a larger project', () => {
    const { candidate, plan } = generated({
      'api/requirements.txt': served,
      'api/shop/__init__.py': '',
      'api/shop/main.py': fastapi,
      'web/package.json': '{}',
    });
    assert.equal(candidate.folder, 'api');
    assert.equal(plan.runtime.command[1], 'shop.main:app');
  });

  test('factories, for each server', () => {
    const make = (name: string): string =>
      `from x import ${name}\n\ndef make():\n    return ${name}()\n`;
    const wordsOf = (names: string, text: string): string =>
      generated({ 'requirements.txt': names, 'app.py': text }).plan.runtime.command.join(' ');
    assert.match(wordsOf('fastapi==1\nhypercorn==1', make('FastAPI')), /app:make\(\)$/);
    assert.match(wordsOf('fastapi==1\ngranian==1', make('FastAPI')), / --factory app:make$/);
    assert.match(wordsOf('flask==3\ngunicorn==25', make('Flask')), / app:make\(\)$/);
    assert.match(wordsOf('flask==3\nwaitress==3', make('Flask')), / --call app:make$/);
    assert.match(
      wordsOf('flask==3\ngranian==1', make('Flask')),
      /^granian --interface wsgi .* --factory app:make$/,
    );
    assert.match(wordsOf('fastapi==1\ndaphne==4', fastapi), /^daphne .* app:app$/);
    assertRefused(
      { 'requirements.txt': 'fastapi==1\ndaphne==4', 'app.py': make('FastAPI') },
      /No server for the application/,
    );
  });

  test('two applications of Flask, and what it needs cannot be installed', () => {
    const two = { 'one.py': flask, 'two.py': flask };
    assertRefused(
      { 'requirements.txt': 'flask==3\ngunicorn==25\n', ...two },
      /Both one\.py and two\.py make an application/,
    );
    const other = { 'api/requirements.txt': '-r ../base.txt\n', 'base.txt': 'flask==3\n' };
    assertRefused(
      { ...other, 'api/app.py': flask },
      /^requirements\.txt names \.\.\/base\.txt, which is not in the folder/,
      { folder: 'api' },
    );
    assertRefused(
      { ...other, 'base.txt': 'fastapi==1\n', 'api/app.py': fastapi },
      /^requirements\.txt names \.\.\/base\.txt/,
      { folder: 'api' },
    );
  });

  test('health checks, where their paths are certain', () => {
    const pathOf = (text: string): string | undefined =>
      generated({ 'requirements.txt': served, 'main.py': text }).plan.runtime.health.livePath;
    const route = (object: string): string => `\n@${object}.get("/up")\ndef up():\n    return {}\n`;
    assert.equal(pathOf(`${fastapi}${route('app')}`), '/up');
    assert.equal(pathOf(`${fastapi}${route('app')}\nroutes = [Mount("/v1", x)]\n`), '/up');
    assert.equal(
      pathOf(`${fastapi}routes = [Mount("/v1", routes=[Route("/up", x)])]\n`),
      undefined,
    );
    const ready = generated(
      { 'requirements.txt': served, 'main.py': fastapi },
      { choices: { readyPath: '/ready', healthPath: '/live' } },
    ).plan.runtime.health;
    assert.deepEqual([ready.livePath, ready.readyPath], ['/live', '/ready']);
  });

  test('servers of each kind', () => {
    const wordsOf = (names: string, text: string): string =>
      generated({ 'requirements.txt': names, 'app.py': text }).plan.runtime.command.join(' ');
    assert.match(
      wordsOf('fastapi==1\nhypercorn==1', fastapi),
      /^hypercorn --bind 0\.0\.0\.0:8000 /,
    );
    assert.match(wordsOf('fastapi==1\ngranian==1', fastapi), /^granian --interface asgi /);
    assert.match(wordsOf('fastapi[standard]==1', fastapi), /^uvicorn app:app /);
    assert.match(
      wordsOf('flask==3\nwaitress==3', flask),
      /^waitress-serve --listen=0\.0\.0\.0:8000 app:app/,
    );
    assert.match(
      generated({
        'requirements.txt': 'flask==3\ngunicorn==25',
        'app.py': `${flask}\napp.run(port=5000)\n`,
        'gunicorn.conf.py': 'workers = 3\n',
      }).plan.runtime.command.join(' '),
      /^gunicorn --bind 0\.0\.0\.0:5000 app:app$/,
    );
  });

  test('no server among the packages', () => {
    assertRefused(
      { 'requirements.txt': 'fastapi==1', 'app.py': fastapi },
      /add uvicorn with its version to requirements\.txt/,
    );
    const manifest = '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask"]\n';
    assertRefused(
      { 'pyproject.toml': manifest, 'uv.lock': '', 'app.py': flask },
      /run "uv add gunicorn"/,
    );
    const poetry = '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\nflask = "^3"\n';
    assertRefused(
      { 'pyproject.toml': poetry, 'poetry.lock': '', 'app.py': flask },
      /run "poetry add gunicorn"/,
    );
    const pipfile = '[packages]\nflask = "*"\n';
    assertRefused(
      { Pipfile: pipfile, 'Pipfile.lock': '{}', 'app.py': flask },
      /run "pipenv install gunicorn"/,
    );
  });
});

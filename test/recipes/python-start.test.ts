import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assertRefused,
  dockerfileOf,
  fastapi,
  flask,
  generated,
  served,
  type Files,
} from '../harness/python-recipes';

describe('programs', () => {
  const startOf = (files: Files): readonly string[] => {
    const { entrypoint = [], command } = generated(files).plan.runtime;
    return [...entrypoint, ...command];
  };

  test('what starts them', () => {
    assert.deepEqual(startOf({ 'requirements.txt': '', 'bot.py': '' }), ['python', 'bot.py']);
    assert.deepEqual(startOf({ 'requirements.txt': '', 'src/main.py': '' }), [
      'python',
      'src/main.py',
    ]);
    assert.deepEqual(
      startOf({ 'requirements.txt': '', 'src/shop/__init__.py': '', 'src/shop/__main__.py': '' }),
      ['python', '-m', 'shop'],
    );
    const Procfile = 'worker: python -m jobs.run --fast\n';
    assert.deepEqual(
      startOf({ 'requirements.txt': '', Procfile, 'jobs/run.py': '', 'main.py': '' }),
      ['python', '-m', 'jobs.run', '--fast'],
    );
    const celery = 'from celery import Celery\n\nqueue = Celery("x")\n';
    assert.deepEqual(startOf({ 'requirements.txt': 'celery==5', 'jobs.py': celery }).slice(0, 3), [
      'celery',
      '--app',
      'jobs:queue',
    ]);
    const page = generated({
      'requirements.txt': 'streamlit==1',
      'app.py': 'import streamlit as st\n',
    });
    assert.equal(page.plan.runtime.port, 8501);
    assert.equal(page.plan.runtime.health.livePath, '/_stcore/health');
  });

  test('without packages, on every base', () => {
    const commandOn = (base: 'slim' | 'distroless' | 'alpine' | 'dhi'): readonly string[] =>
      generated({ 'main.py': 'print("x")\n' }, { choices: { base } }).plan.runtime.command;
    assert.deepEqual(generated({ 'main.py': '' }).bases, ['slim', 'distroless', 'alpine', 'dhi']);
    assert.deepEqual(commandOn('slim'), ['python', 'main.py']);
    assert.deepEqual(commandOn('distroless'), ['main.py']);
    assert.deepEqual(commandOn('alpine'), ['python', 'main.py']);
    assert.deepEqual(commandOn('dhi'), ['python3', 'main.py']);
  });

  test('packages alone, with nothing to compile', () => {
    const generation = generated({
      'requirements.txt': 'celery==5\n',
      Procfile: 'worker: python -m celery worker\n',
    });
    assert.deepEqual(generation.plan.runtime.command, ['python', '-m', 'celery', 'worker']);
    assert.doesNotMatch(dockerfileOf(generation), /AS build|compileall/);
  });

  test('Streamlit and Celery, where nothing uses them', () => {
    assert.deepEqual(startOf({ 'requirements.txt': 'streamlit==1', 'main.py': '' }), [
      'python',
      'main.py',
    ]);
    assertRefused(
      { 'requirements.txt': 'celery==5', 'jobs.py': '' },
      /Which file starts the program is not known/,
    );
  });

  test('the program with the name of the project, and the least deep package', () => {
    const manifest =
      '[project]\nname = "shop"\ndependencies = []\n[project.scripts]\nadmin = "shop.admin:main"\nshop = "shop:main"\n[build-system]\nrequires = []\n';
    const files = { 'pyproject.toml': manifest, 'uv.lock': '', 'shop/__init__.py': '' };
    assert.deepEqual(startOf(files), ['shop']);
    assert.deepEqual(startOf({ ...files, 'shop/__init__.py': '', 'src/x.txt': '' }), ['shop']);
    const deep = { 'a/b/__init__.py': '', 'a/b/__main__.py': '', 'c/__init__.py': '' };
    assert.deepEqual(startOf({ 'requirements.txt': '', ...deep, 'c/__main__.py': '' }), [
      'python',
      '-m',
      'c',
    ]);
  });

  test('a module alone is installed with its program', () => {
    const files = (manifest: string): Files => ({ 'pyproject.toml': manifest, 'shop.py': '' });
    const build = '[build-system]\nrequires = ["hatchling"]\n';
    const manifest = `[project]\nname = "shop"\ndependencies = []\n[project.scripts]\nshop = "shop:main"\n${build}`;
    const text = dockerfileOf(generated({ ...files(manifest), 'uv.lock': '' }));
    assert.match(text, /^COPY --link shop\.py \.\/$[^]*uv sync --locked --no-dev --no-editable$/m);
    assert.match(text, /CMD \["shop"\]/);
    const inner = { 'pyproject.toml': manifest, 'src/shop.py': '', 'uv.lock': '' };
    assert.match(dockerfileOf(generated(inner)), /^COPY --link src \.\/src$/m);
    assertRefused(
      { 'pyproject.toml': manifest, 'uv.lock': '', 'lib/other.py': '' },
      /^The program shop is "shop:main", whose sources were not found\.$/,
    );
  });

  test('an application of Flask that the project installs', () => {
    const manifest =
      '[project]\nname = "my-shop"\nversion = "1"\ndependencies = ["flask", "gunicorn"]\n[build-system]\nrequires = ["hatchling"]\n';
    const { plan } = generated({
      'pyproject.toml': manifest,
      'uv.lock': '',
      'src/my_shop/__init__.py': '',
      'src/my_shop/web.py': flask,
    });
    assert.equal(plan.runtime.command.at(-1), 'my_shop.web:app');
    assert.equal(
      plan.runtime.environment.find(([name]) => name === 'PYTHONPATH'),
      undefined,
    );
  });

  test('folders of tools are left out unless they are imported', () => {
    const files = {
      'requirements.txt': '',
      'main.py': 'from scripts import jobs\n',
      'scripts/jobs.py': '',
      'deploy/push.py': 'import bin\n',
      'bin/x.py': 'import bin\n',
      'web/package.json': '{}',
      'web/app.py': '',
    };
    const text = dockerfileOf(generated(files, { recipe: 'python-script' }));
    assert.match(text, /^COPY --link scripts \.\/scripts$/m);
    assert.doesNotMatch(text, /COPY --link (?:deploy|web) /);
  });

  test('what is no project of Python', () => {
    assertRefused({ 'Pipfile.lock': '{}', 'main.py': '' }, /No project/);
    assertRefused({ 'environment.yaml': '', 'main.py': '' }, /Conda/);
  });

  test('what starts them is not known', () => {
    assertRefused(
      { 'requirements.txt': '', 'jobs.py': '' },
      /Which file starts the program is not known/,
    );
    const manifest =
      '[project]\nname = "x"\ndependencies = []\n[project.scripts]\na = "x:a"\nb = "x:b"\n[build-system]\nrequires = []\n';
    assertRefused(
      { 'pyproject.toml': manifest, 'uv.lock': '', 'x.txt': '' },
      /Which of a, b is to be started/,
    );
    assertRefused({ 'go.mod': 'module x\n', 'lib/jobs.py': '' }, /No project/);
    const tools = {
      'pyproject.toml': '[tool.ruff]\n',
      'api/requirements.txt': '',
      'api/main.py': '',
    };
    assert.equal(generated(tools).candidate.folder, 'api');
  });

  test('a port that cannot be chosen, and an address that nobody reaches', () => {
    const main =
      'from http.server import HTTPServer\n\nHTTPServer(("127.0.0.1", 9000), None).serve_forever()\n';
    const { plan } = generated({ 'main.py': main }, { choices: { port: 8080, base: 'slim' } });
    assert.equal(plan.runtime.port, 9000);
    assert.match(plan.notes.join('\n'), /8080 was not taken[^]*listens on 127\.0\.0\.1/);
    assert.equal(plan.runtime.needsInit, true);
  });

  test('migrations and secrets', () => {
    const { plan } = generated({
      'requirements.txt': 'flask==3\ngunicorn==25\nflask-migrate==4\npydantic-settings==2\n',
      'app.py': flask,
      'settings.py':
        'from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    model_config = {}\n    database_url: str\n',
      'migrations/alembic.ini': '',
    });
    assert.deepEqual(plan.runtime.migration?.slice(1), ['--app', 'app:app', 'db', 'upgrade']);
    assert.deepEqual(plan.runtime.secretVariables, ['DATABASE_URL']);
    const alembic = generated({
      'requirements.txt': `${served}alembic==1\n`,
      'main.py': fastapi,
      'alembic.ini': '[alembic]\n',
      'alembic/env.py': '',
    });
    const prefixed = generated({
      'requirements.txt': `${served}dj-database-url==2\n`,
      'main.py': fastapi,
      'settings.py':
        'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    api_key: str\n    pages: int\n\nDB = dj_database_url.config()\nKEY = os.environ["APP_SECRET_KEY"]\n',
    });
    assert.deepEqual(prefixed.plan.runtime.secretVariables, [
      'APP_SECRET_KEY',
      'DATABASE_URL',
      'SHOP_API_KEY',
    ]);
    assert.deepEqual(alembic.plan.runtime.migration?.slice(1), ['upgrade', 'head']);
    assert.match(dockerfileOf(alembic), /^COPY --link alembic \.\/alembic$/m);
  });
});

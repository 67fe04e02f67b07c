import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectShippedFiles } from '../../server/src/core/plan/shipped-files';
import { BuildContext } from '../../server/src/core/project/build-context';
import { dockerfileOf, generated, manifest, type Files } from '../harness/javascript-recipes';
import { toProject } from '../harness/project';

const client = manifest({ name: 'client', scripts: { build: 'vite build' } });

/** What the root of some files ships as it is, sources included. */
function shippedOf(files: Files, folder = ''): readonly string[] {
  return collectShippedFiles(new BuildContext(toProject(files)), folder, { sources: true });
}

describe('other applications below a folder', () => {
  test('are left out, by each kind of manifest', () => {
    const manifests: readonly (readonly [name: string, text: string])[] = [
      ['package.json', client],
      ['go.mod', 'module m\n'],
      ['pyproject.toml', '[project]\nname = "m"\n'],
      ['requirements.txt', 'flask\n'],
      ['Cargo.toml', '[package]\nname = "m"\n'],
      ['pom.xml', '<project/>\n'],
      ['composer.json', '{}'],
      ['Gemfile', 'gem "sinatra"\n'],
      ['mix.exs', 'defmodule M do\nend\n'],
    ];
    for (const [name, text] of manifests) {
      const files = { 'server.js': '', 'tool/main.rb': '', 'tool/data.json': '' };
      assert.deepEqual(shippedOf({ ...files, [`tool/${name}`]: text }), ['server.js'], name);
      assert.deepEqual(shippedOf(files), ['server.js', 'tool/'], name);
    }
  });

  test('what lies beside them is named for itself', () => {
    const files = {
      'server.js': '',
      'services/worker/package.json': client,
      'services/worker/index.js': '',
      'services/shared/index.js': '',
      'services/list.js': '',
    };
    assert.deepEqual(shippedOf(files), ['server.js', 'services/list.js', 'services/shared/']);
    const inner = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`api/${path}`, text]),
    );
    assert.deepEqual(shippedOf(inner, 'api'), shippedOf(files));
  });

  test('stay where sources name them', () => {
    const files = { 'client/package.json': client, 'client/app.js': '' };
    const naming = [
      ['server.js', "app.use(express.static('client/dist'));"],
      ['server.js', "const pages = path.join(__dirname, 'client', 'dist');"],
      ['server.js', "const pages = __dirname + '/client/dist';"],
      ['server.js', 'const pages = `${root}/client/dist`;'],
      ['server.js', "require('./client');"],
      ['main.py', 'from client import app\n'],
      ['main.py', 'import client.app\n'],
      ['main.py', 'from . import (\n    server,\n    client,\n)\n'],
      ['main.py', "INSTALLED_APPS = ['client.apps.Shop']\n"],
    ];
    for (const [path = '', text = ''] of naming) {
      assert.deepEqual(shippedOf({ ...files, [path]: text }), ['client/', path], text);
    }
    const others = [
      '// The client is another program.',
      "app.get('/client/list');",
      'clients();',
      "import('./client.js');",
    ];
    for (const text of others) {
      assert.deepEqual(shippedOf({ ...files, 'server.js': text }), ['server.js'], text);
    }
    const deep = { 'apps/web/package.json': client, 'apps/web/app.js': '' };
    const text = "join(here, 'apps', 'web', 'dist');";
    assert.deepEqual(shippedOf({ ...deep, 'server.js': text }), ['apps/', 'server.js']);
  });

  test('stay where the start or a manifest names them', () => {
    const files = { 'api/package.json': client, 'api/app.js': '', 'server.js': '' };
    const rootOf = (value: Readonly<Record<string, unknown>>): Files => ({
      ...files,
      'package.json': manifest(value),
    });
    const kept = ['api/', 'server.js'];
    assert.deepEqual(shippedOf(rootOf({ scripts: { start: 'node api/app.js' } })), kept);
    assert.deepEqual(shippedOf(rootOf({ main: 'api/app.js' })), kept);
    assert.deepEqual(shippedOf(rootOf({ dependencies: { api: 'file:api' } })), kept);
    assert.deepEqual(shippedOf(rootOf({ workspaces: ['api'] })), kept);
    const development = { scripts: { 'dev:api': 'cd api && npm run dev' } };
    assert.deepEqual(shippedOf(rootOf(development)), ['server.js']);
    assert.deepEqual(shippedOf({ ...files, Procfile: 'web: node api/app.js\n' }), kept);
  });

  test('members of workspaces and packages of other kinds are none', () => {
    const members: readonly Files[] = [
      { 'Cargo.toml': '[workspace]\nmembers = ["parts/*"]\n', 'parts/a/Cargo.toml': '[package]' },
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["parts/*"]\n',
        'parts/a/pyproject.toml': '[project]',
      },
      { 'go.work': 'use ./parts/a\n', 'parts/a/go.mod': 'module a\n' },
      { 'parts/a/requirements.txt': 'flask\n', 'parts/a/__init__.py': '' },
      { 'parts/a/package.json': '{ "type": "commonjs" }' },
    ];
    for (const files of members) {
      const all = { 'main.py': '', 'parts/a/code.py': '', ...files };
      assert.deepEqual(shippedOf(all), ['main.py', 'parts/']);
    }
  });

  test('packages that are handed out to browsers stay', () => {
    const files = {
      'server.js': '',
      'public/lib/jquery/package.json': client,
      'public/lib/jquery/jquery.js': '',
    };
    assert.deepEqual(shippedOf(files), ['public/', 'server.js']);
  });

  test('a root without sources of its own is made of such folders', () => {
    const files = { 'pyproject.toml': '', 'app/requirements.txt': 'flask\n', 'app/main.py': '' };
    assert.deepEqual(shippedOf(files), ['app/']);
  });

  test('a server with a client beside it', () => {
    const outcome = generated({
      'package.json': manifest({ scripts: { start: 'node server.js' } }),
      'server.js': "require('node:http').createServer().listen(3000);\n",
      'client/package.json': client,
      'client/src/app.js': '',
    });
    assert.match(dockerfileOf(outcome), /COPY --link server\.js package\.json \.\//);
    assert.doesNotMatch(dockerfileOf(outcome), /client/);
  });

  test('a program in Python with a worker beside a package of it', () => {
    const outcome = generated({
      'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n',
      'app.py': 'from flask import Flask\nfrom services import names\napp = Flask(__name__)\n',
      'services/names.py': '',
      'services/shared/words.py': '',
      'services/worker/requirements.txt': 'celery\n',
      'services/worker/tasks.py': '',
    });
    const text = dockerfileOf(outcome);
    assert.match(text, /COPY --link services\/names\.py \.\/services\/names\.py/);
    assert.match(text, /--from=build \/app\/services\/names\.py \.\/services\/names\.py/);
    assert.match(text, /--from=build \/app\/services\/shared \.\/services\/shared/);
    assert.doesNotMatch(text, /services\/worker/);
  });
});

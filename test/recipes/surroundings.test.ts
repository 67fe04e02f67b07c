import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { today } from '../harness/recipe-cases';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

function generated(files: Files, choices: Partial<Choices> = {}, folder?: string): Generation {
  const outcome = generate({
    project: toProject(files),
    choices: { today, ...choices },
    ...(folder === undefined ? {} : { folder }),
  });
  assert.ok(outcome.kind === 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function textOf({ files }: Generation, name: string): string {
  return files.find(({ path }) => path === name)?.text ?? '';
}

const vite = '{ "name": "client", "scripts": { "build": "vite build" } }';
const goServer = {
  'go.mod': 'module example.com/tides\n\ngo 1.26\n',
  'main.go':
    'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
};

describe('applications that a build does not use', () => {
  const unusedIn = (files: Files, folder?: string): readonly string[] =>
    generated(files, {}, folder).plan.unused ?? [];
  const client = {
    'client/package.json': vite,
    'client/src/app.js': '',
    'client/dist/app.js': '',
  };

  test('stand in the ignore file where the whole context is taken', () => {
    const made = generated({ ...goServer, ...client });
    assert.deepEqual(made.plan.unused, ['client']);
    assert.match(textOf(made, '.dockerignore'), /^# Other applications\nclient\n/m);
    const listed = { ...goServer, ...client, '.dockerignore': 'client\n' };
    assert.doesNotMatch(textOf(generated(listed), '.dockerignore'), /Other applications/);
  });

  test('stay where a source, a manifest or a directive names them', () => {
    const naming: readonly (readonly [path: string, text: string])[] = [
      ['pages.go', 'package main\n\n//go:embed client/dist\nvar pages embed.FS\n'],
      ['pages.go', 'package main\n\nvar pages = os.DirFS("client")\n'],
      ['pages.go', 'package main\n\nvar pages = filepath.Join(root, "client", "dist")\n'],
      ['go.work', 'go 1.26\n\nuse (\n\t.\n\t./client\n)\n'],
      ['package.json', '{ "scripts": { "build": "cd client && npm run build" } }'],
      ['CMakeLists.txt', 'add_subdirectory(client)\n'],
    ];
    for (const [path, text] of naming) {
      assert.deepEqual(unusedIn({ ...goServer, ...client, [path]: text }), [], text);
    }
    const silent: readonly (readonly [path: string, text: string])[] = [
      ['Makefile', 'dev:\n\tcd client && npm run dev\n'],
      ['package.json', '{ "scripts": { "dev": "cd client && npm run dev" } }'],
      ['note.go', 'package main\n\n// The client is written in another language.\n'],
    ];
    for (const [path, text] of silent) {
      assert.deepEqual(unusedIn({ ...goServer, ...client, [path]: text }), ['client'], text);
    }
  });

  test('stay where a text is not known', () => {
    assert.deepEqual(unusedIn({ ...goServer, ...client, 'page.vue': '' }), []);
    const project = toProject({ ...goServer, ...client, 'big.go': 'package main\n' });
    const texts = new Map(project.texts);
    texts.delete('big.go');
    const outcome = generate({ project: { ...project, texts }, choices: { today } });
    assert.ok(outcome.kind === 'generated');
    assert.equal(outcome.plan.unused, undefined);
  });

  test('stay where they are members, packages of the project, or parts of its sources', () => {
    const php = {
      'composer.json': '{ "repositories": [{ "type": "path", "url": "parts/*" }] }',
      'composer.lock': '{ "packages": [] }',
      'public/index.php': '<?php\n',
      'parts/words/composer.json': '{ "name": "acme/words" }',
      'parts/words/Words.php': '<?php\n',
    };
    assert.deepEqual(unusedIn(php), []);
    const { 'composer.json': _manifest, ...rest } = php;
    assert.deepEqual(unusedIn({ ...rest, 'composer.json': '{}' }), ['parts/words']);
    const java = {
      'pom.xml':
        '<project><groupId>a</groupId><artifactId>b</artifactId><version>1</version><properties><maven.compiler.release>25</maven.compiler.release></properties><build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>a.App</mainClass></manifest></archive></configuration></plugin></plugins></build></project>',
      'src/main/java/a/App.java':
        'package a;\nclass App { public static void main(String[] a) {} }\n',
      'src/main/frontend/package.json': vite,
      'other/pom.xml': '<project/>',
    };
    assert.deepEqual(unusedIn(java), ['other']);
  });

  test('hold what lies in them, and never the application itself', () => {
    const nested = { ...goServer, ...client, 'client/tool/go.mod': 'module tool\n' };
    assert.deepEqual(unusedIn(nested), ['client']);
    const sides = { 'api/go.mod': goServer['go.mod'], 'api/main.go': goServer['main.go'] };
    assert.deepEqual(unusedIn({ ...sides, ...client }, 'api'), []);
  });

  test('with names that the ignore file would read as patterns stay', () => {
    assert.deepEqual(unusedIn({ ...goServer, '[client]/package.json': vite }), []);
  });
});

test('packages of Node.js that were installed here are left out, whatever the application is written in', () => {
  const made = generated({
    ...goServer,
    'web/package.json': vite,
    'a.go': 'package main // "web"',
  });
  assert.match(textOf(made, '.dockerignore'), /^\*\*\/node_modules$/m);
  assert.doesNotMatch(textOf(generated(goServer), '.dockerignore'), /node_modules/);
});

describe('where servers are', () => {
  const django = (settings: string): Files => ({
    'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\npsycopg==3.3.0\nredis==7.0.0\n',
    'app.py': `import os\nfrom flask import Flask\napp = Flask(__name__)\n${settings}\n`,
  });
  const environmentOf = (files: Files): string =>
    /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(textOf(generated(files), 'compose.yaml'))?.[1] ?? '';

  test('stands in Compose for the variables that sources name', () => {
    const names = ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_NAME', 'REDIS_HOST', 'MYSQL_HOST'];
    const read = names.map((name) => `os.environ["${name}"]`).join('\n');
    assert.equal(
      environmentOf(django(`${read}\nos.environ["DB_PASSWORD"]`)),
      [
        'DB_HOST: postgres',
        'DB_NAME: app',
        'DB_PORT: "5432"',
        'DB_USER: app',
        'REDIS_HOST: redis',
        'DB_PASSWORD: ${DB_PASSWORD:?Set it in .env}',
      ]
        .map((line) => `      ${line}\n`)
        .join(''),
    );
    assert.match(textOf(generated(django(read)), 'compose.yaml'), /environment:\n {6}DB_HOST/);
  });

  test('is left to the cluster in Kubernetes', () => {
    const outcome = generate({
      project: toProject(django('os.environ["DB_HOST"]')),
      choices: { today },
      parts: ['kubernetes'],
    });
    assert.ok(outcome.kind === 'generated');
    const manifests = outcome.files.map(({ text }) => text).join('\n');
    assert.match(manifests, /\.env\.cluster holds DB_HOST/);
    assert.match(manifests, /- name: DB_HOST\n +valueFrom:\n +secretKeyRef:/);
  });

  test('is nothing that a program without servers is told', () => {
    const alone = {
      'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n',
      'app.py':
        'import os\nfrom flask import Flask\napp = Flask(__name__)\nos.environ["DB_HOST"]\n',
    };
    assert.doesNotMatch(textOf(generated(alone), 'compose.yaml'), /DB_HOST/);
  });
});

describe('the database of Prisma', () => {
  const withSchema = (schema: string, dependencies = '"@prisma/client": "^7.0.0"'): Files => ({
    'package.json': `{ "scripts": { "start": "node server.js" }, "dependencies": { ${dependencies} } }`,
    'package-lock.json': '{ "lockfileVersion": 3 }',
    'server.js': "require('node:http').createServer().listen(process.env.PORT || 3000);\n",
    'prisma/schema.prisma': schema,
  });
  const runtimeOf = (files: Files): readonly (readonly string[])[] => {
    const { services, secretVariables } = generated(files).plan.runtime;
    return [services, secretVariables];
  };

  test('is that of its schema', () => {
    const schema = 'datasource db {\n  provider = "postgresql"\n  url = env("SHOP_URL")\n}\n';
    assert.deepEqual(runtimeOf(withSchema(schema)), [['postgres'], ['SHOP_URL']]);
    assert.deepEqual(runtimeOf(withSchema(schema, '"pg": "^8.0.0"')), [['postgres'], []]);
    assert.deepEqual(runtimeOf(withSchema(schema, '')), [[], []]);
  });

  test('is not known for others', () => {
    const file = 'datasource db {\n  provider = "sqlite"\n  url = "file:./dev.db"\n}\n';
    assert.deepEqual(runtimeOf(withSchema(file)), [[], []]);
    assert.deepEqual(runtimeOf(withSchema('generator client {}\n')), [[], []]);
    const odd = 'datasource db {\n  provider = "constructor"\n}\n';
    assert.deepEqual(runtimeOf(withSchema(odd)), [[], []]);
  });
});

describe('a port that was chosen', () => {
  const noteOf = (files: Files, port: number): string | undefined =>
    generated(files, { port }).plan.notes.find((note) => note.includes(String(port)));

  test('is one that a program without root rights can open', () => {
    const outcome = generate({ project: toProject(goServer), choices: { today, port: 80 } });
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, /needs a port of 1024 or more/);
  });

  test('is a matter of the person where nothing tells the program', () => {
    assert.equal(
      noteOf(goServer, 9090),
      'No variable tells the program its port: let it listen on 9090 instead of 8080.',
    );
    assert.equal(noteOf(goServer, 8080), undefined);
    const reading = {
      ...goServer,
      'main.go':
        'package main\n\nimport ("net/http"; "os")\n\nfunc main() { port := os.Getenv("PORT"); if port == "" { port = "8080" }; http.ListenAndServe(":"+port, nil) }\n',
    };
    assert.equal(noteOf(reading, 9090), undefined);
    const silent = { ...goServer, 'main.go': 'package main\n\nfunc main() {}\n' };
    assert.equal(
      noteOf(silent, 9090),
      'No variable tells the program its port: let it listen on 9090.',
    );
  });

  test('is not taken where nothing serves', () => {
    const wasm = {
      'Cargo.toml': '[package]\nname = "quay"\nversion = "1.0.0"\nedition = "2024"\n',
      'Cargo.lock': 'version = 4\n\n[[package]]\nname = "quay"\nversion = "1.0.0"\n',
      'src/main.rs': 'fn main() {}\n',
      '.cargo/config.toml': '[build]\ntarget = "wasm32-wasip1"\n',
    };
    assert.match(noteOf(wasm, 9090) ?? '', /^The port 9090 was not taken/);
  });
});

describe('a path of a site that was chosen for its health', () => {
  const site = { 'index.html': '<h1>Tides</h1>\n' };
  const locations = (choices: Partial<Choices>): readonly string[] =>
    textOf(generated(site, choices), 'nginx.conf').match(/location = \S+/g) ?? [];

  test('is answered by the server', () => {
    assert.deepEqual(locations({}), ['location = /healthz']);
    const chosen = { healthPath: '/alive?a=1', readyPath: '/ready' };
    assert.deepEqual(locations(chosen), ['location = /alive', 'location = /ready']);
  });

  test('is left to the site where it is one of its pages', () => {
    assert.deepEqual(locations({ healthPath: '/', readyPath: '/index.html' }), []);
  });
});

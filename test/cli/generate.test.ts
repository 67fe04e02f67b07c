import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run, type CliResult } from '../harness/cli';

const project = {
  'package.json':
    '{ "name": "bakery", "scripts": { "start": "node server.js" }, "dependencies": { "ms": "2.1.3" } }\n',
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
  'server.js':
    "const app = require('express')();\napp.get('/healthz', (_, answer) => answer.end());\napp.listen(process.env.PORT || 4000);\n",
};

function generate(cwd: string, ...args: readonly string[]): CliResult {
  return run(['generate', '--today', '2026-11-22', ...args], { cwd });
}

function contentOf(...names: readonly string[]): string {
  return readFileSync(path.join(...names), 'utf8');
}

describe('generate', () => {
  test('tells what was found and why, and writes the files', () => {
    const cwd = createFolder(project);
    const { code, stdout, stderr } = generate(cwd);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Node\.js server in \. \(recipe node-server\)$/m);
    assert.match(stdout, /^ {2}package\.json:1: The script "start" is "node server\.js"\.$/m);
    assert.match(stdout, /^Base images: distroless \(also: slim, /m);
    assert.match(stderr, /^Wrote Dockerfile: /m);
    assert.match(contentOf(cwd, 'Dockerfile'), /^EXPOSE 4000$/m);
    assert.match(contentOf(cwd, '.dockerignore'), /^\*\*\/\.env$/m);
  });

  test('writes what the strict profile finds nothing in', () => {
    const cwd = createFolder(project);
    generate(cwd);
    const { code, stdout } = run(['check', '--profile', 'strict', '--fail-on', 'hint'], { cwd });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'No problems in 1 file.\n' });
  });

  test('keeps what is there, and says so', () => {
    const cwd = createFolder({ ...project, Dockerfile: 'FROM scratch\n' });
    const { code, stderr } = generate(cwd);
    assert.equal(code, 1);
    assert.match(stderr, /^Kept Dockerfile, which is there already/m);
    assert.equal(contentOf(cwd, 'Dockerfile'), 'FROM scratch\n');
  });

  test('completes an ignore file and keeps its lines', () => {
    const cwd = createFolder({ ...project, '.dockerignore': '# ours\n.git\nhens\n' });
    const { code, stderr } = generate(cwd);
    assert.equal(code, 0);
    assert.match(stderr, /^Completed \.dockerignore: /m);
    assert.match(contentOf(cwd, '.dockerignore'), /^# ours\n\.git\nhens\n\n#/);
    assert.match(generate(cwd).stderr, /^Unchanged: \.dockerignore$/m);
  });

  test('writes over files with --force', () => {
    const cwd = createFolder({ ...project, Dockerfile: 'FROM scratch\n' });
    assert.equal(generate(cwd, '--force').code, 0);
    assert.match(contentOf(cwd, 'Dockerfile'), /^# syntax=docker\/dockerfile:1$/m);
  });

  test('writes nothing with --dry-run and --json', () => {
    const cwd = createFolder(project);
    assert.match(generate(cwd, '--dry-run').stdout, /^\+FROM node:26-trixie-slim AS base$/m);
    const { recipe, base, files } = JSON.parse(generate(cwd, '--json').stdout) as {
      readonly recipe: string;
      readonly base: string;
      readonly files: readonly { readonly path: string; readonly text: string }[];
    };
    assert.deepEqual({ recipe, base }, { recipe: 'node-server', base: 'distroless' });
    assert.ok(files.some((file) => file.path === 'Dockerfile'));
    assert.equal(existsSync(path.join(cwd, 'Dockerfile')), false);
  });

  test('obeys what is chosen', () => {
    const cwd = createFolder(project);
    const chosen = ['--base', 'slim', '--port', '5001', '--health-path', '/well', '--name', 'oven'];
    generate(cwd, ...chosen, '--only', 'dockerfile');
    const text = contentOf(cwd, 'Dockerfile');
    assert.match(text, /^FROM node:26-trixie-slim AS runtime$/m);
    assert.match(text, /^EXPOSE 5001$/m);
    assert.match(text, /127\.0\.0\.1:5001\/well/);
    assert.match(text, /title="oven"/);
    assert.equal(existsSync(path.join(cwd, '.dockerignore')), false);
  });

  test('all parts are one of each kind; the variants come when they are named', () => {
    const cwd = createFolder(project);
    const pathsOf = (only: string): readonly string[] => {
      const { files } = JSON.parse(generate(cwd, '--only', only, '--json').stdout) as {
        readonly files: readonly { readonly path: string }[];
      };
      return files.map((file) => file.path);
    };
    const all = pathsOf('all');
    for (const wanted of ['Dockerfile', 'compose.yaml', '.github/dependabot.yml']) {
      assert.ok(all.includes(wanted), wanted);
    }
    assert.ok(all.some((file) => file.startsWith('k8s/')));
    assert.deepEqual(
      all.filter((file) => file === 'renovate.json' || file.startsWith('k8s/blue-green/')),
      [],
    );
    assert.deepEqual(pathsOf('renovate'), ['renovate.json']);
    assert.deepEqual(new Set(pathsOf('all,renovate')), new Set([...all, 'renovate.json']));
    assert.match(generate(cwd, '--only', 'all,renovat').stderr, /There is no part "renovat"\./);
  });

  test('finds applications in folders, and lists them', () => {
    const inFolder = Object.entries(project).map(([name, text]) => [`shop/${name}`, text]);
    const cwd = createFolder(Object.fromEntries(inFolder) as Record<string, string>);
    assert.match(generate(cwd, '--list').stdout, /^node-server in shop: Node\.js server$/m);
    assert.equal(generate(cwd, '--app', './shop/').code, 0);
    assert.match(contentOf(cwd, 'shop', 'Dockerfile'), /^COPY --link .*server\.js/m);
  });

  for (const [args, message] of [
    [['--base', 'windows'], /^error: The option "--base" is one of slim, alpine/],
    [['--port', '70000'], /^error: The option "--port" is a number up to 65535, not "70000"\.$/m],
    [['--name', 'Über'], /^error: The option "--name" takes lower-case letters/],
    [['--health-path', 'healthz'], /^error: The option "--health-path" is a path like \/healthz/],
    [['--only', 'dockerfil'], /^error: There is no part "dockerfil"\. Did you mean "?dockerfile/],
    [['--dry-run', '--json'], /exclude each other/],
    [['a', 'b'], /^error: Usage: ironhull generate/],
    [['nowhere'], /^error: The folder "nowhere" cannot be read\.$/m],
    [
      ['--recipe', 'cobol'],
      /^error: Nothing fits the recipe "cobol"\. Found: node-server in \.\.$/m,
    ],
    [['--app', 'attic'], /^error: Nothing fits the folder attic\. Found: node-server in \.\.$/m],
  ] as const) {
    test(`refuses ${args.join(' ')}`, () => {
      const { code, stderr } = generate(createFolder(project), ...args);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  test('says that there is nothing to make an image for', () => {
    const { code, stderr } = generate(createFolder({ 'notes.txt': 'eggs\n' }));
    assert.equal(code, 2);
    assert.match(stderr, /^error: No project that an image could be made for was found here\.$/m);
    assert.match(generate(createFolder(), '--list').stdout, /^No project/);
  });

  test('the help names every part', () => {
    const help = run(['generate', '--help'], { cwd: createFolder() }).stdout.replace(/\s+/g, ' ');
    const wrong = generate(createFolder(project), '--only', 'zzzzzzzzz').stderr;
    const parts = /Parts: (.*)\.$/m.exec(wrong)?.[1]?.split(', ') ?? [];
    assert.ok(parts.includes('dockerfile'));
    for (const part of parts) assert.match(help, new RegExp(`\\b${part}\\b`));
  });
});

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run, type CliOptions, type CliResult } from '../harness/cli';

const naive = 'FROM node:18-slim\nMAINTAINER me\nWORKDIR /app\nCOPY . .\nCMD npm start\n';

const project = {
  Dockerfile: naive,
  '.dockerignore': '.git\nnode_modules\n',
  'package.json': '{ "scripts": { "start": "node server.js" } }\n',
  'server.js': "require('node:http').createServer().listen(3000);\n",
};

function harden(
  cwd: string,
  args: readonly string[] = [],
  options: Partial<CliOptions> = {},
): CliResult {
  return run(['harden', '--today', '2026-11-22', ...args], { cwd, ...options });
}

interface Report {
  readonly version: number;
  readonly file: string;
  readonly before: { readonly grade: string; readonly points: number };
  readonly after: { readonly grade: string; readonly points: number };
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly why: string;
    readonly level: string;
    readonly evidence: readonly string[];
  }[];
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
  readonly buildSecrets: readonly object[];
  readonly text: string;
  readonly files: readonly { readonly path: string; readonly after: string }[];
}

function report({ stdout }: CliResult): Report {
  return JSON.parse(stdout) as Report; // The shape is that of docs/cli.md.
}

function contentOf(...names: readonly string[]): string {
  return readFileSync(path.join(...names), 'utf8');
}

describe('harden', () => {
  test('prints a plan and writes nothing', () => {
    const cwd = createFolder(project);
    const { code, stdout, stderr } = harden(cwd);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^Dockerfile: grade [A-F] \(\d+ of 100\) -> [A-F] \(\d+ of 100\)$/m);
    assert.match(stdout, /^1\. .* \(eol-base-image, unsafe\)\n {3}\S.*\n {3}- \S/m);
    assert.match(stdout, /^\d\. .* \(application-as-main-process, unsafe\)$/m);
    assert.equal(contentOf(cwd, 'Dockerfile'), naive);
  });

  test('reads the project around the Dockerfile', () => {
    const cwd = createFolder({ ...project, 'docker/Dockerfile': naive });
    assert.match(
      report(harden(cwd, ['--json', 'docker/Dockerfile', '--context', '.'])).text,
      /"server\.js"/,
    );
    assert.doesNotMatch(report(harden(cwd, ['--json', '--no-context'])).text, /"server\.js"/);
  });

  test('prints the plan as JSON', () => {
    const cwd = createFolder(project);
    const plan = report(harden(cwd, ['--json']));
    assert.equal(plan.version, 1);
    assert.equal(plan.file, 'Dockerfile');
    assert.ok(plan.before.points < plan.after.points);
    assert.match(plan.after.grade, /^[AB]$/);
    for (const { id, title, why, level, evidence } of plan.steps) {
      assert.ok(id !== '' && title !== '' && why !== '' && Array.isArray(evidence));
      assert.match(level, /^(safe|unsafe)$/);
    }
    assert.deepEqual(plan.buildSecrets, []);
    assert.match(plan.text, /^USER node$/m);
  });

  test('writes with --write, and then has nothing to do', () => {
    const cwd = createFolder(project);
    const names = readdirSync(cwd);
    const { code, stdout, stderr } = harden(cwd, ['--write', '--json']);
    assert.equal(code, 0);
    assert.equal(contentOf(cwd, 'Dockerfile'), report({ code, stdout, stderr }).text);
    assert.match(stderr, /^Wrote Dockerfile\.$/m);
    assert.deepEqual(readdirSync(cwd), names);
    const again = harden(cwd, ['--write']);
    assert.match(again.stdout, /^Dockerfile: nothing to do, grade [A-F] /);
    assert.equal(again.stderr, '');
  });

  test('writes the files that a step needs, and shows them in the diff', () => {
    const { '.dockerignore': _ignored, ...bare } = project;
    const cwd = createFolder({ ...bare, '.env': 'TOKEN=1\n', '.git/config': '' });
    const plan = report(harden(cwd, ['--json']));
    const [file] = plan.files;
    assert.equal(file?.path, '.dockerignore');
    const { stdout } = harden(cwd, ['--diff']);
    assert.match(stdout, /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@/);
    assert.match(stdout, /^\+\+\+ b\/\.dockerignore$/m);
    assert.equal(harden(cwd, ['--write', '--quiet']).stderr, '');
    assert.equal(contentOf(cwd, '.dockerignore'), file.after);
  });

  test('keeps a byte order mark and line ends', () => {
    const cwd = createFolder({ ...project, Dockerfile: `\ufeff${naive.replaceAll('\n', '\r\n')}` });
    harden(cwd, ['--write']);
    const written = contentOf(cwd, 'Dockerfile');
    assert.match(written, /^\ufeffFROM node:2/);
    assert.doesNotMatch(written, /[^\r]\n/);
  });

  test('does only what it is asked for', () => {
    const cwd = createFolder(project);
    const only = report(harden(cwd, ['--json', '--only', 'deprecated-maintainer,eol-base-image']));
    assert.deepEqual(
      only.steps.map(({ id }) => id),
      ['eol-base-image', 'deprecated-maintainer'],
    );
    const skip = report(
      harden(cwd, ['--json', '--skip', 'base-image-fixes', '--skip', 'remaining-fixes']),
    );
    assert.match(skip.text, /^FROM node:18-slim\nMAINTAINER me\n/);
  });

  test('takes standard input, and cannot write it', () => {
    const cwd = createFolder();
    assert.match(harden(cwd, ['-'], { input: naive }).stdout, /^<stdin>: grade /);
    const { code, stderr } = harden(cwd, ['--write', '-'], { input: naive });
    assert.equal(code, 2);
    assert.match(stderr, /standard input cannot be written/);
  });

  test('fails with one line for what cannot be understood', () => {
    const cwd = createFolder(project);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--only', 'eol-base-imag'], /There is no step "eol-base-imag".*eol-base-image/],
      [['--skip', 'xyz'], /There is no step "xyz"\. docs\/harden\.md lists all/],
      [['--json', '--diff'], /exclude each other/],
      [['--base', 'huge'], /is one of slim, alpine, distroless/],
      [['Dockerfile', 'package.json'], /^error: Usage: ironhull harden/],
      [['none'], /none: no such file or folder/],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = harden(cwd, args);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, args.join(' '));
      assert.match(stderr, message);
    }
  });

  test('names what raises the grade, and what could not be done', () => {
    const cwd = createFolder({
      Dockerfile: 'FROM node:24-slim\nENV API_KEY=sk-demo-4f9b1c7e2a8d4e6f\nUSER node\n',
    });
    const { stdout } = harden(cwd);
    assert.match(stdout, /^Not done:\n {2}leaked-secret-in-env \(line 2\): \S/m);
    assert.match(
      stdout,
      /^What would raise the grade:\n {2}leaked-secret-in-env \(20 points\): \S/m,
    );
  });

  test('names the secrets of the build', () => {
    const text =
      'FROM node:24-slim\nWORKDIR /app\nCOPY .npmrc package*.json ./\nRUN npm ci\nRUN rm .npmrc\nUSER node\n';
    const cwd = createFolder({
      Dockerfile: text,
      '.npmrc': '',
      'package.json': '{}',
      'package-lock.json': '{}',
    });
    assert.match(
      harden(cwd).stdout,
      /^Build it with: docker build --secret id=npmrc,src=\.npmrc \.$/m,
    );
    assert.deepEqual(report(harden(cwd, ['--json'])).buildSecrets, [
      { id: 'npmrc', from: 'file', source: '.npmrc' },
    ]);
  });

  test('leaves everything as it was when the Dockerfile cannot be written', () => {
    const cwd = createFolder(project);
    const broken = `require('node:fs').renameSync = () => { throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }); };`;
    const folder = createFolder({ 'broken.cjs': broken });
    const { code, stderr } = harden(cwd, ['--write'], {
      node: ['--require', path.join(folder, 'broken.cjs')],
    });
    assert.equal(code, 2);
    assert.match(stderr, /not changed: no space left/);
    assert.equal(contentOf(cwd, 'Dockerfile'), naive);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { actionPins } from '../../server/src/core/data/action-pins';
import workflow from '../../server/src/core/emit/workflow';
import { emitFiles, readPlanCases, toPlan } from '../harness/image-plans';
import { compileGithubSchema } from '../harness/github-schemas';
import { findViolations } from '../harness/json-schema';

const path = '.github/workflows/image.yml';
const validate = compileGithubSchema('github-workflow');

interface Step {
  readonly name: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly strategy?: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<'verify' | 'publish', Job>>;
}

type Changes = Parameters<typeof emitFiles>[2];

function emit(plan = toPlan(), changes: Changes = {}): Workflow {
  return parse(emitOne(plan, changes)) as Workflow;
}

function emitOne(plan = toPlan(), changes: Changes = {}): string {
  const files = [...emitFiles(workflow, plan, changes).values()];
  assert.equal(files.length, 1);
  return files[0]?.text ?? '';
}

function findStep(job: Job, name: string): Step {
  const step = job.steps.find((each) => each.name === name);
  assert.ok(step !== undefined, name);
  return step;
}

for (const { name, plan } of readPlanCases()) {
  test(`${name}: the workflow is one for GitHub, with every action pinned`, () => {
    const file = emitFiles(workflow, plan).get(path);
    assert.ok(file !== undefined);
    assert.deepEqual(findViolations(validate, parse(file.text)), []);
    for (const [, uses] of file.text.matchAll(/uses: (.*)/g)) {
      const [, action, commit, version] =
        /^([\w-]+\/[\w-]+)(?:\/[\w-]+)?@([0-9a-f]{40}) # (v[\d.]+)$/.exec(uses ?? '') ?? [];
      const pin = Object.entries(actionPins).find(([each]) => each === action)?.[1];
      assert.deepEqual([pin?.commit, pin?.version], [commit, version], uses);
    }
  });
}

test('the schema finds mistakes', () => {
  assert.notDeepEqual(findViolations(validate, { on: 'push', jobs: { a: { steps: [{}] } } }), []);
});

test('tokens can only read, unless a job needs more', () => {
  const { on, permissions, jobs } = emit();
  assert.deepEqual(permissions, { contents: 'read' });
  assert.deepEqual(jobs.verify.permissions, { contents: 'read', 'security-events': 'write' });
  assert.deepEqual(jobs.publish.permissions, {
    contents: 'read',
    packages: 'write',
    'id-token': 'write',
    attestations: 'write',
  });
  assert.deepEqual(Object.keys(on), ['pull_request', 'push', 'schedule', 'workflow_dispatch']);
  for (const { steps } of Object.values(jobs)) {
    assert.equal(steps[0]?.with?.['persist-credentials'], false);
  }
});

test('pull requests build and scan, and publish nothing', () => {
  const { verify, publish } = emit().jobs;
  assert.ok(verify.steps.every((step) => step.with?.['push'] === undefined));
  assert.equal(publish.needs, 'verify');
  assert.match(publish.if ?? '', /event_name != 'pull_request'/);
  assert.deepEqual(findStep(verify, 'Scan').with, {
    image: 'tide-clock:scan',
    'fail-build': true,
    'severity-cutoff': 'high',
    'only-fixed': true,
    'output-format': 'sarif',
  });
});

test('what is pushed has a list of parts, provenance and a signature', () => {
  const { publish } = emit().jobs;
  const push = findStep(publish, 'Build and push').with ?? {};
  assert.equal(push['sbom'], true);
  assert.equal(push['provenance'], 'mode=max');
  const sign = findStep(publish, 'Sign');
  assert.match(sign.run ?? '', /^cosign sign --yes "\$\{IMAGE\}@\$\{DIGEST\}"$/);
  assert.match(sign.env?.['DIGEST'] ?? '', /steps\.build\.outputs\.digest/);
});

test('no expression is put into a script', () => {
  for (const { plan } of readPlanCases()) {
    for (const { steps } of Object.values(emit(plan).jobs)) {
      for (const { run } of steps) assert.ok(!run?.includes('${{'), run);
    }
  }
});

test('secrets of a build come from those of the repository, and stand in no argument', () => {
  const buildSecrets = [
    { id: 'npmrc', from: 'file', source: '.npmrc' },
    { id: 'token', from: 'env', source: 'NPM_TOKEN' },
  ] as const;
  const { verify, publish } = emit(toPlan({}, { buildSecrets })).jobs;
  for (const step of [
    findStep(verify, 'Build for the scan'),
    findStep(publish, 'Build and push'),
  ]) {
    assert.equal(step.with?.['secret-envs'], 'npmrc=NPMRC\ntoken=NPM_TOKEN\n');
    assert.deepEqual(step.env, {
      NPMRC: '${{ secrets.NPMRC }}',
      NPM_TOKEN: '${{ secrets.NPM_TOKEN }}',
    });
  }
});

test('hardened images of Docker need a login, others none', () => {
  const stages = [
    { name: 'runtime', from: { kind: 'image', image: 'dhi.io/node:26' }, steps: [] },
  ] as const;
  const registries = (text: string): readonly (string | undefined)[] =>
    [...text.matchAll(/^ +registry: (\S+)/gm)].map((match) => match[1]);
  assert.deepEqual(registries(emitOne(toPlan({}, { stages }))), ['dhi.io', 'dhi.io', 'ghcr.io']);
  assert.deepEqual(registries(emitOne()), ['ghcr.io']);
});

test('a member of a workspace is built from its root and has a name of its own', () => {
  const settings = {
    folder: 'services/clock',
    contextFolder: '../..',
    dockerfile: 'services/clock/Dockerfile',
  };
  const [file] = emitFiles(workflow, toPlan(), settings).values();
  assert.equal(file?.path, '../../.github/workflows/image-tide-clock.yml');
  const { publish } = emit(toPlan(), settings).jobs;
  const push = findStep(publish, 'Build and push').with ?? {};
  assert.deepEqual([push['context'], push['file']], ['.', 'services/clock/Dockerfile']);
  assert.match(findStep(publish, 'Name the image').run ?? '', /\/tide-clock" >>/);
});

test('a module of WebAssembly is published for its platform only, without attestations beside it', () => {
  const { publish } = emit(toPlan({}, { platform: 'wasi/wasm' })).jobs;
  const push = findStep(publish, 'Build and push').with ?? {};
  assert.deepEqual(
    [push['platforms'], push['provenance'], push['sbom']],
    ['wasi/wasm', false, false],
  );
  assert.ok(publish.steps.every(({ name }) => name !== 'Emulate other processors'));
  assert.doesNotMatch(emitOne(toPlan({}, { platform: 'wasi/wasm' })), /SBOM/);
  const usual = emit().jobs.publish;
  findStep(usual, 'Emulate other processors');
  assert.equal(findStep(usual, 'Build and push').with?.['platforms'], 'linux/amd64,linux/arm64');
});

test('an application in a folder that needs nothing outside of it is built from there', () => {
  const { publish } = emit(toPlan(), { folder: 'clock', contextFolder: '.' }).jobs;
  const push = findStep(publish, 'Build and push').with ?? {};
  assert.deepEqual([push['context'], push['file']], ['clock', 'clock/Dockerfile']);
});

test('a server in front is an image of its own, built, scanned and signed like the other', () => {
  const found = readPlanCases().find(({ name }) => name === 'a server in front');
  assert.ok(found !== undefined);
  const { verify, publish } = emit(found.plan).jobs;
  const matrix = {
    include: [
      { target: 'runtime', suffix: '' },
      { target: 'web', suffix: '-web' },
    ],
  };
  for (const job of [verify, publish]) assert.deepEqual(job.strategy, { matrix });
  assert.equal(findStep(verify, 'Scan').with?.['image'], 'tide-clock${{ matrix.suffix }}:scan');
  for (const step of [
    findStep(verify, 'Build for the scan'),
    findStep(publish, 'Build and push'),
  ]) {
    assert.equal(step.with?.['target'], '${{ matrix.target }}');
  }
  const naming = findStep(publish, 'Name the image');
  assert.match(naming.run ?? '', /\$\{SUFFIX\}" >>/);
  assert.deepEqual(naming.env, { SUFFIX: '${{ matrix.suffix }}' });
  assert.equal(emit().jobs.verify.strategy, undefined);
});

test('the command that verifies names the file of the workflow', () => {
  const settings = { folder: 'clock', contextFolder: '.' };
  assert.match(emitOne(toPlan(), settings), /workflows\/image-tide-clock\\\.yml@/);
  assert.match(emitOne(), /workflows\/image\\\.yml@/);
});

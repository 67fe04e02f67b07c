import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import renovate from '../../server/src/core/emit/renovate';
import updates from '../../server/src/core/emit/updates';
import { emitFiles, readPlanCases, toPlan } from '../harness/image-plans';
import { compileGithubSchema } from '../harness/github-schemas';
import { findViolations } from '../harness/json-schema';

const path = '.github/dependabot.yml';
const validate = compileGithubSchema('dependabot-2.0');
const parts = new Set(['dockerfile', 'compose', 'workflow', 'updates']);
const goPlan = toPlan({}, { ecosystem: 'gomod' });

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory: string;
  readonly cooldown?: { readonly 'default-days': number };
}

function emit(changes: Parameters<typeof emitFiles>[2] = {}, plan = goPlan): string {
  return [...emitFiles(updates, plan, { parts, ...changes }).values()][0]?.text ?? '';
}

function updatesOf(text: string): readonly Update[] {
  return (parse(text) as { readonly updates: readonly Update[] }).updates;
}

for (const { name, plan } of readPlanCases()) {
  test(`${name}: Dependabot reads the file`, () => {
    const text = emit({}, plan);
    assert.deepEqual(findViolations(validate, parse(text)), []);
    for (const update of updatesOf(text)) assert.equal(update.cooldown?.['default-days'], 7);
  });
}

test('the schema finds mistakes', () => {
  assert.notDeepEqual(findViolations(validate, { version: 1, updates: [{}] }), []);
});

test('each ecosystem that the project has', () => {
  const pairs = updatesOf(emit()).map((each) => [each['package-ecosystem'], each.directory]);
  assert.deepEqual(pairs, [
    ['docker', '/'],
    ['docker-compose', '/'],
    ['github-actions', '/'],
    ['gomod', '/'],
  ]);
  const few = updatesOf(emit({ parts: new Set(['updates']) }, toPlan()));
  assert.deepEqual(
    few.map((each) => each['package-ecosystem']),
    ['docker'],
  );
});

test('a member of a workspace: the Dockerfile below, the packages at the root', () => {
  const [file] = emitFiles(updates, goPlan, {
    parts,
    folder: 'services/clock',
    contextFolder: '../..',
    dockerfile: 'services/clock/Dockerfile',
  }).values();
  assert.equal(file?.path, `../../${path}`);
  assert.deepEqual(
    updatesOf(file.text).map(({ directory }) => directory),
    ['/services/clock', '/services/clock', '/', '/'],
  );
});

const own = `# Ours.
version: 2
updates:
  - package-ecosystem: docker # as it is
    directory: /images
    schedule:
      interval: daily
`;

test('a file that is there keeps what it says and gets what it lacks', () => {
  const text = emit({ existing: () => own });
  assert.ok(text.startsWith(own));
  assert.deepEqual(
    updatesOf(text).map((each) => each['package-ecosystem']),
    ['docker', 'docker-compose', 'github-actions', 'gomod'],
  );
  assert.deepEqual(findViolations(validate, parse(text)), []);
  assert.equal(emit({ existing: () => text }), text);
});

test('a file that cannot be read is written anew', () => {
  for (const broken of ['updates: [', 'version: 2\n', '']) {
    assert.equal(emit({ existing: () => broken }), emit());
  }
});

test('Renovate pins by digest and waits a week', () => {
  const file = emitFiles(renovate, toPlan()).get('renovate.json');
  const settings = JSON.parse(file?.text ?? '') as Readonly<Record<string, unknown>>;
  assert.deepEqual(settings['extends'], ['config:best-practices', 'schedule:weekly']);
  assert.equal(settings['minimumReleaseAge'], '7 days');
});

test('settings of Renovate that are there stay', () => {
  assert.equal(emitFiles(renovate, toPlan(), { existing: () => '{}' }).size, 0);
});

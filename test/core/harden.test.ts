import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assists } from '../../server/src/core/assists/index';
import { resolveRules, type ActiveRules } from '../../server/src/core/config/resolve';
import { harden, type HardeningPlan } from '../../server/src/core/engine/harden';
import type { HardenRequest } from '../../server/src/core/engine/harden-job';
import { hardenSteps, stepOfRule } from '../../server/src/core/engine/harden-steps';
import { DockerfileModel } from '../../server/src/core/model/model';
import { defineRule, type Fix, type Rule } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';

const recommended = resolveRules({});

function plan(
  text: string,
  request: Partial<HardenRequest> = {},
  active: ActiveRules = recommended,
): HardeningPlan {
  return harden(text, active, { today: exampleDay, ...request });
}

function idsOf({ steps }: HardeningPlan): readonly string[] {
  return steps.map(({ id }) => id);
}

/** A rule of a test, with a fix that the test makes. */
function fakeRule(id: string, fixesFor: (text: string) => readonly Fix[]): Rule {
  return defineRule({
    id,
    code: 'IH899',
    category: 'style',
    severity: 'warning',
    profile: 'recommended',
    since: 'next',
    fixable: 'always',
    summary: 'A rule of a test.',
    why: 'It is needed.\n\nIn tests.',
    equivalents: {},
    messages: { found: 'Something is here.' },
    examples: [],
    check: ({ text }) => {
      const fixes = fixesFor(text);
      return fixes.length === 0 ? [] : [{ message: 'found', span: { start: 0, end: 4 }, fixes }];
    },
  });
}

function replace(text: string, from: string, to: string): Fix {
  const start = text.indexOf(from);
  return {
    title: `Replace "${from}"`,
    applicability: 'safe',
    phase: 'word',
    edits: [{ span: { start, end: start + from.length }, text: to }],
  };
}

const node = 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nUSER node\n';

describe('hardening', () => {
  test('does nothing to a file that needs nothing', () => {
    const text = 'FROM debian:13-slim\nUSER nobody\n';
    const { steps, grouped, before, after, ...rest } = plan(text);
    assert.deepEqual(steps, []);
    assert.deepEqual(grouped, { groups: [], edits: [], files: [] });
    assert.deepEqual([before.points, after.points], [100, 100]);
    assert.equal(rest.text, text);
    assert.deepEqual(rest.notes, []);
  });

  test('goes through the steps in their order, each with what it rests on', () => {
    const result = plan(`FROM node:18\nMAINTAINER me\nCMD node server.js\n`);
    const places = result.steps.map(({ id }) => {
      const rule = rules.find((each) => each.id === id);
      const step =
        hardenSteps.find((each) => each.id === id) ??
        (rule === undefined ? undefined : stepOfRule(rule));
      assert.ok(step !== undefined, id);
      return hardenSteps.indexOf(step);
    });
    assert.deepEqual(
      places,
      [...places].sort((left, right) => left - right),
    );
    assert.ok(2 < places.length);
    assert.ok(result.before.points < result.after.points);
    for (const { title, why } of result.steps) {
      assert.match(title, /^[A-Z][^]*[^.]$/);
      assert.match(why, /\.$/);
    }
    const [first] = result.steps;
    assert.ok(first?.kind === 'fixes' && first.evidence.length !== 0);
  });

  test('acts only where it is asked to', () => {
    const text = 'FROM node:18\nMAINTAINER me\nCMD node server.js\n';
    assert.deepEqual(idsOf(plan(text, { only: ['deprecated-maintainer'] })), [
      'deprecated-maintainer',
    ]);
    const base = idsOf(plan(text, { only: ['base-image-fixes'] }));
    assert.ok(base.includes('eol-base-image') && !base.includes('deprecated-maintainer'));
    const skipped = plan(text, { skip: ['remaining-fixes', 'exec-form-command'] });
    assert.ok(!idsOf(skipped).includes('deprecated-maintainer'));
    assert.match(skipped.text, /^CMD node server\.js$/m);
  });

  test('leaves alone what a comment silences, assists included', () => {
    const silenced = `FROM node:24-slim\nWORKDIR /app\nCOPY . .\n# ironhull ignore=shell-form-command: on purpose\nCMD node server.js $A\n`;
    assert.match(plan(silenced).text, /^CMD node server\.js \$A$/m);
    const wanted = silenced.replace(/^# ironhull.*\n/m, '');
    const leading = rules.filter(({ id }) => id === 'missing-user');
    const file = `# ironhull file-ignore=missing-user: on purpose\n${wanted}`;
    assert.equal(leading.length, 1);
    assert.doesNotMatch(plan(file).text, /^USER/m);
  });

  test('leaves alone what the settings switch off, assists included', () => {
    const active = resolveRules({ rules: { 'missing-user': 'off' } });
    assert.doesNotMatch(
      plan('FROM node:24-slim\nCMD ["node", "a.js"]\n', {}, active).text,
      /^USER/m,
    );
  });

  test('tells what it cannot do, once for each reason', () => {
    const { refused } = plan(
      'FROM node:24-slim\nENV API_KEY=sk-demo-4f9b1c7e2a8d4e6f\nUSER node\n',
    );
    assert.ok(refused.some(({ id, line }) => id === 'leaked-secret-in-env' && line === 2));
    const keys = refused.map(({ id, reason }) => `${id} ${reason}`);
    assert.deepEqual(keys, [...new Set(keys)]);
    for (const { reason } of refused) assert.match(reason, /^[A-Z"'`$].*\.$/s);
  });

  test('names the secrets that a build needs from now on', () => {
    const text =
      'FROM node:24-slim\nWORKDIR /app\nCOPY .npmrc package.json package-lock.json ./\nRUN npm ci\nRUN rm .npmrc\nUSER node\n';
    const files = { '.npmrc': '', 'package.json': '{}', 'package-lock.json': '{}' };
    const { buildSecrets, notes } = plan(text, { project: toProject(files) });
    assert.deepEqual(buildSecrets, [{ id: 'npmrc', from: 'file', source: '.npmrc' }]);
    assert.deepEqual(notes, ['Build it with: docker build --secret id=npmrc,src=.npmrc .']);
  });
});

describe('a step that would do harm', () => {
  const drop = fakeRule('fake-drop', (text) =>
    text.includes('# Why.\n') ? [replace(text, '# Why.\n', '')] : [],
  );

  test('is refused with the reason, and the others are done', () => {
    const result = plan(
      `${node}# Why.\nMAINTAINER me\n`,
      {},
      new Map([...recommended, [drop, 'warning']]),
    );
    assert.match(result.text, /^# Why\.$/m);
    assert.match(result.text, /^LABEL/m);
    const refusal = result.refused.find(({ id }) => id === 'fake-drop');
    assert.equal(refusal?.reason, 'It would drop the comment "Why.".');
  });

  test('is mended when what it brings has a fix', () => {
    const once = fakeRule('fake-port', (text) =>
      text.includes('EXPOSE')
        ? []
        : [replace(text, 'USER node\n', 'ADD a /a\nEXPOSE 8080\nUSER node\n')],
    );
    const text = 'FROM node:24-slim\nUSER node\n';
    const active: ActiveRules = new Map([...recommended, [once, 'hint']]);
    const result = plan(text, {}, active);
    assert.equal(result.text, 'FROM node:24-slim\nCOPY a /a\nEXPOSE 8080\nUSER node\n');
    assert.equal(idsOf(result)[0], 'fake-port');
  });

  test('is refused when it leads back to an earlier text', () => {
    const there = fakeRule('fake-there', (text) =>
      text.includes('A=1') ? [replace(text, 'A=1', 'A=2')] : [],
    );
    const back = fakeRule('fake-back', (text) =>
      text.includes('A=2') ? [replace(text, 'A=2', 'A=1')] : [],
    );
    const active: ActiveRules = new Map([
      [there, 'warning'],
      [back, 'warning'],
    ]);
    const result = plan('FROM node:24-slim\nENV A=1\n', { only: ['remaining-fixes'] }, active);
    assert.ok(
      result.refused.some(({ reason }) => reason.includes('undo what an earlier step did')),
    );
    assert.match(result.text, /A=[12]\n$/);
  });

  test('is left out when it never comes to an end', () => {
    const grow = fakeRule('fake-grow', (text) => [replace(text, 'A=', 'A=x')]);
    const active: ActiveRules = new Map([...recommended, [grow, 'warning']]);
    const result = plan('FROM node:24-slim\nENV A=1\nMAINTAINER me\nUSER node\n', {}, active);
    assert.match(result.text, /^ENV A=1$/m);
    assert.match(result.text, /^LABEL/m);
    const refusal = result.refused.find(({ id }) => id === 'fake-grow');
    assert.match(refusal?.reason ?? '', /does not come to an end/);
  });

  test('is refused when its edits cannot be applied, a defect of ours', () => {
    const wrong = fakeRule('fake-wrong', (text) => [
      { ...replace(text, 'USER', 'WHO'), edits: [{ span: { start: 0, end: 9999 }, text: '' }] },
    ]);
    const result = plan(node, { only: ['fake-wrong'] }, new Map([[wrong, 'warning']]));
    assert.equal(result.text, node);
    assert.match(result.refused[0]?.reason ?? '', /defect of Ironhull/);
  });

  test('is never one that a person has to complete', () => {
    const hole = fakeRule('fake-hole', (text) => [
      { ...replace(text, 'USER', 'WHO'), applicability: 'placeholder' },
    ]);
    const result = plan(node, { only: ['fake-hole'] }, new Map([[hole, 'warning']]));
    assert.equal(result.text, node);
    assert.match(result.refused[0]?.reason ?? '', /a person has to fill in/);
  });

  test('is made without the findings of one group that cannot be mended together', () => {
    const two = fakeRule('fake-two', (text) =>
      ['# Why.\n', 'A=1'].flatMap((each) =>
        text.includes(each) ? [replace(text, each, each === 'A=1' ? 'A=2' : '')] : [],
      ),
    );
    const active: ActiveRules = new Map([[two, 'warning']]);
    const result = plan('# Why.\nFROM node:24-slim\nENV A=1\n', {}, active);
    assert.match(result.text, /^# Why\.$/m);
  });
});

describe('changes of other files', () => {
  const ignore = fakeRule('fake-ignore', (text) => {
    const change = { path: '.dockerignore', before: undefined, after: '.git\n' };
    return text.includes('A=1') ? [{ ...replace(text, 'A=1', 'A=2'), files: [change] }] : [];
  });
  const active: ActiveRules = new Map([[ignore, 'warning']]);
  const text = 'FROM node:24-slim\nENV A=1\n';

  test('go with the step that needs them', () => {
    const result = plan(text, { project: toProject({ 'a.js': '' }) }, active);
    assert.deepEqual(result.files, [{ path: '.dockerignore', before: undefined, after: '.git\n' }]);
    assert.deepEqual(result.grouped.groups, [[0]]);
    assert.deepEqual(result.grouped.files[0]?.edits, [
      { span: { start: 0, end: 0 }, text: '.git\n', group: 0 },
    ]);
    assert.deepEqual(result.steps[0]?.files, result.files);
  });

  test('are refused when the project is not known, or is not what it was', () => {
    for (const project of [undefined, toProject({ '.dockerignore': 'a\n' })]) {
      const result = plan(text, { project }, active);
      assert.equal(result.text, text);
      assert.match(result.refused[0]?.reason ?? '', /not what it was made for/);
    }
  });
});

describe('the table of steps', () => {
  test('names each step once, and every category of rules', () => {
    const ids = hardenSteps.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const rule of rules) assert.ok(stepOfRule(rule) !== undefined, rule.id);
  });

  test('names assists that exist', () => {
    const known = new Set(assists.map(({ id }) => id));
    const steps = hardenSteps.filter(({ kind }) => kind === 'assist').map(({ id }) => id);
    assert.deepEqual(
      steps.filter((id) => !known.has(id)),
      [],
    );
  });
});

describe('the model of a hardened text', () => {
  test('has no syntax problem where the original has none', () => {
    const { text } = plan(node);
    assert.deepEqual(new DockerfileModel(text).syntaxProblems, []);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { findHarm, type Judged } from '../../server/src/core/engine/find-harm';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { exampleDay } from '../harness/invariants';

function judge(text: string): Judged {
  const model = new DockerfileModel(text);
  return { model, result: lint(model, resolveRules({}), exampleDay) };
}

interface Case {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** Undefined: no harm. */
  readonly reason?: RegExp;
}

const base = 'FROM debian:13-slim\n';

const cases: readonly Case[] = [
  {
    title: 'a syntax error',
    before: `${base}USER nobody\n`,
    after: `${base}USER nobody\nCOPY a\n`,
    reason: /syntax error/,
  },
  {
    title: 'a lost comment',
    before: `${base}# Why.\nUSER nobody\n`,
    after: `${base}USER nobody\n`,
    reason: /drop the comment "Why\."/,
  },
  {
    title: 'one of two equal comments lost',
    before: `${base}# Why.\nENV A=1\n# Why.\nUSER nobody\n`,
    after: `${base}# Why.\nUSER nobody\n`,
    reason: /drop the comment/,
  },
  {
    title: 'a moved comment and another syntax directive',
    before: `# syntax=docker/dockerfile:1.4\n${base}# Why.\nUSER nobody\n`,
    after: `# syntax=docker/dockerfile:1\n${base}USER nobody\n# Why.\n`,
  },
  {
    title: 'a port that is no longer declared in the image',
    before: `${base}USER nobody\nEXPOSE 8080\n`,
    after: `FROM debian:13-slim AS build\nEXPOSE 8080\n${base}USER nobody\n`,
    reason: /drop EXPOSE from the image/,
  },
  {
    title: 'an image that starts nothing any more',
    before: `${base}USER nobody\nCMD ["a"]\n`,
    after: `${base}USER nobody\n`,
    reason: /drop what the container starts/,
  },
  {
    title: 'ENTRYPOINT in place of CMD',
    before: `${base}USER nobody\nCMD ["a"]\n`,
    after: `${base}USER nobody\nENTRYPOINT ["a"]\n`,
  },
  {
    title: 'a stage that is gone',
    before: `FROM debian:13-slim AS test\n${base}USER nobody\n`,
    after: `${base}USER nobody\n`,
    reason: /drop the stage "test"/,
  },
  {
    title: 'another last stage',
    before: `FROM debian:13-slim AS app\nUSER nobody\n`,
    after: `FROM debian:13-slim AS app\nUSER nobody\n${base}USER nobody\n`,
    reason: /"app" would no longer be the last one/,
  },
  {
    title: 'a new finding',
    before: 'FROM node:24-slim\nUSER node\nCMD ["node", "a.js"]\n',
    after: 'FROM node:24-slim\nUSER root\nCMD ["node", "a.js"]\n',
    reason: /a finding of root-user: /,
  },
  {
    title: 'a stage of its own that repeats a finding',
    before: 'FROM python:3.8\nUSER nobody\nCMD ["a"]\n',
    after: 'FROM python:3.8 AS build\nFROM python:3.8\nUSER nobody\nCMD ["a"]\n',
  },
  {
    title: 'a finding in place of a more serious one',
    before: `${base}USER nobody\nEXPOSE http\n`,
    after: `FROM debian\nUSER nobody\nEXPOSE 80\n`,
  },
  {
    title: 'a hint',
    before: `${base}USER nobody\n`,
    after: `${base}MAINTAINER a\nUSER nobody\n`,
  },
];

describe('the judgement of a change', () => {
  for (const { title, before, after, reason } of cases) {
    test(`${title} ${reason === undefined ? 'does no harm' : 'is harm'}`, () => {
      const harm = findHarm(judge(before), judge(after), false);
      if (reason === undefined) assert.equal(harm, undefined);
      else assert.match(harm?.reason ?? 'no harm', reason);
    });
  }

  test('a comment may go when that is the purpose', () => {
    const before = judge(`${base}# a\nUSER nobody\n`);
    assert.equal(findHarm(before, judge(`${base}USER nobody\n`), true), undefined);
  });

  test('tells the rules that complain, so that they can be mended', () => {
    const before = judge('FROM node:24-slim\nUSER node\nCMD ["node", "a.js"]\n');
    const after = judge('FROM node\nUSER root\nCMD ["node", "a.js"]\n');
    const harm = findHarm(before, after, false);
    assert.deepEqual(harm?.brings.map(({ id }) => id).sort(), ['root-user', 'untagged-base-image']);
  });

  test('a rule that fails behind the change is harm', () => {
    const before = judge(`${base}USER nobody\n`);
    const failures = [{ rule: 'some-rule', error: 'broken' }];
    const after = { ...before, result: { ...before.result, failures } };
    assert.match(findHarm(before, after, false)?.reason ?? '', /some-rule fails/);
  });
});

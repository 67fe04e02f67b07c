import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsCredential } from '../../server/src/core/model/credential-text';

const cases: readonly (readonly [text: string, holds: boolean])[] = [
  ['//npm.example.com/:_authToken=npm_abc\n', true],
  ['//npm.example.com/:_authToken=${NPM_TOKEN}\n', false],
  ['//npm.example.com/:_authToken=$NPM_TOKEN\n', false],
  ['# _authToken=abc\nfund=false\n', false],
  ['[global]\nextra-index-url = https://deploy:s3cret@pypi.example.org/simple/\n', true],
  ['[global]\nindex-url = https://pypi.example.org/simple/\n', false],
  ['index-url = https://${USER}:${PASSWORD}@pypi.example.org/simple/\n', false],
  ['npmAuthToken: "abc"\n', false],
  ['password: hunter2\n', true],
  ['_password=\n', false],
  ['registry=https://npm.example.com/\nlegacy-peer-deps=true\n', false],
];

for (const [text, holds] of cases) {
  test(`${JSON.stringify(text)} ${holds ? 'holds a credential' : 'holds none'}`, () => {
    assert.equal(holdsCredential(text), holds);
  });
}

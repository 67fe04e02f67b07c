import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import leakedSecretInEnv from '../../server/src/core/rules/secrets/leaked-secret-in-env';
import { applyEdits } from '../../server/src/core/text/edit';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';

/** The level of the only fix, and what it makes of the text. */
function fixOf(text: string): readonly [string, string] | undefined {
  const { findings } = lint(
    new DockerfileModel(text),
    onlyRules([leakedSecretInEnv]),
    '2026-11-22',
  );
  const [fix] = findings.flatMap(({ fixes }) => fixes);
  return fix === undefined ? undefined : [fix.applicability, applyEdits(text, fix.edits)];
}

void test('a value that the container may need is never deleted in bulk', () => {
  assert.deepEqual(
    fixOf(dockerfile`
      FROM postgres:18
      ENV POSTGRES_DB=shop \
          POSTGRES_PASSWORD=secret \
          LANG=C.UTF-8
      CMD ["postgres"]
    `),
    [
      'placeholder',
      dockerfile`
        FROM postgres:18
        ENV POSTGRES_DB=shop \
            LANG=C.UTF-8
        CMD ["postgres"]
      `,
    ],
  );
});

void test('nor is one that a RUN gets from a mount instead', () => {
  assert.deepEqual(
    fixOf(dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      ENV API_TOKEN=x9Kd82mPq
      RUN wget -q --header "Authorization: $API_TOKEN" -O /a.json https://api.acme.io/a
    `),
    [
      'placeholder',
      dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=API_TOKEN,env=API_TOKEN,required=true wget -q --header "Authorization: $API_TOKEN" -O /a.json https://api.acme.io/a
      `,
    ],
  );
});

void test('a step of the project may read it without a word', () => {
  const text = 'FROM python:3.14\nENV SECRET_KEY=x9Kd82mPq\nRUN python manage.py collectstatic\n';
  assert.equal(fixOf(text), undefined);
});

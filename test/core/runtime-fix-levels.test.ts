import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DockerfileModel, lint, resolveRules } from '../../server/src/core/service';

/** The levels of the fixes that a rule offers for a text. */
function levelsOf(rule: string, text: string): readonly string[] {
  const { findings } = lint(
    new DockerfileModel(text),
    resolveRules({ profile: 'strict' }),
    '2026-11-22',
  );
  return findings
    .filter((finding) => finding.rule === rule)
    .flatMap(({ fixes }) => fixes.map(({ applicability }) => applicability));
}

const levels: readonly (readonly [title: string, rule: string, text: string, level: string])[] = [
  [
    'exec in front of the last command changes nothing else',
    'missing-exec',
    'FROM debian:13-slim\nCMD ["sh", "-c", "cd /app && ./server"]\n',
    'safe',
  ],
  [
    'words for an ENTRYPOINT are what the author wrote',
    'shell-form-command',
    'FROM debian:13-slim\nENTRYPOINT ["/app/server"]\nCMD --port 80\n',
    'safe',
  ],
  [
    'an ENTRYPOINT that heeds CMD from now on needs a look',
    'shell-form-command',
    'FROM debian:13-slim\nENTRYPOINT /app/server\nCMD ["--port", "80"]\n',
    'unsafe',
  ],
  [
    'a path for health checks answers with an error only when something is wrong',
    'ineffective-healthcheck',
    'FROM debian:13\nHEALTHCHECK CMD curl http://localhost/healthz\n',
    'safe',
  ],
  [
    'any other path may answer with an error all the time',
    'ineffective-healthcheck',
    'FROM debian:13\nHEALTHCHECK CMD curl http://localhost/\n',
    'unsafe',
  ],
  [
    'a shell may read a word otherwise than it was meant',
    'shell-syntax-in-exec-form',
    'FROM debian:13\nCMD ["python", "app.py", "$PORT"]\n',
    'unsafe',
  ],
  [
    'somebody else has to migrate from then on',
    'migration-at-start',
    'FROM debian:13\nCMD alembic upgrade head && gunicorn app:app\n',
    'unsafe',
  ],
];

for (const [title, rule, text, level] of levels) {
  test(`${title}: ${level}`, () => {
    assert.deepEqual(levelsOf(rule, text), [level]);
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig } from '../../server/src/core/config/parse';
import { resolveRules } from '../../server/src/core/config/resolve';
import { fixAll } from '../../server/src/core/engine/fix';
import { harden } from '../../server/src/core/engine/harden';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { isToolPresent } from '../../server/src/core/model/present-tools';
import { findRootBase } from '../../server/src/core/model/stage-graph';
import { matchesImage } from '../../server/src/core/syntax/image-pattern';
import { parseImageReference } from '../../server/src/core/syntax/image-reference';

const today = '2026-11-22';

/** The shipped stage of a file whose configuration says something of an image. */
function stageWith(text: string, image: object, pattern = 'registry.example.com/base') {
  const { settings, problems } = parseConfig(JSON.stringify({ images: { [pattern]: image } }));
  assert.deepEqual(problems, []);
  const model = new DockerfileModel(text, undefined, settings.images);
  const { target } = model;
  assert.ok(target !== undefined);
  return { model, target, active: resolveRules(settings) };
}

const text = 'FROM registry.example.com/base:1\nRUN a\n';

describe('what a team says of its base images', () => {
  test('nothing is known without it', () => {
    const { model, target } = stageWith(text, {}, 'other.example.com');
    assert.equal(model.usersOf(target).final.privilege, 'unknown');
    assert.equal(model.workdirAtEnd(target), undefined);
    assert.equal(model.processOf(target).entrypoint.kind, 'unknown');
    assert.equal(isToolPresent(model, target, 'curl'), undefined);
  });

  test('the user', () => {
    const { model, target } = stageWith(text, { user: 'app' });
    assert.equal(model.usersOf(target).final.name, 'app');
    assert.equal(model.usersOf(target).final.privilege, 'non-root');
  });

  test('a user that is root is a finding, one that is not is none', () => {
    const found = (user: string): readonly string[] => {
      const { model, active } = stageWith(
        'FROM registry.example.com/base:1\nCOPY server.js .\nCMD ["node", "server.js"]\n',
        { user },
      );
      return lint(model, active, today).findings.map(({ rule }) => rule);
    };
    assert.ok(found('root').includes('missing-user'));
    assert.ok(!found('1000').includes('missing-user'));
  });

  test('shell, working directory, start', () => {
    const { model, target } = stageWith(text, {
      shell: 'bash',
      workdir: '/srv',
      entrypoint: ['/init'],
      command: ['run'],
    });
    assert.equal(model.shellAtEnd(target).program, 'bash');
    assert.equal(model.workdirAtEnd(target), '/srv');
    assert.deepEqual(model.processOf(target).entrypoint, { kind: 'base', words: ['/init'] });
    assert.deepEqual(model.processOf(target).command, { kind: 'base', words: ['run'] });
  });

  test('programs', () => {
    const plain = 'FROM registry.example.com/base:1\nCOPY a /app/a\n';
    const { model, target } = stageWith(plain, { tools: ['curl'], missingTools: ['wget'] });
    assert.equal(isToolPresent(model, target, 'curl'), true);
    assert.equal(isToolPresent(model, target, 'wget'), false);
    assert.equal(isToolPresent(model, target, 'git'), undefined);
    const busy = stageWith(`${plain}RUN apt-get install -y wget && apt-get remove curl\n`, {
      tools: ['curl'],
      missingTools: ['wget'],
    });
    assert.equal(isToolPresent(busy.model, busy.target, 'curl'), undefined);
    assert.equal(isToolPresent(busy.model, busy.target, 'wget'), undefined);
  });

  test('accounts', () => {
    const { model, target } = stageWith('FROM registry.example.com/base:1\n', {
      accounts: ['app:1000'],
    });
    const { accounts, complete } = model.accountsOf(target);
    assert.deepEqual(
      accounts.map(({ name, uid }) => [name, uid]),
      [['app', 1000]],
    );
    assert.ok(complete);
  });

  test('a likeness gives what is not stated, but no accounts that nobody added', () => {
    const { model, target } = stageWith('FROM registry.example.com/base:1\n', {
      like: 'alpine:3.22',
      user: 'app',
      tools: ['curl'],
    });
    const base = findRootBase(target);
    assert.ok(base.kind === 'image' && base.facts !== undefined);
    const { variant, family } = base.facts;
    assert.equal(variant.distribution, 'alpine');
    assert.equal(variant.packageManager, 'apk');
    assert.equal(variant.defaultUser, 'app');
    assert.equal(variant.slimTag, undefined);
    assert.equal(family.id, 'stated');
    assert.equal(model.shellAtEnd(target).program, 'ash');
    assert.equal(isToolPresent(model, target, 'curl'), true);
    assert.equal(isToolPresent(model, target, 'git'), undefined);
    assert.ok(!model.accountsOf(target).complete);
  });

  test('the last pattern that matches counts', () => {
    const { settings } = parseConfig(
      '{ "images": { "registry.example.com": { "user": "a" }, "registry.example.com/base": { "user": "b" } } }',
    );
    const model = new DockerfileModel(text, undefined, settings.images);
    assert.ok(model.target !== undefined);
    assert.equal(model.usersOf(model.target).final.name, 'b');
  });

  test('fixing and hardening know it too', () => {
    const { active } = stageWith(text, { user: '1000', workdir: '/srv' });
    const source = 'FROM registry.example.com/base:1\nWORKDIR app\nCMD ["a"]\n';
    const fixed = fixAll(source, active, today, ['safe']);
    assert.equal(fixed.text, source.replace('WORKDIR app', 'WORKDIR /srv/app'));
    assert.ok(!harden(source, active, { today }).text.includes('USER'));
  });
});

describe('a pattern of images', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['docker.io', 'node:24', true],
    ['docker.io', 'quay.io/a/b', false],
    ['index.docker.io', 'node', true],
    ['docker.io/library', 'node', true],
    ['docker.io/library/node', 'node:24', true],
    ['docker.io/library/nod', 'node', false],
    ['node', 'node:24', true],
    ['node', 'nodes', false],
    ['node:24*', 'node:24-slim', true],
    ['node:24*', 'node:22', false],
    ['node:latest', 'node', true],
    ['acme/*', 'acme/app', true],
    ['acme', 'acme/app', false],
    ['gcr.io/distroless/**', 'gcr.io/distroless/static', true],
    ['gcr.io/', 'gcr.io/a/b/c', true],
    ['localhost', 'localhost/a', true],
    ['localhost:5000', 'localhost:5000/a', true],
    ['registry:5000/a', 'registry:5000/a/b', true],
    ['registry.example.com:5000', 'registry.example.com:5000/a', true],
    ['registry.example.com:5000', 'registry.example.com/a', false],
    ['https://ghcr.io/acme', 'ghcr.io/acme/a', true],
    ['*', 'anything.example.com/a/b', true],
    ['*.example.com', 'a.example.com/b', true],
    ['*.example.com', 'a.example.org/b', false],
    ['ghcr.io/*/tool', 'ghcr.io/a/tool:1', true],
    ['ghcr.io/*/tool', 'ghcr.io/a/b/tool:1', false],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b/c:1', false],
    ['ghcr.io/a.b', 'ghcr.io/axb', false],
  ];
  for (const [pattern, image, expected] of rows) {
    test(`${pattern} ${expected ? 'means' : 'does not mean'} ${image}`, () => {
      const reference = parseImageReference({ text: image, span: { start: 0, end: 0 } });
      assert.ok(reference !== undefined);
      assert.equal(matchesImage(pattern, reference), expected);
    });
  }
});

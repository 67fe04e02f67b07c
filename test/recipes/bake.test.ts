import assert from 'node:assert/strict';
import { test } from 'node:test';
import bake from '../../server/src/core/emit/bake';
import { emitFiles, readPlanCases, toPlan } from '../harness/image-plans';

const path = 'docker-bake.hcl';

function emit(plan = toPlan()): string {
  return emitFiles(bake, plan).get(path)?.text ?? '';
}

/** The body of a block. */
function block(text: string, head: string): string {
  const start = text.indexOf(`${head} {\n`);
  assert.ok(start >= 0, head);
  return text.slice(start, text.indexOf('\n}', start));
}

for (const { name, plan } of readPlanCases()) {
  test(`${name}: brackets and quotes are balanced, and every target is there`, () => {
    const text = emitFiles(bake, plan).get(path)?.text ?? '';
    const plain = text
      .replace(/^\s*#.*$/gm, '')
      .replace(/"(?:[^"\\$]|\\.|\$(?!\{)|\$\{[^}]*\})*"/g, '""');
    for (const [open = '', close = ''] of ['{}', '[]', '()']) {
      assert.equal(plain.split(open).length, plain.split(close).length, open);
    }
    for (const target of ['image', 'check', 'release']) block(text, `target "${target}"`);
    assert.ok(block(text, 'variable "IMAGE"').includes(`"${plan.name}"`));
  });
}

test('a release is for two processors, with a list of parts and provenance', () => {
  const release = block(emit(), 'target "release"');
  assert.match(release, /platforms = \["linux\/amd64", "linux\/arm64"\]/);
  assert.match(release, /attest = \["type=sbom", "type=provenance,mode=max"\]/);
});

test('secrets of a build', () => {
  const buildSecrets = [
    { id: 'npmrc', from: 'file', source: '.npmrc' },
    { id: 'own', from: 'file', source: '~/.npmrc' },
    { id: 'token', from: 'env', source: 'NPM_TOKEN' },
  ] as const;
  const text = emit(toPlan({}, { buildSecrets }));
  assert.ok(
    block(text, 'target "image"').includes(
      'secret = ["type=file,id=npmrc,src=.npmrc", "type=file,id=own,src=${HOME}/.npmrc", "type=env,id=token,env=NPM_TOKEN"]',
    ),
  );
  assert.match(block(text, 'variable "HOME"'), /default/);
  assert.doesNotMatch(emit(), /secret|HOME/);
});

test('a member of a workspace is built from its root', () => {
  const settings = {
    folder: 'services/clock',
    contextFolder: '../..',
    dockerfile: 'services/clock/Dockerfile',
  };
  const [file] = emitFiles(bake, toPlan(), settings).values();
  assert.equal(file?.path, `../../${path}`);
  assert.match(block(file.text, 'target "image"'), /dockerfile = "services\/clock\/Dockerfile"/);
});

test('a module of WebAssembly is built for its platform only, without attestations beside it', () => {
  const text = emit(toPlan({}, { platform: 'wasi/wasm' }));
  const image = block(text, 'target "image"');
  assert.match(image, /^ {2}platforms = \["wasi\/wasm"\]$/m);
  assert.match(image, /^ {2}attest = \["type=provenance,disabled=true"\]$/m);
  assert.doesNotMatch(block(text, 'target "release"'), /platforms|attest/);
  assert.doesNotMatch(block(emit(), 'target "image"'), /platforms|attest/);
});

test('a server in front has targets of its own', () => {
  const found = readPlanCases().find(({ name }) => name === 'a server in front');
  assert.ok(found !== undefined);
  const text = emit(found.plan);
  assert.match(block(text, 'group "default"'), /targets = \["image", "web"\]/);
  for (const [target, parent] of [
    ['web', 'image'],
    ['release-web', 'release'],
  ]) {
    const body = block(text, `target "${target ?? ''}"`);
    assert.ok(body.includes(`inherits = ["${parent ?? ''}"]`));
    assert.match(body, /target {3}= "web"/);
    assert.match(body, /tags\("\$\{IMAGE\}-web", VERSION\)/);
  }
  assert.doesNotMatch(emit(), /web/);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, test } from 'node:test';
import { askDigests } from '../../server/src/registry/ask-digests';
import { readChallenge } from '../../server/src/registry/challenge';
import { findLogin, readDockerConfig } from '../../server/src/registry/docker-config';
import { addressOf, isTrustworthy } from '../../server/src/registry/exchange';
import { createFolder } from '../harness/cli';

describe('the address of a registry', () => {
  for (const [host, address] of [
    ['registry-1.docker.io', 'https://registry-1.docker.io/v2/'],
    ['example.com:5000', 'https://example.com:5000/v2/'],
    ['192.168.0.1:5000', 'https://192.168.0.1:5000/v2/'],
    ['localhost.example.com', 'https://localhost.example.com/v2/'],
    ['localhost:5000', 'http://localhost:5000/v2/'],
    ['127.0.0.1', 'http://127.0.0.1/v2/'],
    ['[::1]:5000', 'http://[::1]:5000/v2/'],
  ] as const) {
    test(`${host} is encrypted except on this machine`, () => {
      assert.equal(addressOf(host, '/v2/').href, address);
    });
  }
});

describe('an address that a server names', () => {
  const outside = new URL('https://example.com');
  const inside = new URL('http://127.0.0.1:5000');
  for (const [address, from, expected] of [
    ['https://auth.example.com/', outside, true],
    ['http://example.com/', outside, false],
    ['http://127.0.0.1/', outside, false],
    ['https://localhost/', outside, false],
    ['data:,', outside, false],
    ['https://example.com/', inside, true],
    ['http://example.com/', inside, false],
    ['http://localhost:1/', inside, true],
    ['https://localhost:1/', inside, true],
  ] as const) {
    test(`${address} named by ${from.host} is ${expected ? '' : 'not '}asked`, () => {
      assert.equal(isTrustworthy(new URL(address), from), expected);
    });
  }
});

describe('what a registry wants', () => {
  for (const [header, expected] of [
    [null, undefined],
    ['', undefined],
    ['Negotiate', undefined],
    ['Basic', { scheme: 'basic' }],
    ['BASIC realm="x"', { scheme: 'basic' }],
    ['Negotiate, Basic realm="x"', { scheme: 'basic' }],
    ['Basicly realm="x"', undefined],
    ['Bearer scope="x"', undefined],
    [
      'bearer realm="https://a/t",service=s,scope="a:b:pull,push",error="x"',
      { scheme: 'bearer', realm: 'https://a/t', service: 's', scope: 'a:b:pull,push' },
    ],
  ] as const) {
    test(String(header), () => {
      assert.deepEqual(readChallenge(header), expected);
    });
  }
});

describe('a login of Docker', () => {
  const auth = Buffer.from('ann:a:b').toString('base64');
  const of = (auths: unknown): string => JSON.stringify({ auths, credsStore: 'desktop' });

  for (const [title, config, host, expected] of [
    ['of a host', of({ 'ghcr.io': { auth } }), 'ghcr.io', auth],
    ['of an address', of({ 'https://ghcr.io/': { auth } }), 'ghcr.io', auth],
    [
      'of Docker Hub',
      of({ 'https://index.docker.io/v1/': { auth } }),
      'registry-1.docker.io',
      auth,
    ],
    ['of another host', of({ 'ghcr.io': { auth } }), 'ghcr.io.example.com', undefined],
    ['kept by a program', of({ 'ghcr.io': {} }), 'ghcr.io', undefined],
    ['that is no base 64', of({ 'ghcr.io': { auth: 'ann:b\r\nx: y' } }), 'ghcr.io', undefined],
    ['without a password', of({ 'ghcr.io': { auth: 'YW5uOg==' } }), 'ghcr.io', undefined],
    ['that is a number', of({ 'ghcr.io': { auth: 1 } }), 'ghcr.io', undefined],
    ['in a list', of([]), 'ghcr.io', undefined],
    ['in a file with a mistake', '{', 'ghcr.io', undefined],
    ['in an empty file', '', 'ghcr.io', undefined],
    ['of a prototype', of({}), 'constructor', undefined],
  ] as const) {
    test(title, () => {
      assert.equal(findLogin(config, host), expected);
    });
  }

  test('is looked for where Docker looks', async () => {
    const { DOCKER_CONFIG: before, HOME: home } = process.env;
    const folder = createFolder({ 'config.json': 'A', '.docker/config.json': 'B' });
    try {
      process.env['DOCKER_CONFIG'] = folder;
      assert.equal(await readDockerConfig(), 'A');
      process.env['DOCKER_CONFIG'] = `${folder}/none`;
      assert.equal(await readDockerConfig(), undefined);
      process.env['DOCKER_CONFIG'] = '';
      process.env['HOME'] = folder;
      process.env['USERPROFILE'] = folder;
      assert.equal(await readDockerConfig(), 'B');
    } finally {
      delete process.env['DOCKER_CONFIG'];
      if (before !== undefined) process.env['DOCKER_CONFIG'] = before;
      if (home !== undefined) process.env['HOME'] = home;
    }
  });
});

test('the trap of these tests lets nobody out', () => {
  const trap = path.resolve('test/harness/loopback-only.cjs');
  for (const address of ['http://192.0.2.1/', 'https://registry.example/']) {
    const script = `fetch('${address}').catch((error) => { console.log(String(error.cause)); })`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--require', trap, '-e', script], {
      encoding: 'utf8',
    });
    assert.match(stdout, /^Error: network call: /);
    assert.match(stderr, /^network call: /);
  }
});

test('each image is asked for once', async () => {
  const asked: string[] = [];
  const tag = (image: string) => ({ image, host: 'h', repository: 'r', tag: 't' });
  const result = await askDigests(
    {
      askDigest: ({ image }) => {
        asked.push(image);
        return Promise.resolve(
          image === 'a:1'
            ? { kind: 'digest', digest: 'sha256:1' }
            : { kind: 'failed', reason: 'No.' },
        );
      },
    },
    [tag('a:1'), tag('b:1'), tag('a:1')],
  );
  assert.deepEqual(asked, ['a:1', 'b:1']);
  assert.deepEqual([...result.digests], [['a:1', 'sha256:1']]);
  assert.deepEqual(result.failures, [{ image: 'b:1', reason: 'No.' }]);
});

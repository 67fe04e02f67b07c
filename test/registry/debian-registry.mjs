// Pins a Dockerfile through the command line against the registry of the distribution project, as Debian packages it.
//   node test/registry/debian-registry.mjs
// The package is fetched once with apt and unpacked into the cache: nothing is installed on this machine.
// IRONHULL_CLI: another command line than that of this checkout; IRONHULL_REQUIRE_ALL_TIERS=1: a skip is a failure
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = path.join(root, '.cache', 'docker-registry');
const program = path.join(cache, 'usr/bin/docker-registry');
const cli = process.env.IRONHULL_CLI ?? path.join(root, 'dist/cli/main.js');

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.oci.image.config.v1+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
};

/** `ann:secret`, hashed by bcrypt as the registry wants it. */
const htpasswd = 'ann:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n';
const login = Buffer.from('ann:secret').toString('base64');

/** The registry cannot be had here. */
class Skip extends Error {}

/** Unpacks the package into the cache. */
function fetchRegistry() {
  if (existsSync(program)) return;
  if (process.platform !== 'linux') throw new Skip('Debian packages need Linux');
  for (const tool of ['apt-get', 'dpkg']) {
    if (spawnSync(tool, ['--version']).error) throw new Skip(`there is no ${tool}`);
  }
  mkdirSync(cache, { recursive: true });
  const fetched = spawnSync('apt-get', ['download', 'docker-registry'], {
    cwd: cache,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (fetched.status !== 0) throw new Skip(`apt cannot fetch it: ${fetched.stderr.trim()}`);
  const [file] = execFileSync('find', [cache, '-maxdepth', '1', '-name', '*.deb'], {
    encoding: 'utf8',
  }).split('\n');
  execFileSync('dpkg', ['-x', file, cache]);
}

/** A port of this machine that is free now. @returns {Promise<number>} */
async function findPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a registry with its data in a folder; resolves when it answers.
 *
 * @param {string} folder
 * @param {boolean} wantsLogin
 */
async function startRegistry(folder, wantsLogin) {
  const host = `127.0.0.1:${await findPort()}`;
  const config = path.join(folder, 'config.yml');
  const passwords = path.join(folder, 'htpasswd');
  writeFileSync(passwords, htpasswd);
  const auth = wantsLogin
    ? `auth:\n  htpasswd:\n    realm: registry\n    path: ${JSON.stringify(passwords)}\n`
    : '';
  writeFileSync(
    config,
    `version: 0.1\nlog: { level: error }\nstorage:\n  filesystem:\n    rootdirectory: ${JSON.stringify(path.join(folder, 'data'))}\nhttp:\n  addr: ${host}\n${auth}`,
  );
  const child = spawn(program, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error(`the registry ended: ${log}`);
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer !== undefined) return { host, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop(child);
  throw new Error(`the registry does not answer: ${log}`);
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** @param {string} text */
function digestOf(text) {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Pushes images by the interface of the registry. */
class Pusher {
  /** @param {string} base `http://HOST/v2/NAME` @param {Record<string, string>} headers */
  constructor(base, headers) {
    this.base = base;
    this.headers = headers;
  }

  /** @param {string} text @returns {Promise<{ digest: string, size: number }>} */
  async pushBlob(text) {
    const digest = digestOf(text);
    const begun = await this.#send(`${this.base}/blobs/uploads/`, 'POST', 202);
    const target = new URL(begun.headers.get('location') ?? '', this.base);
    target.searchParams.set('digest', digest);
    await this.#send(target, 'PUT', 201, text, 'application/octet-stream');
    return { digest, size: Buffer.byteLength(text) };
  }

  /** @param {string} reference @param {{ mediaType: string }} manifest @returns {Promise<string>} the digest */
  async pushManifest(reference, manifest) {
    const text = JSON.stringify(manifest);
    await this.#send(`${this.base}/manifests/${reference}`, 'PUT', 201, text, manifest.mediaType);
    return digestOf(text);
  }

  async #send(url, method, expected, body, type) {
    const headers = { ...this.headers, ...(type === undefined ? {} : { 'content-type': type }) };
    const response = await fetch(url, { method, headers, body });
    const text = await response.text();
    if (response.status !== expected)
      throw new Error(`${method} ${url}: ${response.status} ${text}`);
    return response;
  }
}

/**
 * Pushes `app/base:1.2`, an index of two platforms, and `app/single:1`, a manifest as Docker writes it.
 *
 * @param {string} host
 * @param {Record<string, string>} headers
 */
async function pushImages(host, headers) {
  const base = new Pusher(`http://${host}/v2/app/base`, headers);
  const manifests = [];
  for (const architecture of ['amd64', 'arm64']) {
    const config = await base.pushBlob(
      JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, ...config },
      layers: [],
    };
    const digest = await base.pushManifest(digestOf(JSON.stringify(manifest)), manifest);
    manifests.push({
      mediaType: types.manifest,
      digest,
      size: JSON.stringify(manifest).length,
      platform: { architecture, os: 'linux' },
    });
  }
  const index = await base.pushManifest('1.2', {
    schemaVersion: 2,
    mediaType: types.index,
    manifests,
  });
  const single = new Pusher(`http://${host}/v2/app/single`, headers);
  const config = await single.pushBlob('{"architecture":"amd64","os":"linux"}');
  const manifest = await single.pushManifest('1', {
    schemaVersion: 2,
    mediaType: types.dockerManifest,
    config: { mediaType: types.dockerConfig, ...config },
    layers: [],
  });
  return { index, manifest };
}

let passed = 0;
let failed = 0;

/** @param {string} name @param {unknown} actual @param {unknown} expected */
function check(name, actual, expected) {
  const ok = JSON.stringify(actual) === JSON.stringify(expected);
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok)
    console.log(`  is       ${JSON.stringify(actual)}\n  expected ${JSON.stringify(expected)}`);
}

/** @param {string} folder @param {readonly string[]} args */
function pin(folder, args) {
  return spawnSync(process.execPath, [cli, 'pin', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DOCKER_CONFIG: path.join(folder, 'docker') },
    timeout: 60_000,
  });
}

/**
 * @param {string} folder
 * @param {boolean} wantsLogin
 */
async function testRegistry(folder, wantsLogin) {
  const kind = wantsLogin ? 'a registry with a login' : 'an open registry';
  const { host, stop: stopRegistry } = await startRegistry(folder, wantsLogin);
  try {
    const headers = wantsLogin ? { authorization: `Basic ${login}` } : {};
    const { index, manifest } = await pushImages(host, headers);
    const file = path.join(folder, 'Dockerfile');
    const text = `FROM ${host}/app/base:1.2 AS base\nCOPY --from=${host}/app/single:1 /a /a\n`;
    writeFileSync(file, text);
    if (wantsLogin) {
      check(
        `${kind}: without it nothing is pinned`,
        pin(folder, ['--online', '--write']).status,
        2,
      );
      check(`${kind}: the file stays then`, readFileSync(file, 'utf8'), text);
      mkdirSync(path.join(folder, 'docker'));
      writeFileSync(
        path.join(folder, 'docker/config.json'),
        JSON.stringify({ auths: { [host]: { auth: login } } }),
      );
    } else {
      check(`${kind}: nobody is asked without --online`, pin(folder, ['--write']).status, 2);
      check(`${kind}: the file stays then`, readFileSync(file, 'utf8'), text);
    }
    const { status, stderr } = pin(folder, ['--online', '--write']);
    check(`${kind}: pinning succeeds`, [status, /error/.test(stderr)], [0, false]);
    check(
      `${kind}: the digests are those of the index and of the manifest`,
      readFileSync(file, 'utf8'),
      text.replace('1.2', `1.2@${index}`).replace(':1 ', `:1@${manifest} `),
    );
    const pinned = await fetch(`http://${host}/v2/app/base/manifests/${index}`, {
      headers: { ...headers, accept: types.index },
    });
    check(`${kind}: the index is there by its digest`, pinned.status, 200);
    writeFileSync(file, `FROM ${host}/app/base:none\n`);
    const none = pin(folder, ['--online', '--write']);
    check(
      `${kind}: a tag that is not there is told`,
      [none.status, none.stderr.includes(`${host} has no app/base:none.`)],
      [2, true],
    );
  } finally {
    await stopRegistry();
  }
}

async function main() {
  fetchRegistry();
  for (const wantsLogin of [false, true]) {
    const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-registry-'));
    try {
      await testRegistry(folder, wantsLogin);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

let skipped = 0;
try {
  await main();
} catch (error) {
  if (error instanceof Skip) {
    skipped++;
    console.log(`skipped: pinning against a real registry: ${error.message}`);
  } else {
    failed++;
    console.error(error);
  }
}
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
const isIncomplete = skipped !== 0 && Boolean(process.env.IRONHULL_REQUIRE_ALL_TIERS);
process.exitCode = failed === 0 && !isIncomplete ? 0 : 1;

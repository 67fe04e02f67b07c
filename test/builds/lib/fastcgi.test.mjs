import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const client = readFileSync(new URL('fastcgi.cjs', import.meta.url), 'utf8');

/** @param {number} type @param {Buffer} content @param {number} padding */
function record(type, content, padding = 0) {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, padding, 0]);
  return Buffer.concat([head, content, Buffer.alloc(padding)]);
}

/** What the client prints and how it ends when a server sends these records. @param {Buffer[]} answer */
async function ask(answer) {
  /** @type {Buffer[]} */
  const received = [];
  const server = net.createServer((socket) => {
    socket.on('data', (bytes) => received.push(bytes));
    setTimeout(() => socket.end(Buffer.concat(answer)), 50);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  const words = ['-e', client, '--', String(port), '/app/public/index.php', '/boats'];
  const child = spawn(process.execPath, words);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  server.close();
  return { printed, code, received: Buffer.concat(received).toString('latin1') };
}

test('asks for a script, and reads an answer in several records', async () => {
  const answer = [
    record(6, Buffer.from('Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\nno '), 3),
    record(7, Buffer.from('a warning')),
    record(6, Buffer.from('boat')),
    record(6, Buffer.alloc(0)),
    record(3, Buffer.alloc(8)),
  ];
  const { printed, code, received } = await ask(answer);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(printed), {
    status: 404,
    body: Buffer.from('no boat').toString('base64'),
  });
  assert.match(received, /SCRIPT_FILENAME\/app\/public\/index\.php/);
  assert.match(received, /REQUEST_URI\/boats/);
});

test('takes 200 where no status is said, and fails without an answer', async () => {
  const { printed } = await ask([record(6, Buffer.from('X: y\r\n\r\nok'))]);
  assert.equal(JSON.parse(printed).status, 200);
  assert.equal((await ask([])).code, 1);
});
